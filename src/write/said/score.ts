/** How much a finished text repeats itself, by position and between its sections. */
import { measureRepetitionByPosition } from '../../text/repetition.ts';
import { sampleShingles } from './shingles.ts';

export type RepetitionScore = {
  /** Share of 4-grams of each tenth of the text that stood anywhere before. */
  byPosition: number[];
  /** Pairs of sections of which the later shares at least 30 % of its fingerprints with the earlier. */
  nearDuplicates: { id: string; of: string; share: number }[];
};

const nearDuplicateShare = 0.3;

/** @param sections - In reading order. Work grows with the length of the text, not with the number of pairs. */
export function scoreRepetition(sections: readonly { id: string; text: string }[]): RepetitionScore {
  const holders = new Map<string, string[]>();
  const nearDuplicates: RepetitionScore['nearDuplicates'] = [];
  for (const { id, text } of sections) {
    const shingles = sampleShingles(text);
    const shared = new Map<string, number>();
    for (const shingle of shingles)
      for (const other of holders.get(shingle) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
    for (const [other, count] of shared) {
      const share = count / shingles.length;
      if (share >= nearDuplicateShare) nearDuplicates.push({ id, of: other, share });
    }
    for (const shingle of shingles) holders.set(shingle, [...(holders.get(shingle) ?? []), id]);
  }
  return {
    byPosition: measureRepetitionByPosition(sections.map(({ text }) => text).join('\n\n')),
    nearDuplicates,
  };
}
