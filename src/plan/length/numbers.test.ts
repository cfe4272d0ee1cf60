import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberPattern, parseNumber } from './numbers.ts';

describe('parseNumber', () => {
  it.each([
    ['1,500', 1500],
    ['2.5k', 2500],
    ['12', 12],
    ['3 thousand', 3000],
    ['two hundred and fifty', 250],
    ['twenty-five hundred', 2500],
    ['one hundred thousand', 100_000],
    ['a thousand', 1000],
    ['half a', 0.5],
    ['12 500', 12_500],
    ['12.500', 12_500],
    ["12'500", 12_500],
    ['1.25', 1.25],
    ['1,5k', 1500],
    ['1.500k', 1500],
    ['1½', 1.5],
    ['2 1/2', 2.5],
    ['two and a half thousand', 2500],
    ['2 and a half thousand', 2500],
    ['half a million', 500_000],
    ['a couple of thousand', 2000],
    ['a dozen', 12],
    ['三千', 3000],
    ['一万五千', 15_000],
    ['一万五', 15_000],
    ['一千零五', 1005],
    ['两万三千四百五十六', 23_456],
    ['十二万', 120_000],
    ['百万', 1_000_000],
    ['二〇〇〇', 2000],
    ['3.5万', 35_000],
    ['1万2千', 12_000],
    ['5百', 500],
    ['2w', 20_000],
  ])('reads %s as %d', (text, value) => {
    expect(parseNumber(text)?.value).toBe(value);
  });

  it('reads two neighbouring Han digits as a range', () => {
    expect(parseNumber('两三千')).toMatchObject({ value: 2000, upTo: 3000 });
    expect(parseNumber('七八百')).toMatchObject({ value: 700, upTo: 800 });
  });

  it('reads back every whole number, whatever groups its digits', () => {
    const separators = fc.constantFrom(',', '.', ' ', "'", '\u00a0', '\u2009', '\u202f');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), separators, (value, separator) => {
        const text = value.toLocaleString('en-US').replaceAll(',', separator);
        expect(text.match(new RegExp(numberPattern, 'gi'))).toEqual([text]);
        expect(parseNumber(text)?.value).toBe(value);
      }),
    );
  });
});

describe('numberPattern', () => {
  it.each([
    ['It cost $500 in all', []],
    ['v2.5 of GPT4', []],
    ['第三章', []],
    ['in 2020 500 of chapter 3 200', ['2020', '500', '3', '200']],
    ['1,500 or two thousand', ['1,500', 'two thousand']],
    ['大约三千五百字', ['三千五百']],
  ])('finds the free numbers of %j', (text, expected) => {
    expect(text.match(new RegExp(numberPattern, 'gi')) ?? []).toEqual(expected);
  });
});
