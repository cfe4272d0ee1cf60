/**
 * What of a text is compared to find near-duplicates: the set of its shingles, and a MinHash of that set.
 *
 * Source: Broder 1997, "On the Resemblance and Containment of Documents". Differs: a Han character counts as one word.
 */
import { hashGrams, splitUnits } from '../../text/repetition.ts';

export type Sketch = {
  /** Hashes of all runs of five units, each once, ascending; of a text with fewer units, one hash of all of them. */
  shingles: Uint32Array;
  /** For each of 128 permutations, the least shingle. */
  signature: Uint32Array;
};

const unitsPerShingle = 5;
export const permutations = 128;

/** Units are those of `splitUnits`: words, and single characters in scripts without spaces. '' has no shingle. */
export function sketchText(text: string): Sketch {
  const units = splitUnits(text);
  const grams = hashGrams(units, Math.max(1, Math.min(unitsPerShingle, units.length)));
  const sorted = Uint32Array.from(grams, (gram) => gram % 2 ** 32).sort();
  const shingles = sorted.filter((shingle, index) => index === 0 || shingle !== sorted[index - 1]);
  return { shingles, signature: hashLeast(shingles) };
}

/** Share of shingles that two sets have in common, 0 to 1; two empty sets have nothing in common. */
export function measureJaccard(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] as number, b[j] as number];
    if (left === right) common += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const all = a.length + b.length - common;
  return all === 0 ? 0 : common / all;
}

/** Two numbers a permutation: what is mixed in, and an odd factor. */
const keys = Uint32Array.from({ length: permutations * 2 }, (_each, index) => {
  let key = Math.imul(index + 1, 0x9e3779b9);
  key = Math.imul(key ^ (key >>> 16), 0x21f0aaad);
  key = Math.imul(key ^ (key >>> 15), 0x735a2d97);
  return (key ^ (key >>> 15)) | (index % 2);
});

function hashLeast(shingles: Uint32Array): Uint32Array {
  const signature = new Uint32Array(permutations);
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    const mixed = keys[permutation * 2] as number;
    const factor = keys[permutation * 2 + 1] as number;
    let least = 0xffffffff;
    for (let index = 0; index < shingles.length; index += 1) {
      let hash = Math.imul((shingles[index] as number) ^ mixed, 0x2c1b3c6d);
      hash = Math.imul(hash ^ (hash >>> 15), factor) >>> 0;
      if (hash < least) least = hash;
    }
    signature[permutation] = least;
  }
  return signature;
}
