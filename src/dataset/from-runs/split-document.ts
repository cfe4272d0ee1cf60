/** A published text cut into the sections it was written from. */
import { splitSections } from '../../text/sections.ts';

/**
 * The text under the heading of every section, by id; headings are looked for in their order, so that one which a model
 * wrote inside a section ends nothing. A text of one section is its body without the title.
 *
 * @returns Undefined where a heading is missing: then nobody can tell the sections apart.
 */
export function splitDocument(
  markdown: string,
  sections: readonly { id: string; title: string }[],
): Map<string, string> | undefined {
  const [only] = sections;
  const parts = splitSections(markdown);
  if (sections.length === 1 && only !== undefined) {
    const hasTitle = parts[0]?.level === 1;
    const body = parts.map(({ text }, at) => (at === 0 && hasTitle ? withoutHeading(text) : text)).join('');
    return new Map([[only.id, body.trim()]]);
  }
  const texts = new Map<string, string>();
  let next = 0;
  let open: { id: string; level: number } | undefined;
  for (const { level, text } of parts) {
    const expected = sections[next];
    if (level > 0 && expected !== undefined && titleOf(text) === expected.title) {
      open = { id: expected.id, level };
      texts.set(open.id, withoutHeading(text));
      next += 1;
    } else if (open !== undefined && level > open.level)
      texts.set(open.id, (texts.get(open.id) ?? '') + text);
    // The heading of a part that only gathers others: headings inside a section stand lower than its own.
    else open = undefined;
  }
  if (next < sections.length) return undefined;
  return new Map([...texts].map(([id, text]) => [id, text.trim()]));
}

/** The heading as it is written, markup included. */
const titleOf = (section: string): string => /^ {0,3}#{1,6} (.*)$/m.exec(section)?.[1]?.trim() ?? '';

function withoutHeading(section: string): string {
  const end = section.indexOf('\n');
  return end < 0 ? '' : section.slice(end + 1);
}
