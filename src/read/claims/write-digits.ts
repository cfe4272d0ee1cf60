/** Numbers in words, English and Chinese, as digits: so that one pattern reads them all. */
import { hanDigits } from '../../text/han-digits.ts';
import { measureWords } from './measures.ts';

const units: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
);
const scales: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 };
const numberWord = [
  ...Object.keys(units),
  ...Object.keys(tens),
  ...Object.keys(scales),
  'hundred',
  'dozen',
].join('|');
/** A scale behind digits ("3 million") is left to whoever reads digits. */
const words = new RegExp(
  `(?<![\\d.][\\s-]?)\\b(?:(?:a|${numberWord})(?:[\\s-]+(?:and\\s+)?(?=(?:${numberWord})\\b)|\\b))+(?!-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\\b)`,
  'gi',
);

const hanScales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
/** 千 of 千克 and 千米 belongs to the unit. */
const han = '(?:[零〇一二两三四五六七八九十百万亿]|千(?![克米瓦]))';
const digit = '[零〇一二两三四五六七八九]';
const counters = `个名艘条座次家人种台辆倍位层件只项处所间支架门匹头株幢栋册本张套组届户口月日号季期批页章岁比成分点`;
const hanNumbers: readonly [RegExp, (match: string) => string][] = [
  // Years are told digit by digit.
  [new RegExp(`${digit}{4}(?=\\s?年)`, 'gu'), (match) => [...match].map((each) => hanDigits[each]).join('')],
  [
    new RegExp(`百分之(?:${han}{1,24}(?:点${digit}{1,12})?|\\d+(?:\\.\\d+)?)`, 'gu'),
    (match) => `${readDecimal(match.slice('百分之'.length))}%`,
  ],
  [new RegExp(`千分之${han}{1,24}`, 'gu'), (match) => `${readHan(match.slice('千分之'.length))}‰`],
  [
    new RegExp(`(?:${han}{1,24})点${digit}{1,12}(?![零〇一二两三四五六七八九]*[十分])`, 'gu'),
    (match) => readDecimal(match),
  ],
  // A digit and a scale make a number wherever they stand; a lone character only before what is counted.
  [
    new RegExp(`(?:${digit}(?=[十百千万亿])${han}{1,24}|十[一二三四五六七八九]${han}{0,24})`, 'gu'),
    (match) => String(readHan(match)),
  ],
  [
    new RegExp(
      `(?<=分之)${han}{1,24}|(?:${han}{2,24}|[二两三四五六七八九十])(?=\\s?(?:[${counters}]|${measureWords.han}))`,
      'gu',
    ),
    (match) => String(readHan(match)),
  ],
  [new RegExp(`(?<=\\d成)${digit}`, 'gu'), (match) => String(readHan(match))],
  [
    new RegExp(`${digit}(?=分之\\d)|(?<=月)[一二三四五六七八九十](?=[日号])|一(?=月\\d)`, 'gu'),
    (match) => String(readHan(match)),
  ],
];

/**
 * Writes the numbers of a text in digits: "two hundred and five" is 205, 四千八百万 is 48000000, 一九八九年 is 1989年,
 * "a year and a half" is 1.5 year, 两年半 is 2.5年. Lone "one" and 一 stay: they count nothing as often as not.
 * Full-width signs become plain ones.
 */
export function writeDigits(text: string): string {
  let written = text.replace(/(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))/g, '').normalize('NFKC');
  for (const [pattern, write] of hanNumbers) written = written.replace(pattern, write);
  written = written.replace(/\bhalf[\s-](?:a[\s-])?dozen\b/gi, '6').replace(words, (match) => {
    const value = readWords(match.toLowerCase());
    return value === undefined ? match : String(value);
  });
  return writeHalves(written);
}

const latin = measureWords.latin;
const halves: readonly [RegExp, (...parts: string[]) => string][] = [
  [
    new RegExp(`\\b(an?|one|\\d+)[\\s-](${latin})\\sand\\sa\\shalf\\b`, 'gi'),
    (_all, count = '', unit = '') => `${addHalf(count)} ${unit}`,
  ],
  [/\b(one|\d+)(?:\sand\sa\shalf|½)/gi, (_all, count = '') => addHalf(count)],
  [
    new RegExp(`\\bhalf[\\s-](?:an?[\\s-])?(${latin}|thousand|million|billion)\\b`, 'gi'),
    (_all, unit = '') => `0.5 ${unit}`,
  ],
  [
    new RegExp(`(一|(?<!\\d)\\d+)(个?)(${measureWords.han}|月)半`, 'gu'),
    (_all, count = '', mark = '', unit = '') => `${addHalf(count)}${mark}${unit}`,
  ],
  [
    new RegExp(`(一|(?<!\\d)\\d+)个半(?=${measureWords.han}|月)`, 'gu'),
    (_all, count = '') => `${addHalf(count)}个`,
  ],
  [new RegExp(`(?<![一大多上下前后\\d])半(?=个?(?:${measureWords.han}|月))`, 'gu'), () => '0.5'],
];

/** "A year" is a number where it begins a longer stretch: "a year and three months". */
const begun = new RegExp(
  `\\b(?:an?|one)[\\s-](?=${latin}\\s(?:and\\s)?\\d+[\\s-]${latin}\\b)|一(?=个?${measureWords.han}[零又]?\\d+个?${measureWords.han})`,
  'gi',
);

const addHalf = (count: string): string => String((/^\d/.test(count) ? Number(count) : 1) + 0.5);

function writeHalves(text: string): string {
  const written = text.replace(begun, (match) => (match === '一' ? '1' : '1 '));
  return halves.reduce((whole, [pattern, write]) => whole.replace(pattern, write), written);
}

function readWords(phrase: string): number | undefined {
  let total = 0;
  let current = 0;
  const parts = phrase.split(/[\s-]+/).filter((word) => word !== 'and' && word !== '');
  if (parts.length === 1 && (parts[0] === 'one' || scales[parts[0] ?? ''] !== undefined)) return undefined;
  if (parts.every((part) => part === 'a') || /^(?:hundred|dozen)$/.test(phrase.trim())) return undefined;
  for (const part of parts) {
    const unit = units[part] ?? tens[part];
    if (unit !== undefined) current += unit;
    else if (part === 'a') current = 1;
    else if (part === 'dozen') current = Math.max(1, current) * 12;
    else if (part === 'hundred') current = Math.max(1, current) * 100;
    else {
      total += Math.max(1, current) * (scales[part] ?? 1);
      current = 0;
    }
  }
  return total + current;
}

function readDecimal(text: string): string {
  if (/^\d/.test(text)) return text;
  const [whole = '', part] = text.split('点');
  const digits = [...(part ?? '')].map((each) => hanDigits[each]).join('');
  return `${readHan(whole)}${part === undefined ? '' : `.${digits}`}`;
}

function readHan(text: string): number {
  let total = 0;
  let section = 0;
  let last = 0;
  for (const character of text) {
    const scale = hanScales[character];
    if (character === '万' || character === '亿') {
      total = Math.max(1, total + section + last) * (character === '万' ? 1e4 : 1e8);
      [section, last] = [0, 0];
    } else if (scale !== undefined) {
      section += (last === 0 ? 1 : last) * scale;
      last = 0;
    } else last = hanDigits[character] ?? 0;
  }
  return total + section + last;
}
