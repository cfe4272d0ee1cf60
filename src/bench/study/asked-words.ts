import type { Sample } from '../benchmark.ts';

/** The length a sample asks for as one number: the middle of a range; null where none is asked. */
export const askedWordsOf = ({ length }: Pick<Sample, 'length'>): number | null => {
  if (length === undefined) return null;
  return Array.isArray(length.words) ? (length.words[0] + length.words[1]) / 2 : (length.words as number);
};
