/** The calls of `longhand dataset pairs`: samples are written, then judged. */
import { judgeSamples } from '../dataset/pairs/judge-samples.ts';
import type { PairTask } from '../dataset/pairs/pair-task.ts';
import type { Attempt } from '../methods/answers/attempt.ts';
import { type GenerateReport, generate } from '../methods/answers/generate.ts';
import type { JudgeReport } from '../methods/answers/judge-questions.ts';
import type { Model } from '../model/model.ts';
import { readConcurrency } from './bench-options.ts';
import type { PairsOptions, PairsSettings } from './dataset-pairs-settings.ts';
import { formatNumber } from './format.ts';
import type { Output } from './output.ts';
import { watchCalls } from './watch-calls.ts';

export type Samples = {
  tasks: ReadonlyMap<string, PairTask>;
  /** Keys of the answers, by task. */
  keys: ReadonlyMap<string, readonly string[]>;
  /** Those to be written; none where all are given. */
  attempts: readonly Attempt[];
  authors: Iterable<string>;
};

/** Two stages, each row on disk before the next call: writing, then judging. */
export async function callForPairs(
  out: string,
  { tasks, keys, attempts, judge, mostUsd }: Omit<Samples, 'authors'> & { judge: Model; mostUsd: number },
  { repeats, model = '' }: PairsSettings,
  options: PairsOptions,
  { world, output }: { world: Parameters<typeof generate>[2]; output: Output },
): Promise<{ written: GenerateReport; judged: JudgeReport | undefined; isInterrupted: boolean }> {
  const watch = watchCalls();
  const concurrency = readConcurrency(options);
  let soFar: GenerateReport = {
    done: 0,
    failed: 0,
    skipped: 0,
    of: attempts.length,
    usd: 0,
    isStopped: true,
  };
  const nameOf = (id: string): string => tasks.get(id)?.recordId ?? id;
  try {
    const written = await generate(out, attempts, world, {
      concurrency,
      mostUsd,
      abortSignal: watch.signal,
      onRow: ({ sample, repeat, words, failure }, report) => {
        soFar = report;
        const { done, failed, skipped, of } = report;
        const what = failure === undefined ? `${formatNumber(words)} words` : `failed: ${failure.message}`;
        output.say(
          `${formatNumber(done + failed + skipped)} of ${formatNumber(of)}: ${nameOf(sample)}, sample ${repeat}: ${what}`,
        );
        watch.see(failure, model);
      },
    }).catch((error: unknown): GenerateReport => {
      watch.check();
      if (!watch.signal.aborted) throw error;
      return { ...soFar, isStopped: true };
    });
    watch.check();
    if (written.isStopped) return { written, judged: undefined, isInterrupted: watch.signal.aborted };
    const wanted = new Set([...keys.values()].flat());
    const judged = await judgeSamples(out, tasks, wanted, judge, {
      repeats,
      concurrency,
      mostUsd: mostUsd - written.usd,
      prices: world.prices ?? {},
      abortSignal: watch.signal,
      onRow: ({ failure }, { done, unscored, failed, skipped }) => {
        output.say(
          `judged ${formatNumber(done + unscored + failed + skipped)} of ${formatNumber(wanted.size * repeats)}, unscored ${unscored}, failed ${failed}`,
        );
        watch.see(failure, judge.address);
      },
    });
    watch.check();
    return { written, judged, isInterrupted: watch.signal.aborted };
  } finally {
    watch.release();
  }
}
