/** How much of a text says again, word for word, what it said before. */

const unitPattern = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/**
 * Share of 4-grams that occurred earlier in the same text, 0 to 1; 0 below four units.
 * A unit is a Han character or a run of letters and digits, lower-cased; 4-grams cross sentence ends.
 */
export function measureRepetition(text: string): number {
  const repeats = markRepeats(text);
  return repeats.length === 0 ? 0 : repeats.reduce((sum, isRepeat) => sum + isRepeat, 0) / repeats.length;
}

/** The same for each of so many parts of equal size, against everything before, the part itself included. */
export function measureRepetitionByPosition(text: string, parts = 10): number[] {
  const repeats = markRepeats(text);
  return Array.from({ length: parts }, (_each, index) => {
    const part = repeats.slice(
      Math.round((index * repeats.length) / parts),
      Math.round(((index + 1) * repeats.length) / parts),
    );
    return part.length === 0 ? 0 : part.reduce((sum, isRepeat) => sum + isRepeat, 0) / part.length;
  });
}

/** 1 for every 4-gram that stood before, in order. Units are numbered: a set of a million strings would not be small. */
function markRepeats(text: string): Uint8Array {
  const units = text.toLowerCase().match(unitPattern) ?? [];
  const numbers = new Map<string, number>();
  const numberOf = (unit: string): number => {
    const known = numbers.get(unit) ?? numbers.size;
    numbers.set(unit, known);
    return known;
  };
  const ids = units.map(numberOf);
  const grams = Math.max(0, ids.length - 3);
  const repeats = new Uint8Array(grams);
  // Two numbers a gram, each of two units: exact up to some ninety million different words.
  const seen = new Map<number, Set<number>>();
  const width = numbers.size + 1;
  for (let at = 0; at < grams; at += 1) {
    const head = (ids[at] as number) * width + (ids[at + 1] as number);
    const tail = (ids[at + 2] as number) * width + (ids[at + 3] as number);
    const tails = seen.get(head) ?? new Set<number>();
    if (tails.has(tail)) repeats[at] = 1;
    tails.add(tail);
    seen.set(head, tails);
  }
  return repeats;
}
