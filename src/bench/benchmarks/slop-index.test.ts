import { describe, expect, it } from 'vitest';
import { measureSlop } from './slop-index.ts';

const lists = { words: ['tapestry', 'testament'], bigrams: ['could help'], trigrams: ['took deep breath'] };

describe('measureSlop', () => {
  it('counts hits per 1,000 words, pairs twice and threes eight times', () => {
    // 10 words: 1 · tapestry + 2 · could help + 8 · took deep breath = 11 points
    expect(measureSlop("The Tapestry! She couldn't help. He took deep breath twice.", lists)).toBe(1_100);
    expect(measureSlop('Ten plain words stand here and none of them hits.', lists)).toBe(0);
  });

  it('counts every occurrence, and twice the text gives the same index', () => {
    const text = 'A testament, a testament. ';
    expect(measureSlop(text, lists)).toBe(500);
    expect(measureSlop(text.repeat(2), lists)).toBe(500);
  });

  it('reads curly apostrophes like straight ones', () => {
    expect(measureSlop('They couldn’t help it', lists)).toBe(measureSlop("They couldn't help it", lists));
  });

  it('measures nothing where there are no words', () => {
    expect(measureSlop('… — !', lists)).toBeNull();
  });
});
