/** Waiting for batches: one poll for each, however many calls wait for it. */
import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import { ModelCallError } from '../../errors.ts';
import type { Delay } from '../delay.ts';
import { classifyError } from '../faults.ts';
import type { BatchStore } from './batch-store.ts';
import { outcomeOfRest, readResults } from './read-results.ts';
import type { BatchApi } from './submit-batch.ts';
import { untilAborted } from './until-aborted.ts';

/** What the provider says of an open batch. */
export type BatchProgress = {
  batchId: string;
  rows: number;
  /** Rows answered so far; undefined where the provider does not count them. */
  done: number | undefined;
  status: 'pending' | 'completed' | 'failed';
};

export type Watcher = {
  /** Resolved when all results of a submission are in the store. Polls only while somebody waits. */
  settle(submissionId: string, abortSignal?: AbortSignal): Promise<void>;
  /** Resolved when any batch that is waited for has ended; at once where there is none: false. */
  settleAny(abortSignal?: AbortSignal): Promise<boolean>;
};

/** Between two looks at the same batch, in waits of the first. */
const longestWaits = 10;
const growth = 1.5;
/** A provider whose list of batches does not answer for so long is out of order. */
const longestOutageInMs = 3_600_000;
/** Providers end batches some time after their window. */
const slackInMs = 6 * 3_600_000;

/**
 * @param options.windowInMs - When the provider ends batches by itself. One that is still open six hours later is a
 *   fault of the calls that wait for it.
 */
export function createWatcher(
  api: BatchApi,
  {
    store,
    address,
    pollInMs,
    windowInMs,
    onProgress,
    delay,
    now,
  }: {
    store: BatchStore;
    address: string;
    pollInMs: number;
    windowInMs: number;
    onProgress?: ((progress: BatchProgress) => void) | undefined;
    delay: Delay;
    now: () => number;
  },
): Watcher {
  type Watch = { waiting: number; stop: AbortController; end: Promise<void> };
  const watches = new Map<string, Watch>();

  /** @returns Whether the batch has ended and its results are kept. */
  const look = async (submissionId: string, batchId: string, abortSignal: AbortSignal): Promise<boolean> => {
    const { rows } = await store.find(submissionId);
    const status = await api.doGetBatchStatus({ batchId, abortSignal });
    onProgress?.({ batchId, rows, done: status.requestCounts?.completed, status: status.status });
    if (status.status === 'pending') return false;
    const results = await api.doGetBatchResults({ batchId, abortSignal });
    await store.saveResults(submissionId, readResults(results), outcomeOfRest(status));
    return true;
  };

  const poll = async (submissionId: string, abortSignal: AbortSignal): Promise<void> => {
    const { batchId, isFetched, submittedAt } = await store.find(submissionId);
    if (isFetched) return;
    if (batchId === undefined) throw new Error(`Expected submission \`${submissionId}\` to be confirmed.`);
    const lastsUntil = Date.parse(submittedAt) + windowInMs + slackInMs;
    let waitInMs = pollInMs;
    let failsSince: number | undefined;
    for (;;) {
      try {
        if (await look(submissionId, batchId, abortSignal)) return;
        failsSince = undefined;
      } catch (error) {
        abortSignal.throwIfAborted();
        if (isGone(error)) return store.saveResults(submissionId, nothing(), { status: 'expired' });
        failsSince ??= now();
        // One look that fails must not fail thousands of calls.
        if (!isPassing(error, now()) || now() - failsSince > longestOutageInMs) throw error;
      }
      if (now() > lastsUntil) {
        throw new ModelCallError(`Batch \`${batchId}\` is still open long after its window.`, {
          fault: 'idle-timeout',
          address,
        });
      }
      await delay(waitInMs, abortSignal);
      waitInMs = Math.min(waitInMs * growth, pollInMs * longestWaits);
    }
  };

  const watch = (submissionId: string): Watch => {
    const known = watches.get(submissionId);
    if (known !== undefined) return known;
    const stop = new AbortController();
    const end = poll(submissionId, stop.signal).finally(() => {
      if (watches.get(submissionId)?.stop === stop) watches.delete(submissionId);
    });
    // Whoever waits hears of it; after the last one has gone nobody does.
    end.catch(() => {});
    const begun = { waiting: 0, stop, end };
    watches.set(submissionId, begun);
    return begun;
  };

  return {
    async settle(submissionId, abortSignal) {
      const watched = watch(submissionId);
      watched.waiting += 1;
      try {
        await untilAborted(watched.end, abortSignal);
      } finally {
        watched.waiting -= 1;
        if (watched.waiting === 0) {
          watched.stop.abort();
          if (watches.get(submissionId) === watched) watches.delete(submissionId);
        }
      }
    },
    async settleAny(abortSignal) {
      if (watches.size === 0) return false;
      const ends = [...watches.values()].map(({ end }) => end.catch(() => {}));
      await untilAborted(Promise.race(ends), abortSignal);
      return true;
    },
  };
}

// An async generator, because that is what the store takes.
async function* nothing(): AsyncGenerator<never> {}

/** The provider no longer has the batch or its results. */
function isGone(error: unknown): boolean {
  return (
    InvalidArgumentError.isInstance(error) || (APICallError.isInstance(error) && error.statusCode === 404)
  );
}

function isPassing(error: unknown, now: number): boolean {
  const fault = classifyError(error, { now })?.fault;
  return fault !== undefined && ['server', 'network', 'rate-limit', 'stream-cut'].includes(fault);
}
