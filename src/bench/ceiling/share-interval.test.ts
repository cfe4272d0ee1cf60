import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../model/simulated/random.ts';
import { estimateShare } from './share-interval.ts';

/** Share of 600 studies whose interval holds the truth: four documents of six answers each. */
function cover(truth: number, shareOf: (random: Random) => number): number {
  const random = createRandom('share', truth);
  let covered = 0;
  for (let study = 0; study < 600; study += 1) {
    const documents = Array.from({ length: 4 }, () => {
      const share = shareOf(random);
      const right = Array.from({ length: 6 }, () => random.next() < share).filter(Boolean).length;
      return { right, answers: 6 };
    });
    const { low, high } = estimateShare(documents);
    if ((low ?? 1) <= truth && truth <= (high ?? 0)) covered += 1;
  }
  return covered / 600;
}

describe('estimateShare', () => {
  it('gives the values of Wilson’s score', () => {
    // 18 of 24: centre (0.75 + 1.9207/24) / (1 + 3.8415/24), the same worked by hand to three digits.
    const { share, low, high } = estimateShare([
      { right: 9, answers: 12 },
      { right: 9, answers: 12 },
    ]);
    expect(share).toBe(0.75);
    expect(low).toBeCloseTo(0.551, 3);
    expect(high).toBeCloseTo(0.88, 3);
  });

  it('is wider where whole documents differ, and keeps away from certainty where all are right', () => {
    const even = estimateShare(Array.from({ length: 4 }, () => ({ right: 3, answers: 6 })));
    const split = estimateShare([0, 0, 6, 6].map((right) => ({ right, answers: 6 })));
    expect((split.high ?? 0) - (split.low ?? 0)).toBeGreaterThan(1.5 * ((even.high ?? 0) - (even.low ?? 0)));
    const all = estimateShare(Array.from({ length: 4 }, () => ({ right: 6, answers: 6 })));
    expect(all.high).toBe(1);
    expect(all.low).toBeCloseTo(0.862, 3);
  });

  it('knows nothing of no answers', () => {
    expect(estimateShare([{ right: 0, answers: 0 }])).toEqual({ share: null, low: null, high: null });
  });

  it('covers the truth where answers are independent, and mostly where documents differ', () => {
    expect(cover(0.5, () => 0.5)).toBeGreaterThan(0.93);
    expect(cover(0.8, () => 0.8)).toBeGreaterThan(0.93);
    expect(cover(0.95, () => 0.95)).toBeGreaterThan(0.93);
    // Documents between 0.55 and 0.95.
    expect(cover(0.75, (random) => 0.55 + 0.4 * random.next())).toBeGreaterThan(0.9);
  });
});
