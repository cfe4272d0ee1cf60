/** The numbers a sentence states, with their units, as values that can be compared. */
import { type Measure, measureWords, readCurrency, readMeasure } from './measures.ts';
import { listShares } from './read-shares.ts';
import type { StatedNumber } from './stated-number.ts';
import { writeDigits } from './write-digits.ts';

const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  mn: 1e6,
  billion: 1e9,
  bn: 1e9,
  trillion: 1e12,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  億: 1e8,
  万亿: 1e12,
};
const scaleNames =
  'hundred|thousand|million|billion|trillion|(?:bn|mn|[km])(?![\\p{L}\\/\\d])|万亿|十万|百万|千万|百|千(?![米克瓦])|万|萬|亿|億';
const percent = '%|‰|per ?cent(?:age points?)?|pct|个百分点';
const digitNumber = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}_]|\\p{N}[.,])(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)(st|nd|rd|th)?(?:[\\s-]?(${scaleNames}))?(?:\\s?(${percent}))?`,
  'giu',
);
const one = new RegExp(
  `\\b(?:an?|one)[\\s-](?=${measureWords.latin}\\b)|(?<!\\p{Script=Han})一(?=${measureWords.han})|(?<=[用花历经约近了满长高宽重])一(?=${measureWords.han})`,
  'giu',
);
/** "Annual" is said of a year. */
const rates: readonly [RegExp, string][] = [
  [/\b(?:annual(?:ly)?|yearly|per annum|(?:per|each|every) year)\b|每年|年度|全年|年均|一年/i, 'year'],
  [/\b(?:monthly|(?:per|each|every) month)\b|每月|每个月|月均/i, 'month'],
  [/\b(?:weekly|(?:per|each|every) week)\b|每周|每星期|周均/i, 'week'],
  [/\b(?:daily|(?:per|each|every) day)\b|每天|每日|日均/i, 'day'],
];
const hedgeBefore =
  /(?:about|around|roughly|nearly|almost|approximately|circa|some|over|more than|under|less than|close to|up to|at least|约|大约|近|将近|接近|超过|不到|不足|逾|至少|多达|大概)\s*[$€£¥]?$/i;
const hedgeAfter = /^\s*(?:or so|多|余|左右|上下)/i;

/**
 * Lists every number in a text, dates left out where the caller has blanked them. Lone "one" and 一 are none.
 *
 * @returns The numbers, and `rest`: the text without those that carry a unit or a currency, for whoever looks for names.
 */
export function listNumbers(text: string): { numbers: StatedNumber[]; rest: string } {
  const { shares: found, rest } = listShares(writeDigits(text));
  for (const match of rest.matchAll(one)) {
    const measured = readMeasure(rest.slice(match.index + match[0].trimEnd().length));
    if (measured !== undefined) found.push(oneOf(measured.measures));
  }
  for (const [pattern, unit] of rates)
    if (pattern.test(rest)) found.push(oneOf(readMeasure(` ${unit}`)?.measures ?? []));
  const kept: string[] = [];
  let at = 0;
  let last: { number: StatedNumber; to: number } | undefined;
  for (const match of rest.matchAll(digitNumber)) {
    const [all, digits = '', ordinal, scale, sharing] = match;
    if (match.index < at) continue;
    let to = match.index + all.length;
    const before = rest.slice(at, match.index);
    const currency = readCurrency(rest.slice(0, match.index));
    const isLetter = currency === undefined && /^m$/i.test(scale ?? '');
    const compound = /^(?:亿|万)$/.test(scale ?? '')
      ? /^零?(\d{4}|\d{1,4}(?=[万千百]))([万千百])?/.exec(rest.slice(to))
      : null;
    const plain = digits.replace(/,/g, '');
    let value = Number(plain) * (scale === undefined || isLetter ? 1 : (scales[scale.toLowerCase()] ?? 1));
    if (compound !== null && sharing === undefined) {
      value += Number(compound[1]) * (scales[compound[2] ?? ''] ?? 1);
      to += compound[0].length;
    }
    const behind = rest.slice(to);
    const unit =
      sharing === undefined && ordinal === undefined
        ? readMeasure(isLetter ? ` m${behind}` : behind.replace(/^\s(?=\s)/, ''))
        : undefined;
    const written = String(Number(plain));
    const number: StatedNumber = {
      value: sharing === undefined ? value : value / (sharing === '‰' ? 1_000 : 100),
      kind: sharing === undefined ? 'count' : 'share',
      digits: countDigits(compound === null ? (plain.includes('.') ? plain : written) : String(value)),
      isHedged: hedgeBefore.test(before.slice(-20)) || hedgeAfter.test(behind.slice(0, 8)),
      measures: currency?.measures ?? unit?.measures ?? [],
      ...(isLetter && { otherwise: value * 1e6 }),
      ...(ordinal !== undefined && { isLoose: true as const }),
    };
    const end = to + (currency === undefined && unit !== undefined && !isLetter ? unit.length : 0);
    const sum =
      last === undefined ? undefined : addParts(last.number, number, rest.slice(last.to, match.index));
    if (sum === undefined) found.push(number);
    else {
      found.splice(
        found.length - 1,
        1,
        { ...(last?.number ?? number), isLoose: true },
        { ...number, isLoose: true },
        sum,
      );
    }
    const isBlanked = number.measures.length > 0;
    kept.push(
      currency === undefined ? before : before.slice(0, before.length - currency.length),
      isBlanked ? ' 0 ' : rest.slice(match.index, end),
    );
    at = end;
    last = { number: sum ?? number, to: end };
  }
  return { numbers: found, rest: kept.join('') + rest.slice(at) };
}

const oneOf = (measures: Measure[]): StatedNumber => ({
  value: 1,
  kind: 'count',
  digits: 1,
  isHedged: false,
  measures,
  isLoose: true,
});

/** "Two years and three months" is one length of time. */
function addParts(first: StatedNumber, second: StatedNumber, between: string): StatedNumber | undefined {
  const [large, small] = [first.measures[0], second.measures[0]];
  if (large === undefined || small === undefined || !/^\s?(?:,|and|零|又)?\s?$/.test(between))
    return undefined;
  if (large.dimension !== small.dimension || large.factor <= small.factor) return undefined;
  const value = (first.value * large.factor + second.value * small.factor) / small.factor;
  if (second.value * small.factor >= large.factor) return undefined;
  return { ...second, value, digits: countDigits(String(Math.round(value))), isHedged: first.isHedged };
}

const countDigits = (plain: string): number =>
  Math.max(
    1,
    plain
      .replace('.', '')
      .replace(/^0+/, '')
      .replace(plain.includes('.') ? /$^/ : /0+$/, '').length,
  );
