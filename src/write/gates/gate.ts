/** What a gate is: a check of finished text by rules alone, whose verdict is passed, failed or not run. */

export type GateName =
  | 'natural-stop'
  | 'whole-sentence'
  | 'in-band'
  | 'points-covered'
  | 'no-placeholder'
  | 'no-meta-talk'
  | 'language'
  | 'no-unbacked-reference'
  | 'no-own-conclusion'
  | 'headings-distinct'
  | 'headings-specific'
  | 'levels-whole'
  | 'items-announced'
  | 'cross-references'
  | 'style-sheet-kept'
  | 'style-even';

export type GateResult = {
  gate: GateName;
  /** `not-run` where the gate cannot judge this language or this input; it never says passed then. */
  verdict: 'passed' | 'failed' | 'not-run';
  /** What was found and where, or why nothing could be judged, as a person reads it; '' when passed. */
  message: string;
};

export const passed = (gate: GateName): GateResult => ({ gate, verdict: 'passed', message: '' });

export const failed = (gate: GateName, message: string): GateResult => ({ gate, verdict: 'failed', message });

export const notRun = (gate: GateName, reason: string): GateResult => ({
  gate,
  verdict: 'not-run',
  message: reason,
});

/** Languages that the word lists of the gates know. */
export type GateLanguage = 'en' | 'zh' | 'ja' | 'ko' | 'ar' | 'de' | 'ru' | 'th' | 'hi';

const gateLanguages: ReadonlySet<string> = new Set(['en', 'zh', 'ja', 'ko', 'ar', 'de', 'ru', 'th', 'hi']);

/** Whether the gates have word lists for a language. */
export const isGateLanguage = (language: string): language is GateLanguage => gateLanguages.has(language);

/**
 * The verdict of a gate that looks for strings which should not be there: failed with the first three, passed where
 * there are none and the language is one we have lists for, else not run.
 */
export function judgeFindings(
  gate: GateName,
  findings: readonly string[],
  { language, what }: { language: string; what: string },
): GateResult {
  const distinct = [...new Set(findings)];
  if (distinct.length > 0) {
    const more = distinct.length > 3 ? ` and ${distinct.length - 3} more` : '';
    return failed(gate, `${what}: ${distinct.slice(0, 3).map(quote).join(', ')}${more}.`);
  }
  return isGateLanguage(language) ? passed(gate) : notRun(gate, unknownLanguage(language));
}

/** The reason of a gate that has no word list for a language. */
export const unknownLanguage = (language: string): string =>
  `There is no word list for the language "${language}".`;

/** A finding as it stands in a message: one line of at most 80 characters. */
export function quote(text: string): string {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return `"${characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line}"`;
}
