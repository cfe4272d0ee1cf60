/** Numbers as people write them in English and Chinese: 1,500 · 2k · two thousand · 三千 · 1万5千 · 2w · 七八百. */
import { hanDigits } from '../../text/han-digits.ts';

const englishOnes: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const englishScales: Record<string, number> = { dozen: 12, hundred: 100, thousand: 1000, million: 1_000_000 };
const hanScales: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, w: 10_000, k: 1000 };

const join = '[\\s-]+';
const scaleWord = `(?:${Object.keys(englishScales).join('|')})`;
const englishWord = `(?:${[...Object.keys(englishOnes), ...Object.keys(englishScales)].join('|')})`;
const englishWords = `(?:an?\\s+(?=${scaleWord}\\b))?${englishWord}(?:(?:${join}|\\s+and\\s+)${englishWord})*`;
const scales = `(?:${join}${scaleWord})*\\b`;
const andHalf = `${join}and${join}an?${join}half`;
const dividedUnit = `${join}(?:page|hour|minute)`;
const englishNumber = `(?:${[
  `${englishWords}${andHalf}${scales}`,
  `half\\s+an?${scales}`,
  `(?:an?\\s+)?half(?=${dividedUnit})`,
  `(?:an?\\s+)?quarter(?:\\s+of\\s+an)?(?=${join}hour)`,
  `an?\\s+couple(?:\\s+of)?${scales}`,
  `${englishWords}\\b`,
].join('|')})`;

/** Spaces that group digits by three; a plain one does so where no word before it takes a number ("chapter 3 500 words"). */
const groupSpace = '[ \\u00a0\\u2009\\u202f]';
const numbered =
  '(?:section|chapter|part|paragraph|page|act|scene|book|volume|episode|lesson|unit|module|step|day|week|level|grade|room|question|topic|slide|top|no\\.|number|v|version)';
const digits = `(?:${[
  '\\d{1,3}(?:[,，]\\d{3})+(?!\\d)',
  '[1-9]\\d{0,2}(?:\\.\\d{3})+(?![.\\d]|\\s?[kK万千百wW](?![a-zA-Z])|[\\s-]?(?:hundred|thousand|million)\\b)',
  `(?<!\\b${numbered}\\s)[1-9]\\d{0,2}(?:${groupSpace}\\d{3})+(?!\\d)`,
  "[1-9]\\d{0,2}(?:['’]\\d{3})+(?!\\d)",
  '(?:\\d+\\s?)?[½¼¾]',
  '\\d+\\s[13]/[24]',
  '\\d+,\\d{1,2}(?![\\d,])',
  '\\d+(?:\\.\\d+)?',
].join('|')})`;
const digitNumber = `${digits}(?:${andHalf}${scales}|[\\s-]?(?:hundred|thousand|million)\\b|\\s?[kK](?![a-zA-Z])|(?:\\s?[万千百wW](?![a-zA-Z])(?:\\d+(?:\\.\\d+)?[千百]?)?)+)?`;
const hanNumber = '[零〇一二两三四五六七八九十百千万]+';

/** Source of a regular expression that matches one number; without groups, for use inside larger ones. */
export const numberPattern = `(?:(?<![\\d$€£¥#a-zA-Z]|\\d[.,'’/])${digitNumber}|\\b${englishNumber}|(?<!第)${hanNumber})`;

/** A number, its last scale word as a factor (1 without one), and its upper end where it names two at once. */
export type WrittenNumber = { value: number; scale: number; upTo?: number };

/**
 * Reads one number as matched by `numberPattern`; undefined where it is none after all ("百千").
 *
 * Two neighbouring Han digits before a scale name a range: 两三千 is 2,000 `upTo` 3,000. A scale without a digit
 * counts once: 千 is 1,000, 百万 is 1,000,000.
 */
export function parseNumber(text: string): WrittenNumber | undefined {
  const plain = text.trim().toLowerCase();
  if (/^[a-z]/.test(plain)) return parseEnglish(plain);
  const half = new RegExp(`^(.+?)${andHalf}(.*)$`).exec(plain);
  if (half !== null) return addHalf(parseDigits(half[1] ?? ''), half[2]);
  if (/^[\d½¼¾]/.test(plain)) return parseDigits(plain);
  const pair = /^(.*?)([一二两三四五六七八九])([一二两三四五六七八九])([十百千万]+)$/.exec(plain);
  if (pair !== null) {
    const [, head = '', low = '', high = '', scale = ''] = pair;
    const from = parseHan(head + low + scale);
    const upTo = parseHan(head + high + scale);
    return from && upTo && upTo.value > from.value ? { ...from, upTo: upTo.value } : undefined;
  }
  return parseHan(plain);
}

