/**
 * Learns a byte-pair vocabulary from texts.
 *
 * All distinct pieces lie one after another in flat arrays, linked to their neighbours. For every pair of neighbours we
 * keep how often it occurs and where; a merge then touches only the places of its pair, and the queue of pairs is
 * corrected as entries come up. So the work is about O(n log n) in the bytes of the distinct pieces.
 */
import { UsageError } from '../../errors.ts';
import { byteToCharacter } from './byte-alphabet.ts';
import { createHeap } from './heap.ts';
import { type Digits, splitSpecial, splitText } from './split-text.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';

export type TrainTokenizerOptions = {
  /** Tokens in all: special tokens, the 256 bytes, merges. */
  vocabularySize: number;
  /**
   * As they are written, e.g. `<|end|>`, in visible ASCII. They take the ids 0, 1, 2 …; where a text holds one, it is
   * left out of the counts.
   */
  specialTokens: readonly string[];
  /** Default `single`: every digit is a token, so that numbers of any length are read alike. */
  digits?: Digits;
};

/**
 * Trains a tokenizer: the most frequent pair of neighbouring tokens inside a piece is merged, again and again.
 *
 * Equal counts are decided by the lower ids, so equal texts give equal tokenizers. A pair that occurs once is not worth
 * a token: with few texts the vocabulary stays smaller than asked, see `vocabularySize` of the result.
 *
 * @throws {UsageError} The vocabulary has no room for the bytes and the special tokens, or one of these is empty or
 * named twice.
 *
 * Source: Sennrich et al. 2016, arXiv:1508.07909, over bytes as in GPT-2.
 */
export function trainTokenizer(
  texts: Iterable<string>,
  { vocabularySize, specialTokens, digits = 'single' }: TrainTokenizerOptions,
): Tokenizer {
  checkOptions(vocabularySize, specialTokens);
  const bytes = Array.from({ length: 256 }, (_, byte) => byteToCharacter(byte));
  const tokens = [...specialTokens, ...bytes];
  const pieces = countPieces(texts, specialTokens, digits);
  const merges = mergeFrequentPairs(layOut(pieces, specialTokens.length), tokens, vocabularySize);
  const special = specialTokens.map((content, id) => ({ content, id }));
  return createTokenizer({ tokens, merges, special, digits });
}

function checkOptions(vocabularySize: number, specialTokens: readonly string[]): void {
  const least = specialTokens.length + 256;
  if (!Number.isInteger(vocabularySize) || vocabularySize < least || vocabularySize > 2 ** 20)
    throw new UsageError(
      `Expected \`vocabularySize\` to be an integer from ${least} (256 bytes and ${specialTokens.length} special tokens) to ${2 ** 20}, got \`${vocabularySize}\`.`,
    );
  // Other characters are letters of the byte alphabet too, and a special token could be spelt like a merge.
  const wrong = specialTokens.find((token) => !/^[!-~]{2,}$/.test(token));
  if (wrong !== undefined)
    throw new UsageError(
      `Expected \`specialTokens\` to be two or more visible ASCII characters each, got \`${wrong}\`.`,
    );
  const double = specialTokens.find((token, index) => specialTokens.indexOf(token) < index);
  if (double !== undefined)
    throw new UsageError(`Expected \`specialTokens\` to name each token once, got \`${double}\` twice.`);
}

function countPieces(
  texts: Iterable<string>,
  specialTokens: readonly string[],
  digits: Digits,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [index, stretch] of splitSpecial(text.toWellFormed(), specialTokens).entries()) {
      if (index % 2 === 1) continue;
      for (const piece of splitText(stretch, digits)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  return counts;
}

/** Appends new tokens to `tokens` until there are `vocabularySize`, and returns the merges that make them. */
function mergeFrequentPairs(line: Line, tokens: string[], vocabularySize: number): string[] {
  const { ids, previous, next, counts } = line;
  const merges = new Set<string>();
  const idsByToken = new Map(tokens.map((token, id) => [token, id]));
  const pairAt = (place: number): number => {
    const right = place < 0 ? gone : (next[place] as number);
    return right === gone ? gone : (ids[place] as number) * vocabularySize + (ids[right] as number);
  };
  const pairCounts = new Map<number, number>();
  const places = new Map<number, number[]>();
  const queue = createHeap<{ pair: number; count: number }>((a, b) =>
    a.count === b.count ? a.pair < b.pair : a.count > b.count,
  );
  const grown = new Set<number>();
  const add = (place: number): void => {
    const pair = pairAt(place);
    if (pair === gone) return;
    pairCounts.set(pair, (pairCounts.get(pair) ?? 0) + (counts[place] as number));
    const list = places.get(pair);
    if (list) list.push(place);
    else places.set(pair, [place]);
    grown.add(pair);
  };
  const remove = (place: number): void => {
    const pair = pairAt(place);
    if (pair !== gone) pairCounts.set(pair, (pairCounts.get(pair) ?? 0) - (counts[place] as number));
  };
  const enqueueGrown = (): void => {
    for (const pair of grown) queue.push({ pair, count: pairCounts.get(pair) as number });
    grown.clear();
  };

  for (let place = 0; place < ids.length; place += 1) add(place);
  enqueueGrown();
  for (let entry = queue.pop(); entry && tokens.length < vocabularySize; entry = queue.pop()) {
    const { pair } = entry;
    const count = pairCounts.get(pair) ?? 0;
    if (count < 2) continue;
    if (count !== entry.count) {
      // Other merges took some of its places since. A pair that has grown was enqueued again by then.
      if (count < entry.count) queue.push({ pair, count });
      continue;
    }
    const left = tokens[Math.floor(pair / vocabularySize)] as string;
    const joined = left + (tokens[pair % vocabularySize] as string);
    // Two pairs may spell one token (`ab c`, `a bc`). It stays one token, and a pair with it may come up anew.
    const merged = idsByToken.get(joined) ?? tokens.length;
    if (merged === tokens.length) tokens.push(joined);
    idsByToken.set(joined, merged);
    merges.add(`${left} ${joined.slice(left.length)}`);
    // In order, so that the leftmost of overlapping places (`aaa`) is the one that is merged.
    for (const place of Int32Array.from(places.get(pair) ?? []).sort()) {
      if (pairAt(place) !== pair) continue;
      const right = next[place] as number;
      const after = next[right] as number;
      const before = previous[place] as number;
      remove(before);
      remove(place);
      remove(right);
      ids[place] = merged;
      ids[right] = gone;
      next[place] = after;
      next[right] = gone;
      if (after !== gone) previous[after] = place;
      add(before);
      add(place);
    }
    pairCounts.delete(pair);
    places.delete(pair);
    enqueueGrown();
  }
  return [...merges];
}

/** All distinct pieces in one line: per place its id, its neighbours in the piece, and how often the piece occurs. */
type Line = { ids: Int32Array; previous: Int32Array; next: Int32Array; counts: Float64Array };

/** No id, no neighbour. */
const gone = -1;

function layOut(pieces: Map<string, number>, firstByte: number): Line {
  const encoder = new TextEncoder();
  const encoded = [...pieces].map(([piece, count]) => ({ bytes: encoder.encode(piece), count }));
  const length = encoded.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const [ids, previous, next] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  const counts = new Float64Array(length);
  let place = 0;
  for (const { bytes, count } of encoded) {
    for (const [index, byte] of bytes.entries()) {
      ids[place] = firstByte + byte;
      previous[place] = index === 0 ? gone : place - 1;
      next[place] = index === bytes.length - 1 ? gone : place + 1;
      counts[place] = count;
      place += 1;
    }
  }
  return { ids, previous, next, counts };
}
