import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalProbability, normalQuantile, studentQuantile } from './quantiles.ts';

describe('quantiles', () => {
  it('gives the values of printed tables', () => {
    expect(normalProbability(1.96)).toBeCloseTo(0.9750021, 7);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    expect(normalQuantile(0.8)).toBeCloseTo(0.841621234, 8);
    expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062047, 6);
    expect(studentQuantile(0.975, 2)).toBeCloseTo(4.30265273, 7);
    expect(studentQuantile(0.975, 5)).toBeCloseTo(2.57058184, 7);
    expect(studentQuantile(0.995, 29)).toBeCloseTo(2.7563859, 7);
  });

  it('is turned round by the sign, and reverses the probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (p, degrees) => {
          expect(normalProbability(normalQuantile(p))).toBeCloseTo(p, 9);
          expect(studentQuantile(p, degrees) + studentQuantile(1 - p, degrees)).toBeCloseTo(0, 6);
        },
      ),
      { seed: 1, numRuns: 50 },
    );
  });

  it('refuses what is no probability', () => {
    expect(() => normalQuantile(1)).toThrow('Expected `p` to be between 0 and 1, got `1`.');
    expect(() => studentQuantile(0.9, 0)).toThrow('`degrees`');
  });
});
