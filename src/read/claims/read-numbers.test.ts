import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listUnstated, statesNumber } from './compare-numbers.ts';
import { listDates, statesDate } from './read-dates.ts';
import { listNumbers } from './read-numbers.ts';
import { writeDigits } from './write-digits.ts';

const numbersOf = (text: string) => listNumbers(listDates(text).rest).numbers;
const isStated = (claim: string, source: string): boolean => {
  const claimed = numbersOf(claim);
  if (claimed.length === 0) throw new Error(`no number in ${claim}`);
  return listUnstated(claimed, numbersOf(source)).length === 0;
};

describe('writeDigits', () => {
  it.each([
    ['two hundred and five', '205'],
    ['three million two hundred thousand', '3200000'],
    ['the forty-third of them, and one more', 'the forty-third of them, and one more'],
    ['a year and a half', '1.5 year'],
    ['half a dozen boats, half an hour', '6 boats, 0.5 hour'],
    ['四千八百万元', '48000000元'],
    ['一九八九年十二月二十三日', '1989年12月23日'],
    ['三点五公里，百分之十二点五', '3.5公里,12.5%'],
    ['两年半，三个半小时，半年', '2.5年,3.5个小时,0.5年'],
    ['一千零五千克', '1005千克'],
    ['他一一走过三亚', '他一一走过三亚'],
  ])('%s is %s', (text, digits) => {
    expect(writeDigits(text)).toBe(digits);
    expect(writeDigits(digits)).toBe(digits);
  });
});

describe('numbers with units', () => {
  it.each([
    ['4.8 km', '4,800 metres'],
    ['3.5 tonnes', '3,500 kilograms'],
    ['two years', '24 months'],
    ['a year and a half', '18 months'],
    ['27 months', 'two years and three months'],
    ['90 minutes', 'an hour and a half'],
    ['2.5 hectares', '25,000 square metres'],
    ['3 miles', '4.83 km'],
    ['US$0.3m', '300,000 dollars'],
    ['4800万元', '四千八百万元'],
    ['0.48亿元', '4800万元'],
    ['7.2吨', '七千二百公斤'],
    ['1.5公里', '一千五百米'],
    ['两年', '二十四个月'],
    ['四十三人', '43人'],
    ['约五千吨', '5,120吨'],
    ['一年零三个月', '15个月'],
    ['12 months of work', 'the annual round of work'],
    ['12 m', '12 metres'],
    ['£12 m', '12 million pounds'],
    ['4,800', '4,800 metres'],
  ])('%s may be said of %s', (claim, source) => {
    expect(isStated(claim, source)).toBe(true);
  });

  it.each([
    ['4.8 km', '4.8 metres'],
    ['7 km', '7 kg'],
    ['two years', '2 months'],
    ['4800万元', '4800元'],
    ['0.48亿元', '480万元'],
    ['7.2吨', '七百二十公斤'],
    ['$3 million', '3 million euros'],
    ['3 miles', '3 km'],
  ])('%s may not be said of %s', (claim, source) => {
    expect(isStated(claim, source)).toBe(false);
  });

  it('converts any length there and back', () => {
    const metres = fc.integer({ min: 1, max: 5_000_000 });
    fc.assert(
      fc.property(metres, (length) => {
        expect(isStated(`${length / 1_000} km`, `${length} metres`)).toBe(true);
        expect(isStated(`${length} metres`, `${(length * 1.2) / 1_000} km`)).toBe(false);
      }),
    );
  });
});

describe('shares', () => {
  it.each([
    ['40 %', '四成'],
    ['七成五', '75%'],
    ['30 % of the crew', 'three out of ten'],
    ['3 of the 10 boats', '30 per cent of the boats'],
    ['25 % of homes', 'one home in four'],
    ['20 % of homes', 'every fifth home'],
    ['a third of the boats', '33 % of the boats'],
    ['两成', '十户里有两户'],
    ['三分之二', '66.7%'],
  ])('%s may be said of %s', (claim, source) => {
    expect(isStated(claim, source)).toBe(true);
  });

  it('takes an ordinal for no share, and a share for no count', () => {
    expect(numbersOf('A third harbour followed.')).toEqual([]);
    expect(isStated('40 boats', '四成的船')).toBe(false);
  });
});

describe('dates', () => {
  const isDated = (claim: string, source: string): boolean => {
    const [date] = listDates(claim).dates;
    if (date === undefined) throw new Error(`no date in ${claim}`);
    return statesDate(date, listDates(source).dates);
  };
  it.each([
    ['1989年', '一九八九年'],
    ['1959年2月4日', '一九五九年二月四日'],
    ['on 4 February 1959', '1959年2月4日'],
    ['on 17 April 1997', 'on 17 Apr 1997'],
    ['on 4 February 1959', '1959-02-04'],
    ['on 4 February 1959', '4.2.1959'],
    ['in the 1990s', 'in 1997'],
    ['in the nineties', '九十年代'],
    ['in the 19th century', 'in 1851'],
  ])('%s is %s', (claim, source) => {
    expect(isDated(claim, source)).toBe(true);
  });
  it.each([
    ['1989年', '一九九八年'],
    ['1959年2月4日', '一九五九年四月二日'],
    ['in 1997', 'in the 1990s'],
    ['in the 1990s', 'in 2001'],
    ['on 5 February 1959', '4.2.1959'],
  ])('%s is not %s', (claim, source) => {
    expect(isDated(claim, source)).toBe(false);
  });
});

it('backs "a year" without asking a source for it', () => {
  const [year] = numbersOf('It took a year.');
  expect(year?.isLoose).toBe(true);
  expect(
    statesNumber(
      {
        value: 12,
        kind: 'count',
        digits: 2,
        isHedged: false,
        measures: [{ dimension: 'time', factor: 2_629_800 }],
      },
      year === undefined ? [] : [year],
    ),
  ).toBe(true);
});

it('takes no longer for odd text than for prose', () => {
  const odd = ['1'.repeat(50_000), '一'.repeat(50_000), ' 3 in'.repeat(10_000), ' a'.repeat(25_000)].join(
    '\n',
  );
  const startedAt = performance.now();
  numbersOf(odd);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
