/** The headings inside a piece of Markdown, moved below the heading the piece itself will stand under. */
import type { Heading } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

const deepestLevel = 6;

/**
 * Sets every heading of a text below a level, in `#` form. Where one stands too high, all levels in use are made
 * neighbours, the highest right below `level`, so that their order stays; levels end at 6. Code, lists and quotations
 * are left alone, and so is a text whose headings are low enough.
 *
 * A finished sentence with `---` right under it is no heading but a break of scene; it gets the empty line it lacks.
 *
 * @param level - 1 to 6, of the heading above the text.
 */
export function lowerHeadings(markdown: string, level: number): string {
  if (!/^ {0,3}(?:#{1,6}(?:\s|$)|[=-]+\s*$)/m.test(markdown)) return markdown;
  const found = fromMarkdown(markdown).children.filter((node): node is Heading => node.type === 'heading');
  const headings = found.filter((node) => !isSceneBreak(sourceOf(markdown, node)));
  const levels = [...new Set(headings.map(({ depth }) => depth))].sort((a, b) => a - b);
  const isTooHigh = (levels[0] ?? deepestLevel) <= level;
  let result = '';
  let from = 0;
  for (const node of found) {
    const source = sourceOf(markdown, node);
    const start = node.position?.start.offset ?? 0;
    const lowered = Math.min(deepestLevel, level + 1 + levels.indexOf(node.depth));
    result += markdown.slice(from, start);
    if (isSceneBreak(source)) result += source.replace(/\n(?=[^\n]*$)/, '\n\n');
    else result += isTooHigh ? `${'#'.repeat(lowered)} ${contentOf(markdown, node)}` : source;
    from = start + source.length;
  }
  return result + markdown.slice(from);
}

const sourceOf = (markdown: string, node: Heading): string =>
  markdown.slice(node.position?.start.offset, node.position?.end.offset);

/** What the heading says, its markup kept; a heading over several lines becomes one. */
function contentOf(markdown: string, { children }: Heading): string {
  const start = children[0]?.position?.start.offset ?? 0;
  const end = children.at(-1)?.position?.end.offset ?? 0;
  return markdown.slice(start, end).replace(/\s*\n\s*/g, ' ');
}

const isSceneBreak = (source: string): boolean => /[.!?…。！？]["'”’」』)）*_]*\n\s*-+\s*$/.test(source);
