/**
 * The iterative compressor: pass after pass over the pieces of a text, each told its share of the length, until the
 * text is short enough. Its lower bound is a promise: what falls below it is not taken.
 */

export type Pieces = {
  /** Divides a text into pieces of whole sentences, in order; their text without white space around it. */
  split(text: string): string[];
  countWords(text: string): number;
};

export type Compression = {
  text: string;
  /** Words of the versions kept, the first one being the start. */
  words: number[];
  /**
   * Why it ended: short enough; the next version fell below the bound; a pass did not shrink the text; no pass left.
   */
  end: 'reached' | 'below' | 'no-shrink' | 'passes';
  /** For `below`: the pieces of the version kept, and what the pass that was not taken made of each. */
  rejected?: { before: string[]; after: string[] };
};

export const joinPieces = (pieces: readonly string[]): string => pieces.join('\n\n');

const defaultMostPasses = 10;
/** A pass that leaves more than this of the words has not shrunk the text. */
const leastShrinking = 0.98;
/** No pass asks for less than this of the words: details go with every big step. */
const mostAtOnce = 0.5;
/** Share of the way to the asked length that models go, until one was seen to do otherwise. */
const usualWay = 0.9;

/**
 * Compresses a text to between `leastWords` and `enoughWords`, where the model lets it.
 *
 * Each pass wants `aimWords`, or half of what is there where that is more, and asks every piece for its share of it by
 * its own length, corrected by how far the last pass went of its way. A piece that comes back longer stays as it was,
 * so words never rise from version to version. A start at or below `enoughWords` comes back as it is; one above
 * `leastWords` never ends below it.
 *
 * @param options.condense - Gives the pieces of one pass (from 1), each with the words asked for it, in fewer words.
 *
 * Source: the compressor of NexusSum. Kim and Kim 2025, arXiv:2505.24575.
 * Differs: pieces are asked for their share instead of the whole; the loop ends at an upper bound as well, and where a
 * pass does not shrink the text; no pass asks for less than half.
 */
export async function compress(
  start: string,
  options: Pieces & {
    leastWords: number;
    aimWords: number;
    enoughWords: number;
    condense: (pieces: readonly { text: string; askedWords: number }[], pass: number) => Promise<string[]>;
    mostPasses?: number;
  },
): Promise<Compression> {
  const { countWords, split, condense, leastWords, aimWords, enoughWords } = options;
  const { mostPasses = defaultMostPasses } = options;
  let text = start;
  const words = [countWords(text)];
  let way = usualWay;
  for (let pass = 1; ; pass += 1) {
    const before = words.at(-1) ?? 0;
    if (before <= Math.max(enoughWords, leastWords)) return { text, words, end: 'reached' };
    if (pass > mostPasses) return { text, words, end: 'passes' };
    const pieces = split(text);
    const wanted = Math.max(aimWords, before * mostAtOnce);
    const asked = Math.max(before * mostAtOnce * mostAtOnce, before - (before - wanted) / way);
    const given = await condense(
      pieces.map((piece) => ({
        text: piece,
        askedWords: Math.max(1, Math.round((asked * countWords(piece)) / before)),
      })),
      pass,
    );
    const shorter = pieces.map((piece, index) => {
      const candidate = given[index]?.trim() ?? '';
      return candidate !== '' && countWords(candidate) < countWords(piece) ? candidate : piece;
    });
    const next = joinPieces(shorter);
    const after = countWords(next);
    if (after < leastWords)
      return { text, words, end: 'below', rejected: { before: pieces, after: shorter } };
    if (after > before * leastShrinking) return { text, words, end: 'no-shrink' };
    way = Math.min(1.5, Math.max(0.4, (before - after) / Math.max(1, before - asked)));
    text = next;
    words.push(after);
  }
}

/**
 * Takes the shorter version of as many pieces as bring the whole nearest to `aimWords` without falling below
 * `leastWords`, those that save most first.
 *
 * @param before - Pieces in order; `after` holds another version of each. A version that is not shorter is not taken.
 * @returns One version of each piece. Where `before` has at least `leastWords`, so has the result.
 */
export function mixVersions(
  before: readonly string[],
  after: readonly string[],
  {
    countWords,
    leastWords,
    aimWords,
  }: { countWords: Pieces['countWords']; leastWords: number; aimWords: number },
): string[] {
  const mixed = [...before];
  let words = countWords(joinPieces(before));
  const savings = before
    .map((piece, index) => ({ index, saved: countWords(piece) - countWords(after[index] ?? piece) }))
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved || a.index - b.index);
  for (const { index, saved } of savings) {
    const next = words - saved;
    if (next < leastWords || Math.abs(next - aimWords) >= Math.abs(words - aimWords)) continue;
    mixed[index] = after[index] ?? '';
    words = next;
  }
  return mixed;
}
