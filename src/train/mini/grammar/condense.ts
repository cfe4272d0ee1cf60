/** How the grammar shortens a passage: whole sentences, in their order. */
import type { Random } from '../../../model/simulated/random.ts';
import { countWords } from '../../../text/count-words.ts';
import { removeTokens } from '../prompt/mini-output.ts';
import type { GrammarSentence } from './write-section.ts';

/**
 * Keeps sentences up to a share of the words: the first one, those that say a point to be kept, then others by chance.
 *
 * Copies in the kept sentences stand without their tokens, because a passage has none; the points to keep are named.
 *
 * @param share - 0 to 1 of the passage's words.
 */
export function condense(
  draft: readonly (readonly GrammarSentence[])[],
  points: readonly string[],
  share: number,
  random: Random,
): { kept: GrammarSentence[][]; points: string[] } {
  const flat = draft.flat();
  const keptPoints = new Set(points.map((_point, index) => index).filter(() => random.next() < 0.7));
  const chosen = new Set<GrammarSentence>(
    flat.filter(({ point }, index) => index === 0 || (point !== undefined && keptPoints.has(point))),
  );
  const lengthOf = ({ text }: GrammarSentence): number => countWords(removeTokens(text));
  const total = flat.reduce((sum, sentence) => sum + lengthOf(sentence), 0);
  let words = [...chosen].reduce((sum, sentence) => sum + lengthOf(sentence), 0);
  for (const sentence of random.shuffle(flat)) {
    if (words + lengthOf(sentence) / 2 > total * share) break;
    if (chosen.has(sentence)) continue;
    chosen.add(sentence);
    words += lengthOf(sentence);
  }
  return {
    kept: draft
      .map((sentences) =>
        sentences
          .filter((sentence) => chosen.has(sentence))
          .map(({ text }) => ({ text: removeTokens(text) })),
      )
      .filter((sentences) => sentences.length > 0),
    points: [...keptPoints].map((index) => points[index] as string),
  };
}
