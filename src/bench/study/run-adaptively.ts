/** Runs many jobs at once, fewer as soon as a server says that it is too many, and slowly more again. */

/** So many jobs in a row without a complaint let one more run at once. */
const growAfter = 8;

/**
 * Additive increase, multiplicative decrease: begins with `concurrency` at once, halves on a rate limit, grows by one
 * after every eight jobs without one, never above `concurrency`.
 *
 * @param job - Resolves with whether a rate limit was met; rejects to end all.
 * @param options.isStopped - Asked before each job; those under way are finished.
 */
export async function runAdaptively<Job>(
  jobs: readonly Job[],
  job: (each: Job) => Promise<{ isRateLimited: boolean }>,
  { concurrency, isStopped }: { concurrency: number; isStopped: () => boolean },
): Promise<void> {
  let allowed = concurrency;
  let calm = 0;
  let at = 0;
  let failure: unknown;
  const running = new Set<Promise<void>>();
  const start = (each: Job): void => {
    const promise: Promise<void> = job(each)
      .then(({ isRateLimited }) => {
        calm = isRateLimited ? 0 : calm + 1;
        if (isRateLimited) allowed = Math.max(1, Math.floor(allowed / 2));
        else if (calm % growAfter === 0) allowed = Math.min(concurrency, allowed + 1);
      })
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => running.delete(promise));
    running.add(promise);
  };
  while ((at < jobs.length && !isStopped() && failure === undefined) || running.size > 0) {
    const mayStart = at < jobs.length && failure === undefined && !isStopped();
    if (mayStart && running.size < allowed) {
      start(jobs[at] as Job);
      at += 1;
    } else await Promise.race(running);
  }
  if (failure !== undefined) throw failure;
}
