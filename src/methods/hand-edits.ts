/** A person's own changes in `manuscript.md`: found by comparing it with what was written there, kept, and followed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunContext } from '../run/run-context.ts';
import { withoutFigures } from '../write/figures/figure.ts';
import { listRenderedSections, type WrittenSection } from '../write/manuscript.ts';
import type { Labels } from '../write/sources/render-references.ts';
import { loadManuscript } from './manuscript-index.ts';
import type { MethodHost, WritingTask } from './method.ts';
import { languageOfText } from './section-writer.ts';

const file = 'manuscript.md';
const hashFile = 'manuscript.sha256';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Writes the manuscript out, and what tells it from one that a person has changed since.
 *
 * @param labels - What its citations name, so that those a person keeps are known again.
 */
export async function projectManuscript(
  { project }: Pick<RunContext, 'project'>,
  markdown: string,
  labels: Labels = {},
): Promise<void> {
  // In this order: a kill between the two leaves a text that says nothing new, never an old one that looks edited.
  await project(file, markdown);
  const cited = Object.keys(labels).length > 0 ? `${JSON.stringify(labels)}\n` : '';
  await project(hashFile, `${hashOf(markdown)}\n${cited}`);
}

/** The text of the file where a person has changed it; undefined where it is as it was written, or missing. */
export async function readEditedManuscript(folder: string): Promise<string | undefined> {
  return (await readEdited(folder))?.text;
}

/** The same, with what the citations of the file named as it was written; undefined where it had none. */
async function readEdited(folder: string): Promise<{ text: string; labels: Labels | undefined } | undefined> {
  const read = (name: string): Promise<string | undefined> =>
    readFile(join(folder, name), 'utf8').catch(() => undefined);
  const [text, written] = [await read(file), await read(hashFile)];
  const [hash, labels = ''] = written?.split('\n') ?? [];
  if (text === undefined || hash === undefined || hashOf(text) === hash.trim()) return undefined;
  return { text, labels: labels === '' ? undefined : (JSON.parse(labels) as Labels) };
}

/**
 * Takes a person's changes into the run: the text of each changed section becomes the section, byte for byte. Of a
 * text from sources, citations that were kept become marks again and the claim ledger follows the changes.
 *
 * @returns Ids of the sections that were changed. Where headings were changed or moved, nothing is taken and a
 *   warning says which one is missing.
 */
export async function takeHandEdits(
  { folder, memory }: Pick<RunContext, 'folder' | 'memory'>,
  host: MethodHost,
  task: WritingTask,
): Promise<string[]> {
  const edited = await readEdited(folder);
  if (edited === undefined) return [];
  const sections = await loadManuscript(memory);
  const { sources } = host;
  const { language, opening } = task;
  const shown = await sources?.cite({
    title: '',
    language,
    sections,
    hasHeadings: true,
    ...(opening !== undefined && { opening }),
  });
  const texts = matchSections(withoutFigures(edited.text), shown?.sections ?? sections);
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
    const taken = sources === undefined ? withText(section, text, host) : await takeCited(section, text);
    if (taken === undefined) continue;
    changed.push(section.id);
    await host.replace(taken, 'was changed by hand');
  }
  return changed;

  async function takeCited(section: WrittenSection, rendered: string): Promise<WrittenSection | undefined> {
    const before = shown?.sections.find(({ id }) => id === section.id)?.text ?? '';
    const labels = edited?.labels ?? shown?.labels ?? {};
    const text = sources?.readBack(rendered, labels) ?? rendered;
    if (rendered === before || text === sources?.readBack(before, shown?.labels ?? {}).trim())
      return undefined;
    const step = `by-hand-${hashOf(text).slice(0, 12)}/section-${section.id}`;
    const place = { step, textLanguage: languageOfText(task), title: titleOf(edited?.text ?? '') };
    const own = withText(section, text, host);
    return host.step(step, async () => (await sources?.takeEdit(own, place)) ?? own);
  }
}

const withText = (section: WrittenSection, text: string, host: MethodHost): WrittenSection => ({
  ...section,
  text,
  deliveredWords: host.countWords(text),
});

const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1] ?? '';

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
