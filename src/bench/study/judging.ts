/** What judging a study will ask, of whom, and what that takes: known before anything is paid, and kept in the manifest. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { hashRubric } from '../../judge/hash-rubric.ts';
import { rubricId } from '../../judge/judge-answer.ts';
import type { Rubric } from '../../judge/rubric.ts';
import { type VerdictRow, verdictsFile } from '../../methods/answers/judge-questions.ts';
import { costOf, type Price } from '../../model/cost.ts';
import { readRows } from '../../run/row-file.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import type { Judging } from './manifest.ts';
import { listQuestions } from './questions.ts';

export type JudgingPlan = {
  /** Verdicts that are missing; those of failed calls are. */
  missing: number;
  /** Characters a token: from lean to wordy. null where a price is missing. */
  usd: [low: number, high: number] | null;
  rubrics: Judging['rubrics'];
};

/** Goes through all questions without asking one. */
export async function planJudging(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  judges: readonly string[],
  { repeats, prices }: { repeats: number; prices: Readonly<Record<string, Price>> },
): Promise<JudgingPlan> {
  const done = new Set<string>();
  for await (const { key, failure } of readRows<VerdictRow>(join(folder, verdictsFile)))
    if (failure === undefined) done.add(key);
  const wordings = new Map<string, { rubric: Rubric; hashes: Set<string> }>();
  const plan: JudgingPlan = { missing: 0, usd: [0, 0], rubrics: [] };
  for await (const { key, judge, job } of listQuestions(folder, benchmark, samples, judges, repeats)) {
    const { rubric, judged } = job;
    const known = wordings.get(rubricId(rubric)) ?? { rubric, hashes: new Set() };
    wordings.set(rubricId(rubric), known);
    known.hashes.add(hashRubric(rubric).sha256);
    if (done.has(key)) continue;
    plan.missing += 1;
    const price = prices[judge];
    if (price === undefined || plan.usd === null) plan.usd = null;
    else {
      const characters = rubric.render(judged).reduce((sum, { content }) => sum + content.length, 0);
      const [lean, wordy] = judged.language === 'zh' ? [1.6, 0.9] : [5, 3];
      plan.usd[0] += costOfCall(characters / lean, rubric.maxOutputTokens / 8, price);
      plan.usd[1] += costOfCall(characters / wordy, rubric.maxOutputTokens, price);
    }
  }
  plan.rubrics = [...wordings.values()].map(({ rubric, hashes }) => ({
    name: rubric.name,
    version: rubric.version,
    sha256: joinHashes([...hashes]),
    temperature: rubric.temperature ?? null,
    maxOutputTokens: rubric.maxOutputTokens,
  }));
  return plan;
}

const costOfCall = (inputTokens: number, outputTokens: number, price: Price): number =>
  costOf({ calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 }, price);

/** A benchmark may ask differently of every sample under one name: then the hash is of all wordings. */
const joinHashes = (hashes: readonly string[]): string =>
  hashes.length === 1
    ? (hashes[0] as string)
    : createHash('sha256').update(hashes.toSorted().join('\n')).digest('hex');

/** Who judged by these rubrics, from the verdicts that are there. */
export async function describeJudging(
  folder: string,
  rubrics: Judging['rubrics'],
  prompt?: Judging['prompt'],
): Promise<Judging> {
  const ids = new Set(rubrics.map(rubricId));
  const returned = new Map<string, Set<string>>();
  let repeats = 0;
  for await (const row of readRows<VerdictRow>(join(folder, verdictsFile))) {
    if (row.failure !== undefined || !ids.has(row.rubric)) continue;
    repeats = Math.max(repeats, row.repeat);
    const known = returned.get(row.judge) ?? new Set();
    returned.set(row.judge, known);
    for (const id of row.returnedIds) known.add(id);
  }
  return {
    judges: [...returned.keys()].sort(),
    returnedIds: Object.fromEntries([...returned].map(([judge, found]) => [judge, [...found].sort()])),
    repeats,
    rubrics,
    ...(prompt && { prompt: { name: prompt.name, sha256: prompt.sha256 } }),
  };
}
