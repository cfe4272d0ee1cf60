/**
 * The stage that scores: from answers and verdicts on disk to figures of every answer and tables of every model and
 * method. Calls no model; run again it gives the same numbers, and measures no text twice. Texts pass one at a time and
 * are not kept.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { readFinalAnswers } from '../../methods/answers/final-answers.ts';
import type { TokenScorer } from '../../model/token-scorer.ts';
import type { PassageRow } from '../along/measure-along.ts';
import type { Benchmark, Figures, Sample } from '../benchmark.ts';
import { askedWordsOf } from './asked-words.ts';
import { type JudgingSummary, tallyJudging } from './judge-agreement.ts';
import { openAnswerMeasures } from './measure-answers.ts';
import { openNllMeasures } from './measure-nll.ts';
import { type Cell, type CellAnswer, type ScoreRow, scoreCell } from './score-cell.ts';
import { readVerdictRounds, type VerdictRounds } from './verdict-rounds.ts';

export type { Cell, ScoreRow } from './score-cell.ts';

export type StudyScores = {
  rows: readonly ScoreRow[];
  cells: readonly Cell[];
  judges: readonly string[];
  /** Absent in scores of an earlier version. */
  judging?: JudgingSummary;
};

const scoresFile = 'scores.json';

/**
 * @param options.seed - Of the bootstrap.
 * @param options.tokenScorers - Local models that read every answer over 2,000 words for its cumulative NLL.
 */
export async function scoreStudy(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  {
    seed = 1,
    level = 0.95,
    tokenScorers = [],
  }: { seed?: number; level?: number; tokenScorers?: readonly TokenScorer[] } = {},
): Promise<StudyScores> {
  const verdicts = await readVerdictRounds(folder);
  const judging = tallyJudging(verdicts.judges);
  const authors = new Map<string, Set<string>>();
  const measures = await openAnswerMeasures(folder);
  const nllMeasures = await openNllMeasures(folder, tokenScorers);
  const byCell = new Map<string, [CellAnswer, ...CellAnswer[]]>();
  try {
    for await (const answer of readFinalAnswers(folder)) {
      const sample = samples.get(answer.sample);
      if (sample === undefined) continue;
      const ids = authors.get(answer.model) ?? new Set();
      authors.set(answer.model, ids);
      for (const id of answer.returnedIds ?? []) ids.add(id);
      const scored =
        answer.failure === undefined
          ? await scoreAnswer(answer, sample, benchmark, { verdicts, judging, measures, nllMeasures })
          : { row: describeFailure(answer, sample, answer.failure) };
      const name = `${answer.model} ${answer.method}`;
      const list = byCell.get(name);
      if (list === undefined) byCell.set(name, [scored]);
      else list.push(scored);
    }
  } finally {
    await Promise.all([measures.close(), nllMeasures.close()]);
  }
  const result: StudyScores = {
    rows: [...byCell.values()].flatMap((answers) => answers.map(({ row }) => row)),
    cells: [...byCell.values()].map((answers) => scoreCell(benchmark, answers, { seed, level })),
    judges: [...verdicts.judges.keys()],
    judging: judging.finish(authors),
  };
  await writeFile(join(folder, scoresFile), `${JSON.stringify(result)}\n`);
  return result;
}

type Sources = {
  verdicts: VerdictRounds;
  judging: ReturnType<typeof tallyJudging>;
  measures: Awaited<ReturnType<typeof openAnswerMeasures>>;
  nllMeasures: Awaited<ReturnType<typeof openNllMeasures>>;
};

async function scoreAnswer(
  answer: AnswerRow,
  sample: Sample,
  benchmark: Benchmark,
  { verdicts, judging, measures, nllMeasures }: Sources,
): Promise<CellAnswer> {
  const counted = benchmark.count(sample, answer.text);
  const rounds = verdicts.find(answer.key, benchmark.listJobs(sample, answer.text));
  judging.add(answer.key, rounds);
  const answered = rounds.filter((round) => Object.keys(round.verdicts).length > 0);
  const all = answered.map((round) => benchmark.score(sample, counted, round.verdicts));
  const scores = all.length > 0 ? meanFigures(all) : benchmark.score(sample, counted, {});
  const unscored = answered
    .flatMap((round) => Object.values(round.verdicts))
    .filter((verdict) => verdict.scores === null).length;
  const { class: name, evidence, along } = await measures.measure(answer, sample);
  const row: ScoreRow = { ...describe(answer, sample), class: name, evidence, counted, scores, unscored };
  return {
    row,
    // The text has been counted; keeping it would hold the whole study in memory.
    scored: { sample, answer: '', counted, verdicts: answered[0]?.verdicts ?? {}, scores },
    ...(along !== undefined && {
      along: addVerdicts(along, verdicts.findPassages(answer.key)),
      nll: await nllMeasures.measure(answer),
    }),
  };
}

const describe = (answer: AnswerRow, sample: Sample): Omit<ScoreRow, 'counted' | 'scores' | 'unscored'> => ({
  answer: answer.key,
  model: answer.model,
  method: answer.method,
  sample: answer.sample,
  repeat: answer.repeat,
  practice: answer.practice,
  words: answer.words,
  asked: askedWordsOf(sample),
  usd: answer.usd,
  ms: answer.ms,
  outputTokens: answer.usage.outputTokens,
});

const describeFailure = (
  answer: AnswerRow,
  sample: Sample,
  { message }: NonNullable<AnswerRow['failure']>,
): ScoreRow => ({
  ...describe(answer, sample),
  class: null,
  counted: {},
  scores: {},
  unscored: 0,
  failure: message,
});

/** Figures over several verdicts of one answer: the mean of those there are, null where there is none. */
function meanFigures(all: readonly Figures[]): Figures {
  const names = new Set(all.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = all.flatMap((figures) => (typeof figures[name] === 'number' ? [figures[name]] : []));
      return [name, meanOf(values)];
    }),
  );
}

/** Grades of passages, where a judge was asked for them: means over judges and repeats. */
function addVerdicts(
  along: readonly PassageRow[],
  verdicts: ReturnType<VerdictRounds['findPassages']>,
): PassageRow[] {
  return along.map((row, at) => {
    const here = verdicts.filter(({ passage }) => passage === at).map(({ scores }) => scores);
    const average = (name: 'contradictions' | 'quality'): number | null =>
      meanOf(here.flatMap((scores) => scores[name] ?? []));
    return { ...row, contradictions: average('contradictions'), quality: average('quality') };
  });
}

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
