/** What lengths are counted in: the unit words of an instruction, and what one of each is in words. */

export type LengthUnit = 'words' | 'characters' | 'pages' | 'minutes';
/** Scripts whose characters are not words and not letters of words either. */
export type CharacterScript = 'han' | 'ja' | 'ko' | 'latin';

const units: readonly [LengthUnit, RegExp][] = [
  ['words', /^(?:words?|w[oö]rte?r?n?|mots?|palabras?|слов[оа]?|단어|[^a-z]*(?:词|单词))$/i],
  ['pages', /^(?:pages?|页)$/i],
  ['minutes', /^(?:minutes?|mins?|hours?|seconds?|secs?|分钟|小时|秒钟?)$/i],
  ['characters', /./],
];

/** Source of a regular expression for one unit word; without groups. Beside English and Chinese the plain units of some languages. */
export const unitPattern = `(?:${[
  '(?:words?|(?:Chinese\\s+|Han\\s+)?characters?|chars|pages?|minutes?|mins?|hours?|seconds?|secs?)\\b',
  'w(?:örter|orte)n?\\b|mots?\\b|palabras?\\b|слов(?:[ао]?(?![а-яё]))',
  // 자 counts only before a particle or a space: 10자리 and 20자녀 count something else.
  '문자|단어|자(?![가-힣])|자(?=(?:로|를|의|은|는|이|가|도|내외|정도|짜리|분량|씩|까지|부터|에서|미만|안팎))',
  '个?(?:英文|英语|中文)?(?:汉字|字符|文字|单词|字(?![母典幕体形号面节])|词(?![汇典语])|页(?![面码眉脚])|分钟|小时|秒钟?)',
].join('|')})`;

export function nameUnit(text: string): LengthUnit {
  const plain = text.replace(/^个/, '');
  return units.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'characters';
}

/** The script a unit of characters names by itself; undefined where the instruction has to tell. */
export function scriptOfUnit(text: string): CharacterScript | undefined {
  if (/[가-힣]/.test(text)) return 'ko';
  if (text.endsWith('文字')) return 'ja';
  return /字|Chinese|Han/i.test(text) ? 'han' : undefined;
}

/** Minutes in one of a unit of time. */
export function minutesIn(unitText: string): number {
  if (/^(?:hours?|小时)$/i.test(unitText)) return 60;
  return /^(?:sec|秒)/i.test(unitText) ? 1 / 60 : 1;
}

/** Characters that make a word, by script, as the run counts words of it. */
export const charactersPerWord: Record<CharacterScript, number> = { han: 1, ja: 1.6, ko: 3.6, latin: 6 };
