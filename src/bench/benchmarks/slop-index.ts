/** How often a text uses the words and turns that language models overuse. */

/** Overused words and runs of two and three words, in lower case. */
export type SlopLists = {
  words: readonly string[];
  bigrams: readonly string[];
  trigrams: readonly string[];
};

const weights = { words: 1, bigrams: 2, trigrams: 8 } as const;
const token = /[\p{L}\p{N}]+(?:'\p{L}+)?/gu;

/**
 * The slop index: hits per 1,000 words, (words + 2 · bigrams + 8 · trigrams) / all words · 1,000.
 *
 * Words are runs of letters and digits, lower-cased; the tail of a contraction is left out ("couldn't help" is "could
 * help"), as the lists expect it. Runs cross sentence ends. The lists were made from texts without stop words, which
 * the index, as published, does not take out of the text: many of their runs therefore hardly occur.
 *
 * @returns null for a text without words.
 *
 * Source: the slop index of EQ-Bench creative writing, version 3 (S. J. Paech). Differs: parts of a hyphenated word
 * count one by one; there such words are left out.
 */
export function measureSlop(text: string, lists: SlopLists): number | null {
  const words = [...text.toLowerCase().replaceAll('’', "'").matchAll(token)].map(([word]) =>
    word.replace(/(?:n't|'\p{L}+)$/u, ''),
  );
  if (words.length === 0) return null;
  const points =
    weights.words * countHits(words, 1, lists.words) +
    weights.bigrams * countHits(words, 2, lists.bigrams) +
    weights.trigrams * countHits(words, 3, lists.trigrams);
  return (1_000 * points) / words.length;
}

function countHits(words: readonly string[], size: number, list: readonly string[]): number {
  const listed = new Set(list);
  let hits = 0;
  for (let at = 0; at + size <= words.length; at += 1)
    if (listed.has(words.slice(at, at + size).join(' '))) hits += 1;
  return hits;
}
