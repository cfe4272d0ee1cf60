/** Numbers as people write them in English and Chinese: 1,500 · 2k · two thousand · 三千 · 1万5千 · 2w · 七八百. */

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
const hanDigits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const hanScales: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, w: 10_000, k: 1000 };

const englishWord = `(?:${[...Object.keys(englishOnes), ...Object.keys(englishScales)].join('|')})`;
const englishNumber = `(?:half\\s+a|(?:an?\\s+(?=dozen|hundred|thousand|million))?${englishWord}(?:(?:[\\s-]+|\\s+and\\s+)${englishWord})*\\b)`;
const digits = '(?:\\d{1,3}(?:[,，]\\d{3})+(?!\\d)|\\d+(?:\\.\\d+)?)';
const digitNumber = `${digits}(?:(?:[\\s-]?(?:hundred|thousand|million)\\b|\\s?[kK](?![a-zA-Z]))|(?:\\s?[万千百wW](?![a-zA-Z])(?:\\d+(?:\\.\\d+)?[千百]?)?)+)?`;
const hanNumber = '[零〇一二两三四五六七八九十百千万]+';

/** Source of a regular expression that matches one number; without groups, for use inside larger ones. */
export const numberPattern = `(?:(?<![\\d.,$€£¥#a-zA-Z])${digitNumber}|\\b${englishNumber}|(?<!第)${hanNumber})`;

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
  if (/^half\s+a$/.test(plain)) return { value: 0.5, scale: 1 };
  if (/^[a-z]/.test(plain)) return parseEnglishWords(plain);
  if (/^\d/.test(plain)) return parseDigits(plain);
  const pair = /^(.*?)([一二两三四五六七八九])([一二两三四五六七八九])([十百千万]+)$/.exec(plain);
  if (pair !== null) {
    const [, head = '', low = '', high = '', scale = ''] = pair;
    const from = parseHan(head + low + scale);
    const upTo = parseHan(head + high + scale);
    return from && upTo && upTo.value > from.value ? { ...from, upTo: upTo.value } : undefined;
  }
  return parseHan(plain);
}

function parseDigits(text: string): WrittenNumber | undefined {
  const [, number = '', rest = ''] = /^([\d,，]+(?:\.\d+)?)(.*)$/.exec(text) ?? [];
  const value = Number(number.replace(/[,，]/g, ''));
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
