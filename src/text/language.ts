/** Which language a text is in, as far as its letters tell, for prompts and counting. */

/** ISO 639-1 code, or `other` where the letters do not tell. */
export type Language = 'en' | 'zh' | 'ja' | 'ko' | 'ar' | 'ru' | 'th' | 'hi' | 'other';

/** Letters that make about one word, so that two Han characters do not lose against one Latin word. */
const lettersPerWord = {
  han: 1,
  kana: 2,
  hangul: 2.5,
  latin: 5,
  arabic: 4.5,
  cyrillic: 5.5,
  thai: 4,
  devanagari: 4,
};

type Script = keyof typeof lettersPerWord | 'unknown';

const scriptPatterns: readonly [Script, RegExp][] = [
  ['latin', /\p{Script=Latin}/gu],
  ['han', /\p{Script=Han}/gu],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}ー]/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['thai', /\p{Script=Thai}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  [
    'unknown',
    /[^\P{L}\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Thai}\p{Script=Devanagari}]/gu,
  ],
];

const languageOfScript: Record<Exclude<Script, 'latin' | 'han'>, Language> = {
  kana: 'ja',
  hangul: 'ko',
  cyrillic: 'ru',
  arabic: 'ar',
  thai: 'th',
  devanagari: 'hi',
  unknown: 'other',
};

const englishWord = /\b(?:the|of|and|with|that|this|for|are|was|is|write|about)\b/gi;
const accentedLatin = /[^\P{Script=Latin}a-zA-Z]/gu;

/**
 * Names the language by the share of each script, weighted by letters per word.
 *
 * Script is all it looks at: Ukrainian is `ru`, Persian `ar`, Marathi `hi`. Han with at least one kana for ten
 * Han characters is `ja`. Latin is `en` unless more than 1 % of its letters carry accents and fewer than one
 * word in twenty is a common English one; unaccented Latin of another language therefore passes for `en`.
 * Text without letters is `other`.
 */
export function detectLanguage(text: string): Language {
  const letters = new Map<Script, number>();
  for (const [script, pattern] of scriptPatterns) letters.set(script, text.match(pattern)?.length ?? 0);
  const han = letters.get('han') ?? 0;
  const kana = letters.get('kana') ?? 0;
  if (kana * 10 >= han && kana > 0) {
    letters.set('kana', kana + han * lettersPerWord.kana);
    letters.set('han', 0);
  }
  let best: Script | undefined;
  let bestWords = 0;
  for (const [script, count] of letters) {
    const words = count / (script === 'unknown' ? 5 : lettersPerWord[script]);
    if (words > bestWords) {
      best = script;
      bestWords = words;
    }
  }
  if (best === undefined) return 'other';
  if (best === 'han') return 'zh';
  return best === 'latin' ? nameLatin(text, letters.get('latin') ?? 0) : languageOfScript[best];
}

/** Counts Han characters in U+4E00..U+9FFF, the range of the `longbench-write` rule. */
export function countHan(text: string): number {
  return text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
}

function nameLatin(text: string, latinLetters: number): Language {
  const accented = text.match(accentedLatin)?.length ?? 0;
  if (accented <= latinLetters * 0.01) return 'en';
  const words = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  const english = text.match(englishWord)?.length ?? 0;
  return english * 20 >= words ? 'en' : 'other';
}
