/** How a text is to be written, said once and the same in every request: audience, tone, voice, samples, taboos. */
import type { PromptLanguage } from './prompt-language.ts';

/** Every field in the person's own words; absent ones are not mentioned. */
export type StyleSheet = {
  form?: string;
  language?: string;
  audience?: string;
  tone?: string;
  voice?: string;
  must?: readonly string[];
  mustNot?: readonly string[];
  /** Terms, each with its meaning where one is given. */
  terms?: readonly string[];
  /** A description or a sample of the style. */
  style?: string;
  /** Words, phrases and habits to keep out. */
  avoid?: string;
};

/** In the order they are said. */
const labels = {
  form: { en: 'Form', zh: '体裁' },
  language: { en: 'Language', zh: '语言' },
  audience: { en: 'Audience', zh: '读者' },
  tone: { en: 'Tone', zh: '语气' },
  voice: { en: 'Voice', zh: '叙述视角' },
  must: { en: 'The text must', zh: '必须做到' },
  mustNot: { en: 'The text must not', zh: '不得出现' },
  terms: { en: 'Terms to use', zh: '使用的术语' },
  style: {
    en: 'Style (follow its manner; take no facts and no sentences from it)',
    zh: '文风（只学其写法，不取其内容和句子）',
  },
  avoid: { en: 'Avoid', zh: '避免' },
} satisfies Record<keyof StyleSheet, Record<PromptLanguage, string>>;

/** One line a short field, a block for longer ones; '' for an empty sheet. */
export function renderStyleSheet(sheet: StyleSheet | undefined, language: PromptLanguage): string {
  if (sheet === undefined) return '';
  const colon = language === 'zh' ? '：' : ':';
  const gap = language === 'zh' ? '' : ' ';
  return Object.entries(labels)
    .flatMap(([key, label]) => {
      const value = sheet[key as keyof StyleSheet];
      if (value === undefined || value.length === 0) return [];
      const head = `${label[language]}${colon}`;
      if (typeof value !== 'string') return [[head, ...value.map((item) => `- ${item}`)].join('\n')];
      const text = value.trim();
      return [text.includes('\n') ? `${head}\n${text}` : `${head}${gap}${text}`];
    })
    .join('\n');
}

const mostAvoidedWords = 5;
const mostAvoidedCharacters = 12;

/**
 * The words and phrases that a style sheet keeps out to the letter: the items of `avoid`, and what stands in quotation
 * marks in `mustNot`. Descriptions of habits are longer than five words (in Chinese twelve characters) and not among them.
 */
export function listAvoidedPhrases({ avoid = '', mustNot = [] }: StyleSheet = {}): string[] {
  const items = avoid.split(/[\n,;，、；]/).map((item) => item.replace(/^\s*(?:[-*+•]|\d+[.)])\s*/, ''));
  const quoted = mustNot.flatMap((rule) =>
    [...rule.matchAll(/["“「『]([^"”」』]+)["”」』]/gu)].map(([, each]) => each ?? ''),
  );
  const phrases = [...items, ...quoted].map((each) =>
    each
      .trim()
      .replace(/^["'“‘「『]+|["'”’」』.。]+$/gu, '')
      .trim(),
  );
  const isPhrase = (phrase: string): boolean =>
    /\p{Script=Han}/u.test(phrase)
      ? phrase.length <= mostAvoidedCharacters
      : phrase !== '' && phrase.split(/\s+/).length <= mostAvoidedWords;
  return [...new Set(phrases.filter(isPhrase))];
}

/** Whether a text holds a phrase, in whatever case and not inside a longer word. */
export function hasPhrase(text: string, phrase: string): boolean {
  const letters = phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return /\p{Script=Han}/u.test(phrase)
    ? text.includes(phrase)
    : new RegExp(`(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}
