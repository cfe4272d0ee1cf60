/** A binary heap: the item before all others comes out first. */
export type Heap<Item> = {
  push(item: Item): void;
  /** Takes out the first item; undefined when none is left. */
  pop(): Item | undefined;
};

/** Creates an empty heap, ordered by `isBefore`; items that are equal in it come out in any order. */
export function createHeap<Item>(isBefore: (a: Item, b: Item) => boolean): Heap<Item> {
  const items: Item[] = [];
  const at = (index: number): Item => items[index] as Item;
  return {
    push(item) {
      let index = items.length;
      items.push(item);
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!isBefore(item, at(parent))) break;
        items[index] = at(parent);
        index = parent;
      }
      items[index] = item;
    },
    pop() {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      let index = 0;
      for (;;) {
        let child = 2 * index + 1;
        if (child >= items.length) break;
        if (child + 1 < items.length && isBefore(at(child + 1), at(child))) child += 1;
        if (!isBefore(at(child), last)) break;
        items[index] = at(child);
        index = child;
      }
      items[index] = last;
      return first;
    },
  };
}
