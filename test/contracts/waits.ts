/** A clock for tests of waiting: nothing is slept, every wait is written down. */
import type { Delay } from '../../src/model/delay.ts';

/** Limits of silence with the default `idleTimeoutInMs`: between parts, and before the first. */
const silenceLimitsInMs = [120_000, 300_000];

export type Waits = { delay: Delay; waitsInMs: number[]; isSilenceOver: boolean };

/**
 * Creates a delay that returns at once. Limits of silence are not waits: they never run out, unless
 * `isSilenceOver` is set, which lets them run out once a stream has had time to say what it has to say.
 */
export function createWaits(): Waits {
  const waits: Waits = {
    waitsInMs: [],
    isSilenceOver: false,
    delay: (delayInMs, abortSignal) =>
      new Promise((resolve, reject) => {
        abortSignal?.addEventListener('abort', () => reject(abortSignal.reason), { once: true });
        if (abortSignal?.aborted) reject(abortSignal.reason);
        if (silenceLimitsInMs.includes(delayInMs)) {
          if (waits.isSilenceOver) setTimeout(resolve, 20);
          return;
        }
        waits.waitsInMs.push(delayInMs);
        resolve(undefined);
      }),
  };
  return waits;
}
