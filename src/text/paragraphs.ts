import { splitFencedLines } from './fenced-lines.ts';

/**
 * Splits a text at its blank lines; joined, the parts are the text again.
 *
 * Blank lines belong to the paragraph before them, those at the start to the first. A blank line inside a code
 * fence does not split. Text of blank lines alone is one paragraph; '' gives none.
 */
export function splitParagraphs(text: string): string[] {
  const paragraphs: string[] = [];
  let current = '';
  let hasText = false;
  let isEnding = false;
  for (const line of splitFencedLines(text)) {
    if (!line.isFenced && line.text.trim() === '') {
      isEnding = hasText;
    } else {
      if (isEnding) {
        paragraphs.push(current);
        current = '';
      }
      isEnding = false;
      hasText = true;
    }
    current += line.text;
  }
  if (current !== '') paragraphs.push(current);
  return paragraphs;
}
