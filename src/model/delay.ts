/** Waiting, as an argument: tests hand in their own and wait for nothing. */

/** Resolves after the delay; rejects with the signal's reason as soon as it is aborted. */
export type Delay = (delayInMs: number, abortSignal?: AbortSignal) => Promise<unknown>;

/** The real clock. An answer of many parts waits many times: an abort makes no error of its own, as Node's timers do. */
export const delay: Delay = (delayInMs, abortSignal) =>
  new Promise((resolve, reject) => {
    if (abortSignal?.aborted) return reject(abortSignal.reason);
    const end = (): void => {
      clearTimeout(timer);
      reject(abortSignal?.reason);
    };
    const timer = setTimeout(() => {
      abortSignal?.removeEventListener('abort', end);
      resolve(undefined);
    }, delayInMs);
    abortSignal?.addEventListener('abort', end, { once: true });
  });
