import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattenAnswer, splitTokens } from './hellobench-tokens.ts';

describe('tokens', () => {
  it.each([
    ['It burned.', ['It', 'burned', '.']],
    ["They don't know it's 3,000 miles.", ['They', 'do', "n't", 'know', 'it', "'s", '3,000', 'miles', '.']],
    [
      '"Stop!" he said, and (at 12:30) left...',
      ['``', 'Stop', '!', "''", 'he', 'said', ',', 'and', '(', 'at', '12:30', ')', 'left', '...'],
    ],
    ['Dr. Low lives in the U.S. today.', ['Dr.', 'Low', 'lives', 'in', 'the', 'U.S.', 'today', '.']],
    [
      'One -- two; a well-known *bold* 5% gain.',
      ['One', '--', 'two', ';', 'a', 'well-known', '*', 'bold', '*', '5', '%', 'gain', '.'],
    ],
    ['First line.\nSecond line.', ['First', 'line', '.', 'Second', 'line', '.']],
    ["'Now' I cannot—gonna not.", ["'", 'Now', "'", 'I', 'can', 'not', '—', 'gon', 'na', 'not', '.']],
    ['', []],
  ])('of %j are words and marks apart', (text, tokens) => {
    expect(splitTokens(text)).toEqual(tokens);
  });

  it('hold every letter of the text and no blank', () => {
    const text = fc.string({ unit: fc.constantFrom(...`ab Z.,'"?-:1\n()é水。`), maxLength: 60 });
    const letters = (some: string): string => some.replaceAll(/[\s"'`]/g, '');
    fc.assert(
      fc.property(text, (some) => {
        const tokens = splitTokens(some);
        expect(tokens.every((each) => /^\S+$/.test(each))).toBe(true);
        expect(letters(tokens.join(''))).toBe(letters(some));
      }),
    );
  });
});

describe('a flattened answer', () => {
  it('has no line break and no Markdown paragraph left', () => {
    expect(flattenAnswer('# Title\n\nOne, two.\n')).toBe('# Title One , two .');
  });

  it('is whole up to 15,000 tokens and cut to 16,000 above', () => {
    const length = (words: number): number => flattenAnswer('word '.repeat(words)).split(' ').length;
    expect(length(15_000)).toBe(15_000);
    expect(length(15_001)).toBe(15_001);
    expect(length(20_000)).toBe(16_000);
  });
});
