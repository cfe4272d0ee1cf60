/** Finds the words for forms in a text, one lexicon a language. */
import {
  chineseWords,
  englishWords,
  type FormName,
  type FormWords,
  japaneseWords,
  koreanWords,
} from './form-words.ts';
import { arabicWords, frenchWords, germanWords, russianWords, spanishWords } from './western-words.ts';

export type FormWord = { name: FormName; start: number; end: number };

/** Patterns by form. */
export type Lexicon = readonly [FormName, RegExp][];

const compile = (words: FormWords, { before, after }: { before: string; after: string }): Lexicon =>
  Object.entries(words).map(([name, alternatives]) => [
    name as FormName,
    new RegExp(`${before}(?:${sortLongestFirst(alternatives)})${after}`, 'giu'),
  ]);

/** Of 诗 and 诗歌 the longer one must be tried first, where no end of word decides. */
function sortLongestFirst(alternatives: string): string {
  const parts: string[] = [];
  let depth = 0;
  for (const piece of alternatives.split(/(?=[|()])/)) {
    if (piece.startsWith('|') && depth === 0) parts.push(piece.slice(1));
    else parts.push((parts.pop() ?? '') + piece);
    if (piece.startsWith('(')) depth += 1;
    if (piece.startsWith(')')) depth -= 1;
  }
  return parts.sort((a, b) => b.length - a.length).join('|');
}

const wholeWord = { before: '(?<![\\p{L}\\p{N}])', after: '(?![\\p{L}\\p{N}])' };
const anywhere = { before: '', after: '' };

export const lexicons = {
  en: compile(englishWords, wholeWord),
  zh: compile(chineseWords, anywhere),
  ja: compile(japaneseWords, anywhere),
  ko: compile(koreanWords, anywhere),
  // A German compound is what its last part is.
  de: compile(germanWords, { before: '(?<!\\p{L})\\p{L}{0,24}?-?', after: '(?!\\p{L})' }),
  fr: compile(frenchWords, wholeWord),
  es: compile(spanishWords, wholeWord),
  ru: compile(russianWords, wholeWord),
  ar: compile(arabicWords, wholeWord),
} satisfies Record<string, Lexicon>;

/** All words for forms, in order. Of two that overlap the one that contains the other counts, else the later one. */
export function findFormWords(text: string, lexicon: Lexicon): FormWord[] {
  const found = lexicon.flatMap(([name, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      name,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  const sorted = found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: FormWord[] = [];
  for (const word of sorted) {
    const last = kept.at(-1);
    if (last === undefined || word.start >= last.end) kept.push(word);
    else if (word.end > last.end) kept[kept.length - 1] = word;
  }
  return kept;
}
