import { describe, expect, it } from 'vitest';
import { isNarrative, measureDialogue } from '../../src/methods/nexussum/chunks.ts';
import { createNovel, findKept, isPlotSentence } from './novel.ts';

describe.each(['en', 'zh'] as const)('a generated novel (%s)', (language) => {
  const novel = createNovel({ seed: 1, words: 5_000, points: 20, language });

  it('has the words asked for, much dialogue, and every point once', () => {
    expect(novel.words).toBeGreaterThan(4_500);
    expect(novel.words).toBeLessThan(6_500);
    expect(isNarrative(novel.text)).toBe(true);
    expect(measureDialogue(novel.text)).toBeGreaterThan(0.4);
    for (const { thing, sentence } of novel.points) {
      expect(novel.text.split(thing)).toHaveLength(2);
      expect(novel.text).toContain(sentence);
      expect(isPlotSentence(sentence)).toBe(true);
    }
    expect(novel.points.filter(({ isSpoken }) => isSpoken)).toHaveLength(10);
  });

  it('counts a point as kept where its thing is named', () => {
    expect(findKept(novel.points, novel.text)).toHaveLength(20);
    expect(findKept(novel.points, novel.text.replace(novel.points[3]?.thing ?? '', ''))).toHaveLength(19);
    expect(findKept(novel.points, '')).toEqual([]);
  });

  it('is the same for the same seed alone', () => {
    const same = createNovel({ seed: 1, words: 5_000, points: 20, language });
    const other = createNovel({ seed: 2, words: 5_000, points: 20, language });
    expect(same.text).toBe(novel.text);
    expect(other.text).not.toBe(novel.text);
  });
});
