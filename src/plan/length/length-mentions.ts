/**
 * Every place in an instruction that names a length: number, unit, and the words beside it that make it a bound.
 * What a mention is about (the whole text, a part of it, something else) is decided in `mention-role.ts`.
 */
import {
  type CharacterScript,
  type LengthUnit,
  minutesIn,
  nameUnit,
  scriptOfUnit,
  unitPattern,
} from './length-units.ts';
import { numberPattern, parseNumber } from './numbers.ts';

type LengthKind = 'about' | 'atLeast' | 'atMost' | 'range';

export type LengthMention = {
  /** Offsets of the whole phrase, bound words included. */
  start: number;
  end: number;
  low: number;
  /** Equal to `low` unless a range was written. */
  high: number;
  unit: LengthUnit;
  /** Of `characters` whose unit names it: 字, "Chinese characters", 文字, 자. */
  script: CharacterScript | undefined;
  /** Minutes of silent reading ("a 5-minute read"), not of speech. */
  isReading: boolean;
  kind: LengthKind;
  /** Written as an adjective: "500-word". */
  isAdjective: boolean;
  /** Bound or "about" words stand beside the number. */
  isQualified: boolean;
  /** The sentence up to the phrase, and some text after it. */
  before: string;
  after: string;
};

const filler =
  '(?:\\s*(?:\\+|plus)\\s*|\\s+(?:or\\s+so|or\\s+more|or\\s+fewer|or\\s+less|more|additional|extra|further|total|English|A4|full)\\s+|[余多来]|\\s*|\\s*[-‐‑–]\\s*)';

const negation = "(?:\\bnot?|\\bnever|n['’]t|\\bwithout)\\s+(?:to\\s+)?(?:be\\s+|go\\s+|run\\s+)?";
const lowerBefore = [
  `at\\s+(?:the\\s+)?(?:very\\s+)?leas[te]`,
  `${negation}(?:less|fewer|shorter|under|below)(?:\\s+than)?`,
  `\\bmin(?:imum|\\.)?(?:\\s+(?:word\\s+count|length|word\\s+limit))?`,
  `(?<!${negation})\\b(?:more\\s+than|longer\\s+than|greater\\s+than|over|above|exceed(?:s|ing)?|surpass(?:es|ing)?|in\\s+excess\\s+of|upwards?\\s+of)`,
  '不(?:得|能|可|要|应|宜)?(?:少|低|小|短)于|勿少于|不下于|至少|最少|最低|起码|下限',
  '(?<![不勿别莫][得能可要应宜]?)(?:超过|多于|大于|高于|超出)',
  '≥|>=?',
  '\\bmindestens|\\bwenigstens|\\bau\\s+moins|\\bal\\s+menos|\\bpor\\s+lo\\s+menos|\\bcomo\\s+mínimo|не\\s+(?:менее|меньше)|минимум|최소|적어도',
].join('|');
const upperBefore = [
  `at\\s+(?:the\\s+)?(?:very\\s+)?most`,
  `${negation}(?:more|longer|greater)\\s+than|${negation}(?:exceed(?:ing)?|surpass(?:ing)?|over|above)`,
  `\\bmax(?:imum|\\.)?(?:\\s+(?:word\\s+count|length))?|up\\s+to|within|(?:word|length|character|page)\\s+limit|\\bcap(?:ped)?(?:\\s+\\w+)?\\s+at`,
  `\\b(?:limit(?:ed)?|restrict(?:ed)?|keep|kept)(?:\\s+\\w+){0,4}\\s+to`,
  `(?<!${negation})\\b(?:under|below|less\\s+than|fewer\\s+than|shorter\\s+than)`,
  '不(?:得|能|可|要|应|宜|会)?(?:超过|超出|多于|高于|大于|长于|超)|[勿别莫](?:要)?(?:超过|超出|多于)|至多|最多|最高|最长|上限|限(?:制|定)?',
  '(?<![不勿别莫][得能可要应宜]?)(?:少于|低于|小于|短于)',
  '≤|<=?',
  '\\bhöchstens|\\bmaximal|\\bnicht\\s+mehr\\s+als|\\bau\\s+plus|\\bpas\\s+plus\\s+de|\\bcomo\\s+máximo|\\bno\\s+más\\s+de|не\\s+(?:более|больше)|максимум|최대',
].join('|');
const aboutBefore =
  '\\b(?:about|around|approximately|approx\\.?|roughly|circa|ca\\.|nearly|almost|exactly|some|close\\s+to)|[~≈]|大?约|大概|大致|近|将近|接近|差不多';
