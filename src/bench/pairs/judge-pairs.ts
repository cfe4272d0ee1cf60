/**
 * The stage that compares: every pair of answers, by every judge, in both orders, as often as asked. One row an order,
 * on disk before the next is asked, so that a kill costs at most the calls in flight; another judge adds rows.
 */
import { join } from 'node:path';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { openRowFile, readRows } from '../../run/row-file.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import { askOrder, type PairJob, type PairWorld } from './ask-order.ts';
import type { AnswerPair } from './list-pairs.ts';
import { isSettled, type PairRow, pairRowKey, pairsFile } from './pair-row.ts';

/** Counts pairs, not orders. */
export type JudgePairsReport = {
  done: number;
  unscored: number;
  tooLong: number;
  failed: number;
  /** Settled before. */
  skipped: number;
  usd: number;
  isStopped: boolean;
};

/**
 * Judges what is missing. A first order that stays unscored decides the pair: its second order is not paid for.
 *
 * @param options.repeats - How often each judge compares each pair; each time it draws anew.
 * @param options.mostUsd - Ends softly before more is spent by this call.
 */
export async function judgePairs(
  folder: string,
  pairs: readonly AnswerPair[],
  judges: readonly Model[],
  world: PairWorld,
  {
    repeats = 1,
    concurrency = 4,
    mostUsd = Number.POSITIVE_INFINITY,
    abortSignal,
    onRow,
  }: {
    repeats?: number;
    concurrency?: number;
    mostUsd?: number;
    abortSignal?: AbortSignal;
    /** The last row of each pair that was asked about. */
    onRow?: (row: PairRow, report: JudgePairsReport) => void;
  } = {},
): Promise<JudgePairsReport> {
  await loadTokenizer();
  const path = join(folder, pairsFile);
  const rows = await openRowFile<PairRow>(path, { keyOf: ({ key }) => key, isDone: isSettled });
  const unscored = new Set<string>();
  for await (const row of readRows<PairRow>(path))
    if (isSettled(row) && row.choice === null) unscored.add(row.key);
  const report: JudgePairsReport = {
    done: 0,
    unscored: 0,
    tooLong: 0,
    failed: 0,
    skipped: 0,
    usd: 0,
    isStopped: false,
  };
  const keyOf = ({ judge, repeat, pair }: PairJob, order: PairRow['order']): string =>
    pairRowKey(judge.address, repeat, order, pair);
  const jobs = judges.flatMap((judge) =>
    pairs.flatMap((pair) =>
      Array.from({ length: repeats }, (_each, at): PairJob => ({ pair, judge, repeat: at + 1 })),
    ),
  );
  const missing = jobs.filter((job) => {
    const first = keyOf(job, 'forward');
    return !rows.has(first) || (!unscored.has(first) && !rows.has(keyOf(job, 'backward')));
  });
  report.skipped = jobs.length - missing.length;

  const judge = async (job: PairJob, order: PairRow['order']): Promise<PairRow> => {
    const row = await askOrder(job, order, world);
    await rows.append(row);
    report.usd += row.usd ?? 0;
    return row;
  };
  const judgeBoth = async (job: PairJob): Promise<PairRow> => {
    if (rows.has(keyOf(job, 'forward'))) return judge(job, 'backward');
    const first = await judge(job, 'forward');
    // One order alone decides nothing.
    return first.choice === null ? first : judge(job, 'backward');
  };
  try {
    const isComplete = await runAdaptively(
      missing,
      async (job) => {
        const last = await judgeBoth(job);
        if (last.failure !== undefined) report.failed += 1;
        else if (last.isTooLong) report.tooLong += 1;
        else if (last.choice === null) report.unscored += 1;
        else report.done += 1;
        onRow?.(last, report);
        return { isRateLimited: last.failure?.fault === 'rate-limit' };
      },
      { concurrency, isStopped: () => abortSignal?.aborted === true || report.usd >= mostUsd },
    );
    report.isStopped = !isComplete;
  } finally {
    await rows.close();
  }
  return report;
}
