/**
 * Takes out of a text what writing it in parts has left: labels of parts, words to the reader, fences, broken joins.
 *
 * Every pass either finds something, says so, and makes the text shorter, or gives it back as it is; so cleaning ends,
 * a cleaned text stays as it is, and a text without faults is the same byte for byte.
 *
 * Source: the "irrelevant identifiers" that LongWriter-6k was cleaned of. Bai et al. 2024, arXiv:2408.07055; the rules
 * are not published, these are our own.
 */
import { dropChatLines, dropConsent, unwrapFence } from './clean-chat.ts';
import { dropAnnouncements, dropContinued, dropLabels } from './clean-labels.ts';
import type { Change, CleanOptions, Pass } from './clean-pass.ts';
import { mendCutSentences } from './mend-cut-sentences.ts';
import { dropRepeatedHeadings, dropRepeatedText } from './mend-repeats.ts';

/** In this order: what is only a label in front of prose must not take the prose with it. */
const passes: readonly Pass[] = [
  unwrapFence,
  dropLabels,
  dropContinued,
  dropChatLines,
  dropConsent,
  dropAnnouncements,
  dropRepeatedHeadings,
  dropRepeatedText,
  mendCutSentences,
];

/** Cleans one text, English or Chinese. A sentence cut at the very end stays, for the completeness gate to see. */
export function cleanText(
  text: string,
  { form = 'other', isInner = false }: CleanOptions = {},
): { text: string; changes: Change[] } {
  const changes: Change[] = [];
  let current = text;
  for (let before: string | undefined; before !== current; ) {
    before = current;
    for (const pass of passes) current = pass(current, { form, isInner }, (change) => changes.push(change));
  }
  return { text: current, changes };
}
