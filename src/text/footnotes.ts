/** Footnotes of sections that become one document, where a label must mean one note. */
import type { FootnoteDefinition, FootnoteReference, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Mark = { identifier: string; label: string; start: number; end: number };

/**
 * Gives every note a label of its own across sections: the first section to define a label keeps it, later ones get
 * the next free number, or `label-2` for a label in words, at the note and wherever their text refers to it.
 *
 * A reference without a note in its own section stays, so that notes gathered in a last section are still found.
 * Sections without a clash come back byte for byte; what only looks like a note inside code is none.
 *
 * @param sections - Markdown of each section, in reading order.
 */
export function separateFootnotes(sections: readonly string[]): string[] {
  const marks = sections.map(findMarks);
  const used = new Set(marks.flat().map(({ identifier }) => identifier));
  const taken = new Set<string>();
  return sections.map((section, index) => {
    const own = marks[index] ?? [];
    const newLabels = new Map<string, string>();
    for (const { identifier, label } of own) {
      if (!taken.has(identifier) || newLabels.has(identifier)) continue;
      const fresh = findFreeLabel(label, used);
      used.add(fresh.toLowerCase());
      newLabels.set(identifier, fresh);
    }
    for (const { identifier } of own) taken.add(newLabels.get(identifier)?.toLowerCase() ?? identifier);
    return own.reduceRight((text, { identifier, start, end }) => {
      const fresh = newLabels.get(identifier);
      return fresh === undefined ? text : `${text.slice(0, start)}[^${fresh}]${text.slice(end)}`;
    }, section);
  });
}

/** Every reference with a note in this text, and every note, in reading order. */
function findMarks(markdown: string): Mark[] {
  if (!markdown.includes('[^')) return [];
  const marks: Mark[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === 'footnoteReference' || node.type === 'footnoteDefinition')
      marks.push(readMark(markdown, node));
    if ('children' in node) for (const child of node.children) walk(child);
  };
  walk(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return marks.sort((a, b) => a.start - b.start);
}

function readMark(markdown: string, node: FootnoteReference | FootnoteDefinition): Mark {
  const start = node.position?.start.offset ?? 0;
  const source = /^\[\^(?:\\.|[^\]\\])+\]/.exec(markdown.slice(start))?.[0] ?? '';
  return { identifier: node.identifier, label: source.slice(2, -1), start, end: start + source.length };
}

function findFreeLabel(label: string, used: ReadonlySet<string>): string {
  const isNumber = /^\d+$/.test(label);
  for (let next = 2; ; next += 1) {
    const candidate = isNumber ? String(next) : `${label}-${next}`;
    if (!used.has(candidate.toLowerCase())) return candidate;
  }
}
