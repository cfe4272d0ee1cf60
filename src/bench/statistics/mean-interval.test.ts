import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../model/simulated/random.ts';
import { estimate } from './mean-interval.ts';
import type { Observation } from './observations.ts';
import { comparePaired } from './paired-test.ts';

const seed = 1;

/** Share of `studies` simulated ones, in percent, whose interval holds the truth. */
function cover(
  truth: number,
  study: (random: Random, index: number) => { low: number | null; high: number | null },
  studies = 500,
): number {
  let held = 0;
  for (let index = 0; index < studies; index += 1) {
    const { low, high } = study(createRandom('study', index), index);
    if (low === null || high === null) throw new Error(`Study ${index} has no interval.`);
    if (low <= truth && truth <= high) held += 1;
  }
  return (100 * held) / studies;
}

function expectCovered(percent: number): void {
  expect(percent).toBeGreaterThanOrEqual(92);
  expect(percent).toBeLessThanOrEqual(98);
}

describe('estimate', () => {
  it('stays near the scale where one answer differs and the rest are alike', () => {
    const values = [99.9, 99.8, 100, 99.95, 12];
    const { low, high } = estimate(
      values.map((value, at) => ({ cluster: String(at), value })),
      { seed },
    );
    // Student's t: 82.3 ± 2.776 * 17.6.
    expect(low).toBeCloseTo(33.5, 0);
    expect(high).toBeCloseTo(131.2, 0);
  });

  it('counts each prompt once, however often it was judged', () => {
    const observations = [
      { cluster: 'a', value: 10 },
      { cluster: 'a', value: 20 },
      { cluster: 'a', value: 30 },
      { cluster: 'b', value: 60 },
    ];
    // ((10 + 20 + 30) / 3 + 60) / 2
    expect(estimate(observations, { seed })).toMatchObject({ value: 40, clusters: 2, values: 4 });
  });

  it('says nothing where nothing can be told', () => {
    expect(estimate([], { seed })).toEqual({ value: null, low: null, high: null, clusters: 0, values: 0 });
    const one = [50, 60].map((value) => ({ cluster: 'a', value }));
    expect(estimate(one, { seed })).toMatchObject({ value: 55, low: null, high: null });
    const same = ['a', 'b', 'c'].map((cluster) => ({ cluster, value: 100 }));
    expect(estimate(same, { seed })).toMatchObject({ value: 100, low: null, high: null });
  });

  it('falls back on Student where resamples have no spread', () => {
    // Mean 2, standard error sqrt(2 / 2) = 1, t with one degree of freedom 12.706.
    const two = [1, 3].map((value) => ({ cluster: `${value}`, value }));
    const { low, high } = estimate(two, { seed });
    expect(low).toBeCloseTo(2 - 12.7062, 3);
    expect(high).toBeCloseTo(2 + 12.7062, 3);
  });

  it('refuses a failure that was made a number', () => {
    expect(() => estimate([{ cluster: 'p7', value: Number.NaN }], { seed })).toThrow('`value` of p7');
  });

  it('is the same in any order of rows, holds its mean, and widens with the level', () => {
    const row = fc.record({
      cluster: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      value: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 8, maxLength: 30 }), (rows) => {
        const usual = estimate(rows, { seed });
        expect(estimate(rows.toReversed(), { seed })).toEqual(usual);
        const { value, low, high } = usual;
        if (value === null || low === null || high === null) return;
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }),
      { seed: 3, numRuns: 30 },
    );
    const rows = Array.from({ length: 40 }, (_each, at) => ({ cluster: `${at}`, value: (at * 37) % 100 }));
    const [narrow, wide] = [0.8, 0.99].map((level) => estimate(rows, { seed, level }));
    expect(wide?.low).toBeLessThan(narrow?.low ?? 0);
    expect(wide?.high).toBeGreaterThan(narrow?.high ?? 100);
  });
});

describe('95 % intervals', () => {
  it('cover a mean score under judge noise', () => {
    const percent = cover(70, (random, index) => {
      const grades = Array.from({ length: 15 }, (_prompt, prompt): Observation[] => {
        const quality = 70 + 10 * random.normal();
        return [1, 2, 3].map(() => ({ cluster: `${prompt}`, value: quality + 10 * random.normal() }));
      });
      return estimate(grades.flat(), { seed: index });
    });
    expectCovered(percent);
  }, 120_000);

  it('cover the difference of two methods under judge noise', () => {
    const percent = cover(3, (random, index) => {
      const sides: [Observation[], Observation[]] = [[], []];
      for (let prompt = 0; prompt < 10; prompt += 1) {
        const difficulty = 15 * random.normal();
        const gain = 3 + 6 * random.normal();
        for (const [side, quality] of [70 + difficulty + gain, 70 + difficulty].entries())
          for (let repeat = 0; repeat < 2; repeat += 1)
            sides[side]?.push({ cluster: `${prompt}`, value: quality + 8 * random.normal() });
      }
      return comparePaired(...sides, { seed: index });
    });
    expectCovered(percent);
  }, 120_000);

  describe('of a win rate, by a judge that prefers what is first and what is longer', () => {
    const truth = 0.55;
    const positionBias = 0.12;
    const lengthBias = 0.1;

    /** Verdicts of one study: each pair in both orders, three times. */
    function judgePairs(random: Random): { longer: number; first: Observation; both: Observation }[] {
      return Array.from({ length: 60 }, (_pair, pair) => {
        const chance = truth + 0.3 * (random.next() - 0.5);
        const draw = random.next();
        const longer = draw < 0.4 ? 0 : draw < 0.9 ? 1 : -1;
        const wins = (bias: number): number => (random.next() < chance + bias + lengthBias * longer ? 1 : 0);
        return [1, 2, 3].map(() => {
          const [ahead, behind] = [wins(positionBias), wins(-positionBias)];
          const cluster = `${pair}`;
          // Two orders that disagree are a tie.
          return { longer, first: { cluster, value: ahead }, both: { cluster, value: (ahead + behind) / 2 } };
        });
      }).flat();
    }

    it('cover it in both orders over pairs of one length', () => {
      const percent = cover(truth, (random, index) => {
        const matched = judgePairs(random).filter(({ longer }) => longer === 0);
        return estimate(
          matched.map(({ both }) => both),
          { seed: index },
        );
      });
      expectCovered(percent);
    }, 120_000);

    it('miss it where either bias is left in', () => {
      const oneOrder = cover(
        truth,
        (random, index) => {
          const matched = judgePairs(random).filter(({ longer }) => longer === 0);
          return estimate(
            matched.map(({ first }) => first),
            { seed: index },
          );
        },
        60,
      );
      const anyLength = cover(
        truth,
        (random, index) => {
          return estimate(
            judgePairs(random).map(({ both }) => both),
            { seed: index },
          );
        },
        60,
      );
      expect(oneOrder).toBeLessThan(60);
      expect(anyLength).toBeLessThan(80);
    }, 120_000);
  });
});
