/** The fault table of the product, as a decision after each failed attempt of one call. */
import type { ModelFault } from '../errors.ts';

export type Decision =
  | { action: 'stop' }
  /** `again`: the same request; `reseed`: with another call seed; `rest`: what is missing after the text so far. */
  | { action: 'again' | 'reseed' | 'rest'; delayInMs: number };

const mostRateLimitRetries = 8;
const mostRateLimitWaitInMs = 600_000;
const mostTransientRetries = 4;
const mostContinuations = 3;
const mostEmptyRetries = 2;

/**
 * Creates the memory of one call.
 *
 * | fault | answer |
 * |---|---|
 * | rate-limit | as long as the provider asks, else doubling; 8 times or 10 minutes of waiting |
 * | server, network, idle-timeout, stream-cut | ask for the rest of a usable partial, 3 times; else again, 4 times, exponential with jitter |
 * | empty | another seed, twice |
 * | everything else | stop: trying again cannot help |
 *
 * @param options.random - Uniform in [0, 1), for the jitter.
 */
export function createRetryPolicy({
  random,
}: {
  random: () => number;
}): (
  failure: { fault: ModelFault; retryAfterInMs?: number | undefined },
  options: { canContinue: boolean },
) => Decision {
  let rateLimitRetries = 0;
  let rateLimitWaitInMs = 0;
  let transientRetries = 0;
  let continuations = 0;
  let emptyRetries = 0;
  const backOff = (exponent: number, mostInMs: number): number =>
    Math.round(Math.min(2_000 * 2 ** exponent, mostInMs) * (0.5 + random() / 2));

  return ({ fault, retryAfterInMs }, { canContinue }) => {
    switch (fault) {
      case 'rate-limit': {
        // "Now" and dates in the past come from clocks that differ: eight tries in a second would help nobody.
        const isUsable = retryAfterInMs !== undefined && retryAfterInMs > 0;
        const delayInMs = isUsable ? retryAfterInMs : backOff(rateLimitRetries, 120_000);
        if (rateLimitRetries >= mostRateLimitRetries) return { action: 'stop' };
        if (rateLimitWaitInMs + delayInMs > mostRateLimitWaitInMs) return { action: 'stop' };
        rateLimitRetries += 1;
        rateLimitWaitInMs += delayInMs;
        return { action: 'again', delayInMs };
      }
      case 'server':
      case 'network':
      case 'idle-timeout':
      case 'stream-cut': {
        if (canContinue && continuations < mostContinuations) {
          continuations += 1;
          return { action: 'rest', delayInMs: backOff(continuations - 2, 30_000) };
        }
        if (transientRetries >= mostTransientRetries) return { action: 'stop' };
        transientRetries += 1;
        const asked = Math.min(retryAfterInMs ?? 0, 60_000);
        return { action: 'again', delayInMs: Math.max(asked, backOff(transientRetries - 1, 30_000)) };
      }
      case 'empty':
        if (emptyRetries >= mostEmptyRetries) return { action: 'stop' };
        emptyRetries += 1;
        return { action: 'reseed', delayInMs: 0 };
      default:
        return { action: 'stop' };
    }
  };
}

/** The seed of the n-th redraw: fixed by the first seed, so that a replay asks the same. A positive 31-bit integer. */
export function deriveSeed(seed: number | undefined, redraw: number): number {
  const mixed = Math.imul((seed ?? 0) ^ Math.imul(redraw, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 1;
}
