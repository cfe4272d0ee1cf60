/** The numbers a sentence states, in digits and in words, as values that can be compared. */
import { hanDigits } from '../../text/han-digits.ts';

export type StatedNumber = {
  /** A share as a part of 1: `12 %` is 0.12. */
  value: number;
  kind: 'count' | 'share';
  /** Significant digits as written: 3 for `1.20 million`, 1 for `1,000`. */
  digits: number;
  /** Said as near to it: "about", "nearly", 约. */
  isHedged: boolean;
};

const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
  bn: 1e9,
  trillion: 1e12,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  億: 1e8,
};
const scaleNames =
  'hundred|thousand|million|billion|trillion|bn|[km](?![\\p{L}])|百万|千万|百|千|万|萬|亿|億';
const percent = '%|％|‰|per ?cent|percent(?:age points?)?|pct';
const digitNumber = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}.,_])(\\d{1,3}(?:[,\\u00a0\\u202f]\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)\\s?(${scaleNames})?\\s?(${percent})?`,
  'giu',
);

const units: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
);
const numberWord = [
  ...Object.keys(units),
  ...Object.keys(tens),
  'hundred',
  'thousand',
  'million',
  'billion',
  'dozen',
].join('|');
const wordNumber = new RegExp(
  `\\b(?:(?:a|${numberWord})(?:[\\s-]+(?:and\\s+)?(?=${numberWord})|\\b))+(?:\\s+(${percent}))?`,
  'gi',
);
const fractions: readonly [RegExp, number][] = [
  [/\bthree[\s-]quarters?\b|四分之三/gi, 3 / 4],
  [/\btwo[\s-]thirds?\b|三分之二/gi, 2 / 3],
  [/\b(?:a|one)[\s-]third\b|三分之一/gi, 1 / 3],
  [/\b(?:a|one)[\s-]quarter\b|四分之一/gi, 1 / 4],
  [/\b(?:a|one)[\s-]fifth\b|五分之一/gi, 1 / 5],
  [/\bhalf\b|一半|半数/gi, 1 / 2],
];

const hanScales: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const han = '[零〇一二两三四五六七八九十百千万亿]';
/** A lone character is a number only before what is counted; several may be an idiom. */
const hanNumber = new RegExp(
  `百分之(${han}+)|(${han})成(?![为立功])|(${han}{2,}|[二两三四五六七八九十])(?=[个名艘条座次家人种台辆倍元吨米公里小时天项处所只层件位])`,
  'gu',
);
const hedgeBefore =
  /(?:about|around|roughly|nearly|almost|approximately|some|over|more than|under|less than|close to|up to|at least|约|大约|近|将近|超过|不到|逾|至少|多达)\s*$/i;
const hedgeAfter = /^\s*(?:or so|多|余|左右)/i;

/** Lists every number in a text, dates left out where the caller has blanked them. Lone "one" and 一 are none. */
export function listNumbers(text: string): StatedNumber[] {
  const found: StatedNumber[] = [];
  let rest = text.normalize('NFKC');
  const hedged = (from: number, to: number): boolean =>
    hedgeBefore.test(rest.slice(Math.max(0, from - 20), from)) || hedgeAfter.test(rest.slice(to, to + 8));
  const take = (
    pattern: RegExp,
    read: (match: RegExpMatchArray) => Omit<StatedNumber, 'isHedged'> | undefined,
  ): void => {
    const spans: [number, number][] = [];
    for (const match of rest.matchAll(pattern)) {
      const number = read(match);
      if (number === undefined) continue;
      const to = match.index + match[0].length;
      found.push({ ...number, isHedged: hedged(match.index, to) });
      spans.push([match.index, to]);
    }
    for (const [from, to] of spans) rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
  };
  for (const [pattern, value] of fractions) take(pattern, () => ({ value, kind: 'share', digits: 2 }));
  take(hanNumber, ([, share, tenth, count]) => {
    if (share !== undefined) return { value: readHan(share) / 100, kind: 'share', digits: 2 };
    if (tenth !== undefined) return { value: readHan(tenth) / 10, kind: 'share', digits: 1 };
    return count === undefined
      ? undefined
      : { value: readHan(count), kind: 'count', digits: countDigits(String(readHan(count))) };
  });
  take(digitNumber, ([, digits = '', scale, share]) => {
    const plain = digits.replace(/[,\u00a0\u202f]/g, '');
    const value = Number(plain) * (scale === undefined ? 1 : (scales[scale.toLowerCase()] ?? 1));
    const isShare = share !== undefined;
    return {
      value: isShare ? value / (share === '‰' ? 1_000 : 100) : value,
      kind: isShare ? 'share' : 'count',
      digits: countDigits(plain),
    };
  });
  take(wordNumber, ([words, share]) => {
    const value = readWords(words.toLowerCase());
    if (value === undefined) return undefined;
    return {
      value: share === undefined ? value : value / 100,
      kind: share === undefined ? 'count' : 'share',
      digits: countDigits(String(value)),
    };
  });
  return found;
}

/** Whether what a text states may be said as `claimed`: the same value, or one that it rounds to. */
export function statesNumber(claimed: StatedNumber, stated: readonly StatedNumber[]): boolean {
  return stated.some(({ value, kind, digits }) => {
    if (kind !== claimed.kind) return false;
    const off = Math.abs(value - claimed.value);
    if (off <= 1e-9 * Math.max(1, Math.abs(value))) return true;
    if (claimed.isHedged && off <= 0.05 * Math.abs(value)) return true;
    const rounded = Number(value.toPrecision(Math.max(1, claimed.digits)));
    return (
      claimed.digits >= 2 &&
      claimed.digits < digits &&
      Math.abs(rounded - claimed.value) <= 1e-9 * Math.abs(value)
    );
  });
}

const countDigits = (plain: string): number =>
  Math.max(
    1,
    plain
      .replace('.', '')
      .replace(/^0+/, '')
      .replace(plain.includes('.') ? /$^/ : /0+$/, '').length,
  );

function readWords(words: string): number | undefined {
  let total = 0;
  let current = 0;
  const parts = words.split(/[\s-]+/).filter((word) => word !== 'and' && word !== '');
  if (parts.length === 1 && (parts[0] === 'one' || parts[0] === 'a')) return undefined;
  if (parts.every((part) => part === 'a')) return undefined;
  for (const part of parts) {
    const unit = units[part] ?? tens[part];
    if (unit !== undefined) current += unit;
    else if (part === 'a') current = 1;
    else if (part === 'dozen') current = Math.max(1, current) * 12;
    else if (part === 'hundred') current = Math.max(1, current) * 100;
    else if (scales[part] !== undefined) {
      total += Math.max(1, current) * (scales[part] ?? 1);
      current = 0;
    }
  }
  return total + current;
}

function readHan(text: string): number {
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of text) {
    const scale = hanScales[character];
    if (character === '万' || character === '亿') {
      total = (total + section + digit) * (character === '万' ? 1e4 : 1e8);
      [section, digit] = [0, 0];
    } else if (scale !== undefined) {
      section += (digit === 0 ? 1 : digit) * scale;
      digit = 0;
    } else digit = hanDigits[character] ?? 0;
  }
  return total + section + digit;
}
