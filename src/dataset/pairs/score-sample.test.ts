import { describe, expect, it } from 'vitest';
import { scoreSample } from './score-sample.ts';

const grades = (...values: number[]) =>
  Object.fromEntries(values.map((value, at) => [`dimension ${at}`, value]));

describe('scoreSample', () => {
  it('is the mean of S_l and S_q', () => {
    // 200 of 300 words: 100 · (1 − (1.5 − 1) / 2) = 75. Grades 4 and 2: ((4 + 2) / 2 − 1) · 25 = 50.
    const score = scoreSample({ requiredWords: 300, words: 200 }, [{ repeat: 1, scores: grades(4, 2) }]);
    expect(score).toEqual({ score: 62.5, length: 75, quality: 50, qualitySpread: null });
  });

  it('takes the mean of repeats and keeps their spread, unscored ones left out', () => {
    // S_q 75 and 100: mean 87.5, standard deviation 25 / √2.
    const { quality, qualitySpread, score } = scoreSample({ requiredWords: 100, words: 100 }, [
      { repeat: 1, scores: grades(4) },
      { repeat: 2, scores: null, reason: 'refused' },
      { repeat: 3, scores: grades(5) },
    ]);
    expect([quality, score]).toEqual([87.5, 93.75]);
    expect(qualitySpread).toBeCloseTo(25 / Math.SQRT2);
  });

  it('has no score where no verdict could be read, and quality alone where no length is asked', () => {
    expect(scoreSample({ requiredWords: 100, words: 100 }, [{ repeat: 1, scores: null }])).toMatchObject({
      score: null,
      length: 100,
      quality: null,
    });
    expect(
      scoreSample({ requiredWords: undefined, words: 7 }, [{ repeat: 1, scores: grades(3) }]),
    ).toMatchObject({
      score: 50,
      length: null,
    });
  });
});
