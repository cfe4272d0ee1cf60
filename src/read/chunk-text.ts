/**
 * Cuts a text into chunks that fit a token budget. The room a prompt needs besides the chunk (question, notes so far,
 * answer) is taken off the budget by the caller.
 */
import { splitSentences } from '../text/sentences.ts';
import { splitLongSentence } from './split-long-sentence.ts';

export type Chunk = {
  /** From 0, in reading order. */
  index: number;
  /** Offsets into the text in UTF-16 units; `to` is exclusive and the next chunk's `from`. */
  from: number;
  to: number;
  /** Of the whole slice, as `countTokens` counts it. */
  tokens: number;
};

export type ChunkOptions = {
  /** Most tokens of a chunk: a positive integer. */
  chunkTokens: number;
  countTokens: (text: string) => number;
  /** For the words of sentences that must be divided, as `Source.language` names it. @default 'other' */
  language?: string;
  /**
   * Offsets where a chunk would rather begin (`findBorders`, or `from` of a source's parts), rising. One in the second
   * half of a chunk ends it early; borders inside a sentence are passed over.
   */
  borders?: readonly number[];
};

/** How many tokens two neighbours may save when counted together; beyond it another sentence is not tried. */
const mostSavedTokens = 2;
/** A border earlier in the chunk than this share of its tokens would waste too much of the window. */
const leastShareBeforeBorder = 0.5;

/** Dots that lead to a page number, or are there to wear out a pattern: no sentence ends inside them. */
const leaders = /[.!?…]{20,}/g;
const hideLeader = (marks: string): string => 'x'.repeat(marks.length - 3) + marks.slice(-3);

type Unit = { from: number; to: number; tokens: number };

/**
 * Packs whole sentences into chunks, next-fit: a sentence that does not fit begins the next chunk.
 *
 * The chunks' slices joined are the text; none is empty; none counts more than `chunkTokens`, counted as it stands and
 * not as a sum of its parts. A sentence over the budget is divided, between words if it can be, and its last piece goes
 * on with what follows. The text is counted about three times over, whatever the
 * number of chunks; twice that where sentences must be divided.
 *
 * @returns [] for ''.
 * @throws {RangeError} `chunkTokens` is not a positive integer, or a single character counts more than it.
 *
 * Source: the split step of Chain of Agents. Zhang et al. 2024, arXiv:2406.02818, algorithm 2.
 * Differs: joined text is counted, not a sum; over-long sentences are divided; no empty first chunk; borders.
 */
export function chunkText(text: string, options: ChunkOptions): Chunk[] {
  const { chunkTokens, countTokens } = options;
  if (!Number.isInteger(chunkTokens) || chunkTokens <= 0) {
    throw new RangeError(
      `Expected \`chunkTokens\` to be a positive integer, got \`${chunkTokens}\`. Use a model with a larger window, or a shorter question.`,
    );
  }
  const units = listUnits(text, options);
  const borders = findUnitsAtBorders(text, units, options.borders ?? []);
  const chunks: Chunk[] = [];
  for (let first = 0; first < units.length; ) {
    let { end, tokens } = fill(text, units, first, options);
    const border = end < units.length ? lastBorder(units, borders, first, end) : undefined;
    const from = units[first]?.from ?? 0;
    if (border !== undefined) {
      const borderTokens = countTokens(text.slice(from, units[border]?.from));
      // Fewer sentences seldom count more, but a tokenizer owes nobody that.
      if (borderTokens <= chunkTokens) [end, tokens] = [border, borderTokens];
    }
    chunks.push({ index: chunks.length, from, to: units[end - 1]?.to ?? text.length, tokens });
    first = end;
  }
  return chunks;
}

/** Sentences with their counts; those over the budget in pieces. */
function listUnits(text: string, { chunkTokens, countTokens, language }: ChunkOptions): Unit[] {
  const units: Unit[] = [];
  let from = 0;
  for (const { length } of splitSentences(text.replace(leaders, hideLeader))) {
    const to = from + length;
    const sentence = text.slice(from, to);
    const tokens = countTokens(sentence);
    if (tokens <= chunkTokens) units.push({ from, to, tokens });
    else {
      let pieceFrom = from;
      for (const piece of splitLongSentence(sentence, { chunkTokens, countTokens, language })) {
        units.push({ from: pieceFrom, to: pieceFrom + piece.length, tokens: piece.tokens });
        pieceFrom += piece.length;
      }
    }
    from = to;
  }
  return units;
}

/**
 * The most units from `first` on that fit together. Neighbours may count less together than apart, so the end is
 * guessed from the sum and what joining has saved so far, then moved until the count of the whole decides.
 */
function fill(
  text: string,
  units: readonly Unit[],
  first: number,
  { chunkTokens, countTokens }: ChunkOptions,
): { end: number; tokens: number } {
  const tokensOf = (index: number): number => units[index]?.tokens ?? 0;
  const count = (end: number): number => countTokens(text.slice(units[first]?.from, units[end - 1]?.to));
  /** How many units after `end` fit into what is left, at the rate of saving seen so far. */
  const guessMore = (end: number, room: number, rate: number): number => {
    let more = 0;
    for (let left = room; end + more < units.length && tokensOf(end + more) * rate <= left; more += 1) {
      left -= tokensOf(end + more) * rate;
    }
    return more;
  };
  let end = first + 1;
  let tokens = tokensOf(first);
  let sum = tokens;
  let most = units.length;
  while (end < units.length) {
    const isClose = tokens + tokensOf(end) - mostSavedTokens <= chunkTokens;
    const more = Math.min(
      most,
      Math.max(isClose ? 1 : 0, guessMore(end, chunkTokens - tokens, tokens / sum)),
    );
    if (more === 0) break;
    const longer = count(end + more);
    if (longer <= chunkTokens) {
      for (let index = end; index < end + more; index += 1) sum += tokensOf(index);
      end += more;
      tokens = longer;
    } else if (more === 1) break;
    else most = more >> 1;
  }
  return { end, tokens };
}

/** Indexes of the units that begin at a border; white space before or after the border does not matter. */
function findUnitsAtBorders(text: string, units: readonly Unit[], borders: readonly number[]): Set<number> {
  const found = new Set<number>();
  let index = 0;
  for (const border of borders) {
    while (index < units.length && (units[index]?.from ?? 0) < border) index += 1;
    const isBeforeUnit = text.slice(border, units[index]?.from ?? text.length).trim() === '';
    const start = units[index - 1]?.from ?? 0;
    if (isBeforeUnit && index < units.length) found.add(index);
    else if (index > 0 && text.slice(start, border).trim() === '') found.add(index - 1);
  }
  return found;
}

/** The last unit in `first + 1 .. end` that begins at a border with enough of the chunk before it. */
function lastBorder(
  units: readonly Unit[],
  borders: ReadonlySet<number>,
  first: number,
  end: number,
): number | undefined {
  if (borders.size === 0) return undefined;
  let all = 0;
  for (let index = first; index < end; index += 1) all += units[index]?.tokens ?? 0;
  let before = all;
  for (let index = end; index > first && before >= all * leastShareBeforeBorder; index -= 1) {
    if (borders.has(index)) return index;
    before -= units[index - 1]?.tokens ?? 0;
  }
  return undefined;
}
