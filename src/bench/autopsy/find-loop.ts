/** A model that says the same thing over and over until it is stopped. */
import { splitUnits } from '../../text/repetition.ts';

type Loop = {
  /** The repeated units, set apart by spaces; `#` for a number that counts on. */
  block: string;
  /** How often it stands in a row at the end, the last time perhaps in part. */
  copies: number;
  /** Units from the first copy on. */
  units: number;
};

const leastCopies = 3;
/** A refrain sung three times at the end of a song is shorter. */
const leastUnits = 100;
/** Blocks that differ in their numbers alone must hold so many other units: rows of a table of numbers do not. */
const leastUnitsBesideNumbers = 6;
/** Loops are looked for in so many units at the end. */
const longestTail = 30_000;
const number = /^\p{N}+$/u;

/**
 * Finds the block that the text ends in: at least three copies in a row, 100 units or more (`splitUnits`: words, or
 * characters where words are not set apart). Case, punctuation and line breaks do not matter, nor does a last word that
 * was cut, nor numbers that count on ("Day 41 …, Day 42 …") in blocks with at least six other units.
 *
 * @returns The smallest block; null where the end is no loop.
 */
export function findLoop(text: string): Loop | null {
  const units = splitUnits(text).slice(-longestTail);
  const whole = units.slice(0, -1);
  return (
    findPeriod(units, 1) ??
    findPeriod(whole, 1) ??
    findPeriod(maskNumbers(units), leastUnitsBesideNumbers) ??
    findPeriod(maskNumbers(whole), leastUnitsBesideNumbers)
  );
}

const maskNumbers = (units: readonly string[]): string[] =>
  units.map((unit) => (number.test(unit) ? '#' : unit));

function findPeriod(units: readonly string[], leastWords: number): Loop | null {
  const reversed = units.toReversed();
  const matches = matchPrefix(reversed);
  for (let period = 1; period * leastCopies <= units.length; period += 1) {
    const run = (matches[period] ?? 0) + period;
    if (run < period * leastCopies || run < leastUnits) continue;
    const block = units.slice(units.length - run, units.length - run + period);
    if (block.filter((unit) => unit !== '#' && !number.test(unit)).length < leastWords) continue;
    return { block: block.join(' '), copies: run / period, units: run };
  }
  return null;
}

/** At each place, how long what begins there is the same as the beginning of the list (the Z function). */
function matchPrefix(units: readonly string[]): Uint32Array {
  const lengths = new Uint32Array(units.length);
  let left = 0;
  let right = 0;
  for (let at = 1; at < units.length; at += 1) {
    let length = at < right ? Math.min(right - at, lengths[at - left] ?? 0) : 0;
    while (at + length < units.length && units[length] === units[at + length]) length += 1;
    if (at + length > right) [left, right] = [at, at + length];
    lengths[at] = length;
  }
  return lengths;
}
