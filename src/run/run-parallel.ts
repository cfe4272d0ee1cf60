/** Steps side by side, for every kind of run context. */
import type { RunContext } from './run-context.ts';

/** @returns `parallel` of a context whose steps are `step`; see {@link RunContext} for what it promises. */
export function createParallel(step: RunContext['step']): RunContext['parallel'] {
  return async (tasks, concurrency, onDone) => {
    const results: Awaited<ReturnType<(typeof tasks)[number]['work']>>[] = [];
    const failures: unknown[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < tasks.length && failures.length === 0) {
        const index = next++;
        const task = tasks[index];
        if (task === undefined) return;
        try {
          const value = await step(task.name, task.work);
          results[index] = value as (typeof results)[number];
          await onDone?.(value);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
    if (failures.length > 0) throw failures[0];
    return results;
  };
}
