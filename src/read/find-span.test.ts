import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpanFinder, findSpan } from './find-span.ts';

const found = (text: string, quote: string): string | undefined => {
  const span = findSpan(text, quote);
  return span && text.slice(span.from, span.to);
};

describe('findSpan', () => {
  it('finds a quotation letter by letter', () => {
    expect(findSpan('It rose by 12 percent.', 'rose by 12')).toEqual({ from: 3, to: 13, isExact: true });
  });

  it.each([
    ['line breaks and blanks', 'The harbour\n  was  closed.', 'harbour was closed', 'harbour\n  was  closed'],
    ['quotation marks', 'She said “no” and ‘yes’.', `said "no" and 'yes'`, 'said “no” and ‘yes’'],
    ['dashes', 'The years 1990–1995 were—dry.', '1990-1995 were-dry', '1990–1995 were—dry'],
    ['full-width forms', '增长了１２％，很快。', '增长了12%,很快', '增长了１２％，很快'],
    ['a line break inside Chinese', '港口在冬天\n关闭了。', '冬天关闭', '冬天\n关闭'],
    [
      'emphasis marks',
      'The **Kestrel** sank in `1912`.',
      'The Kestrel sank in 1912',
      'The **Kestrel** sank in `1912',
    ],
    ['a divided word', 'An exam-\nple of it.', 'An example of it', 'An exam-\nple of it'],
    [
      'soft hyphens and marks of no width',
      'A har\u00adbour\u200b town',
      'harbour town',
      'har\u00adbour\u200b town',
    ],
    ['three dots', 'And then… nothing.', 'then... nothing', 'then… nothing'],
  ])('forgives %s', (_what, text, quote, expected) => {
    expect(found(text, quote)).toBe(expected);
  });

  it.each([
    ['another number', 'It rose by 12 percent.', 'rose by 13'],
    ['part of a number', 'It rose by 15 % and 2.5 m and 1,000.', '5 %'],
    ['the end of a decimal', 'A depth of 2.5 m.', '5 m'],
    ['the start of a thousand', 'They paid 1,000 coins.', 'paid 1'],
    ['a number without its sign', 'It was -5 degrees.', '5 degrees'],
    ['part of a word', 'The party began.', 'art'],
    ['other capitals', 'It was Polish.', 'polish'],
    ['a left-out negation', 'It was not safe.', 'It was safe'],
    ['nothing', 'Text.', ' \n'],
  ])('does not find %s', (_what, text, quote) => {
    expect(findSpan(text, quote)).toBeUndefined();
  });

  it('goes on to a later place where the first is inside a word', () => {
    expect(found('A party of art lovers', 'art')).toBe('art');
    expect(findSpan('A party of art lovers', 'art')?.from).toBe(11);
  });

  it('finds any stretch of any text, after its white space was changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('alpha', 'beta', '潮水', '“quoted”', '3.5', 'x—y', '𠮷'), { minLength: 3 }),
        fc.nat(),
        fc.nat(),
        (words, a, b) => {
          const text = words.join(' \n ');
          const start = a % words.length;
          const quote = words.slice(start, start + 1 + (b % 4)).join(' ');
          const span = findSpan(text, quote);
          expect(span).toBeDefined();
          expect(text.slice(span?.from, span?.to).replace(/\s/g, '')).toBe(quote.replace(/\s/g, ''));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('serves many quotations of one text', () => {
    const find = createSpanFinder('One  two. Three  four.');
    expect(find('One two')?.from).toBe(0);
    expect(find('Three four')?.from).toBe(10);
    expect(find('Five')).toBeUndefined();
  });
});
