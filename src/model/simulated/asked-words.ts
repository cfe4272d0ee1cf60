/** Numbers with a unit of length, as any reader of a prompt finds them: digits, k, 万, 三千字, two thousand words. */

/** One length found in a text; `start` and `end` are string positions. */
export type FoundLength = { words: number; start: number; end: number };

const englishUnit =
  '(?:(?:english|more|total|additional|new|written|or\\s+(?:so|more|fewer|less))\\s+){0,2}words?\\b';
const chineseUnit = '个?(?:英文|中文|汉)?(?:字(?![母体典幕段节号面条])|单?词(?![语汇典组条]))';
const digits = '\\d[\\d,，]*(?:\\.\\d+)?';
const hanNumber = '[一二两三四五六七八九十百千万零〇]+';
const englishNumber =
  '(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|and)[\\s-]+)+?';

const patterns: readonly [RegExp, (match: RegExpMatchArray) => number][] = [
  [
    new RegExp(
      `(${digits})\\s*(k|thousand|hundred|million|万|千|百)?\\s*[多余来]?\\s*\\+?[\\s\\-‑–]*(?:${englishUnit}|${chineseUnit})`,
      'giu',
    ),
    (match) => readDigits(match[1] as string) * scaleOf(match[2]),
  ],
  [
    new RegExp(`(${hanNumber})[多余来]?${chineseUnit}`, 'gu'),
    (match) => (/[百千万]/.test(match[1] as string) ? readHanNumber(match[1] as string) : 0),
  ],
  [
    new RegExp(`\\b(${englishNumber})${englishUnit}`, 'giu'),
    (match) => (/hundred|thousand/i.test(match[1] as string) ? readEnglishNumber(match[1] as string) : 0),
  ],
  [
    // The unit comes first: "Word count: 400", "字数：400", {"words": 400}.
    new RegExp(
      `(?:word[\\s_]?count|words|length[\\s_]in[\\s_]words|字数)["'*\\]]*\\s*[:：=]\\s*["'*]*(?:about|around|约|大约)?\\s*(${digits})(k|万|千)?`,
      'giu',
    ),
    (match) => readDigits(match[1] as string) * scaleOf(match[2]),
  ],
];

/** Every length in the text, in reading order; a range counts as its upper bound. */
export function findLengths(text: string): FoundLength[] {
  const found: FoundLength[] = [];
  for (const [pattern, read] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const words = read(match);
      const end = match.index + match[0].length;
      const isKnown = found.some((other) => match.index < other.end && other.start < end);
      if (words > 0 && Number.isFinite(words) && !isKnown) found.push({ words, start: match.index, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function readDigits(text: string): number {
  return Number(text.replaceAll(/[,，]/g, ''));
}

function scaleOf(unit: string | undefined): number {
  const scales: Record<string, number> = { hundred: 100, million: 1e6, 百: 100, 万: 1e4 };
  return unit === undefined ? 1 : (scales[unit.toLowerCase()] ?? 1_000);
}

function readHanNumber(text: string): number {
  const ones = '零一二三四五六七八九';
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of text.replaceAll('两', '二').replaceAll('〇', '零')) {
    const scale = { 十: 10, 百: 100, 千: 1_000 }[character];
    if (character === '万') {
      total = (total + section + digit) * 10_000;
      section = 0;
      digit = 0;
    } else if (scale !== undefined) {
      section += (digit === 0 ? 1 : digit) * scale;
      digit = 0;
    } else {
      digit = ones.indexOf(character);
    }
  }
  return total + section + digit;
}

function readEnglishNumber(text: string): number {
  const small =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  let total = 0;
  let section = 0;
  for (const word of text.toLowerCase().split(/[\s-]+/)) {
    if (word === 'hundred') section = Math.max(1, section) * 100;
    else if (word === 'thousand') {
      total += Math.max(1, section) * 1_000;
      section = 0;
    } else if (tens.includes(word)) section += (tens.indexOf(word) + 2) * 10;
    else if (small.includes(word)) section += small.indexOf(word);
    else if (word === 'a' || word === 'an') section += 1;
  }
  return total + section;
}
