/** Runs many jobs at once, fewer as soon as a server says that it is too many, and slowly more again. */

/** So many jobs in a row without a complaint let one more run at once. */
const growAfter = 8;

/**
 * Additive increase, multiplicative decrease: begins with `concurrency` at once, halves on a rate limit, grows by one
 * after every eight jobs without one, never above `concurrency`. Jobs are taken from their source one at a time.
 *
 * @param job - Resolves with whether a rate limit was met; rejects to end all.
 * @param options.isStopped - Asked before each job, and again when one under way has ended; what is under way is
 *   finished. All ends where nothing runs and the next may not start.
 * @returns Whether every job was run.
 */
export async function runAdaptively<Job>(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  job: (each: Job) => Promise<{ isRateLimited: boolean }>,
  { concurrency, isStopped }: { concurrency: number; isStopped: (next: Job) => boolean },
): Promise<boolean> {
  let allowed = concurrency;
  let calm = 0;
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
  const source = iterate(jobs);
  let next = await source.next();
  for (;;) {
    const mayStart = next.done !== true && failure === undefined && !isStopped(next.value);
    if (mayStart && running.size < allowed) {
      start(next.value as Job);
      next = await source.next();
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  await source.return(undefined);
  if (failure !== undefined) throw failure;
  return next.done === true;
}

async function* iterate<Job>(jobs: Iterable<Job> | AsyncIterable<Job>): AsyncGenerator<Job, undefined> {
  yield* jobs;
}
