/**
 * What a stretch of text is about, as terms that can be looked for elsewhere: stems of words, or pairs of characters
 * where words are not set apart. The stems are rough; they only have to be the same for two forms of one word.
 */
import type { GateLanguage } from './gate.ts';
import { chineseStops, stopWords } from './stop-words.ts';

/** A text prepared for looking terms up in it. */
type Place = { words: ReadonlySet<string>; letters: string };

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}]{1,3}(?![\p{L}]))?/gu;
const hanRun = /\p{Script=Han}+/gu;
const japaneseRun = /[\p{Script=Han}々]+|[\p{Script=Katakana}ー]+/gu;
const hiraganaRun = /\p{Script=Hiragana}+/gu;
const thaiSegmenter = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Terms of a main point, each once, without words that say nothing. Numbers of two digits and more are terms.
 *
 * Chinese and Japanese give pairs of characters (a lone character stays alone), Japanese from kanji and katakana only;
 * Thai gives the words of the Unicode dictionary, since two Thai letters are in nearly any text; all others give
 * stems. A language without word lists gives its words of four letters and more.
 */
export function listTerms(point: string, language: string): string[] {
  const text = fold(point, language);
  if (language === 'zh')
    return unique([...cutPairs(text.replace(chineseStops, ' '), hanRun), ...latinTerms(text)]);
  if (language === 'ja') {
    const pairs = cutPairs(text, japaneseRun);
    return unique([...(pairs.length > 0 ? pairs : cutPairs(text, hiraganaRun)), ...latinTerms(text)]);
  }
  return unique(stemsOf(text, language));
}

/** Prepares a text for `hasTerm`. */
export function createPlace(text: string, language: string): Place {
  const letters = fold(text, language);
  const isByPairs = language === 'zh' || language === 'ja';
  return { words: new Set(isByPairs ? latinTerms(letters) : stemsOf(letters, language)), letters };
}

/** Whether a term stands in a text, in another form of the word or, where the script calls for it, inside a word. */
export function hasTerm({ words, letters }: Place, term: string, language: string): boolean {
  if (words.has(term)) return true;
  if (/[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]/u.test(term)) return letters.includes(term);
  // Korean endings and German compounds hide a word inside a longer one.
  if (language === 'ko') return term.length >= 2 && letters.includes(term);
  return language === 'de' && term.length >= 5 && letters.includes(term);
}

function fold(text: string, language: string): string {
  const lower = text.normalize('NFKC').toLowerCase();
  if (language === 'ar')
    return lower
      .replace(/[\u064b-\u0652\u0640]/g, '')
      .replace(/[أإآ]/g, 'ا')
      .replace(/ى/g, 'ي');
  if (language === 'de')
    return lower.replace(/ä/g, 'a').replace(/ö/g, 'o').replace(/ü/g, 'u').replace(/ß/g, 'ss');
  if (language === 'ru') return lower.replace(/ё/g, 'е');
  return lower;
}

const foldedStops = new Map<string, ReadonlySet<string>>();

function stopsOf(language: string): ReadonlySet<string> {
  let stops = foldedStops.get(language);
  if (stops === undefined) {
    const words = Object.hasOwn(stopWords, language)
      ? stopWords[language as keyof typeof stopWords]
      : new Set<string>();
    stops = new Set([...words].map((word) => fold(word, language)));
    foldedStops.set(language, stops);
  }
  return stops;
}

function stemsOf(text: string, language: string): string[] {
  const stops = stopsOf(language);
  const words = language === 'th' ? cutThai(text) : (text.match(wordPattern) ?? []);
  const leastLetters = stops.size === 0 ? 4 : 2;
  return words
    .map((word) => word.replace(/['’]\p{L}+$/u, ''))
    .filter((word) => word.length >= leastLetters && !stops.has(word))
    .map((word) => stem(word, language))
    .filter((word) => !stops.has(word));
}

const cutThai = (text: string): string[] =>
  [...thaiSegmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);

const latinTerms = (text: string): string[] =>
  (text.match(/[a-z][a-z0-9]+|\d{2,}/g) ?? [])
    .filter((word) => !stopWords.en.has(word))
    .map((word) => stem(word, 'en'));

function cutPairs(text: string, runs: RegExp): string[] {
  return (text.match(runs) ?? []).flatMap((run) => {
    const characters = [...run];
    if (characters.length === 1) return [run];
    return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  });
}

const endings: Partial<Record<GateLanguage, RegExp>> = {
  de: /(?:ungen|ern|em|en|er|es|e|n|s)$/,
  ru: /(?:иями|ями|ами|иях|ях|ах|ого|его|ому|ему|ыми|ими|ыми|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей|ою|ею|ую|юю|ых|их|ым|им|ом|ем|ам|ям|ов|ев|ия|ии|ию|ие|ию|ть|ться|ться|ет|ют|ит|ят|ал|ла|ло|ли|а|я|о|е|ы|и|у|ю|ь|й)$/,
  ar: /(?:ها|هم|هن|ات|ون|ين|ان|يه|ية|ه|ة|ي)$/,
  hi: /(?:ियों|ियाँ|ाओं|ाएँ|ाएं|ुओं|ों|ें|ीं|ाँ|ा|ी|े|ो|ि|ु|ू)$/,
  ko: /(?:에서는|에서의|으로서|으로써|에게서|이라는|하였다|했다|한다|하는|하고|하며|하여|되는|된다|에서|에게|께서|한테|으로|처럼|보다|까지|부터|이나|이며|라는|은|는|이|가|을|를|의|에|로|와|과|도|만|나|며)$/,
};
const leastStem: Partial<Record<GateLanguage, number>> = { de: 4, ru: 3, ar: 3, hi: 2, ko: 2 };

function stem(word: string, language: string): string {
  if (/^\p{N}/u.test(word)) return word;
  if (language === 'en') return stemEnglish(word);
  const bare = language === 'ar' ? cutArticle(word) : word;
  const ending = endings[language as GateLanguage];
  if (ending === undefined) return bare;
  const cut = bare.replace(ending, '');
  return cut.length >= (leastStem[language as GateLanguage] ?? 3) ? cut : bare;
}

function cutArticle(word: string): string {
  const cut = word.replace(/^(?:[وفبكل]?ال|لل|و(?=....))/, '');
  return cut.length >= 3 ? cut : word;
}

function stemEnglish(word: string): string {
  let bare = word;
  if (bare.length > 4 && bare.endsWith('ies')) bare = `${bare.slice(0, -3)}y`;
  else if (bare.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(bare)) bare = bare.slice(0, -2);
  else if (bare.length > 3 && /[^sui]s$/.test(bare)) bare = bare.slice(0, -1);
  const root = bare.replace(/(?:ing|ed)$/, '');
  if (root !== bare && root.length >= 3 && /[aeiouy]/.test(root))
    bare = root.replace(/([^aeiouls])\1$/, '$1');
  return bare.length > 3 ? bare.replace(/e$/, '').replace(/y$/, 'i') : bare;
}

const unique = (terms: readonly string[]): string[] => [...new Set(terms)];
