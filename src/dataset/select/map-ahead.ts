/** Works on items that are still to come while the first is waited for; results come in the order of the items. */

type Entry<Item, Result> = { item: Item; result?: Result; error?: unknown; isDone: boolean };

/**
 * Yields every item with its result, in order. Items whose work needs nobody are done at once; of the others so many run
 * at a time, and no more than `most` items are held.
 *
 * @param work - A promise where somebody has to be waited for. A rejection is thrown when its item's turn comes.
 */
export async function* mapAhead<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Result | Promise<Result>,
  { concurrency, most = 1000 }: { concurrency: number; most?: number },
): AsyncGenerator<{ item: Item; result: Result }> {
  const held: Entry<Item, Result>[] = [];
  const running = new Set<Promise<void>>();
  const source = items[Symbol.asyncIterator]();
  let isAtEnd = false;
  const start = (item: Item): void => {
    const entry: Entry<Item, Result> = { item, isDone: false };
    held.push(entry);
    const result = work(item);
    if (!(result instanceof Promise)) {
      entry.result = result;
      entry.isDone = true;
      return;
    }
    const promise: Promise<void> = result
      .then(
        (value) => {
          entry.result = value;
        },
        (error: unknown) => {
          entry.error = error ?? new Error('The work on an item failed.');
        },
      )
      .finally(() => {
        entry.isDone = true;
        running.delete(promise);
      });
    running.add(promise);
  };
  try {
    for (;;) {
      while (!isAtEnd && running.size < concurrency && held.length < most && held[0]?.isDone !== true) {
        const next = await source.next();
        if (next.done === true) isAtEnd = true;
        else start(next.value);
      }
      const [first] = held;
      if (first === undefined) return;
      if (!first.isDone) {
        await Promise.race(running);
        continue;
      }
      held.shift();
      if (first.error !== undefined) throw first.error;
      yield { item: first.item, result: first.result as Result };
    }
  } finally {
    await Promise.allSettled(running);
    await source.return?.(undefined);
  }
}
