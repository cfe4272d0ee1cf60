/** One section's text out of a manuscript, by the plan it was written from. */
import { splitSections } from '../text/sections.ts';

export type PlannedSection = { id: string; title: string; targetWords: number };

/**
 * The text of a section without its heading; undefined where it is not written yet.
 *
 * Headings of the plan are looked for in its order, so that a heading a model wrote inside a section ends nothing.
 * A text without headings is one section.
 */
export function findSectionText(
  markdown: string,
  sections: readonly PlannedSection[],
  id: string,
): string | undefined {
  const parts = splitSections(markdown);
  if (sections.length <= 1) {
    const [first, ...rest] = parts;
    const body =
      first?.level === 1
        ? [withoutHeading(first.text), ...rest.map(({ text }) => text)]
        : parts.map(({ text }) => text);
    return body.join('').trim() || undefined;
  }
  const texts = new Map<string, string[]>();
  let next = 0;
  let open: string[] | undefined;
  for (const part of parts) {
    const found = sections.findIndex(
      ({ id: each, title }, index) => index >= next && part.text.startsWith(`${marker(each)} ${title}\n`),
    );
    if (found >= 0) {
      open = [withoutHeading(part.text)];
      texts.set(sections[found]?.id ?? '', open);
      next = found + 1;
    } else open?.push(part.text);
  }
  return texts.get(id)?.join('').trim();
}

/** Top sections stand one level below the title. */
function marker(id: string): string {
  return '#'.repeat(Math.min(6, id.split('.').length + 1));
}

function withoutHeading(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}
