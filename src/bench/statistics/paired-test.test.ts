import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import type { Observation } from './observations.ts';
import { comparePaired } from './paired-test.ts';

const seed = 1;
const rows = (values: readonly number[]): Observation[] =>
  values.map((value, at) => ({ cluster: `p${at}`, value }));

describe('comparePaired', () => {
  it('tries every sign of a few prompts', () => {
    // Differences 3, 1, 2: of 8 sign patterns, two sum to 6 or -6.
    expect(comparePaired(rows([8, 6, 9]), rows([5, 5, 7]), { seed })).toMatchObject({
      difference: 2,
      p: 0.25,
      clusters: 3,
      leftOut: 0,
    });
    // Differences 3, -1, 2 sum to 4: 4 and 6, of either sign, are as far.
    expect(comparePaired(rows([8, 4, 9]), rows([5, 5, 7]), { seed }).p).toBe(0.5);
    expect(comparePaired(rows([5, 5]), rows([5, 5]), { seed })).toMatchObject({
      difference: 0,
      p: 1,
      low: null,
    });
  });

  it('compares the prompts that both have, and counts the others', () => {
    const first = [...rows([10, 20]), { cluster: 'only', value: 99 }];
    const second = [...rows([10, 10]), { cluster: 'other', value: 0 }, { cluster: 'p0', value: 20 }];
    // p0: 10 - (10 + 20) / 2 = -5; p1: 20 - 10 = 10.
    expect(comparePaired(first, second, { seed })).toMatchObject({
      difference: 2.5,
      clusters: 2,
      leftOut: 2,
    });
    expect(comparePaired(rows([1]), [{ cluster: 'x', value: 1 }], { seed })).toMatchObject({
      difference: null,
      p: null,
      clusters: 0,
      leftOut: 2,
    });
  });

  it('finds a difference that the spread of prompts hides from separate means', () => {
    const random = createRandom('hard and easy');
    const second = Array.from({ length: 40 }, () => 100 * random.next());
    const first = second.map((value) => value + 2 + random.normal());
    const comparison = comparePaired(rows(first), rows(second), { seed });
    expect(comparison.p).toBe(1 / 10_000);
    expect(comparison.low).toBeGreaterThan(1.5);
    expect(comparison.high).toBeLessThan(2.5);
    const turned = comparePaired(rows(second), rows(first), { seed });
    expect(turned.difference).toBeCloseTo(-(comparison.difference ?? 0), 10);
    expect(turned.p).toBe(comparison.p);
  });

  it('calls one study in twenty significant where nothing differs', () => {
    let found = 0;
    for (let study = 0; study < 500; study += 1) {
      const random = createRandom('null', study);
      const draw = (): Observation[] => rows(Array.from({ length: 10 }, () => random.normal()));
      if ((comparePaired(draw(), draw(), { seed: study, level: 0.5 }).p ?? 1) <= 0.05) found += 1;
    }
    expect(found / 500).toBeGreaterThan(0.025);
    expect(found / 500).toBeLessThan(0.075);
  }, 120_000);
});
