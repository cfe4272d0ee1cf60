/**
 * The points of a summary, one a sentence, and which of them a later version still has. Found by their words alone,
 * without a model: a rough measure that a far paraphrase escapes.
 */
import { listTerms } from '../../read/search-terms.ts';
import { splitSentences } from '../../text/sentences.ts';

export type Point = {
  /** The sentence that says it. */
  text: string;
  words: number;
  /** Where in the summary it stands, 0..1. */
  place: number;
};

/** Shorter sentences say nothing that could be missed. */
const leastWords = 4;
/** Share of a point's terms, rare ones weighing more, that two neighbouring sentences must have for it to be kept. */
const leastShare = 0.5;

/** Lists the sentences of a summary as points, in order. */
export function listPoints(summary: string, countWords: (text: string) => number): Point[] {
  const sentences = splitSentences(summary).map((sentence) => sentence.trim());
  const counted = sentences.map((text) => ({ text, words: countWords(text) }));
  const all = counted.reduce((sum, { words }) => sum + words, 0);
  let before = 0;
  const points: Point[] = [];
  for (const { text, words } of counted) {
    if (words >= leastWords) points.push({ text, words, place: before / Math.max(1, all) });
    before += words;
  }
  return points;
}

/** Finds the points that no two neighbouring sentences of a text hold at least half of, in the order given. */
export function findDropped(points: readonly Point[], text: string): Point[] {
  const places = new Map<string, number[]>();
  const sentences = splitSentences(text);
  sentences.forEach((sentence, index) => {
    for (const term of new Set(listTerms(sentence))) {
      const seen = places.get(term);
      if (seen === undefined) places.set(term, [index]);
      else seen.push(index);
    }
  });
  const terms = points.map((point) => [...new Set(listTerms(point.text))]);
  const pointsWith = new Map<string, number>();
  for (const term of terms.flat()) pointsWith.set(term, (pointsWith.get(term) ?? 0) + 1);
  const weightOf = (term: string): number => Math.log((points.length + 1) / (pointsWith.get(term) ?? 1));
  return points.filter((_point, index) => {
    const own = terms[index] ?? [];
    const all = own.reduce((sum, term) => sum + weightOf(term), 0);
    const found = new Float64Array(sentences.length);
    for (const term of own) {
      const pairs = new Set((places.get(term) ?? []).flatMap((at) => (at > 0 ? [at - 1, at] : [at])));
      for (const pair of pairs) found[pair] = (found[pair] ?? 0) + weightOf(term);
    }
    return all > 0 && found.every((weight) => weight < all * leastShare);
  });
}
