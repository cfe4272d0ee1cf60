/** Small numbers as people write them: digits of any script, words up to twelve, Chinese numerals up to 99. */

const words: readonly (readonly string[])[] = [
  ['one', 'ein', 'eine', 'einen', 'один', 'одна', 'одно', '一', '한', '하나', 'واحد', 'หนึ่ง', 'एक'],
  ['two', 'zwei', 'два', 'две', '二', '两', '兩', '두', '둘', 'اثنان', 'اثنين', 'สอง', 'दो'],
  ['three', 'drei', 'три', '三', '세', '셋', 'ثلاثة', 'ثلاث', 'สาม', 'तीन'],
  ['four', 'vier', 'четыре', '四', '네', '넷', 'أربعة', 'أربع', 'สี่', 'चार'],
  ['five', 'fünf', 'пять', '五', '다섯', 'خمسة', 'خمس', 'ห้า', 'पाँच', 'पांच'],
  ['six', 'sechs', 'шесть', '六', '여섯', 'ستة', 'ست', 'หก', 'छह', 'छः'],
  ['seven', 'sieben', 'семь', '七', '일곱', 'سبعة', 'سبع', 'เจ็ด', 'सात'],
  ['eight', 'acht', 'восемь', '八', '여덟', 'ثمانية', 'ثماني', 'แปด', 'आठ'],
  ['nine', 'neun', 'девять', '九', '아홉', 'تسعة', 'تسع', 'เก้า', 'नौ'],
  ['ten', 'zehn', 'десять', '十', '열', 'عشرة', 'عشر', 'สิบ', 'दस'],
  ['eleven', 'elf', 'одиннадцать', '열한', 'สิบเอ็ด', 'ग्यारह'],
  ['twelve', 'zwölf', 'двенадцать', '열두', 'สิบสอง', 'बारह'],
];
const numberOf = new Map(words.flatMap((forms, index) => forms.map((form) => [form, index + 1] as const)));

/** All number words, longest first, as the alternatives of a pattern. */
export const numeralPattern = `(?:\\p{Nd}{1,3}|[一二三四五六七八九十]{2,3}|${[...numberOf.keys()]
  .sort((a, b) => b.length - a.length)
  .join('|')})`;

/** The value of a number word or of digits; undefined for anything else. */
export function readNumeral(text: string): number | undefined {
  const word = text.toLowerCase().trim();
  const known = numberOf.get(word);
  if (known !== undefined) return known;
  const han = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(word);
  if (han !== null) return (numberOf.get(han[1] ?? '一') ?? 1) * 10 + (numberOf.get(han[2] ?? '') ?? 0);
  const digits = toAsciiDigits(word);
  return /^\d{1,6}$/.test(digits) ? Number(digits) : undefined;
}

/** Digits of every script as 0 to 9: all of Unicode's decimal digits come in rows of ten. */
export const toAsciiDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));

function digitValue(code: number): number {
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
