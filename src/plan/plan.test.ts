import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, divideWords, levelWords, listSections } from './plan.ts';

describe('divideWords', () => {
  it('splits by weight and gives the rest to the largest remainders', () => {
    // 16.67, 33.33 and 50: the one word left goes to .67
    expect(divideWords(100, [1, 2, 3])).toEqual([17, 33, 50]);
  });

  it('always sums to the whole and leaves nobody without a word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 5000, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 200_000 }),
        (weights, spare) => {
          const words = weights.length + spare;
          const parts = divideWords(words, weights);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(words);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});

describe('createPlan', () => {
  it('scales the planner’s counts to the asked length', () => {
    const plan = createPlan(
      {
        title: 'T',
        sections: [
          { title: 'A', words: 400 },
          { title: 'B', words: 1200 },
        ],
      },
      { targetWords: 3000 },
    );
    expect(plan.sections.map((section) => section.targetWords)).toEqual([750, 2250]);
  });

  it('gives a heading without points and words of its own no budget, and its children the rest', () => {
    const plan = createPlan(
      {
        title: 'T',
        sections: [
          { title: 'Part', children: [{ title: 'A' }, { title: 'B' }] },
          { title: 'C', mainPoints: ['x'] },
        ],
      },
      { targetWords: 300 },
    );
    expect(listSections(plan).map(({ section, depth }) => [section.id, section.targetWords, depth])).toEqual([
      ['1', 0, 1],
      ['1.1', 100, 2],
      ['1.2', 100, 2],
      ['2', 100, 1],
    ]);
  });

  it('is frozen all the way down', () => {
    const plan = createPlan(
      { title: 'T', sections: [{ title: 'A', mainPoints: ['p'] }] },
      { targetWords: 9 },
    );
    expect(Object.isFrozen(plan) && Object.isFrozen(plan.sections[0]?.mainPoints)).toBe(true);
  });

  it('refuses more sections than words', () => {
    expect(() =>
      createPlan({ title: 'T', sections: [{ title: 'A' }, { title: 'B' }] }, { targetWords: 1 }),
    ).toThrow('at least one word a section');
  });
});

describe('levelWords', () => {
  it('moves what is too much for one section to the others and keeps the sum', () => {
    expect(levelWords([900, 100, 200], 500)).toEqual([500, 233, 467]);
    expect(levelWords([300, 300], 100)).toEqual([300, 300]);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 2000 }),
        (parts, most) => {
          const sum = parts.reduce((total, part) => total + part, 0);
          const levelled = levelWords(parts, most);
          expect(levelled.reduce((total, part) => total + part, 0)).toBe(sum);
          expect(Math.max(...levelled)).toBeLessThanOrEqual(Math.max(most, Math.ceil(sum / parts.length)));
        },
      ),
    );
  });
});
