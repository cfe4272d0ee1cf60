import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPassages } from './split-passages.ts';

const sentence = (words: number): string => `Word${' word'.repeat(words - 1)}. `;
const shape = (text: string, passageWords: number): [number, number][] =>
  splitPassages(text, { passageWords }).map(({ fromWord, words }) => [fromWord, words]);

describe('splitPassages', () => {
  it('ends a passage at the sentence end nearest to the mark', () => {
    // Ends at 8, 16, 24, 32, 40: 8 is nearer to 10 than 16, 16 and 24 are as near to 20, 32 is nearer to 30 than 24.
    expect(shape(sentence(8).repeat(5), 10)).toEqual([
      [0, 8],
      [8, 16],
      [24, 8],
      [32, 8],
    ]);
  });

  it('joins a short rest to the last passage and keeps a long one', () => {
    expect(shape(sentence(5).repeat(4) + sentence(4), 10)).toEqual([
      [0, 10],
      [10, 14],
    ]);
    expect(shape(sentence(5).repeat(5), 10)).toEqual([
      [0, 10],
      [10, 10],
      [20, 5],
    ]);
  });

  it('cuts no sentence, and keeps to the marks behind a long one', () => {
    expect(shape(sentence(35) + sentence(5).repeat(3), 10)).toEqual([
      [0, 35],
      [35, 5],
      [40, 10],
    ]);
  });

  it('counts characters in Chinese', () => {
    const passages = splitPassages('守夜人点亮了灯。'.repeat(6), { passageWords: 14 });
    expect(passages.map(({ fromWord, words }) => [fromWord, words])).toEqual([
      [0, 14],
      [14, 14],
      [28, 14],
    ]);
    expect(passages[1]?.text).toBe('守夜人点亮了灯。守夜人点亮了灯。');
    expect(passages[1]?.before).toBe('守夜人点亮了灯。守夜人点亮了灯。');
  });

  it('gives none for a text without words', () => {
    expect(splitPassages('')).toEqual([]);
    expect(splitPassages(' … ')).toEqual([]);
    expect(() => splitPassages('a', { passageWords: 0 })).toThrow('`passageWords`');
  });

  it('loses nothing: joined, the passages are the answer', () => {
    const piece = fc.constantFrom('word ', 'end. ', '灯塔', '。', '\n\n', '# title\n', '"Why?" ', 'Привет. ');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        (pieces, passageWords) => {
          const text = pieces.join('');
          const passages = splitPassages(text, { passageWords });
          if (passages.length === 0) return;
          expect(passages.map((passage) => passage.text).join('')).toBe(text);
          for (const [at, { before, fromWord }] of passages.entries()) {
            const earlier = passages.slice(0, at);
            expect(before).toBe(earlier.map((passage) => passage.text).join(''));
            expect(fromWord).toBe(earlier.reduce((sum, { words }) => sum + words, 0));
          }
        },
      ),
      { seed: 6 },
    );
  });
});
