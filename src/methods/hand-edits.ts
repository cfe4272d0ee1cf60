/** A person's own changes in `manuscript.md`: found by comparing it with what was written there, kept, and followed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext } from '../run/run-context.ts';
import { listRenderedSections, type WrittenSection } from '../write/manuscript.ts';
import { loadManuscript } from './manuscript-index.ts';
import type { MethodHost } from './method.ts';

const file = 'manuscript.md';
const hashFile = 'manuscript.sha256';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes the manuscript out, and what tells it from one that a person has changed since. */
export async function projectManuscript(
  { project }: Pick<RunContext, 'project'>,
  markdown: string,
): Promise<void> {
  // In this order: a kill between the two leaves a text that says nothing new, never an old one that looks edited.
  await project(file, markdown);
  await project(hashFile, `${hashOf(markdown)}\n`);
}

/** The text of the file where a person has changed it; undefined where it is as it was written, or missing. */
export async function readEditedManuscript(folder: string): Promise<string | undefined> {
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(folder, name), 'utf8').catch(() => undefined);
  const [text, hash] = [await read(file), await read(hashFile)];
  if (text === undefined || hash === undefined || hashOf(text) === hash.trim()) return undefined;
  return text;
}

/**
 * Takes a person's changes into the run: the text of each changed section becomes the section, byte for byte.
 *
 * @returns Ids of the sections that were changed. Where headings were changed or moved, nothing is taken and a
 *   warning says which one is missing.
 */
export async function takeHandEdits(
  { folder, memory }: Pick<RunContext, 'folder' | 'memory'>,
  host: MethodHost,
): Promise<string[]> {
  const edited = await readEditedManuscript(folder);
  if (edited === undefined) return [];
  if (host.sources !== undefined) {
    await host.warn(
      'manuscript.md was changed by hand, but a text with citations is written out anew from its ledger. ' +
        'Copy your file elsewhere now to keep it; the run goes on from its own text.',
    );
    return [];
  }
  const sections = await loadManuscript(memory);
  const texts = matchSections(edited, sections);
  if ('missing' in texts) {
    await host.warn(
      `manuscript.md was changed by hand, but the heading "${texts.missing}" is not in it any more, so its sections cannot be told apart. ` +
        'Your file is left alone until the next section lands; put the heading back and resume to have your changes kept.',
    );
    return [];
  }
  const changed: string[] = [];
  for (const section of sections) {
    const text = texts.byId.get(section.id);
    if (text === undefined || text === section.text) continue;
    changed.push(section.id);
    await host.replace({ ...section, text, deliveredWords: host.countWords(text) }, 'was changed by hand');
  }
  return changed;
}

/** What stands under each heading of the manuscript, in its order. */
function matchSections(
  markdown: string,
  sections: readonly WrittenSection[],
): { byId: Map<string, string> } | { missing: string } {
  const rendered = listRenderedSections(sections);
  const byId = new Map<string, string>();
  const hasHeadings = rendered.some(({ heading }) => `\n${markdown}`.includes(`\n${heading}\n`));
  if (!hasHeadings) {
    const withText = sections.filter(({ text }) => text !== '');
    const [only] = withText;
    if (only !== undefined && withText.length === 1) byId.set(only.id, bodyOf(markdown));
    return { byId };
  }
  let from = 0;
  const starts: { id: string; title: string; start: number; end: number }[] = [];
  for (const { id, heading, title } of rendered) {
    const line = `\n${heading}\n`;
    const at = `\n${markdown}\n`.indexOf(line, from);
    if (at < 0) return { missing: title };
    starts.push({ id, title, start: at, end: at + line.length - 1 });
    from = at + 1;
  }
  const whole = `\n${markdown}\n`;
  for (const [index, { id, end }] of starts.entries()) {
    const text = whole.slice(end, starts[index + 1]?.start ?? whole.length).trim();
    const before = rendered[index];
    // Footnotes are numbered through when they are written out: what was not changed keeps its own numbers.
    byId.set(id, text === before?.text.trim() ? before.original : text);
  }
  return { byId };
}

/** Without the title line. */
const bodyOf = (markdown: string): string => markdown.replace(/^# [^\n]*\n/, '').trim();
