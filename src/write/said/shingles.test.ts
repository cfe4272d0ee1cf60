import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitUnits } from '../../text/repetition.ts';
import { isNearDuplicate, sampleShingles } from './shingles.ts';

const words = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom('sea', 'lamp', 'fog', 'keeper', 'the', 'of', '灯', '塔', '的'), {
    minLength,
    maxLength,
  });

it('gives equal passages of twelve units a shingle in common, wherever they stand', () => {
  fc.assert(
    fc.property(words(12, 30), words(0, 20), words(0, 20), words(0, 20), (passage, before, after, other) => {
      const one = new Set(sampleShingles([...before, ...passage, ...after].join(' ')));
      const two = sampleShingles([...other, ...passage].join(' '));
      expect(two.some((shingle) => one.has(shingle))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('does not see case, spaces and punctuation', () => {
  const text = 'The lamp at Cape Gray was lit on a cold March evening by its first keeper.';
  expect(sampleShingles(text.toUpperCase().replaceAll(' ', '\n, '))).toEqual(sampleShingles(text));
});

it('takes about a quarter of the runs of eight units', () => {
  const text = Array.from({ length: 4_000 }, (_word, at) => `w${at}`).join(' ');
  const share = sampleShingles(text).length / splitUnits(text).length;
  expect(share).toBeGreaterThan(0.24);
  expect(share).toBeLessThan(0.3);
});

it('has one shingle for eight units and none for seven', () => {
  expect(sampleShingles('one two three four five six seven')).toEqual([]);
  expect(sampleShingles('one two three four five six seven eight')).toHaveLength(1);
  expect(sampleShingles('灯塔的光照着大海')).toHaveLength(1);
});

it('calls a third of a long text a near-duplicate, a sentence of it a quotation, and a whole short one a copy', () => {
  expect(isNearDuplicate(20, 60)).toBe(true);
  expect(isNearDuplicate(17, 60)).toBe(false);
  expect(isNearDuplicate(5, 12)).toBe(false);
  expect(isNearDuplicate(4, 4)).toBe(true);
  expect(isNearDuplicate(0, 0)).toBe(false);
});
