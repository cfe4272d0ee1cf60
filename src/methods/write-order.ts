/** The order of work that waits for other work. */
type Job = { id: string; after: readonly string[]; weight: number };

/**
 * Runs jobs at most `concurrency` at a time, each after those it waits for; of those that may begin, the one with the
 * longest chain of work behind it first, the earlier one on a tie. Ends with the first failure, once those running
 * have ended.
 */
export async function runInOrder(
  jobs: readonly Job[],
  concurrency: number,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const length = new Map<string, number>();
  const chainOf = (job: Job): number => {
    const known = length.get(job.id);
    if (known !== undefined) return known;
    const behind = jobs.filter(({ after }) => after.includes(job.id)).map(chainOf);
    const chain = job.weight + Math.max(0, ...behind);
    length.set(job.id, chain);
    return chain;
  };
  const waiting = [...jobs].sort((a, b) => chainOf(b) - chainOf(a));
  const done = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  while ((waiting.length > 0 && failures.length === 0) || running.size > 0) {
    while (running.size < Math.max(1, concurrency) && failures.length === 0) {
      const at = waiting.findIndex(({ after }) => after.every((id) => done.has(id)));
      if (at < 0) break;
      const [job] = waiting.splice(at, 1);
      if (job === undefined) break;
      const task = work(job.id).then(
        () => {
          done.add(job.id);
          running.delete(job.id);
        },
        (error: unknown) => {
          failures.push(error);
          running.delete(job.id);
        },
      );
      running.set(job.id, task);
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
}
