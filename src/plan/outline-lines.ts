/** The lines of a plan file that say something, with its two kinds of headings told apart from the rest. */

import { isTableRow } from './outline-table.ts';

export type OutlineLine =
  | { kind: 'heading'; level: number; text: string }
  /** With its indentation. */
  | { kind: 'text'; text: string }
  | { kind: 'table'; rows: string[] }
  /** A fenced block that stands among other content, without its fences. */
  | { kind: 'code'; text: string };

const frontMatter = /^---[ \t]*\n((?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const rule = /^\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})$/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/;

/**
 * Leaves out the byte order mark, front matter, comments, rules, empty lines and fences around the plan itself.
 *
 * @returns `title` from the front matter, where it names one.
 */
export function outlineLines(markdown: string): { title: string | undefined; lines: OutlineLine[] } {
  let text = markdown.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const matter = frontMatter.exec(text);
  const isMatter =
    matter !== null &&
    (matter[1] === '' || /^[\p{L}_][\p{L}\w-]*\s*:/mu.test(matter[1] ?? '')) &&
    !/^#{1,6}\s/m.test(matter[1] ?? '');
  if (isMatter) text = text.slice(matter[0].length);
  const title = isMatter ? /^title:\s*(["']?)(.+)\1\s*$/im.exec(matter[1] ?? '')?.[2]?.trim() : undefined;
  return { title, lines: readLines(text.replace(/<!--[\s\S]*?(?:-->|$)/g, '')) };
}

function readLines(text: string): OutlineLine[] {
  const all = text.split('\n');
  const outside = all.filter((_, index) => !isFenced(all, index));
  // A fence around the plan is packaging, one inside a plan holds an example.
  const isWrapped = !outside.some((line) => heading.test(line) || /^\s*(?:[-*+]|\d+[.)、])\s/.test(line));
  const lines: OutlineLine[] = [];
  let code: string[] | undefined;
  for (const [index, line] of all.entries()) {
    const fence = /^\s*(?:```|~~~)/.test(line);
    if (isWrapped && fence) continue;
    if (fence) {
      if (code !== undefined && code.length > 0) lines.push({ kind: 'code', text: code.join('\n') });
      code = code === undefined ? [] : undefined;
    } else if (code !== undefined) code.push(line);
    else if (line.trim() === '' || isUnderline(all, index) || rule.test(line)) continue;
    else {
      const [, marks, name] = heading.exec(line) ?? [];
      const under = isUnderline(all, index + 1) ? (all[index + 1] ?? '') : '';
      if (marks !== undefined && name !== undefined)
        lines.push({ kind: 'heading', level: marks.length, text: name });
      else if (under !== '')
        lines.push({ kind: 'heading', level: under.trim().startsWith('=') ? 1 : 2, text: line.trim() });
      else if (isTableRow(line)) addRow(lines, line);
      else lines.push({ kind: 'text', text: line });
    }
  }
  return lines;
}

function addRow(lines: OutlineLine[], row: string): void {
  const last = lines.at(-1);
  if (last?.kind === 'table') last.rows.push(row);
  else lines.push({ kind: 'table', rows: [row] });
}

const isFenced = (lines: readonly string[], index: number): boolean =>
  lines.slice(0, index + 1).filter((line) => /^\s*(?:```|~~~)/.test(line)).length % 2 === 1 ||
  /^\s*(?:```|~~~)/.test(lines[index] ?? '');

/** Whether a line underlines the single line above it, which makes that a heading. */
function isUnderline(lines: readonly string[], index: number): boolean {
  const above = lines[index - 1] ?? '';
  const isParagraph =
    above.trim() !== '' &&
    !/^\s{4}|^\s*(?:[-*+>|]|#{1,6}\s|\d+[.)、]|```|~~~)/.test(above) &&
    !rule.test(above) &&
    (lines[index - 2] ?? '').trim() === '';
  return (
    isParagraph &&
    /^ {0,3}(?:=+|-{2,})\s*$/.test(lines[index] ?? '') &&
    !/^(?:words|字数)\s*[:：]/i.test(above.trim())
  );
}
