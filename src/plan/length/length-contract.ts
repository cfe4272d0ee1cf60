/** What length was asked for, what to aim at, and whether a delivered text keeps to it. */
import { UsageError } from '../../errors.ts';

export type LengthContract =
  | {
      kind: 'about' | 'atLeast' | 'atMost';
      /** Asked words; for `atLeast` and `atMost` a hard, one-sided bound. */
      words: number;
      /** Allowed deviation for `about`, as a share of `words`. */
      tolerance: number;
    }
  | {
      kind: 'range';
      /** Smallest and largest allowed words, both hard and inclusive. */
      words: [min: number, max: number];
      tolerance: number;
    };

/** The contract without its tolerance, as read from an instruction or given by flags. */
export type AskedLength =
  | { kind: 'about' | 'atLeast' | 'atMost'; words: number }
  | { kind: 'range'; words: [min: number, max: number] };

const longTextWords = 20_000;

/** The tolerance when nobody names one: 5 % of the asked words, 1 % above 20,000. */
export function defaultTolerance(words: number): number {
  return words > longTextWords ? 0.01 : 0.05;
}

/**
 * Makes a checked, frozen contract.
 *
 * @param asked - Kind and words; whole words, at least 1; a range in ascending order, its ends may be equal.
 * @param options.tolerance - Share from 0 up to, not including, 1. Default: `defaultTolerance` of the words, for a
 *   range of its larger end.
 * @throws {UsageError} A number is out of range; the message names it.
 */
export function createContract(asked: AskedLength, options: { tolerance?: number } = {}): LengthContract {
  const bounds = asked.kind === 'range' ? asked.words : [asked.words];
  for (const words of bounds) {
    if (!Number.isInteger(words) || words < 1) {
      throw new UsageError(`Expected \`words\` to be a positive whole number, got \`${words}\`.`);
    }
  }
  if (asked.kind === 'range' && asked.words[0] > asked.words[1]) {
    throw new UsageError(
      `Expected \`words\` to be a range from small to large, got \`${asked.words.join('-')}\`. Swap the two numbers.`,
    );
  }
  const tolerance = options.tolerance ?? defaultTolerance(Math.max(...bounds));
  if (!(tolerance >= 0 && tolerance < 1)) {
    throw new UsageError(
      `Expected \`tolerance\` to be a share from 0 to below 1 (0.05 is 5 %), got \`${tolerance}\`.`,
    );
  }
  return asked.kind === 'range'
    ? Object.freeze({
        kind: asked.kind,
        words: Object.freeze([...asked.words]) as [number, number],
        tolerance,
      })
    : Object.freeze({ kind: asked.kind, words: asked.words, tolerance });
}

/**
 * The number of words to aim at, whole and at least 1.
 *
 * `about`: the asked words. `range`: its middle, rounded. `atLeast` and `atMost`: inside the bound by a margin of
 * 5 % of it (2 % above 20,000 words), at least 10 words and at most a fifth of the bound, because a text ends on a
 * sentence and a miss by one word is a miss.
 */
export function targetWordsOf(contract: AskedLength): number {
  if (contract.kind === 'range') return Math.round((contract.words[0] + contract.words[1]) / 2);
  const { kind, words } = contract;
  if (kind === 'about') return words;
  const share = words > longTextWords ? 0.02 : 0.05;
  const margin = Math.min(Math.max(words * share, 10), words / 5);
  return kind === 'atLeast' ? Math.ceil(words + margin) : Math.max(1, Math.floor(words - margin));
}

/** Whether delivered words keep the contract: `about` within its tolerance, every other kind to the word. */
export function isWithinContract(contract: LengthContract, deliveredWords: number): boolean {
  if (contract.kind === 'range') {
    return deliveredWords >= contract.words[0] && deliveredWords <= contract.words[1];
  }
  if (contract.kind === 'atLeast') return deliveredWords >= contract.words;
  if (contract.kind === 'atMost') return deliveredWords <= contract.words;
  const roundingError = 1e-9;
  return Math.abs(deliveredWords - contract.words) <= contract.words * contract.tolerance + roundingError;
}

/**
 * The words within which a text keeps its contract, both ends inclusive, for whoever steers a text into it.
 *
 * The open side of `atLeast` and `atMost` ends a tenth of the bound, at least 20 words, away from it: nobody who asks
 * for at least 2,000 words wants 5,000.
 */
export function boundsOf(contract: LengthContract): { low: number; high: number } {
  if (contract.kind === 'range') return { low: contract.words[0], high: contract.words[1] };
  const { kind, words, tolerance } = contract;
  const open = Math.max(20, Math.round(words * 0.1));
  if (kind === 'atLeast') return { low: words, high: words + open };
  if (kind === 'atMost') return { low: Math.max(1, words - open), high: words };
  return { low: Math.ceil(words * (1 - tolerance)), high: Math.floor(words * (1 + tolerance)) };
}