/** Words that may stand between a bound and its number. */
const link = '(?:\\s+(?:of|to|is|be|a|an|the|total|length|in)\\b|[\\s:：=(（]|[要写需应达到有为是在设字数])*';
const before = {
  lower: new RegExp(`(?:${lowerBefore})(?:${link}(?:${aboutBefore}))?${link}$`, 'i'),
  upper: new RegExp(`(?:${upperBefore})(?:${link}(?:${aboutBefore}))?${link}$`, 'i'),
  about: new RegExp(`(?:${aboutBefore})[\\s在为是]*$`, 'i'),
};
const after = {
  lower:
    /^(?:\s+(?:long|in\s+length))?[\s,，(（]*(?:\+|or\s+(?:more|longer|above|over)|and\s+(?:above|up|over)|min(?:imum)?\b|plus\b|at\s+(?:the\s+)?(?:very\s+)?least|数?[或及]?者?(?:以上|之上|往上|起步|打底|起(?![草码来名因义])|或更多|이상))/i,
  upper:
    /^(?:\s+(?:long|in\s+length))?[\s,，(（-]*(?:or\s+(?:less|fewer|under|shorter|below)|max(?:imum)?\b|limit\b|cap\b|at\s+(?:the\s+)?most|tops\b|and\s+(?:under|below)|数?[或及]?者?(?:以内|之内|以下|之下|内(?![容心部])|封顶|为限|为上限|或更少|이내|이하|미만))/i,
  about: /^\s*[(（]?(?:左右|上下|程度|前後|정도|내외|or\s+so|or\s+thereabouts|give\s+or\s+take)/i,
};
const afterPlus = /^\s*(?:\+|plus|or\s+more)/i;
const afterMinus = /^\s*or\s+(?:fewer|less)/i;

const rangeSeparator = `\\s*(?:${unitPattern})?\\s*(?:[-–—~～〜]+|to|and|or|bis|à|до|到|至)\\s*`;
const boundSeparator = `\\s*(?:${unitPattern})?[\\s,，、;；]*(?:but|and|yet|但|且|而|又|并)?\\s*(?:a\\s+)?(?:${upperBefore})(?:\\s+of)?\\s*`;
const mention = new RegExp(
  `(?:(?<first>${numberPattern})(?<separator>${rangeSeparator}|${boundSeparator}))?(?<number>${numberPattern})(?:\\s?(?:±|\\+/-)\\s?(?<spread>\\d+))?(?<filler>${filler})(?<unit>${unitPattern})(?:\\s*[(（]?(?:±|\\+/-)\\s?(?<percent>\\d+)\\s?%[)）]?)?`,
  'gi',
);
const labelled = new RegExp(
  `(?:字数|篇幅|长度|word\\s*count|word\\s*limit|length|number\\s+of\\s+words)(?<link>[^\\d\\n。.；;一二两三四五六七八九十]{0,14})(?:(?<first>${numberPattern})(?<separator>${rangeSeparator}|${boundSeparator}))?(?<number>${numberPattern})(?!\\s*[-–—~]?\\s*[\\d%]|[.,，]\\d|\\s*(?:${unitPattern})|[ \\t-]*[a-zA-Z]|[页年月日号个章节段篇部])`,
  'gi',
);

/** The one phrase whose unit stands inside its number. */
const unitAndHalf = /\b(?:an?|one)\s+(?<unit>page|hour|minute)\s+and\s+a\s+half\b/gi;

/** Finds every mention of a length, in reading order. Phrases never overlap. */
export function findLengthMentions(masked: string): LengthMention[] {
  const mentions = [...masked.matchAll(mention)].flatMap((match) => readMatch(masked, match) ?? []);
  for (const match of [...masked.matchAll(unitAndHalf), ...masked.matchAll(labelled)]) {
    const end = match.index + match[0].length;
    if (mentions.some((other) => match.index < other.end && other.start < end)) continue;
    const labelledMention = readMatch(masked, match);
    if (labelledMention !== undefined) mentions.push(labelledMention);
  }
  return mentions.sort((a, b) => a.start - b.start);
}

function readMatch(masked: string, match: RegExpExecArray): LengthMention | undefined {
  const { unit: unitText = 'words', filler: fillerText = '', spread, percent, link } = match.groups ?? {};
  const amount = readAmount(masked, match);
  if (amount === undefined) return undefined;
  const unit = nameUnit(unitText);
  const minutesInUnit = minutesIn(unitText);
  const deviation = Number(spread ?? 0) + (Number(percent ?? 0) / 100) * amount.low;
  const end = match.index + match[0].length;
  const bounds = readBounds(masked, amount.start, end, fillerText);
  const isRange = amount.high > amount.low || deviation > 0;
  const start = Math.min(link === undefined ? amount.start : match.index, bounds.start);
  return {
    start,
    end: bounds.end,
    low: round((amount.low - deviation) * minutesInUnit),
    high: round((amount.high + deviation) * minutesInUnit),
    unit,
    script: unit === 'characters' ? scriptOfUnit(unitText) : undefined,
    isReading: unit === 'minutes' && isReading(masked.slice(0, start), masked.slice(bounds.end)),
    kind: isRange ? 'range' : bounds.kind,
    isAdjective: /[-‐‑–]/.test(fillerText),
    isQualified: isRange || bounds.isQualified || link !== undefined,
    before: sentenceBefore(masked, start),
    after: masked.slice(bounds.end, bounds.end + 60),
  };
}

const isReading = (left: string, right: string): boolean =>
  /^[\s-]*(?:read\b(?!\s+(?:a|the|my|his|her|out|from)\b)|(?:的)?阅读|[可能]?读完)/i.test(right) ||
  /(?:\breading\s+time|阅读时[间长])[\s:：]*(?:of|is|about|should|be|大?约|为|在|控制|\s)*$/i.test(left);

/** The number or range of a match and where it begins. */
function readAmount(masked: string, match: RegExpExecArray) {
  const { first: firstText, separator = '', number: numberText } = match.groups ?? {};
  if (numberText === undefined) return { low: 1.5, high: 1.5, start: match.index };
  const offset = match[0].indexOf(firstText ?? numberText);
  const left = masked.slice(Math.max(0, match.index - 60), match.index);
  const isJoint = /^\s*(?:-|and)\s*$/i.test(separator);
  if (firstText !== undefined && isJoint && /^[a-z]/i.test(firstText) && !/between\s*$/i.test(left)) {
    // "twenty-five hundred" and "one hundred and fifty" are one number, not a range.
    const whole = parseNumber(firstText + separator + numberText);
    return whole && { low: whole.value, high: whole.value, start: match.index + offset };
  }
  const number = parseNumber(numberText);
  if (number === undefined) return undefined;
  const high = number.upTo ?? number.value;
  const first = firstText !== undefined && isRangeStart(left, separator) ? parseNumber(firstText) : undefined;
  if (first !== undefined) {
    // "5-7k" and 两到三千 give the scale once, at the end.
    const isShort = first.scale === 1 && first.value * number.scale < number.value;
    const low = first.value * (isShort ? number.scale : 1);
    if (low <= high && !(low < 10 && high >= 100)) return { low, high, start: match.index + offset };
  }
  const skipped = firstText === undefined ? 0 : firstText.length + separator.length;
  return { low: number.value, high, start: match.index + offset + skipped };
}

/** Whether the number before a separator begins a range, and not a change ("cut it from 900 to 300 words"). */
function isRangeStart(left: string, separator: string): boolean {
  if (/\band\b/i.test(separator)) {
    return /(?:between|from)\s*$/i.test(left) || new RegExp(upperBefore, 'i').test(separator);
  }
  return !/(?:expand|extend|lengthen|shorten|cut|reduce|condense|trim|compress|grow|扩|缩|减|增)[^.。\n]*(?:from|从|由)\s*$/i.test(
    left,
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;

function readBounds(masked: string, start: number, end: number, fillerText: string) {
  const left = masked.slice(Math.max(0, start - 60), start).replace(/^[\s\S]*[\n。！？；]/, '');
  const right = masked.slice(end, end + 40);
  const tests: readonly [LengthKind, RegExpExecArray | null, RegExpExecArray | null][] = [
    ['atLeast', before.lower.exec(left), after.lower.exec(right)],
    ['atMost', before.upper.exec(left), after.upper.exec(right)],
    ['about', before.about.exec(left), after.about.exec(right)],
  ];
  if (afterPlus.test(fillerText)) return { kind: 'atLeast' as const, start, end, isQualified: true };
  if (afterMinus.test(fillerText)) return { kind: 'atMost' as const, start, end, isQualified: true };
  for (const [kind, leftMatch, rightMatch] of tests) {
    if (leftMatch === null && rightMatch === null) continue;
    return {
      kind,
      start: leftMatch === null ? start : start - (left.length - leftMatch.index),
      end: rightMatch === null ? end : end + rightMatch[0].length,
      isQualified: true,
    };
  }
  return { kind: 'about' as const, start, end, isQualified: false };
}

function sentenceBefore(masked: string, start: number): string {
  const text = masked.slice(Math.max(0, start - 160), start);
  return text.replace(/^[\s\S]*(?:[!?。！？\n；;]|\.(?=\s+[A-Z\d“"]))/, '');
}
