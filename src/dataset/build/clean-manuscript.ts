/** The text of a run as an answer to learn from: cleaned part by part, where they meet, and headed as its form is. */
import { readForm } from '../../plan/form/form.ts';
import { type Manuscript, renderMarkdown } from '../../write/manuscript.ts';
import type { Change } from './clean-pass.ts';
import { cleanText } from './clean-text.ts';
import type { HeadingPolicy } from './document-request.ts';

/**
 * @param options.instruction - Tells the form.
 * @returns The Markdown without the line break at its end, and everything that was done to it. A manuscript without
 *   faults, headed as the policy wants it, comes out as it is published.
 */
export function cleanManuscript(
  manuscript: Manuscript,
  {
    instruction,
    targetWords,
    headings,
  }: { instruction: string; targetWords: number; headings: HeadingPolicy },
): { text: string; changes: Change[] } {
  const form = readForm(instruction, { targetWords });
  const hasHeadings =
    manuscript.hasHeadings && (headings === 'keep' || (headings === 'form' && form.hasHeadings));
  const changes: Change[] = [];
  const { sections } = manuscript;
  const cleaned = sections.map((section, index) => {
    if (manuscript.hasHeadings && !hasHeadings)
      changes.push({ kind: 'heading', before: section.title, after: '' });
    const next = sections.slice(index + 1).find(({ text }) => text !== '')?.text;
    // A sentence that goes on in the next section is put together when both stand in one text.
    const isInner = next !== undefined && !/^\s*\p{Ll}/u.test(next);
    if (section.text === '') return section;
    // Under its heading, which may stand in the text once more.
    const heading = section.title === '' ? '' : `## ${section.title}\n\n`;
    const { text, changes: own } = cleanText(`${heading}${section.text}`, { form: form.name, isInner });
    changes.push(...own);
    const match = heading === '' ? null : /^## ([^\n]*)(?:\n+([\s\S]*))?$/.exec(text);
    return match === null
      ? { ...section, text }
      : { ...section, title: match[1] ?? section.title, text: match[2] ?? '' };
  });
  const markdown = renderMarkdown({ ...manuscript, hasHeadings, sections: cleaned }).replace(/\n$/, '');
  const whole = cleanText(markdown, { form: form.name });
  return { text: whole.text, changes: [...changes, ...whole.changes] };
}
