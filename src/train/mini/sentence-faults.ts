/** What is wrong with one sentence that the model has drawn: small models miscopy words and fall into repeating. */
import { countWords } from '../../text/count-words.ts';

/**
 * `empty`, `unfinished` (no end mark), `repeated` (as an earlier sentence, but for case and marks), `damaged-word`
 * (neither in the prompt nor known), `same-opening` (three words as an earlier sentence), `too-long` (far more words
 * than are left).
 */
export type SentenceFault =
  | 'empty'
  | 'unfinished'
  | 'repeated'
  | 'damaged-word'
  | 'same-opening'
  | 'too-long';

/** Words of an opening that no two sentences may share. */
const openingWords = 3;
/** Words a sentence may go beyond what is left before it is too long: half a usual one. */
const spareWords = 8;

/** Sentences that must never be written. The other faults are lesser evils than no sentence. */
const impossible: readonly SentenceFault[] = ['empty', 'unfinished', 'repeated'];

/** What earlier text means for the next sentence. */
export type SentenceCheck = {
  /** The faults of a sentence, `damaged-word` once for each such word; [] for a good one. */
  find(sentence: string, wordsLeft: number): SentenceFault[];
  /** Whether an opening, as far as it is written, is already one of an earlier sentence. */
  isTaken(beginning: string): boolean;
  /** Counts a sentence among the earlier ones. */
  add(sentence: string): void;
};

/** Whether a sentence with these faults may be written when no better one comes. */
export function isPossible(faults: readonly SentenceFault[]): boolean {
  return !faults.some((fault) => impossible.includes(fault));
}

/**
 * Creates the check of one answer.
 *
 * @param options.earlier - Sentences that stand before it or must not come again.
 * @param options.promptText - The words that may be copied.
 * @param options.isKnownWord - Whether a word in small letters belongs to the language the model was taught.
 */
export function createSentenceCheck({
  earlier,
  promptText,
  isKnownWord,
}: {
  earlier: readonly string[];
  promptText: string;
  isKnownWord: (word: string) => boolean;
}): SentenceCheck {
  const promptWords = new Set(splitWords(promptText).flatMap((word) => [word, ...partsOf(word)]));
  const isWhole = (word: string): boolean =>
    promptWords.has(word) ||
    isKnownWord(word) ||
    (partsOf(word).length > 0 && partsOf(word).every((part) => promptWords.has(part) || isKnownWord(part)));
  const sentences = new Set<string>();
  const openings = new Set<string>();
  const add = (sentence: string): void => {
    const words = splitWords(sentence);
    sentences.add(words.join(' '));
    if (words.length >= openingWords) openings.add(words.slice(0, openingWords).join(' '));
  };
  const openingOf = (words: readonly string[]): string => words.slice(0, openingWords).join(' ');
  for (const sentence of earlier) add(sentence);
  return {
    add,
    isTaken(beginning) {
      const words = splitWords(beginning);
      // The last word may still be growing.
      return words.length > openingWords && openings.has(openingOf(words));
    },
    find(sentence, wordsLeft) {
      const words = splitWords(sentence);
      if (words.length === 0) return ['empty'];
      const faults: SentenceFault[] = [];
      if (!/[.!?…]["'”’)]*$/.test(sentence.trim())) faults.push('unfinished');
      if (sentences.has(words.join(' '))) faults.push('repeated');
      for (const word of words) if (!isWhole(word)) faults.push('damaged-word');
      if (openings.has(openingOf(words))) faults.push('same-opening');
      if (countWords(sentence) > wordsLeft + spareWords) faults.push('too-long');
      return faults;
    },
  };
}

/** Words in small letters, with inner apostrophes and hyphens; numbers are words too, so that years tell sentences apart. */
function splitWords(text: string): string[] {
  return (text.replaceAll('’', "'").match(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu) ?? []).map((word) =>
    word.toLowerCase(),
  );
}

/** What stands before and behind hyphens and apostrophes; [] for a word of one part. A possessive's s is no part. */
function partsOf(word: string): string[] {
  const parts = word.replace(/'s$/, '').split(/['-]/);
  return parts.length > 1 || parts[0] !== word ? parts : [];
}
