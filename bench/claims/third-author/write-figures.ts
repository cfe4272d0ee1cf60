/** Numbers, shares and months as English and Chinese papers write them. */

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'x x twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const figures = [...'零一二三四五六七八九'];

/** @param value - 0 to 999. */
export function spell(value: number): string {
  if (value < 20) return small[value] as string;
  if (value < 100) return `${tens[Math.floor(value / 10)]}${value % 10 === 0 ? '' : `-${small[value % 10]}`}`;
  return `${small[Math.floor(value / 100)]} hundred${value % 100 === 0 ? '' : ` and ${spell(value % 100)}`}`;
}

/** @param value - 0 to 9,999. */
export function spellHan(value: number): string {
  const units = ['千', '百', '十', ''];
  const digits = [...String(value).padStart(4, '0')].map(Number);
  const text = digits.map((digit, at) => (digit === 0 ? '零' : `${figures[digit]}${units[at]}`)).join('');
  const trimmed = text
    .replace(/零+/g, '零')
    .replace(/^零|零$/g, '')
    .replace(/^一十/, '十');
  return trimmed === '' ? '零' : trimmed;
}

export const spellYear = (year: number): string =>
  [...String(year)].map((digit) => figures[Number(digit)]).join('');

export const countOf = (value: number): string => value.toLocaleString('en-GB');

/** @param at - 0 for January. */
export const monthOf = (at: number): string => months[at] as string;

export const upper = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** Percentages, and the same in words. */
export const shares: [number, string][] = [
  [12.5, 'one in eight'],
  [15, 'three in twenty'],
  [20, 'a fifth'],
  [25, 'a quarter'],
  [30, 'three in ten'],
  [35, 'seven in twenty'],
  [37.5, 'three in eight'],
  [40, 'two in five'],
];
export const sharesHan: [number, string][] = [
  [12.5, '八分之一'],
  [20, '五分之一'],
  [25, '四分之一'],
  [30, '三成'],
  [37.5, '八分之三'],
  [40, '五分之二'],
  [60, '六成'],
  [70, '七成'],
  [75, '四分之三'],
];
