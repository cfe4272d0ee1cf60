/** All gates of a whole document: what only shows when its sections stand together. */
import type { StyleSheet } from '../../plan/style-sheet.ts';
import { checkCrossReferences } from './cross-references.ts';
import { type GateResult, isGateLanguage, notRun, unknownLanguage } from './gate.ts';
import { type CheckedSection, checkDistinct, checkLevels, checkSpecific } from './headings-checked.ts';
import { checkAnnounced } from './items-announced.ts';
import { checkEven, checkSheetKept } from './style-held.ts';

export type DocumentToCheck = {
  title: string;
  /** ISO 639-1, or `other`. */
  language: string;
  /** In reading order, headings without a text of their own included. */
  sections: readonly CheckedSection[];
  /** How it was to be written, where that was said. */
  style?: StyleSheet | undefined;
};

/**
 * Judges a document by rules alone: one result for each gate (that of the style sheet only where there is one), in the same order whatever the document.
 *
 * Nothing is changed and nothing thrown. The three gates that read words are not run for a language without word
 * lists, unless they find something; a document without sections passes none of them.
 */
export function checkDocument({ title, language, sections, style }: DocumentToCheck): GateResult[] {
  const whole = [{ kind: 'document', id: '', title, depth: 0, text: '' }, ...sections];
  const results = [
    checkDistinct(sections.length > 1 ? whole : sections),
    checkSpecific(sections),
    checkLevels(sections),
    checkAnnounced(sections),
    checkCrossReferences(sections),
    ...(style === undefined ? [] : [checkSheetKept(sections, style)]),
    checkEven(sections),
  ];
  if (sections.length === 0) return results.map(({ gate }) => notRun(gate, 'The document has no sections.'));
  return results.map((result) =>
    result.verdict === 'passed' && readsWords.has(result.gate) && !isGateLanguage(language)
      ? notRun(result.gate, unknownLanguage(language))
      : result,
  );
}

const readsWords: ReadonlySet<string> = new Set(['headings-specific', 'items-announced', 'cross-references']);
