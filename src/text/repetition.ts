/** How much of a text says again, word for word, what it said before. */

const letters = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}`;
const wordCharacter = String.raw`[[\p{L}\p{N}\p{M}]--[${letters}]]`;
const unit = new RegExp(String.raw`[${letters}]\p{M}*|${wordCharacter}+(?:['’\-]${wordCharacter}+)*`, 'gv');
const unitsPerGram = 4;

/**
 * Splits a text into the units that repetition is measured in, lower-cased; punctuation and symbols are left out.
 *
 * A unit is one character with its marks where words are not set apart by spaces or carry no weight alone (Han, kana,
 * hangul, Thai, Lao, Khmer, Burmese), and a run of letters and digits in all other scripts.
 */
export function splitUnits(text: string): string[] {
  return text.toLowerCase().match(unit) ?? [];
}

/**
 * Hashes every run of `size` units, in order: whole numbers below 2^53, so that a million runs of a text collide about
 * once in 18,000 texts. The same run gives the same hash in every process.
 *
 * @returns One hash a run; none for fewer than `size` units.
 */
export function hashGrams(units: readonly string[], size: number): Float64Array {
  return foldGrams(units.map(hashUnit), size);
}

/**
 * Share of 4-grams that occurred earlier in the same text, 0 to 1; 0 below four units.
 * 4-grams are made of the units of `splitUnits` and cross sentence ends.
 */
export function measureRepetition(text: string): number {
  const isRepeat = markRepeats(text);
  return isRepeat.length > 0 ? countRepeats(isRepeat) / isRepeat.length : 0;
}

/**
 * Cuts the 4-grams of a text into parts of equal size and measures in each the share that occurred anywhere before it
 * in the text: a rising line is a text that runs out of things to say.
 *
 * @param parts - How many; a text with fewer 4-grams gives one part for each of them, so below four units none.
 */
export function measureRepetitionByPosition(text: string, parts = 10): number[] {
  const isRepeat = markRepeats(text);
  const count = Math.min(parts, isRepeat.length);
  const startOf = (part: number): number => Math.round((isRepeat.length * part) / count);
  return Array.from({ length: count }, (_each, part) => {
    const some = isRepeat.subarray(startOf(part), startOf(part + 1));
    return countRepeats(some) / some.length;
  });
}

const countRepeats = (isRepeat: Uint8Array): number => isRepeat.reduce((sum, mark) => sum + mark, 0);

/** What was marked last: a text is measured as a whole, by position, and by a gate, one after the other. */
let marked: { text: string; isRepeat: Uint8Array } | undefined;

function markRepeats(text: string): Uint8Array {
  if (marked?.text !== text) marked = { text, isRepeat: findRepeats(text) };
  return marked.isRepeat;
}

/** One mark for each 4-gram: 1 where it stood before. What was seen is kept as numbers, at most 32 bytes a 4-gram. */
function findRepeats(text: string): Uint8Array {
  const units: number[] = [];
  for (const [each] of text.toLowerCase().matchAll(unit)) units.push(hashUnit(each));
  const grams = foldGrams(units, unitsPerGram);
  let seats = 16;
  while (seats < grams.length * 2) seats *= 2;
  const taken = new Float64Array(seats);
  return Uint8Array.from(grams, (gram) => {
    // A seat is free while it holds 0, so no gram may be 0.
    const kept = gram + 1;
    let seat = gram % seats;
    while (taken[seat] !== 0 && taken[seat] !== kept) seat = (seat + 1) % seats;
    if (taken[seat] === kept) return 1;
    taken[seat] = kept;
    return 0;
  });
}

function hashUnit(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}

function foldGrams(units: readonly number[], size: number): Float64Array {
  const grams = new Float64Array(Math.max(0, units.length - size + 1));
  for (let at = 0; at < grams.length; at += 1) {
    let low = 0x2c1b3c6d;
    let high = 0x297a2d39;
    for (let index = at; index < at + size; index += 1) {
      const hash = units[index] ?? 0;
      low = Math.imul(low ^ hash, 0x7feb352d);
      low ^= low >>> 15;
      high = Math.imul(high + hash, 0x68bc21eb);
      high ^= high >>> 13;
    }
    low = Math.imul(low ^ (low >>> 16), 0x45d9f3b5);
    low ^= low >>> 16;
    high = Math.imul(high ^ (high >>> 16), 0x02e5be93);
    high ^= high >>> 15;
    grams[at] = (high >>> 11) * 2 ** 32 + (low >>> 0);
  }
  return grams;
}
