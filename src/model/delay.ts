/** Waiting, as an argument: tests hand in their own and wait for nothing. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after the delay; rejects with an `AbortError` as soon as the signal is aborted. */
export type Delay = (delayInMs: number, abortSignal?: AbortSignal) => Promise<unknown>;

/** The real clock. */
export const delay: Delay = (delayInMs, abortSignal) => sleep(delayInMs, undefined, { signal: abortSignal });
