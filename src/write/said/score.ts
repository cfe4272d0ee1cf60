/** How much a whole text repeats itself, and where: the score after the fact, for reports and benches. */
import { measureRepetitionByPosition } from '../../text/repetition.ts';
import { findNames, foldStart, listSentences } from './fold.ts';
import { isNearDuplicate, sampleShingles } from './shingles.ts';

export type RepetitionScore = {
  /** Share of the 4-grams of each tenth of the text that stood before it; fewer parts for a text of a few words. */
  byPosition: number[];
  /** Share of the sentences that begin with the four units, numbers and names folded, of an earlier one; 0 to 1. */
  alikeStarts: number;
  /** Pairs of sections, the later one first, of which the shorter stands for 30 % or more in the other. */
  nearDuplicates: { id: string; of: string; share: number }[];
};

/** Sections a passage is followed to: one that stands in more is worn, and pairs of all of them say no more. */
const mostHolders = 8;

/**
 * Scores a document. Sections are not compared in pairs: each is looked up in one index of shingles, so that the work
 * grows with the length of the text alone.
 *
 * @param sections - In reading order, without their headings. The same id may stand twice.
 */
export function scoreRepetition(sections: readonly { id: string; text: string }[]): RepetitionScore {
  return {
    byPosition: measureRepetitionByPosition(sections.map(({ text }) => text).join('\n\n')),
    alikeStarts: measureAlikeStarts(sections),
    nearDuplicates: findNearDuplicates(sections),
  };
}

function measureAlikeStarts(sections: readonly { text: string }[]): number {
  const sentences = sections.flatMap(({ text }) => listSentences(text));
  const names = findNames(sentences);
  const seen = new Set<string>();
  let alike = 0;
  for (const sentence of sentences) {
    const start = foldStart(sentence, names);
    if (start === undefined) continue;
    if (seen.has(start)) alike += 1;
    else seen.add(start);
  }
  return sentences.length === 0 ? 0 : alike / sentences.length;
}

function findNearDuplicates(
  sections: readonly { id: string; text: string }[],
): RepetitionScore['nearDuplicates'] {
  const holders = new Map<string, number[]>();
  const sizes: number[] = [];
  return sections.flatMap(({ id, text }, at) => {
    const shingles = sampleShingles(text);
    sizes.push(shingles.length);
    const shared = new Map<number, number>();
    for (const shingle of shingles) {
      const those = holders.get(shingle);
      for (const other of those ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
      if (those === undefined) holders.set(shingle, [at]);
      else if (those.length < mostHolders) those.push(at);
    }
    return [...shared].flatMap(([other, count]) => {
      const size = Math.min(shingles.length, sizes[other] ?? 0);
      return isNearDuplicate(count, size) ? [{ id, of: sections[other]?.id ?? '', share: count / size }] : [];
    });
  });
}
