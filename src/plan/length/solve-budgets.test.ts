import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBudget, solveBudgets } from './solve-budgets.ts';

const weights = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 60 });

describe('solveBudgets', () => {
  it('gives a section that came short back over the rest, by weight', () => {
    // 1,000 asked in 400 + 400 + 200; the first delivered 340: 660 are left for 400 and 200.
    expect(solveBudgets(660, [400, 200])).toEqual([440, 220]);
  });

  it('sums to what is left and is never negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 200_000 }), weights, (left, planned) => {
        const budgets = solveBudgets(left, planned);
        expect(budgets.every((words) => words >= 0 && Number.isInteger(words))).toBe(true);
        expect(budgets.reduce((sum, words) => sum + words, 0)).toBe(Math.max(0, left));
        expect(budgets).toHaveLength(planned.length);
      }),
    );
  });

  it('stays as it is while every section delivers its budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 100_000 }), weights, (left, planned) => {
        const [first = 0, ...rest] = solveBudgets(left, planned);
        const again = solveBudgets(left - first, planned.slice(1));
        // Rounding may move a word from one to another.
        for (const [index, words] of again.entries())
          expect(Math.abs(words - (rest[index] ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('nextBudget', () => {
  it('brings the whole to its target although every section misses by a fixed share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 200, max: 900 }), { minLength: 6, maxLength: 40 }),
        fc.double({ min: 0.85, max: 1.15, noNaN: true }),
        (planned, ratio) => {
          const target = planned.reduce((sum, words) => sum + words, 0);
          let left = target;
          for (let index = 0; index < planned.length; index += 1)
            left -= Math.round(nextBudget(left, planned.slice(index)) * ratio);
          // What is left is the miss of the last sections, far less than one of them; not a share of the whole.
          expect(Math.abs(left)).toBeLessThanOrEqual(Math.max(...planned) * 0.4 + 3);
        },
      ),
    );
  });

  it('never leaves a section without room, and never lets one carry everything', () => {
    expect(nextBudget(-300, [400, 400])).toBe(240);
    expect(nextBudget(5_000, [400, 400])).toBe(600);
    expect(nextBudget(5_000, [400])).toBe(5_000);
  });
});
