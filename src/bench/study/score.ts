/**
 * The stage that scores: from answers and verdicts on disk to figures of every answer and tables of every model and
 * method. Reads only; run again it gives the same numbers. Texts pass one at a time and are not kept.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rubricId } from '../../judge/judge-answer.ts';
import type { Verdict } from '../../judge/rubric.ts';
import type { Benchmark, Figures, JudgeJob, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import { type AnswerRow, answersFile } from './generate.ts';
import { type VerdictRow, verdictsFile } from './judge.ts';
import { readRows } from './row-file.ts';

/** One answer with its figures, without its text. */
type ScoreRow = {
  answer: string;
  model: string;
  method: string;
  sample: string;
  repeat: number;
  practice: boolean;
  words: number;
  asked: number | null;
  usd: number | null;
  ms: number;
  counted: Figures;
  /** Means over judges and repeats; null: unscored. */
  scores: Figures;
  /** Verdicts without scores. */
  unscored: number;
  failure?: string;
};

/** All of one model by one method. */
export type Cell = {
  model: string;
  method: string;
  practice: boolean;
  answers: number;
  failures: number;
  usd: number | null;
  /** As the benchmark publishes them. */
  summary: readonly SummaryRow[];
  /** Means of the figures of every answer, with intervals over prompts; by figure. */
  estimates: Readonly<Record<string, Estimate>>;
};

export type StudyScores = { rows: readonly ScoreRow[]; cells: readonly Cell[]; judges: readonly string[] };

const scoresFile = 'scores.json';

/** @param options.seed - Of the bootstrap. */
export async function scoreStudy(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  { seed = 1, level = 0.95 }: { seed?: number; level?: number } = {},
): Promise<StudyScores> {
  const verdicts = await readVerdicts(folder);
  const rows: ScoreRow[] = [];
  const scoredByCell = new Map<string, ScoredSample[]>();
  for await (const answer of readFinalAnswers(folder)) {
    const sample = samples.get(answer.sample);
    if (sample === undefined) continue;
    const cell = `${answer.model} ${answer.method}`;
    const base = {
      answer: answer.key,
      model: answer.model,
      method: answer.method,
      sample: answer.sample,
      repeat: answer.repeat,
      practice: answer.practice,
      words: answer.words,
      asked: askedWords(sample),
      usd: answer.usd,
      ms: answer.ms,
    };
    if (answer.failure !== undefined) {
      rows.push({ ...base, counted: {}, scores: {}, unscored: 0, failure: answer.failure.message });
      continue;
    }
    const counted = benchmark.count(sample, answer.text);
    const rounds = keepCurrent(verdicts.get(answer.key) ?? [], benchmark.listJobs(sample, answer.text));
    const scored = rounds.map((round) => benchmark.score(sample, counted, round));
    const scores = scored.length > 0 ? meanFigures(scored) : benchmark.score(sample, counted, {});
    const unscored = rounds
      .flatMap((round) => Object.values(round))
      .filter((each) => each.scores === null).length;
    rows.push({ ...base, counted, scores, unscored });
    const list = scoredByCell.get(cell) ?? [];
    // The text has been counted; keeping it would hold the whole study in memory.
    list.push({ sample, answer: '', counted, verdicts: rounds[0] ?? {}, scores });
    scoredByCell.set(cell, list);
  }
  const cells = [...Map.groupBy(rows, ({ model, method }) => `${model} ${method}`)].map(
    ([key, all]): Cell => {
      const [first] = all;
      const scored = scoredByCell.get(key) ?? [];
      const names = new Set(
        all.flatMap(({ scores, counted }) => [...Object.keys(scores), ...Object.keys(counted)]),
      );
      return {
        model: first?.model ?? '',
        method: first?.method ?? '',
        practice: all.some(({ practice }) => practice),
        answers: all.length,
        failures: all.filter(({ failure }) => failure !== undefined).length,
        usd: all.reduce(
          (sum: number | null, { usd }) => (sum === null || usd === null ? null : sum + usd),
          0,
        ),
        summary: benchmark.summarise(scored),
        estimates: Object.fromEntries(
          [...names].map((name) => [
            name,
            estimate(
              all.flatMap(({ sample, scores, counted }) => {
                const value = scores[name] ?? counted[name];
                return typeof value === 'number' ? [{ cluster: sample, value }] : [];
              }),
              { seed, level },
            ),
          ]),
        ),
      };
    },
  );
  const judges = [...new Set([...verdicts.values()].length > 0 ? await listJudges(folder) : [])];
  const result = { rows, cells, judges };
  await writeFile(join(folder, scoresFile), `${JSON.stringify(result)}\n`);
  return result;
}

/** Verdicts by the rubrics of today: those of an older wording stay in the file and are not mixed in. */
function keepCurrent(
  rounds: readonly Record<string, Verdict>[],
  jobs: readonly JudgeJob[],
): Record<string, Verdict>[] {
  const current = new Set(jobs.map(({ rubric }) => rubricId(rubric)));
  return rounds
    .map((round) => Object.fromEntries(Object.entries(round).filter(([, each]) => current.has(each.rubric))))
    .filter((round) => Object.keys(round).length > 0);
}

const askedWords = ({ length }: Sample): number | null => {
  if (length === undefined) return null;
  return Array.isArray(length.words) ? (length.words[0] + length.words[1]) / 2 : (length.words as number);
};

/** Figures over several verdicts of one answer: the mean of those there are, null where there is none. */
function meanFigures(all: readonly Figures[]): Figures {
  const names = new Set(all.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = all.flatMap((figures) => (typeof figures[name] === 'number' ? [figures[name]] : []));
      return [
        name,
        values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
      ];
    }),
  );
}

/** Verdicts by answer: one record of job → verdict for every judge and repeat. */
async function readVerdicts(folder: string): Promise<Map<string, Record<string, Verdict>[]>> {
  const rounds = new Map<string, Map<string, Record<string, Verdict>>>();
  for await (const { answer, judge, repeat, job, verdict, failure } of readRows<VerdictRow>(
    join(folder, verdictsFile),
  )) {
    if (failure !== undefined) continue;
    const ofAnswer = rounds.get(answer) ?? new Map<string, Record<string, Verdict>>();
    rounds.set(answer, ofAnswer);
    const round = ofAnswer.get(`${judge} ${repeat}`) ?? {};
    ofAnswer.set(`${judge} ${repeat}`, round);
    // The reply is long, and what it said stands in the scores.
    round[job] = { ...verdict, reply: '' };
  }
  return new Map([...rounds].map(([answer, ofAnswer]) => [answer, [...ofAnswer.values()]]));
}

async function listJudges(folder: string): Promise<string[]> {
  const judges = new Set<string>();
  for await (const { judge } of readRows<VerdictRow>(join(folder, verdictsFile))) judges.add(judge);
  return [...judges];
}

/** Answers, each in its last version: a failure that was made good does not count. */
async function* readFinalAnswers(folder: string): AsyncGenerator<AnswerRow> {
  const path = join(folder, answersFile);
  const last = new Map<string, number>();
  let line = 0;
  for await (const { key } of readRows<AnswerRow>(path)) last.set(key, line++);
  line = 0;
  for await (const row of readRows<AnswerRow>(path)) if (last.get(row.key) === line++) yield row;
}
