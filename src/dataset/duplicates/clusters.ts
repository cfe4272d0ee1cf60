/** Groups of items that are near-duplicates of one another, directly or through others. */
import { type DuplicateIndex, openDuplicateIndex } from './duplicate-index.ts';
import { sketchText } from './sketch.ts';

export type Clusters = {
  /** Adds an item by its texts, such as instruction and answer: one alike is enough. Items are numbered from 0. */
  add(texts: readonly string[]): void;
  /** The first item of the cluster that an item is in. Final once all have been added. */
  rootOf(item: number): number;
  readonly count: number;
  [Symbol.dispose](): void;
};

/** Texts at the same place of their item are compared with one another, never with those of another place. */
export function openClusters(options: { folder: string; from?: number }): Clusters {
  let parents = new Uint32Array(1024);
  let count = 0;
  /** One index a place, and the item of each of its numbers. */
  const places: { index: DuplicateIndex; items: number[] }[] = [];
  const rootOf = (item: number): number => {
    let root = item;
    while (parents[root] !== root) root = parents[root] as number;
    for (let at = item; parents[at] !== root; ) {
      const next = parents[at] as number;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [rootOf(a), rootOf(b)];
    parents[Math.max(first, second)] = Math.min(first, second);
  };
  return {
    add(texts) {
      if (count === parents.length) {
        const longer = new Uint32Array(count * 2);
        longer.set(parents);
        parents = longer;
      }
      const item = count;
      parents[item] = item;
      count += 1;
      for (const [at, text] of texts.entries()) {
        const place = places[at] ?? { index: openDuplicateIndex(options), items: [] };
        places[at] = place;
        const sketch = sketchText(text);
        const itemOf = (id: number): number => place.items[id] as number;
        let isTheSame = false;
        // What one match has joined needs no look of its own, except to see that it is the very same text.
        for (const { id, similarity } of place.index.find(
          sketch,
          (id) => rootOf(itemOf(id)) === rootOf(item),
        )) {
          join(item, itemOf(id));
          isTheSame ||= similarity === 1;
        }
        // The same set of shingles has the same neighbours: to keep it twice would only make long rows of candidates.
        if (isTheSame) continue;
        place.index.add(sketch);
        place.items.push(item);
      }
    },
    rootOf,
    get count() {
      return count;
    },
    [Symbol.dispose]() {
      for (const { index } of places) index[Symbol.dispose]();
    },
  };
}
