/** Texts seen so far, and which of them a new one nearly repeats. */
import { openScratchFile } from '../scratch-file.ts';
import { createBandIndex } from './band-index.ts';
import { measureJaccard, type Sketch } from './sketch.ts';

type Match = {
  /** As `add` numbered it. */
  id: number;
  /** Exact Jaccard similarity of the shingles, from the threshold to 1. */
  similarity: number;
};

export type DuplicateIndex = {
  /** Keeps a text; @returns its number, from 0. */
  add(sketch: Sketch): number;
  /**
   * The texts that this one nearly repeats, in their order.
   *
   * @param isKnown - Candidates that need no comparison; they are left out.
   */
  find(sketch: Sketch, isKnown?: (id: number) => boolean): Match[];
  /** Held in memory; shingles lie on the disk. */
  readonly bytes: number;
  [Symbol.dispose](): void;
};

/** From this share of common shingles on, two texts are near-duplicates. */
const duplicateFrom = 0.7;

/**
 * @param options.folder - For the shingles, on the disk while the index is open: 4 bytes for each word of a text.
 * @param options.from - Similarity from which texts match, above 0.4: below it the index would miss too many.
 */
export function openDuplicateIndex({
  folder,
  from = duplicateFrom,
}: {
  folder: string;
  from?: number;
}): DuplicateIndex {
  const bands = createBandIndex();
  const scratch = openScratchFile(folder);
  const countOf = (id: number): number => scratch.size(id) / Uint32Array.BYTES_PER_ELEMENT;
  return {
    add({ shingles, signature }) {
      const id = scratch.append(new Uint8Array(shingles.buffer, shingles.byteOffset, shingles.byteLength));
      if (shingles.length > 0) bands.add(id, signature);
      return id;
    },
    find({ shingles, signature }, isKnown = () => false) {
      if (shingles.length === 0) return [];
      const matches: Match[] = [];
      for (const id of bands.find(signature)) {
        const [less, more] = [shingles.length, countOf(id)].sort((a, b) => a - b) as [number, number];
        if (less / more < from || isKnown(id)) continue;
        const similarity = measureJaccard(shingles, new Uint32Array(scratch.read(id).buffer));
        if (similarity >= from) matches.push({ id, similarity });
      }
      return matches;
    },
    get bytes() {
      return bands.bytes + scratch.count * Float64Array.BYTES_PER_ELEMENT;
    },
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}
