import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeText } from '../../../test/planted-dataset.ts';
import { openClusters } from './clusters.ts';
import { openDuplicateIndex } from './duplicate-index.ts';
import { measureJaccard, permutations, sketchText } from './sketch.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-duplicates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A text of 40 sentences of which so many are another text's. */
function blend(language: 'en' | 'zh', shared: number, seed: number): [string, string] {
  const cut = (text: readonly string[]): string[] =>
    text.join(language === 'zh' ? '' : ' ').split(language === 'zh' ? /(?<=。)/ : /(?<=\.) /);
  const base = cut(writeText(language, 'tide mills', 900, seed));
  const other = cut(writeText(language, 'paper kites', 900, seed + 1000));
  const glue = language === 'zh' ? '' : ' ';
  return [
    base.slice(0, 40).join(glue),
    [...base.slice(0, shared), ...other.slice(0, 40 - shared)].join(glue),
  ];
}

describe('sketches', () => {
  it('estimates the similarity of sets without a lean to either side', () => {
    const errors: number[] = [];
    for (const language of ['en', 'zh'] as const)
      for (let seed = 1; seed <= 30; seed += 1) {
        const [a, b] = blend(language, seed + 5, seed).map(sketchText) as [
          ReturnType<typeof sketchText>,
          ReturnType<typeof sketchText>,
        ];
        const alike = a.signature.filter((least, index) => least === b.signature[index]).length;
        errors.push(alike / permutations - measureJaccard(a.shingles, b.shingles));
      }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    // One estimate is off by up to sqrt(0.25 / 128) = 0.044 on average; sixty of them together by 0.006.
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.16);
  });

  it('measures the exact share of common shingles', () => {
    // "a b c d e f" has the shingles abcde, bcdef; "a b c d e g" has abcde, bcdeg: one of three.
    const [a, b] = ['a b c d e f', 'a b c d e g'].map((text) => sketchText(text).shingles);
    expect(measureJaccard(a as Uint32Array, b as Uint32Array)).toBeCloseTo(1 / 3, 12);
    expect(measureJaccard(sketchText('').shingles, sketchText('').shingles)).toBe(0);
  });

  it('is symmetric, between 0 and 1, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), (left, right) => {
        const [a, b] = [sketchText(left).shingles, sketchText(right).shingles];
        const similarity = measureJaccard(a, b);
        expect(similarity).toBe(measureJaccard(b, a));
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(measureJaccard(a, a)).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('duplicate index', () => {
  it('finds what brute force finds among hundreds of texts', () => {
    using index = openDuplicateIndex({ folder });
    const texts = Array.from({ length: 120 }, (_each, at) => {
      const [base, other] = blend(at % 2 === 0 ? 'en' : 'zh', 28 + (at % 12), at);
      return [base, other];
    }).flat();
    const sketches = texts.map(sketchText);
    let [right, all] = [0, 0];
    for (const [at, sketch] of sketches.entries()) {
      const expected = sketches
        .slice(0, at)
        .flatMap((earlier, id) => (measureJaccard(earlier.shingles, sketch.shingles) >= 0.7 ? [id] : []));
      const found = index.find(sketch).map(({ id }) => id);
      expect(found.every((id) => expected.includes(id))).toBe(true);
      right += found.length;
      all += expected.length;
      index.add(sketch);
    }
    expect(all).toBeGreaterThan(40);
    expect(right / all).toBeGreaterThan(0.99);
  });

  it('finds nothing for texts without words', () => {
    using index = openDuplicateIndex({ folder });
    index.add(sketchText('…'));
    expect(index.find(sketchText('!!'))).toEqual([]);
  });
});

describe('clusters', () => {
  it('joins through the middle: a like b, b like c', () => {
    using clusters = openClusters({ folder });
    const sentences = Array.from(
      { length: 100 },
      (_each, at) => `On day ${at} the mill number ${at} stood still.`,
    );
    const slice = (from: number): string => sentences.slice(from, from + 70).join(' ');
    for (const from of [0, 10, 20]) clusters.add([slice(from)]);
    clusters.add(['Something else entirely is said here about kites and their tails.']);
    expect([0, 1, 2, 3].map(clusters.rootOf)).toEqual([0, 0, 0, 3]);
  });

  it('joins by any of its texts, never across places', () => {
    using clusters = openClusters({ folder });
    const [one, two, three] = ['one', 'two', 'three'].map(
      (word) => `${word} mills by the ${word} river turn slowly`,
    );
    clusters.add([one ?? '', two ?? '']);
    clusters.add([two ?? '', three ?? '']);
    clusters.add([one ?? '', 'quite another answer about the same']);
    expect([0, 1, 2].map(clusters.rootOf)).toEqual([0, 1, 0]);
  });
});
