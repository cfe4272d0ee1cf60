/**
 * The right to work on a document. It is lost when its worker was not heard of in time, and then for good: each
 * commit proves the fence inside its own statement, and before a model is asked, a lease that may have run out is
 * proved anew.
 */
import { LeaseLostError } from '../../errors.ts';
import { deadAfterInMs } from './workers.ts';

export type Lease = {
  readonly runId: string;
  readonly fence: number;
  /** Fires with a {LeaseLostError} when the lease is lost, or with what ends the worker. */
  readonly abort: AbortController;
  /** @throws {LeaseLostError} Somebody else may be at the document by now, or is. */
  prove(): Promise<void>;
  /** Ends everything under way for the document here. */
  lose(): LeaseLostError;
};

/** What a worker knows of its own life: when the database last heard of it. */
export type Pulse = { heardAt: number; heardAtMonotonic: number };

/** Others take over after `deadAfterInMs`; whoever has been silent for this long asks before it goes on. */
const sureForInMs = deadAfterInMs - 4_000;

/** How long the database has not heard of this worker, by whichever clock says more: one of them stops in sleep. */
export function silenceOf({ heardAt, heardAtMonotonic }: Pulse): number {
  return Math.max(Date.now() - heardAt, performance.now() - heardAtMonotonic);
}

/**
 * @param options.holdsFence - Asks the database whether the document is still claimed under this fence.
 */
export function createLease(
  { runId, fence }: { runId: string; fence: number },
  { pulse, holdsFence }: { pulse: Pulse; holdsFence: (runId: string, fence: number) => Promise<boolean> },
): Lease {
  const abort = new AbortController();
  function lose(): LeaseLostError {
    const error = new LeaseLostError(`Document ${runId} was taken over by another worker.`);
    abort.abort(error);
    return error;
  }
  return {
    runId,
    fence,
    abort,
    lose,
    async prove() {
      abort.signal.throwIfAborted();
      // The answer must be newer than the silence it is about.
      while (silenceOf(pulse) > sureForInMs) {
        const askedAt = { heardAt: Date.now(), heardAtMonotonic: performance.now() };
        if (!(await holdsFence(runId, fence))) throw lose();
        abort.signal.throwIfAborted();
        if (silenceOf(askedAt) <= sureForInMs) return;
      }
    },
  };
}
