import { describe, expect, it } from 'vitest';
import { findLengths } from './asked-words.ts';

describe('findLengths', () => {
  it.each([
    ['Write 2,000 words about tea.', [2_000]],
    ['a 500-word essay', [500]],
    ['about 2k words', [2_000]],
    ['800-1,000 words', [1_000]],
    ['Word Count: 400 words', [400]],
    ['**Words:** 300', [300]],
    ['{"title": "Tea", "words": 350}', [350]],
    ['two thousand five hundred words', [2_500]],
    ['10,000+ words, each part 700 words', [10_000, 700]],
    ['in a few words, in 1999, on 3 pages', []],
    ['写一篇三千字的文章', [3_000]],
    ['不少于1.5万字', [15_000]],
    ['一万五千字左右', [15_000]],
    ['字数：800', [800]],
    ['约2000个英文单词', [2_000]],
    ['每节500字，共3000字', [500, 3_000]],
    ['十字路口的一词', []],
    ['至少两千字', [2_000]],
  ])('%s', (text, words) => {
    expect(findLengths(text).map((length) => length.words)).toEqual(words);
  });
});
