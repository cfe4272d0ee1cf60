import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStretches, type TokenDocument } from './label.ts';
import { fillRow, packRows, planPacks } from './pack.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('planPacks', () => {
  it('closes a pack at the first document that does not fit, with next-fit', () => {
    const { packs } = planPacks([4, 3, 5, 2, 3], { tokens: 8, strategy: 'next-fit' });
    expect(packs).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('puts each document where the least room is left over, with best-fit', () => {
    // Longest first: 5 opens a pack (3 left), 4 another (4 left), 3 fills the first one, 3 the second (1 left), 2 a third.
    const { packs } = planPacks([4, 3, 5, 2, 3], { tokens: 8, strategy: 'best-fit' });
    expect(packs).toEqual([[0, 4], [1, 2], [3]]);
  });

  it('reports documents that are longer than a row, and packs the others', () => {
    for (const strategy of ['best-fit', 'next-fit'] as const)
      expect(planPacks([9, 8, 100], { tokens: 8, strategy })).toEqual({
        packs: [[1]],
        overlong: [
          { index: 0, tokens: 9 },
          { index: 2, tokens: 100 },
        ],
      });
  });

  it('places every document that fits once, in rows that hold it, as densely as promised', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, fc.constantFrom('best-fit', 'next-fit'), (lengths, strategy) => {
        const { packs, overlong } = planPacks(lengths, { tokens: 32, strategy });
        const placed = [...packs.flat(), ...overlong.map(({ index }) => index)];
        expect(placed.sort((a, b) => a - b)).toEqual(lengths.map((_, index) => index));
        const filled = packs.map((pack) => sum(pack.map((index) => lengths[index] as number)));
        expect(Math.max(0, ...filled)).toBeLessThanOrEqual(32);
        for (const [index, pack] of packs.entries()) {
          // Best-fit: any other pack had no room for what opened the later one of the two. Next-fit: the pack before had
          // no room for what opened this one.
          const opener = lengths[packs[index + 1]?.[0] ?? -1];
          if (strategy === 'next-fit' && opener !== undefined)
            expect(sum(pack.map((item) => lengths[item] as number)) + opener).toBeGreaterThan(32);
          if (strategy === 'best-fit')
            for (const other of filled.slice(index + 1))
              expect((filled[index] as number) + other).toBeGreaterThan(32);
        }
      }),
    );
  });

  it('refuses a row length that is none', () => {
    expect(() => planPacks([1], { tokens: 0, strategy: 'best-fit' })).toThrow(
      '`tokens` to be a positive integer, got `0`',
    );
  });
});

const document = (prompt: number[], answer: number[]): TokenDocument =>
  joinStretches([
    { tokens: prompt, isTarget: false },
    { tokens: answer, isTarget: true },
  ]);

describe('fillRow', () => {
  it('shifts targets by one inside each document, and never over its edge', () => {
    const row = fillRow([document([11, 12], [13, 14]), document([21], [22])], 8);
    expect([...row.tokens]).toEqual([11, 12, 13, 14, 21, 22, 0, 0]);
    expect([...row.targets]).toEqual([0, 13, 14, 0, 22, 0, 0, 0]);
    expect([...row.weights]).toEqual([0, 1, 1, 0, 1, 0, 0, 0]);
    expect([...row.documents]).toEqual([0, 0, 0, 0, 1, 1, -1, -1]);
    expect([...row.positions]).toEqual([0, 1, 2, 3, 0, 1, 0, 0]);
  });

  it('refuses more than fits', () => {
    expect(() => fillRow([document([1, 2], [3])], 2)).toThrow('at most 2 tokens, got 3');
  });
});

describe('packRows', () => {
  it('keeps the last row, and reports what it leaves out by its index among all documents', () => {
    const documents = [
      document([1], [2, 3]),
      document([1, 2], []), // Nothing to learn.
      document([1], [2, 3, 4, 5, 6]), // Too long.
      document([7], [8, 9]),
    ];
    const { rows, packs, overlong, untaught } = packRows(documents, { tokens: 5, strategy: 'best-fit' });
    expect(packs).toEqual([[0], [3]]);
    expect(rows.map((row) => [...row.tokens])).toEqual([
      [1, 2, 3, 0, 0],
      [7, 8, 9, 0, 0],
    ]);
    expect(overlong).toEqual([{ index: 2, tokens: 6 }]);
    expect(untaught).toEqual([1]);
  });
});
