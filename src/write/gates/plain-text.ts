/** Prose as the gates read it: without code, cut into sentences by marks alone, in time linear in its length. */
import { splitFencedLines } from '../../text/fenced-lines.ts';

/** The lines of a text that are not code, without their line breaks; code in a line is blanked. */
export function listProseLines(text: string): string[] {
  return splitFencedLines(text)
    .filter((line) => !line.isFenced)
    .map((line) => blankCode(line.text.replace(/[\r\n]+$/, '')));
}

/** The text without its code; what stands between backticks is left out too. */
export const withoutCode = (text: string): string => listProseLines(text).join('\n');

/**
 * Stretches of text up to a mark that may end a sentence, without the mark; lines are never joined.
 *
 * Cruder than `splitSentences`: "Dr." ends one as well. Good enough to look at how sentences begin and at what
 * stands close together, and linear in the worst case.
 */
export function listClauses(text: string): string[] {
  return text
    .split(/[.!?…](?=\s)|[。！？｡।॥؟۔\n]/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** Markup in front of a line or a sentence: heading marks, list marks, emphasis. Quotation marks are none. */
export const withoutMarkup = (line: string): string => line.slice(0, 2000).replace(/^[\s#>*_+-]{0,40}/, '');

function blankCode(line: string): string {
  if (!line.includes('`')) return line;
  const parts = line.split('`');
  return parts.filter((_part, index) => index % 2 === 0 || index === parts.length - 1).join(' ');
}
