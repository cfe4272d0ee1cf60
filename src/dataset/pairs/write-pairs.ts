/** From judged samples to pairs: scores, choice, and the files that hold them. Calls no model. */
import { join } from 'node:path';
import { type AnswerIndex, indexAnswers } from '../../methods/answers/answer-index.ts';
import { answersFile } from '../../methods/answers/answer-row.ts';
import { pairForms } from '../export/pair-forms.ts';
import { type LineWriter, openLineWriter } from '../write-lines.ts';
import { type ChooseSettings, choosePair } from './choose-pair.ts';
import { readSampleVerdicts } from './judge-samples.ts';
import type { PairRule, PairTask } from './pair-task.ts';
import { type SampleScore, type SampleVerdict, scoreSample } from './score-sample.ts';

export type PairsReport = {
  instructions: number;
  pairs: number;
  /** Instructions without a pair, by reason; those that could not be asked are not among them. */
  byRule: Partial<Record<PairRule, number>>;
  /** Samples with a text, of those asked for. */
  samples: { asked: number; written: number; scored: number };
  /** Pairs of instructions that name no length: their score is quality alone. */
  byQualityAlone: number;
  /** Means over pairs; null where there is none. */
  meanScores: { chosen: number; rejected: number } | null;
  /** Mean spread of S_q over repeats of one sample; null: no sample was judged twice. */
  qualitySpread: number | null;
  /** Samples by practice models. */
  practice: number;
};

type Sample = SampleScore & {
  /** From 1. */
  sample: number;
  text: string;
  /** '' where it is not known. */
  model: string;
  method: string;
  isPractice: boolean;
  words: number;
  /** Of writing it, where known. */
  usd: number | null;
  verdicts: readonly SampleVerdict[];
  /** Why there is no text. */
  failure?: string;
};

/**
 * Writes `samples.jsonl` (every sample with its scores and verdicts, one row an instruction), `pairs.jsonl` in the form
 * of TRL, and the instructions without a pair into `rejected`.
 *
 * @param options.keys - Answers by task, in order.
 * @param options.judge - Its verdicts count, of the first `repeats` repeats; a practice judge marks every pair.
 */
export async function writePairs(
  folder: string,
  {
    tasks,
    keys,
    judge,
    repeats,
    rejected,
    ...choosing
  }: {
    tasks: ReadonlyMap<string, PairTask>;
    keys: ReadonlyMap<string, readonly string[]>;
    judge: { address: string; isPractice: boolean };
    repeats: number;
    rejected: LineWriter;
    choose: ChooseSettings;
  },
): Promise<PairsReport> {
  const index = await indexAnswers(join(folder, answersFile));
  const verdicts = await readSampleVerdicts(folder, judge.address, repeats);
  const samplesFile = await openLineWriter(join(folder, 'samples.jsonl'));
  const pairsFile = await openLineWriter(join(folder, 'pairs.jsonl'));
  const sums = { chosen: 0, rejected: 0, spread: 0, spreads: 0 };
  const report: PairsReport = {
    instructions: tasks.size,
    pairs: 0,
    byRule: {},
    samples: { asked: 0, written: 0, scored: 0 },
    byQualityAlone: 0,
    meanScores: null,
    qualitySpread: null,
    practice: 0,
  };
  for (const [id, task] of tasks) {
    const samples: Sample[] = [];
    for (const [at, key] of (keys.get(id) ?? []).entries())
      samples.push(await readSample(index, { key, task, number: at + 1 }, verdicts.get(key) ?? []));
    for (const { text, score, qualitySpread, isPractice } of samples) {
      report.samples.asked += 1;
      if (text !== '') report.samples.written += 1;
      if (score !== null) report.samples.scored += 1;
      if (isPractice) report.practice += 1;
      if (qualitySpread !== null) {
        sums.spread += qualitySpread;
        sums.spreads += 1;
      }
    }
    const choice = choosePair(id, samples, choosing.choose);
    const { recordId, instruction, requiredWords, language, source } = task;
    const row = {
      id: recordId,
      instruction,
      ...(requiredWords !== undefined && { requiredWords }),
      language,
    };
    const [chosen, worse] =
      'rule' in choice ? [] : [samples[choice.chosen] as Sample, samples[choice.rejected] as Sample];
    await samplesFile.write({
      ...row,
      source,
      judge: judge.address,
      ...(chosen && worse && { chosen: chosen.sample, rejected: worse.sample }),
      samples,
    });
    if ('rule' in choice) {
      report.byRule[choice.rule] = (report.byRule[choice.rule] ?? 0) + 1;
      await rejected.write({ ...row, source, rejected: [choice] });
      continue;
    }
    if (chosen === undefined || worse === undefined) throw new Error('A choice names samples that are not.');
    const scores = { chosen: chosen.score as number, rejected: worse.score as number };
    report.pairs += 1;
    if (requiredWords === undefined) report.byQualityAlone += 1;
    sums.chosen += scores.chosen;
    sums.rejected += scores.rejected;
    const isPractice = chosen.isPractice || worse.isPractice || judge.isPractice;
    const provenance = {
      ...(chosen.model !== '' && { model: chosen.model }),
      ...(chosen.method !== '' && { method: chosen.method }),
      ...(isPractice && { isPractice }),
    };
    const pair = {
      id: recordId,
      prompt: [{ role: 'user' as const, content: instruction }],
      chosen: chosen.text,
      rejected: worse.text,
      source,
      scores,
      ...(Object.keys(provenance).length > 0 && { provenance }),
    };
    await pairsFile.write(pairForms.trl.render(pair).row);
  }
  await Promise.all([samplesFile.close(), pairsFile.close()]);
  return {
    ...report,
    meanScores:
      report.pairs === 0
        ? null
        : { chosen: sums.chosen / report.pairs, rejected: sums.rejected / report.pairs },
    qualitySpread: sums.spreads === 0 ? null : sums.spread / sums.spreads,
  };
}

async function readSample(
  index: AnswerIndex,
  { key, task, number }: { key: string; task: PairTask; number: number },
  verdicts: readonly SampleVerdict[],
): Promise<Sample> {
  const answer = index.answers.get(key);
  const base = { sample: number, model: answer?.model ?? '', method: answer?.method ?? '' };
  if (answer === undefined || answer.failure !== undefined)
    return {
      ...base,
      text: '',
      isPractice: answer?.practice ?? false,
      words: 0,
      length: null,
      quality: null,
      qualitySpread: null,
      score: null,
      usd: answer?.usd ?? null,
      verdicts: [],
      failure: answer?.failure?.message ?? 'It was not written.',
    };
  const { words, practice, usd } = answer;
  return {
    ...base,
    // A manuscript ends with a line end, which is not part of what a model shall learn to say.
    text: (await index.readText(key)).trimEnd(),
    isPractice: practice,
    words,
    ...scoreSample({ requiredWords: task.requiredWords, words }, verdicts),
    usd,
    verdicts,
  };
}
