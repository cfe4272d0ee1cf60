/** So many at once, the others in the order they came. */

export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

/** @param mostAtOnce - At least 1. */
export function createLimit(mostAtOnce: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one at once, so that nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
