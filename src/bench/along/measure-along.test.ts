import { describe, expect, it } from 'vitest';
import { averageAlong, measureAlong, type PassageRow } from './measure-along.ts';
import { createPhraseFinder } from './measure-slop.ts';
import type { Passage } from './split-passages.ts';
import { stockPhrases } from './stock-phrases.ts';

const seed = 1;

describe('createPhraseFinder', () => {
  it('gives the share of words in phrases, whatever their case and marks', () => {
    const { share, found } = createPhraseFinder(['a testament to', 'in conclusion'])(
      'In conclusion, the tower is a\n*testament* to A testament.',
    );
    // 2 and 3 of 10 words; "a testament" without "to" is none.
    expect(share).toBe(0.5);
    expect([...found]).toEqual([
      ['in conclusion', 1],
      ['a testament to', 1],
    ]);
  });

  it('counts a word once where phrases overlap, and the longest of those that begin together', () => {
    const find = createPhraseFinder(['rich tapestry', 'a rich', 'a rich tapestry', 'tapestry of life']);
    // Six words of seven: a rich tapestry, and of life behind it.
    expect(find('It is a rich tapestry of life')).toMatchObject({ share: 5 / 7 });
    expect([...find('a rich tapestry').found.keys()]).toEqual(['a rich tapestry']);
  });

  it('finds Chinese phrases by their characters', () => {
    const find = createPhraseFinder(stockPhrases.zh);
    // 5 of 10 characters.
    expect(find('值得注意的是，灯塔熄灭了。').share).toBe(6 / 11);
    expect(find('守夜人点亮了灯。').share).toBe(0);
    expect(find('……').share).toBeNull();
  });

  it('ships lists without doubles, each phrase of which it finds', () => {
    for (const phrases of Object.values(stockPhrases)) {
      expect(new Set(phrases).size).toBe(phrases.length);
      const find = createPhraseFinder(phrases);
      for (const phrase of phrases) expect(find(phrase.replaceAll("'", '’')).share).toBe(1);
    }
  });
});

describe('measureAlong', () => {
  const first = 'One two three four five six seven eight nine ten. ';
  const second = 'Red blue green black white grey brown pink gold teal. ';

  it('measures what was said before, in this passage or an earlier one', async () => {
    const rows = await measureAlong(first + second + first, { passageWords: 10, phrases: ['red blue'] });
    expect(rows.map(({ fromWord, words, repetition, slop }) => [fromWord, words, repetition, slop])).toEqual([
      [0, 10, 0, 0],
      [10, 10, 0, 0.2],
      // Of ten 4-grams that end here, the three across the border are new.
      [20, 10, 0.7, 0],
    ]);
    const doubled = await measureAlong(first + first, { passageWords: 20, phrases: [] });
    // 17 4-grams, of which 7 are said again.
    expect(doubled.map(({ repetition }) => repetition)).toEqual([7 / 17]);
  });

  it('asks the judges about each passage with what stands before it, and keeps what they cannot say apart', async () => {
    const asked: Passage[] = [];
    const rows = await measureAlong(first + second, {
      passageWords: 10,
      phrases: [],
      countContradictions: async (passage) => {
        asked.push(passage);
        return passage.before === '' ? 0 : 2;
      },
      judgeQuality: async ({ text }) => (text === first ? 4 : null),
    });
    expect(asked.map(({ text, before }) => [text, before])).toEqual([
      [first, ''],
      [second, first],
    ]);
    expect(rows.map(({ contradictions, quality }) => [contradictions, quality])).toEqual([
      [0, 4],
      [2, null],
    ]);
    const [row] = await measureAlong(first, { phrases: [] });
    expect(row).toMatchObject({ contradictions: null, quality: null });
  });
});

describe('averageAlong', () => {
  const row = (quality: number | null): PassageRow => ({
    fromWord: 0,
    words: 1000,
    repetition: 0.1,
    slop: 0,
    contradictions: null,
    quality,
  });

  it('averages each position over the answers that have it, without those that were not judged', () => {
    const averages = averageAlong(
      [
        { cluster: 'a', rows: [row(4), row(2)] },
        { cluster: 'b', rows: [row(5), row(null)] },
        { cluster: 'c', rows: [row(3)] },
      ],
      { seed },
    );
    expect(averages.map(({ fromWord }) => fromWord)).toEqual([0, 1000]);
    expect(averages[0]?.quality).toMatchObject({ value: 4, clusters: 3 });
    expect(averages[0]?.quality.low).toBeLessThan(4);
    expect(averages[1]?.quality).toMatchObject({ value: 2, clusters: 1, low: null });
    expect(averages[1]?.repetition).toMatchObject({ clusters: 2 });
    expect(averages[0]?.contradictions).toMatchObject({ value: null, clusters: 0 });
    expect(averageAlong([], { seed })).toEqual([]);
  });
});