const fractions: Record<string, number> = {
  '½': 0.5,
  '¼': 0.25,
  '¾': 0.75,
  '1/2': 0.5,
  '1/4': 0.25,
  '3/4': 0.75,
};

function parseDigits(text: string): WrittenNumber | undefined {
  const shape =
    /^(\d{1,3}(?:(?:[,，'’ \u00a0\u2009\u202f]\d{3})+(?!\d)|(?:\.\d{3})+(?![.\d]|\s?[kw万千百]|[\s-]?(?:hundred|thousand|million)))|\d+(?:[.,]\d+)?(?!\/)|)(?:\s?([½¼¾]|[13]\/[24]))?(.*)$/;
  const [, number = '', fraction = '', rest = ''] = shape.exec(text) ?? [];
  const isGrouped = /^\d{1,3}(?:[^\d]\d{3})+$/.test(number) && !(number.includes('.') && hasScale(rest));
  const whole = isGrouped && !/^0/.test(number) ? number.replace(/\D/g, '') : number.replace(',', '.');
  const value = Number(whole) + (fractions[fraction] ?? 0);
  const word = englishScales[rest.replace(/[\s-]/g, '')];
  if (word !== undefined) return { value: value * word, scale: word };
  let total = 0;
  let pending = value;
  let scale = 1;
  for (const [part] of rest.replace(/\s/g, '').matchAll(/\d+(?:\.\d+)?|[万千百wk]/g)) {
    const factor = hanScales[part];
    if (factor === undefined) {
      pending = Number(part);
    } else {
      total += pending * factor;
      pending = 0;
      scale = factor;
    }
  }
  return { value: Math.round((total + pending) * 1000) / 1000, scale };
}

const hasScale = (rest: string): boolean => /^[\s-]*(?:[kw万千百]|hundred|thousand|million)/.test(rest);

function parseEnglish(text: string): WrittenNumber | undefined {
  const [, head = '', tail = ''] = new RegExp(`^(.+?)${andHalf}(.*)$`).exec(text) ?? [];
  if (head !== '') return addHalf(parseEnglishWords(head), tail);
  const part = /^(?:an?\s+)?(half|quarter|couple)\b(?:\s+(?:an?|of)\b)*(.*)$/.exec(text);
  if (part === null) return parseEnglishWords(text);
  const times = { half: 0.5, quarter: 0.25, couple: 2 }[part[1] ?? ''] ?? 1;
  const scale = scaleOf(part[2]);
  return { value: times * scale, scale };
}

/** "two" and "thousand" of "two and a half thousand". */
function addHalf(number: WrittenNumber | undefined, scaleText = ''): WrittenNumber | undefined {
  const scale = scaleOf(scaleText);
  return number && { value: (number.value + 0.5 * number.scale) * scale, scale: scale * number.scale };
}

const scaleOf = (text = ''): number =>
  text.split(/[\s-]+/).reduce((product, word) => product * (englishScales[word] ?? 1), 1);

function parseEnglishWords(text: string): WrittenNumber | undefined {
  let total = 0;
  let group = 0;
  let scale = 1;
  for (const word of text.split(/[\s-]+/)) {
    const one = englishOnes[word];
    const factor = englishScales[word];
    if (one !== undefined) group += one;
    if (factor === undefined) continue;
    scale = factor;
    group = (group || 1) * factor;
    if (factor >= 1000) {
      total += group;
      group = 0;
    }
  }
  return total + group > 0 ? { value: total + group, scale } : undefined;
}

function parseHan(text: string): WrittenNumber | undefined {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let scale = 1;
  for (const character of text) {
    const value = hanDigits[character];
    const factor = hanScales[character];
    if (value !== undefined) {
      // Digits in a row are read by place: 二〇〇〇.
      digit = digit === undefined ? value : digit * 10 + value;
    } else if (factor === 10_000) {
      total = (total + section + (digit ?? 0) || 1) * factor;
      section = 0;
      digit = undefined;
      scale = factor;
    } else if (factor !== undefined) {
      section += (digit ?? 1) * factor;
      digit = undefined;
      scale = factor;
    }
  }
  // 一万二 and 三千五 leave out the scale of the last digit.
  const last =
    digit === undefined
      ? 0
      : scale > 10 && !/[零〇]/.test(text) && total + section > 0
        ? digit * (scale / 10)
        : digit;
  const value = total + section + last;
  return value > 0 ? { value, scale } : undefined;
}
