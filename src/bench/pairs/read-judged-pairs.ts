/** What judges said of the pairs of a study, both orders put together again. */
import { join } from 'node:path';
import { rubricId } from '../../judge/judge-answer.ts';
import { type Choice, decidePair, type PairVerdict } from '../../judge/pairwise.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import { readLastRows } from '../../run/row-file.ts';
import { type PairRow, pairsFile } from './pair-row.ts';

/** One pair, judged once by one judge. */
export type JudgedPair = {
  judge: string;
  /** Whether the judge is a practice model. */
  practice: boolean;
  /** Of the judging, from 1. */
  repeat: number;
  a: IndexedAnswer;
  b: IndexedAnswer;
  forward: Choice | null;
  backward: Choice | null;
  outcome: PairVerdict['outcome'];
  /** Where there is no outcome: what it lacks, and what the judge or the endpoint said. */
  lack?: { kind: 'unscored' | 'too long' | 'failed' | 'one order only'; reason: string };
  /** Of both orders. */
  usd: number | null;
  returnedIds: readonly string[];
  date: string;
};

/**
 * Reads verdicts by the rubric of today: those of an older wording stay in the file and are not mixed in. Replies are
 * not kept.
 *
 * @param answers - By key; verdicts about answers that are not there are left out.
 */
export async function readJudgedPairs(
  folder: string,
  answers: ReadonlyMap<string, IndexedAnswer>,
): Promise<JudgedPair[]> {
  const rows = await readLastRows<PairRow>(join(folder, pairsFile), ({ key }) => key);
  const current = rubricId(preference);
  const orders = Map.groupBy(
    [...rows.values()].filter(({ rubric }) => rubric === current),
    ({ judge, repeat, a, b }) => JSON.stringify([judge, repeat, a, b]),
  );
  return [...orders]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, both]) => {
      const [one] = both;
      const [a, b] = [answers.get(one?.a ?? ''), answers.get(one?.b ?? '')];
      return one === undefined || a === undefined || b === undefined ? [] : [joinOrders(one, both, a, b)];
    });
}

function joinOrders(
  { judge, practice, repeat, date }: PairRow,
  both: readonly PairRow[],
  a: IndexedAnswer,
  b: IndexedAnswer,
): JudgedPair {
  const choiceOf = (wanted: PairRow['order']): Choice | null =>
    both.find(({ order }) => order === wanted)?.choice ?? null;
  const orders = { forward: choiceOf('forward'), backward: choiceOf('backward') };
  const outcome = decidePair(orders);
  const missing = both.find(({ choice }) => choice === null);
  const kind =
    missing === undefined
      ? 'one order only'
      : missing.isTooLong
        ? 'too long'
        : missing.failure !== undefined
          ? 'failed'
          : 'unscored';
  return {
    judge,
    practice,
    repeat,
    a,
    b,
    ...orders,
    outcome,
    ...(outcome === null && { lack: { kind, reason: missing?.reason ?? 'not asked yet' } }),
    usd: both.reduce((sum: number | null, { usd }) => (sum === null || usd === null ? null : sum + usd), 0),
    returnedIds: [...new Set(both.flatMap(({ returnedIds }) => returnedIds))],
    date,
  };
}
