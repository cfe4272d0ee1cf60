/** Whether a text is in the language it was asked in, by its letters, and for English and German by small words. */
import { countWords } from '../../text/count-words.ts';
import { detectLanguage } from '../../text/language.ts';
import { failed, type GateResult, isGateLanguage, notRun, passed, quote, unknownLanguage } from './gate.ts';
import { listProseLines } from './plain-text.ts';
import { englishFunctionWords, germanFunctionWords } from './stop-words.ts';

/** Below this many words nothing is said of a language. */
const leastWords = 20;
/** Prose has three to five such words in ten; lists, verse and tables have fewer, another language next to none. */
const leastFunctionWords = 0.08;
/** So much of a text may be in another language: names, titles, a quotation. */
const mostForeignShare = 0.2;

/**
 * Names a language as the gates know it: German where Latin letters without a name of their own turn out to be it.
 */
export function nameLanguage(language: string, text: string): string {
  return language === 'other' && nameByWords(text) === 'de' ? 'de' : language;
}

/**
 * The gate `language`: the text as a whole, and no fifth of it in paragraphs of another language.
 * Not run below 20 words, and for languages without word lists. Code and quoted blocks are not looked at.
 */
export function checkLanguage(text: string, language: string): GateResult {
  const gate = 'language';
  if (!isGateLanguage(language)) return notRun(gate, unknownLanguage(language));
  const lines = listProseLines(text).filter((line) => line.trim() !== '' && !/^\s{0,3}>/.test(line));
  const prose = lines.join('\n');
  const words = countUnits(prose);
  if (words < leastWords)
    return notRun(gate, `The text has ${words} words; ${leastWords} are needed to tell its language.`);
  const whole = nameOf(prose);
  if (whole !== undefined && whole !== language)
    return failed(gate, `Expected text in "${language}", found "${whole}": ${quote(prose)}.`);
  const foreign = lines.filter((line) => {
    if (countUnits(line) < leastWords) return false;
    const name = nameOf(line);
    return name !== undefined && name !== language;
  });
  const share = foreign.reduce((sum, line) => sum + countUnits(line), 0) / words;
  if (share >= mostForeignShare)
    return failed(
      gate,
      `Expected text in "${language}", ${Math.round(share * 100)} % of it is not: ${quote(foreign[0] ?? '')}.`,
    );
  return whole === undefined
    ? notRun(gate, 'The text has too few small words to tell its language.')
    : passed(gate);
}

/** Han characters count alone, kana, hangul and all else as the Unicode rule has it. */
const countUnits = (text: string): number => Math.max(countWords(text), countWords(text, 'unicode'));

/** The language of a text; undefined where Latin letters are in neither English nor German words, nor clearly not. */
function nameOf(text: string): string | undefined {
  const script = detectLanguage(text);
  return script === 'en' || script === 'other' ? nameByWords(text) : script;
}

function nameByWords(text: string): string | undefined {
  const words = text.toLowerCase().match(/\p{Script=Latin}+/gu) ?? [];
  if (words.length === 0) return undefined;
  const share = (list: ReadonlySet<string>): number =>
    words.filter((word) => list.has(word)).length / words.length;
  const english = share(englishFunctionWords);
  const german = share(germanFunctionWords);
  if (Math.max(english, german) < leastFunctionWords)
    return words.length < 3 * leastWords ? undefined : 'other';
  return german > english ? 'de' : 'en';
}
