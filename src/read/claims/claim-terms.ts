/** What a sentence is found by: its words, its figures, and the kinds of its figures. */
import { listTerms } from '../search-terms.ts';
import { baseOf } from './compare-numbers.ts';
import { readFacts } from './extract-claims.ts';
import type { Lexicon } from './read-names.ts';

/** Stems of words that say nothing of what a sentence is about. */
export const commonTerms: ReadonlySet<string> = new Set(
  'the a an of in on at to and or for by with from that thi it is ar wa were be been ha have had as which their it also more than into after befor between'.split(
    ' ',
  ),
);
/**
 * Reads what a sentence is found by.
 *
 * @returns `terms`: its words as the search index has them, and its figures by their value, so that "twelve" is 12.
 *   `kinds`: of its figures, what says what it may be about: dimensions, `share`, `date`.
 */
export function readTerms(text: string, lexicon: Lexicon): { terms: Set<string>; kinds: Set<string> } {
  const terms = new Set(listTerms(text).filter((term) => !commonTerms.has(term)));
  const { numbers, dates } = readFacts(text, lexicon);
  const kinds = new Set<string>();
  for (const number of numbers) {
    terms.add(`#${baseOf(number)}`);
    if (number.kind === 'share') kinds.add('share');
    for (const { dimension } of number.measures) kinds.add(dimension);
  }
  for (const { year, month, day } of dates) {
    kinds.add('date');
    if (year !== undefined) terms.add(`#y${year}`);
    if (day !== undefined) terms.add(`#d${month}-${day}`);
  }
  return { terms, kinds };
}
