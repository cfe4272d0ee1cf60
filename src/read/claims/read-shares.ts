/** Shares told otherwise than in per cent: fractions, "one in five", 四成. */
import { measureWords } from './measures.ts';
import type { StatedNumber } from './stated-number.ts';

const parts: Readonly<Record<string, number>> = Object.fromEntries(
  'half third quarter fifth sixth seventh eighth ninth tenth'.split(' ').map((word, at) => [word, at + 2]),
);
const nths: Readonly<Record<string, number>> = { ...parts, second: 2, fourth: 4 };
const everyNth =
  /\bevery\s(other|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b(?!\s(?:day|week|month|year|hour|minute))/gi;
const fraction =
  /\b(an?|one|\d{1,2})[\s-](half|halve|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(s?)\b(?!-)(?=(\s+(?:of|in|less|more|fewer|higher|lower|larger|smaller|during|between|over|since|from|to|by|at|as|on|and|or|when|after|before|while|than|within|this|that|last)\b|\s*[.,;:)]|\s*$)?)/gi;
const loneHalf =
  /(?<!\b(?:first|second|latter|other|upper|lower|northern|southern|eastern|western|a|one)[\s-])\bhalf\b(?!-)|一半|半数/gi;
/** "One in five", "3 out of 10", 3分之1. */
const ratios: readonly [RegExp, (one: string, other: string) => number][] = [
  [
    /\b(one|\d{1,2})\s(?:out\sof|in)\s(?:every\s)?(10|100|12|20|25|50|[2-9])\b(?![\d.,]*\d|\s?%)/gi,
    (a, b) => read(a) / read(b),
  ],
  [
    new RegExp(
      `\\b(one)(?:\\s[a-z]+){1,2}\\s(?:out\\sof|in)\\s(?:every\\s)?(10|100|12|20|25|50|[2-9])\\b(?![\\d.,]*\\d|\\s?%|[\\s-]${measureWords.latin})`,
      'gi',
    ),
    (a, b) => read(a) / read(b),
  ],
  [/(?<!\d)(\d+)分之(\d+)/g, (a, b) => read(b) / read(a)],
];
/** Counts that may also be told as a share: "3 of the 10", 十人里有三人. */
const sharesOfCounts: readonly [RegExp, number, number][] = [
  [
    /\b(\d+)\s(?:[a-z]+\s)?(?:out\s)?(?:of|in)\s(?:the|its|their|all|these|those|every|each)?\s?(\d+)\b/gi,
    1,
    2,
  ],
  [/(?<![\d.])(\d+)[^\d。;；]{0,8}?[里中内](?:[^\d。;；]{0,6}?)(\d+)(?!\d*[年月日])/gu, 2, 1],
  [/每(\d+)[^\d。;；]{1,6}?(?:就|便|约)?有(\d+)/gu, 2, 1],
];
const tenths = /(?<![\d.])(\d{1,2}(?:\.\d)?)成(?![为立功员本都型就])(\d|半)?/g;

const read = (digits: string): number => (/^\d/.test(digits) ? Number(digits.replace(/,/g, '')) : 1);

/**
 * Lists the shares of a text whose numbers are written in digits.
 *
 * @returns The shares, and `rest`: the text with blanks where they stood. Counts that make a share stay there.
 */
export function listShares(text: string): { shares: StatedNumber[]; rest: string } {
  const shares: StatedNumber[] = [];
  let rest = text;
  const share = (value: number, more: Partial<StatedNumber> = {}): StatedNumber => ({
    value,
    kind: 'share',
    digits: 2,
    isHedged: false,
    measures: [],
    ...more,
  });
  const blank = (pattern: RegExp, number: (match: RegExpMatchArray) => StatedNumber | undefined): void => {
    rest = rest.replace(pattern, (...all) => {
      const match = all as unknown as RegExpMatchArray;
      const value = number(match);
      if (value === undefined) return String(all[0]);
      shares.push(value);
      return ' '.repeat(String(all[0]).length);
    });
  };
  for (const [pattern, ratio] of ratios)
    blank(pattern, ([, a = '', b = '']) => {
      const value = ratio(a, b);
      return value > 0 && value < 1 ? share(value, { isHedged: true }) : undefined;
    });
  blank(fraction, ([, count = '', part = '', plural = '', end]) => {
    const value = read(count) / (part === 'halve' ? 2 : (parts[part.toLowerCase()] ?? 1));
    // "A third harbour" is no share.
    return value >= 1 || (plural === '' && end === undefined && /^an?$/i.test(count))
      ? undefined
      : share(value, { isHedged: true });
  });
  blank(everyNth, ([, word = '']) =>
    share(1 / (word.toLowerCase() === 'other' ? 2 : (nths[word.toLowerCase()] ?? 1)), { isHedged: true }),
  );
  blank(loneHalf, () => share(1 / 2, { isHedged: true }));
  blank(tenths, ([, count = '', more]) =>
    share((read(count) + (more === '半' ? 0.5 : read(more ?? '0') / 10)) / 10),
  );
  for (const [pattern, part, whole] of sharesOfCounts)
    for (const match of rest.matchAll(pattern)) {
      const [one, all] = [read(match[part] ?? ''), read(match[whole] ?? '')];
      if (one < all) shares.push(share(one / all, { isLoose: true, digits: 6, insteadOf: [one, all] }));
    }
  return { shares, rest };
}
