import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreLength } from './length-score.ts';

const vectorFile = resolve(import.meta.dirname, '../../../shared/data/longwriter/vectors_length_score.json');

describe('scoreLength', () => {
  it('gives 100 on target, less for the same shortfall than for excess, and 0 at the ends', () => {
    expect(scoreLength(1000, 1000)).toBe(100);
    expect(scoreLength(1000, 1300)).toBeCloseTo(90, 9); // 1 - 0.3 / 3
    expect(scoreLength(1300, 1000)).toBeCloseTo(85, 9); // 1 - 0.3 / 2
    expect(scoreLength(900, 300)).toBe(0);
    expect(scoreLength(900, 3600)).toBe(0);
    expect(scoreLength(900, 0)).toBe(0);
  });

  it('agrees with every reference vector', ({ skip }) => {
    if (!existsSync(vectorFile)) {
      console.log('skipped: no reference vectors beside the repository (../shared/data/longwriter)');
      skip();
    }
    type Vector = { required: number; actual: number; s_l: number };
    const vectors = JSON.parse(readFileSync(vectorFile, 'utf8')) as Vector[];
    expect(vectors.length).toBeGreaterThan(60);
    for (const { required, actual, s_l } of vectors)
      expect(scoreLength(required, actual)).toBeCloseTo(s_l, 5);
  });

  it('stays within 0 and 100 and depends on the ratio alone', () => {
    const words = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(words, words, (required, delivered) => {
        const score = scoreLength(required, delivered);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(scoreLength(required * 3, delivered * 3)).toBeCloseTo(score, 6);
      }),
    );
  });

  it('names the length that makes no sense instead of scoring it', () => {
    expect(() => scoreLength(0, 10)).toThrow('`requiredWords`');
    expect(() => scoreLength(10, -1)).toThrow('`deliveredWords`');
    expect(() => scoreLength(10, Number.NaN)).toThrow('`deliveredWords`');
  });
});
