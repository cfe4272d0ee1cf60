/**
 * Finds signatures that probably belong to similar sets without comparing all of them: two that agree in one of 32 bands
 * of four numbers meet. Sets of similarity 0.7 do so in 99.98 of 100 cases, of 0.5 in 87, of 0.2 in 5.
 *
 * Source: locality-sensitive hashing of MinHash. Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.
 */
import { permutations } from './sketch.ts';

const bands = 32;
const rows = permutations / bands;
const fullest = 0.7;

export type BandIndex = {
  add(id: number, signature: Uint32Array): void;
  /** Every id that meets the signature, once, in the order they were added. */
  find(signature: Uint32Array): number[];
  /** What it holds in memory: 256 to 732 bytes an id. */
  readonly bytes: number;
};

export function createBandIndex(): BandIndex {
  let seats = 1 << 12;
  let taken = 0;
  /** Hash of a band, and the id plus one that stands there; 0 is a free seat. */
  let hashes = new Uint32Array(seats);
  let ids = new Uint32Array(seats);
  const put = (hash: number, kept: number): void => {
    let seat = hash & (seats - 1);
    while (ids[seat] !== 0) seat = (seat + 1) & (seats - 1);
    hashes[seat] = hash;
    ids[seat] = kept;
    taken += 1;
  };
  const grow = (): void => {
    const [oldHashes, oldIds] = [hashes, ids];
    seats *= 2;
    hashes = new Uint32Array(seats);
    ids = new Uint32Array(seats);
    taken = 0;
    for (const [seat, id] of oldIds.entries()) if (id !== 0) put(oldHashes[seat] as number, id);
  };
  return {
    add(id, signature) {
      while (taken + bands > seats * fullest) grow();
      for (let band = 0; band < bands; band += 1) put(hashBand(signature, band), id + 1);
    },
    find(signature) {
      const found = new Set<number>();
      for (let band = 0; band < bands; band += 1) {
        const hash = hashBand(signature, band);
        for (let seat = hash & (seats - 1); ids[seat] !== 0; seat = (seat + 1) & (seats - 1))
          if (hashes[seat] === hash) found.add((ids[seat] as number) - 1);
      }
      return [...found].sort((a, b) => a - b);
    },
    get bytes() {
      return hashes.byteLength + ids.byteLength;
    },
  };
}

function hashBand(signature: Uint32Array, band: number): number {
  let hash = Math.imul(band + 1, 0x9e3779b1);
  for (let row = band * rows; row < (band + 1) * rows; row += 1) {
    hash = Math.imul(hash ^ (signature[row] as number), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
