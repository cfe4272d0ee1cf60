/**
 * Packs whole documents into rows of equal length, so that little is padded. Documents in a row do not see each other;
 * none is cut.
 */
import type { TokenRow } from '../token-row.ts';
import type { TokenDocument } from './label.ts';

/**
 * Which row takes a document. `best-fit`: longest documents first, each into the row in which the least room is left
 * over. `next-fit`: in order, a new row as soon as a document does not fit, as LongWriter does.
 */
export type PackStrategy = 'best-fit' | 'next-fit';

export type PackOptions = {
  /** T, the length of a row in tokens. */
  tokens: number;
  strategy: PackStrategy;
};

export type PackPlan = {
  /** Indices of documents, row by row: ascending inside a row, rows in the order of their first document. */
  packs: readonly (readonly number[])[];
  /** Documents longer than a row; they are in no pack. */
  overlong: readonly { index: number; tokens: number }[];
};

/**
 * Decides which documents share a row, from their lengths alone.
 *
 * Deterministic. With `best-fit` any two packs together hold more than `tokens`. The last pack is kept, full or not.
 *
 * @param lengths - Tokens of each document.
 * @throws {RangeError} `tokens` is no positive integer.
 *
 * Source: packing of LongAlign and LongWriter (Bai et al. 2024, arXiv:2401.18058, arXiv:2408.07055). Differs: their
 * released script loses the last pack.
 */
export function planPacks(lengths: readonly number[], { tokens, strategy }: PackOptions): PackPlan {
  if (!Number.isInteger(tokens) || tokens < 1)
    throw new RangeError(`Expected \`tokens\` to be a positive integer, got \`${tokens}\`.`);
  const overlong: { index: number; tokens: number }[] = [];
  const fitting: number[] = [];
  for (const [index, length] of lengths.entries()) {
    if (length > tokens) overlong.push({ index, tokens: length });
    else fitting.push(index);
  }
  const plan = strategy === 'best-fit' ? planBestFit : planNextFit;
  return { packs: plan(fitting, lengths, tokens), overlong };
}

function planNextFit(indices: readonly number[], lengths: readonly number[], tokens: number): number[][] {
  const packs: number[][] = [];
  let room = 0;
  for (const index of indices) {
    const length = lengths[index] as number;
    const last = packs.at(-1);
    if (last && length <= room) last.push(index);
    else {
      packs.push([index]);
      room = tokens;
    }
    room -= length;
  }
  return packs;
}

function planBestFit(indices: readonly number[], lengths: readonly number[], tokens: number): number[][] {
  const lengthOf = (index: number): number => lengths[index] as number;
  const packs: number[][] = [];
  /** Packs by the room that is left in them. */
  const packsByRoom: number[][][] = Array.from({ length: tokens + 1 }, () => []);
  for (const index of indices.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    const length = lengthOf(index);
    let room = length;
    while (room <= tokens && packsByRoom[room]?.length === 0) room += 1;
    let pack = packsByRoom[room]?.pop();
    if (!pack) {
      pack = [];
      packs.push(pack);
      room = tokens;
    }
    pack.push(index);
    packsByRoom[room - length]?.push(pack);
  }
  // In the order of the data again, so that a file's order (shuffled, or a curriculum) is about kept.
  for (const pack of packs) pack.sort((a, b) => a - b);
  return packs.sort((a, b) => (a[0] as number) - (b[0] as number));
}

/**
 * Writes documents into a row one after another, and pads the rest.
 *
 * `weights` are 1 where the next token is a target and 0 elsewhere; `weighRows` turns them into those of a loss.
 *
 * @throws {RangeError} The documents are longer than the row.
 */
export function fillRow(documents: readonly TokenDocument[], tokens: number): TokenRow {
  const needed = documents.reduce((sum, document) => sum + document.tokens.length, 0);
  if (needed > tokens) throw new RangeError(`Expected documents of at most ${tokens} tokens, got ${needed}.`);
  const row: TokenRow = {
    tokens: new Int32Array(tokens),
    targets: new Int32Array(tokens),
    weights: new Float32Array(tokens),
    documents: new Int32Array(tokens).fill(-1),
    positions: new Int32Array(tokens),
  };
  let start = 0;
  for (const [index, document] of documents.entries()) {
    const length = document.tokens.length;
    row.tokens.set(document.tokens, start);
    row.documents.fill(index, start, start + length);
    for (let position = 0; position < length; position += 1) {
      row.positions[start + position] = position;
      if (!document.isTarget[position + 1]) continue;
      row.targets[start + position] = document.tokens[position + 1] as number;
      row.weights[start + position] = 1;
    }
    start += length;
  }
  return row;
}

export type PackedRows = {
  rows: TokenRow[];
  /** Which documents a row holds, by their indices: document k of row r is `packs[r][k]`. */
  packs: readonly (readonly number[])[];
  /** Left out because they are longer than a row. */
  overlong: readonly { index: number; tokens: number }[];
  /** Indices of documents that are left out because they have no target. */
  untaught: readonly number[];
};

/**
 * Packs documents into rows of `tokens` tokens. What is left out is reported, and nothing is cut.
 *
 * A row takes 20 bytes a token; for large sets call `planPacks` once and `fillRow` when a row is needed.
 *
 * @throws {RangeError} `tokens` is no positive integer.
 */
export function packRows(documents: readonly TokenDocument[], options: PackOptions): PackedRows {
  const indices = documents.map((_, index) => index);
  const untaught = indices.filter((index) => !documents[index]?.isTarget.includes(1));
  const taught = indices.filter((index) => documents[index]?.isTarget.includes(1));
  const lengths = taught.map((index) => documents[index]?.tokens.length as number);
  const { packs, overlong } = planPacks(lengths, options);
  const original = (index: number): number => taught[index] as number;
  const originalPacks = packs.map((pack) => pack.map(original));
  return {
    rows: originalPacks.map((pack) =>
      fillRow(
        pack.map((index) => documents[index] as TokenDocument),
        options.tokens,
      ),
    ),
    packs: originalPacks,
    overlong: overlong.map(({ index, tokens }) => ({ index: original(index), tokens })),
    untaught,
  };
}
