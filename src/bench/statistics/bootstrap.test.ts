import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { boundStatistic } from './bootstrap.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

describe('boundStatistic', () => {
  it('bounds a median, the same for the same seed', () => {
    const values = Array.from({ length: 101 }, (_each, at) => (at * 53) % 101);
    const first = boundStatistic(values, median, { seed: 5 });
    expect(first.value).toBe(50);
    // Normal theory: 1.96 * 101 / (2 * sqrt(101)), that is 10 either way.
    expect(first.interval?.low).toBeGreaterThan(35);
    expect(first.interval?.low).toBeLessThan(45);
    expect(first.interval?.high).toBeGreaterThan(55);
    expect(first.interval?.high).toBeLessThan(65);
    expect(boundStatistic(values, median, { seed: 5 })).toEqual(first);
    expect(boundStatistic(values, median, { seed: 6 })).not.toEqual(first);
  });

  it('covers a skewed statistic in most of 150 studies', () => {
    // Geometric mean of a log-normal: the truth is exp(0) = 1.
    const geometric = (values: readonly number[]): number =>
      Math.exp(values.reduce((sum, each) => sum + Math.log(each), 0) / values.length);
    let held = 0;
    for (let study = 0; study < 150; study += 1) {
      const random = createRandom('geometric', study);
      const values = Array.from({ length: 30 }, () => Math.exp(random.normal()));
      const { interval } = boundStatistic(values, geometric, { seed: study });
      if (interval !== null && interval.low <= 1 && 1 <= interval.high) held += 1;
    }
    expect(held / 150).toBeGreaterThan(0.88);
    expect(held / 150).toBeLessThan(0.995);
  }, 120_000);

  it('has no interval where the statistic cannot be told or does not vary', () => {
    expect(boundStatistic([], median, { seed: 1 })).toEqual({ value: null, interval: null });
    expect(boundStatistic([4], median, { seed: 1 })).toEqual({ value: 4, interval: null });
    expect(boundStatistic([4, 4, 4, 4], median, { seed: 1 })).toEqual({ value: 4, interval: null });
    const rare = (values: readonly number[]): number | null => (values.includes(1) ? median(values) : null);
    expect(boundStatistic([1, 2, 3, 4], rare, { seed: 1 })).toEqual({ value: 3, interval: null });
  });
});
