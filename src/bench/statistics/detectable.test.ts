import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { countClustersNeeded, findDetectable, measurePairedVariance, measureVariance } from './detectable.ts';
import type { Observation } from './observations.ts';
import { studentQuantile } from './quantiles.ts';

describe('measureVariance', () => {
  it('takes the noise of judging out of the differences between prompts', () => {
    const observations = [
      { cluster: 'a', value: 9 },
      { cluster: 'a', value: 11 },
      { cluster: 'b', value: 19 },
      { cluster: 'b', value: 21 },
    ];
    // Within: (2 + 2) / 2 = 2. Means 10 and 20 vary by 50, of which 2 / 2 is noise.
    expect(measureVariance(observations)).toEqual({ between: 49, within: 2 });
  });

  it('says so where no prompt was judged twice', () => {
    const once = [1, 3].map((value) => ({ cluster: `${value}`, value }));
    expect(measureVariance(once)).toEqual({ between: 2, within: null });
    expect(measureVariance(once.slice(1))).toBeNull();
  });

  it('recovers what was planted in a pair of methods', () => {
    const random = createRandom('planted');
    const sides: [Observation[], Observation[]] = [[], []];
    for (let prompt = 0; prompt < 4000; prompt += 1) {
      const difficulty = 20 * random.normal();
      const gain = 3 * random.normal();
      for (let repeat = 0; repeat < 3; repeat += 1) {
        sides[0].push({ cluster: `${prompt}`, value: difficulty + gain + 2 * random.normal() });
        sides[1].push({ cluster: `${prompt}`, value: difficulty + 4 * random.normal() });
      }
    }
    const variance = measurePairedVariance(...sides);
    // 3², and 2² + 4².
    expect(variance?.between).toBeGreaterThan(8);
    expect(variance?.between).toBeLessThan(10);
    expect(variance?.within).toBeGreaterThan(19);
    expect(variance?.within).toBeLessThan(21);
  });
});

describe('detectable differences', () => {
  it('follows the formula of the source', () => {
    const design = { variance: { between: 100, within: 0 } };
    // 100 * (1.95996 + 0.84162)² / 5² + 1.95996² / 2 = 31.396 + 1.921
    expect(countClustersNeeded(5, design)).toBe(34);
    expect(countClustersNeeded(-5, design)).toBe(34);
    // Half of the noise goes with four repeats in place of one: 50 + 50 / 4.
    expect(countClustersNeeded(5, { variance: { between: 50, within: 50 }, repeats: 4 })).toBe(22);
    // The usual figure for a preference of 60 %: 194 pairs, and 2 for the spread.
    expect(countClustersNeeded(0.1, { variance: { between: 0.25, within: 0 } })).toBe(199);
    expect(findDetectable(3, design)).not.toBeNull();
    expect(findDetectable(2, design)).toBeNull();
  });

  it('is found in 80 % of simulated studies', () => {
    const clusters = 12;
    const difference = findDetectable(clusters, { variance: { between: 36, within: 64 }, repeats: 2 }) ?? 0;
    const bound = studentQuantile(0.975, clusters - 1);
    let found = 0;
    for (let study = 0; study < 3000; study += 1) {
      const random = createRandom('power', study);
      const means = Array.from({ length: clusters }, () => {
        const noise = (random.normal() + random.normal()) / 2;
        return difference + 6 * random.normal() + 8 * noise;
      });
      const mean = means.reduce((sum, each) => sum + each, 0) / clusters;
      const squares = means.reduce((sum, each) => sum + (each - mean) ** 2, 0);
      if (mean / Math.sqrt(squares / (clusters - 1) / clusters) > bound) found += 1;
    }
    expect(found / 3000).toBeGreaterThan(0.77);
    expect(found / 3000).toBeLessThan(0.83);
  });

  it('is met by the number of prompts that it asks for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        (difference, between, within) => {
          const design = { variance: { between, within } };
          const clusters = countClustersNeeded(difference, design);
          expect(findDetectable(clusters, design)).toBeLessThanOrEqual(difference + 1e-9);
        },
      ),
      { seed: 4 },
    );
  });

  it('refuses a difference of nothing', () => {
    expect(() => countClustersNeeded(0, { variance: { between: 1, within: 0 } })).toThrow('`difference`');
  });
});
