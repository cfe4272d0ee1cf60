/** Sentences as they are compared: without headings, and with numbers and names folded into one mark each. */
import { splitUnits } from '../../text/repetition.ts';
import { splitSentences } from '../../text/sentences.ts';

const numberMark = '#';
const nameMark = '@';
const unitsInStart = 4;
const capitalised = /\p{Lu}[\p{L}\p{M}]+/gu;
const lowerCased = /(?<!\p{L})\p{Ll}[\p{L}\p{M}]+/gu;
const chineseNumerals = /^[〇零一二两三四五六七八九十百千万亿]$/u;

/** The sentences of a text, trimmed, in order; headings and lines without a letter or digit are left out. */
export function listSentences(text: string): string[] {
  return splitSentences(text)
    .map((sentence) => sentence.trim())
    .filter((sentence) => !/^#{1,6}\s/.test(sentence) && /[\p{L}\p{N}]/u.test(sentence));
}

/**
 * Words, lower-cased, that stand with a capital inside a sentence and nowhere without one. In German these are the
 * nouns as well; in scripts without capitals there are none.
 */
export function findNames(sentences: readonly string[]): Set<string> {
  const names = new Set<string>();
  const words = new Set<string>();
  for (const sentence of sentences) {
    for (const { 0: word, index } of sentence.matchAll(capitalised))
      if (/[\p{L}\p{N}]/u.test(sentence.slice(0, index))) names.add(word.toLowerCase());
    for (const [word] of sentence.matchAll(lowerCased)) words.add(word);
  }
  return new Set([...names].filter((name) => !words.has(name)));
}

/**
 * How a sentence begins: its first four units, numbers and names folded, so that "In 1851, Ms Ode sailed" and "In
 * 1920, Ms Berg sailed" begin alike. Undefined where it has fewer than two of them.
 *
 * @param names - From `findNames`, of the text the sentence stands in.
 */
export function foldStart(sentence: string, names: ReadonlySet<string>): string | undefined {
  const folded: string[] = [];
  // Longer than any four units that are words.
  for (const unit of splitUnits(sentence.slice(0, 400))) {
    const mark = markOf(unit, names);
    if (mark !== unit && mark === folded.at(-1)) continue;
    folded.push(mark);
    if (folded.length === unitsInStart) break;
  }
  return folded.length < 2 ? undefined : folded.join(' ');
}

function markOf(unit: string, names: ReadonlySet<string>): string {
  if (/^\p{N}/u.test(unit) || chineseNumerals.test(unit)) return numberMark;
  return names.has(unit) ? nameMark : unit;
}
