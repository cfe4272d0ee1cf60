/** Whether the sections of a text sound like one text: its style sheet kept, its sentences of one measure. */
import { hasPhrase, listAvoidedPhrases, type StyleSheet } from '../../plan/style-sheet.ts';
import { countWords } from '../../text/count-words.ts';
import { splitSentences } from '../../text/sentences.ts';
import { failed, type GateResult, notRun, passed, quote } from './gate.ts';
import type { CheckedSection } from './headings-checked.ts';

/** Sections with fewer sentences say little of their measure. */
const leastSentences = 8;
const leastSections = 4;
/** A section whose sentences are longer or shorter than this against the middle section stands out. */
const mostUneven = 1.8;
const mostNamed = 3;

/** The gate `style-sheet-kept`: no section uses what the style sheet keeps out to the letter. */
export function checkSheetKept(
  sections: readonly CheckedSection[],
  style: StyleSheet | undefined,
): GateResult {
  const gate = 'style-sheet-kept';
  const phrases = listAvoidedPhrases(style);
  if (phrases.length === 0) return notRun(gate, 'The style sheet names no words to keep out.');
  const found = sections.flatMap(({ id, text }) =>
    phrases.filter((phrase) => hasPhrase(text, phrase)).map((phrase) => `${quote(phrase)} in section ${id}`),
  );
  return found.length === 0 ? passed(gate) : failed(gate, `To be kept out: ${nameSome(found)}.`);
}

/**
 * The gate `style-even`: the mean length of sentences in every section, against the section in the middle.
 *
 * It is a statistic: a section that stands out may have its reasons. Not run for fewer than four sections of eight
 * sentences.
 */
export function checkEven(sections: readonly CheckedSection[]): GateResult {
  const gate = 'style-even';
  const measured = sections.flatMap(({ id, text }) => {
    const sentences = splitSentences(text).filter((sentence) => sentence.trim() !== '');
    if (sentences.length < leastSentences) return [];
    return [{ id, words: countWords(text, 'unicode') / sentences.length }];
  });
  if (measured.length < leastSections) return notRun(gate, 'Too few sections of some length to compare.');
  const middle = measured.map(({ words }) => words).sort((a, b) => a - b)[measured.length >> 1] ?? 0;
  const uneven = measured.filter(({ words }) => words > middle * mostUneven || words < middle / mostUneven);
  if (uneven.length === 0) return passed(gate);
  const list = uneven.map(({ id, words }) => `section ${id} has ${words.toFixed(1)}`);
  return failed(gate, `Words in a sentence, ${middle.toFixed(1)} in the middle section: ${nameSome(list)}.`);
}

function nameSome(items: readonly string[]): string {
  const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : '';
  return `${items.slice(0, mostNamed).join(', ')}${more}`;
}
