import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LearningRateSchedule, learningRateAt } from './schedule.ts';

const at = (schedule: LearningRateSchedule, step: number): number =>
  learningRateAt(schedule, { step, steps: 100, peak: 2 });

describe('learningRateAt', () => {
  it('warms up in a line over the first share of the steps', () => {
    const schedule = { kind: 'cosine', warmupRatio: 0.1 } as const;
    expect([0, 4, 9].map((step) => at(schedule, step))).toEqual([0.2, 1, 2]);
  });

  it('falls along half a cosine: the peak, its half in the middle, next to nothing at the end', () => {
    const schedule = { kind: 'cosine', warmupRatio: 0.1 } as const;
    expect(at(schedule, 10)).toBe(2);
    expect(at(schedule, 55)).toBeCloseTo(1, 12);
    // 89 of the 90 steps after the warm-up: 2·(1 + cos(π·89/90))/2 = 0.000609
    expect(at(schedule, 99)).toBeCloseTo(0.000609, 6);
  });

  it('stays where it is asked to stay', () => {
    const schedule = { kind: 'constant', warmupRatio: 0.1 } as const;
    expect([9, 10, 55, 99].map((step) => at(schedule, step))).toEqual([2, 2, 2, 2]);
  });

  it('stays and falls in a line over the last share of the steps', () => {
    const schedule = { kind: 'decay', warmupRatio: 0.1, decayRatio: 0.2 } as const;
    expect([10, 80].map((step) => at(schedule, step))).toEqual([2, 2]);
    // 10 of the last 20 steps are left, then 1.
    expect(at(schedule, 90)).toBe(1);
    expect(at(schedule, 99)).toBeCloseTo(0.1, 12);
  });

  it('begins at the peak without a warm-up', () => {
    for (const kind of ['cosine', 'constant'] as const) expect(at({ kind, warmupRatio: 0 }, 0)).toBe(2);
  });

  it('is never above the peak and never nothing before the end', () => {
    const schedule = fc.record({
      kind: fc.constantFrom('cosine' as const, 'constant' as const, 'decay' as const),
      warmupRatio: fc.double({ min: 0, max: 1, noNaN: true }),
      decayRatio: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(schedule, fc.integer({ min: 1, max: 300 }), fc.nat(299), (chosen, steps, step) => {
        const rate = learningRateAt(chosen, { step: step % steps, steps, peak: 0.5 });
        expect(rate).toBeGreaterThan(0);
        expect(rate).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
