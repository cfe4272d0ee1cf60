/** Byte-level byte-pair encoding: any text to token ids and back. */
import { byteToCharacter, parseBytes } from './byte-alphabet.ts';
import { createHeap } from './heap.ts';
import { type Digits, splitSpecial, splitText } from './split-text.ts';

/** A token that ordinary text never becomes, such as the end of an answer. */
export type SpecialToken = { content: string; id: number };

/** What a tokenizer consists of; the same parts stand in tokenizer.json and in GGUF files. */
export type TokenizerParts = {
  /** Every token by its id: special ones as they are written, the others in the byte alphabet. */
  tokens: readonly string[];
  /** Pairs that are merged, the first one first: `left right` in the byte alphabet. */
  merges: readonly string[];
  special: readonly SpecialToken[];
  digits: Digits;
};

export type Tokenizer = TokenizerParts & {
  /** Number of tokens, special ones included. */
  vocabularySize: number;
  /**
   * Name of the splitting rule in GGUF files (`tokenizer.ggml.pre`), with which llama.cpp cuts texts as we do.
   */
  preTokenizer: 'smollm' | 'gpt-2';
  /**
   * Token ids of a text. A lone surrogate, which has no bytes, is read as U+FFFD.
   *
   * @param options.allowSpecial - Whether special tokens that are written out in the text become those tokens.
   * Default false: what a user writes never becomes a control token.
   */
  encode(text: string, options?: { allowSpecial?: boolean }): number[];
  /**
   * The text of token ids, special tokens as they are written. Bytes that are no UTF-8, such as a character cut in
   * two, become U+FFFD.
   *
   * @throws {RangeError} An id is not in the vocabulary.
   */
  decode(ids: Iterable<number>): string;
  /**
   * The id of a special token, named as it is written, e.g. `<|end|>`.
   *
   * @throws {RangeError} There is no such special token.
   */
  specialId(content: string): number;
};

/** Pieces whose ids are kept, so that frequent words are merged once. */
const cachedPieces = 100_000;
/** Longer pieces are hardly ever met again. */
const cachedPieceCharacters = 64;

/**
 * Creates the tokenizer of `parts`.
 *
 * Inside a piece the merge learnt first goes first, and of equal ones the leftmost. A piece of n bytes takes
 * O(n log n), so that a megabyte without a space does no harm.
 *
 * @throws {RangeError} A byte or a token that a merge needs is missing.
 *
 * Source: Sennrich et al. 2016, arXiv:1508.07909, over bytes as in GPT-2.
 */
export function createTokenizer(parts: TokenizerParts): Tokenizer {
  const { tokens, merges, special, digits } = parts;
  const vocabularySize = tokens.length;
  const specialIds = new Map(special.map(({ content, id }) => [content, id]));
  const specialContents = [...specialIds.keys()];
  const idsByToken = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (token: string): number => {
    const id = idsByToken.get(token);
    if (id === undefined)
      throw new RangeError(`Expected \`tokens\` to hold \`${token}\`, found no such token.`);
    return id;
  };
  const byteIds = Array.from({ length: 256 }, (_, byte) => idOf(byteToCharacter(byte)));
  /** Rank of a merge by its pair, `left · V + right`. */
  const ranks = new Map<number, number>();
  const mergedIds = merges.map((merge, rank) => {
    const cut = merge.indexOf(' ');
    const [left, right] = [merge.slice(0, cut), merge.slice(cut + 1)];
    const pair = idOf(left) * vocabularySize + idOf(right);
    if (!ranks.has(pair)) ranks.set(pair, rank);
    return idOf(left + right);
  });
  const encoder = new TextEncoder();
  const tokenBytes = tokens.map((token, id) =>
    specialIds.get(token) === id ? encoder.encode(token) : (parseBytes(token) ?? encoder.encode(token)),
  );
  let cache = new Map<string, readonly number[]>();

  const encodePiece = (piece: string): readonly number[] => {
    const known = cache.get(piece);
    if (known) return known;
    const ids = mergePairs(Int32Array.from(encoder.encode(piece), (byte) => byteIds[byte] as number));
    if (piece.length <= cachedPieceCharacters) {
      if (cache.size >= cachedPieces) cache = new Map();
      cache.set(piece, ids);
    }
    return ids;
  };

  /** Merges until no pair of neighbours has a rank. A merged symbol lives at the place of its left part. */
  const mergePairs = (ids: Int32Array): readonly number[] => {
    const gone = -1;
    const previous = Int32Array.from(ids, (_, index) => index - 1);
    const next = Int32Array.from(ids, (_, index) => index + 1);
    const rankAt = (index: number): number | undefined => {
      const right = next[index] as number;
      if (index < 0 || ids[index] === gone || right >= ids.length) return undefined;
      return ranks.get((ids[index] as number) * vocabularySize + (ids[right] as number));
    };
    // Rank first, then place, in one number: a place fits in 31 bits, a rank in the 22 bits above.
    const places = 2 ** 31;
    const candidates = createHeap<number>((a, b) => a < b);
    const offer = (index: number): void => {
      const rank = rankAt(index);
      if (rank !== undefined) candidates.push(rank * places + index);
    };
    for (let index = 0; index < ids.length; index += 1) offer(index);
    for (let candidate = candidates.pop(); candidate !== undefined; candidate = candidates.pop()) {
      const index = candidate % places;
      const rank = Math.floor(candidate / places);
      if (rankAt(index) !== rank) continue; // One of the two has been merged into something else.
      const right = next[index] as number;
      const after = next[right] as number;
      ids[index] = mergedIds[rank] as number;
      ids[right] = gone;
      next[index] = after;
      if (after < ids.length) previous[after] = index;
      offer(index);
      offer(previous[index] as number);
    }
    return [...ids].filter((id) => id !== gone);
  };

  return {
    ...parts,
    vocabularySize,
    preTokenizer: digits === 'single' ? 'smollm' : 'gpt-2',
    encode(text, { allowSpecial = false } = {}) {
      const ids: number[] = [];
      const stretches = splitSpecial(text.toWellFormed(), allowSpecial ? specialContents : []);
      for (const [index, stretch] of stretches.entries()) {
        if (index % 2 === 1) ids.push(specialIds.get(stretch) as number);
        else
          for (const piece of splitText(stretch, digits)) for (const id of encodePiece(piece)) ids.push(id);
      }
      return ids;
    },
    decode(ids) {
      const parts: Uint8Array[] = [];
      for (const id of ids) {
        const bytes = tokenBytes[id];
        if (!bytes)
          throw new RangeError(`Expected a token id from 0 to ${vocabularySize - 1}, got \`${id}\`.`);
        parts.push(bytes);
      }
      // Without `ignoreBOM` a text that begins with U+FEFF would lose it.
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));
    },
    specialId(content) {
      const id = specialIds.get(content);
      if (id === undefined)
        throw new RangeError(
          `Expected a special token, one of ${specialContents.join(' ') || '(none)'}, got \`${content}\`.`,
        );
      return id;
    },
  };
}
