/** A text that falls apart towards its end without running in circles. */
import { splitFencedLines } from '../../text/fenced-lines.ts';
import { countHan, detectLanguage, type Language } from '../../text/language.ts';
import { measureRepetitionByPosition, splitUnits } from '../../text/repetition.ts';
import { splitSentences } from '../../text/sentences.ts';

/** Shares from 0 to 1, in the last fifth of a text and before it. */
type TailShares = {
  /** 4-grams that stood before in the text; before: in its second, third and fourth fifth, as the first has no past. */
  repetition: { before: number; tail: number };
  /** Units in broken sentences. */
  broken: { before: number; tail: number };
};

/** Below so many units a fifth is too little to be judged. */
const leastUnits = 300;
/** More than every fourth 4-gram or word more than before, and not less than three in ten. */
const leastRise = 0.25;
const leastShare = 0.3;
const longestSentenceInWords = 120;
const longestSentenceInCharacters = 250;
/** A paragraph of so many units is prose, and prose has an end mark. */
const leastProseUnits = 40;
const leastUnitsOfLanguage = 8;
/** Up to this share of another language a text is in one language. */
const mostForeignShare = 0.2;

const damage = [
  /\uFFFD/,
  // One word of more than 40 letters.
  /[a-z]{41,}/i,
  // The same unit six times in a row.
  /(?<![\p{L}\p{N}])([\p{L}\p{N}]+)(?:[\s,;、，]+\1){5,}(?![\p{L}\p{N}])/iu,
  /([\u4e00-\u9fff]{1,4})\1{6,}/,
  // A mark that is no rule, leader or ellipsis, sixteen times in a row.
  /([^\p{L}\p{N}\s\-=_*.·…~#—─|])\1{15,}/u,
];
const notProse = /^\s*(?:#{1,6}\s|\||>|[-*+•]\s|\d{1,3}[.)、])/;
const endMark = /[.!?…。！？｡।॥؟۔։:：;；][\s"'”’」』】）》〉)\]*_~`]*(?:\[\^[^\]]*\]\s*)*$/u;

/**
 * Measures repetition and broken sentences in the last fifth and before it.
 *
 * A sentence is broken when it runs on for more than 120 words or 250 Han characters, when it is damaged (replacement
 * characters, words of more than 40 letters, one word six times in a row, a mark sixteen times), when it closes a
 * paragraph of prose of 40 units or more without an end mark and another paragraph follows, or when it is in another
 * language than the text, as far as letters tell, in a text that otherwise keeps to one. Code and tables are not looked
 * at.
 *
 * @returns null for fewer than 300 units (words, or characters where words are not set apart).
 */
export function measureTail(text: string): TailShares | null {
  const units = splitUnits(text).length;
  if (units < leastUnits) return null;
  const [, second = 0, third = 0, fourth = 0, tail = 0] = measureRepetitionByPosition(text, 5);
  return { repetition: { before: (second + third + fourth) / 3, tail }, broken: measureBroken(text) };
}

/** Whether one of the two shares is at least 0.3 in the last fifth and 0.25 above what it was before. */
export function isDegraded({ repetition, broken }: TailShares): boolean {
  return [repetition, broken].some(({ before, tail }) => tail >= leastShare && tail - before >= leastRise);
}

type Piece = { units: number; isBroken: boolean; isForeign: boolean };

function measureBroken(text: string): TailShares['broken'] {
  const main = detectLanguage(text);
  const pieces = listPieces(text, main);
  const total = pieces.reduce((sum, { units }) => sum + units, 0);
  const head: Piece[] = [];
  const tail: Piece[] = [];
  let passed = 0;
  for (const piece of pieces) {
    // Where its middle lies decides, so that one long sentence at the end is the tail.
    (passed + piece.units / 2 < total * 0.8 ? head : tail).push(piece);
    passed += piece.units;
  }
  const isOneLanguage = shareOf(head, ({ isForeign }) => isForeign) <= mostForeignShare;
  const isBad = (piece: Piece): boolean => piece.isBroken || (isOneLanguage && piece.isForeign);
  return { before: shareOf(head, isBad), tail: shareOf(tail, isBad) };
}

function listPieces(text: string, main: Language): Piece[] {
  const lines = splitFencedLines(text).filter((line) => !line.isFenced && !/^\s*\|/.test(line.text));
  const paragraphs = lines
    .map((line) => line.text)
    .join('')
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.flatMap((paragraph, at) => {
    const isProse =
      !notProse.test(paragraph) &&
      !paragraph.trim().includes('\n') &&
      splitUnits(paragraph).length >= leastProseUnits;
    const lacksEnd = isProse && at < paragraphs.length - 1 && !endMark.test(paragraph.trim());
    const sentences = splitSentences(paragraph);
    return sentences.map((sentence, index): Piece => {
      const units = splitUnits(sentence).length;
      const isLast = index === sentences.length - 1;
      return {
        units,
        isBroken:
          runsOn(sentence, units) || damage.some((pattern) => pattern.test(sentence)) || (lacksEnd && isLast),
        isForeign: isForeign(sentence, units, main),
      };
    });
  });
}

const shareOf = (pieces: readonly Piece[], isCounted: (piece: Piece) => boolean): number => {
  const total = pieces.reduce((sum, { units }) => sum + units, 0);
  const counted = pieces.reduce((sum, piece) => sum + (isCounted(piece) ? piece.units : 0), 0);
  return total > 0 ? counted / total : 0;
};

function runsOn(sentence: string, units: number): boolean {
  const han = countHan(sentence);
  return han > longestSentenceInCharacters || units - han > longestSentenceInWords;
}

function isForeign(sentence: string, units: number, main: Language): boolean {
  if (units < leastUnitsOfLanguage || main === 'other') return false;
  const language = detectLanguage(sentence);
  // A Japanese sentence may have no kana, a German one no accents.
  const isKin = language === 'other' || [main, language].every((each) => each === 'zh' || each === 'ja');
  return language !== main && !isKin;
}
