/** Leaves out answers that are not as long as their instruction asks. */
import { type AskedLength, targetWordsOf } from '../../plan/length/length-contract.ts';
import { readLength } from '../../plan/length/read-length.ts';
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { scoreLength } from '../../text/length-score.ts';
import type { DatasetRecord } from '../record.ts';
import type { Filter } from './filter.ts';

export type LengthFilterOptions = {
  /** Least length score, 0 to 100, of an answer to "about so many words". */
  leastScore?: number;
  /** Leaves out shorter answers, whatever was asked. */
  leastWords?: number;
  /** Also leaves out records that ask for no length, or for lengths that exclude one another. */
  isRequired?: boolean;
};

/**
 * "At least" and "at most" are hard bounds; a range is kept from end to end; for everything else the length score decides.
 * Nothing asked: the record stays, unless `isRequired`.
 *
 * Source: the filter of MS-LongWriter (required length named, S_l from 80). arXiv:2410.10210. Differs: bounds are bounds.
 */
export function createLengthFilter({
  leastScore = 80,
  leastWords = 0,
  isRequired = false,
}: LengthFilterOptions = {}): Filter {
  return {
    name: 'length',
    check(record) {
      const asked = readAskedLength(record);
      const words = countWords(record.answer, chooseCountingRule(record.answer));
      if (words < leastWords) return `${words} words, fewer than ${leastWords}.`;
      if (asked === undefined)
        return isRequired ? 'The instruction names no length that can be kept.' : undefined;
      const [least, most] = boundsOf(asked);
      if (words >= least && words <= most) return undefined;
      if (asked.kind !== 'about') return `${words} words, asked were ${describe(asked)}.`;
      const score = scoreLength(asked.words, words);
      if (score >= leastScore) return undefined;
      return `${words} words, asked were ${describe(asked)}: length score ${score.toFixed(1)}, below ${leastScore}.`;
    },
  };
}

/** What the row carries as its asked length, else what its instruction says; undefined where neither does. */
export function readAskedLength({ requiredWords, instruction }: DatasetRecord): AskedLength | undefined {
  if (requiredWords !== undefined) return { kind: 'about', words: requiredWords };
  const reading = readLength(instruction);
  return reading.status === 'found' ? reading : undefined;
}

/** Words that keep every kind but `about` to the letter; of `about`, the very number. */
function boundsOf(asked: AskedLength): [least: number, most: number] {
  if (asked.kind === 'range') return asked.words;
  if (asked.kind === 'atLeast') return [asked.words, Number.POSITIVE_INFINITY];
  if (asked.kind === 'atMost') return [1, asked.words];
  return [targetWordsOf(asked), targetWordsOf(asked)];
}

function describe(asked: AskedLength): string {
  if (asked.kind === 'range') return `${asked.words[0]} to ${asked.words[1]}`;
  const word = { about: 'about', atLeast: 'at least', atMost: 'at most' }[asked.kind];
  return `${word} ${asked.words}`;
}
