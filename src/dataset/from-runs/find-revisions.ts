/** What was revised in a text after its end: by `rewrite`, and by hand. */
import { editedStep } from '../../methods/edit-program.ts';
import { manuscriptStep } from '../../methods/finish-document.ts';
import { readEditedManuscript } from '../../methods/hand-edits.ts';
import { runFolder } from '../../run/projections.ts';
import type { Reader } from '../../run/reader.ts';
import type { RunMaterial, RunSection } from './read-run.ts';
import { splitDocument } from './split-document.ts';

type SectionRevision = {
  section: Pick<RunSection, 'id' | 'title'>;
  kind: 'rewrite' | 'hand-edit';
  before: string;
  after: string;
  /** Sections before it, as they stand in the new text. */
  earlier: string[];
  /** What was asked of a rewrite; '' where nothing was said. */
  note: string;
};

/** Name of the revision that a person made in the file after the last command. */
export const byHand = 'by-hand';

/** One text, and what it became. */
export type DocumentRevision = {
  /** `edit-<n>`, or `by-hand`. */
  name: string;
  before: string;
  after: string;
  sections: SectionRevision[];
};

type Version = { name: string; edit: number | undefined; markdown: string };

/**
 * Compares every version of a finished text with the one before it.
 *
 * Not revisions: a new length (`resize`), and sections that were only written anew because they build on another one;
 * nobody has found the old ones wanting. A version whose headings cannot be found is passed over with its neighbour.
 *
 * @returns [] while another process holds the home: earlier versions are in the database only.
 */
export async function findRevisions(
  { runId, request, sections, events }: RunMaterial,
  reader: Reader,
  home: string,
): Promise<DocumentRevision[]> {
  if (reader.memoryOf(runId) === undefined) return [];
  const versions: Version[] = [];
  const names = [manuscriptStep, ...numbersTo(request.edit?.number ?? 0).map(editedStep)];
  for (const [edit, name] of names.entries()) {
    const step = await reader.findStep(runId, name);
    if (step !== undefined)
      versions.push({ name, edit, markdown: (step.value as { markdown: string }).markdown });
  }
  const edited = await readEditedManuscript(runFolder(home, runId));
  if (edited !== undefined) versions.push({ name: byHand, edit: undefined, markdown: edited });
  const reasons = groupReasons(events);
  const revisions: DocumentRevision[] = [];
  for (const [at, { name, edit, markdown: after }] of versions.entries()) {
    const before = versions[at - 1]?.markdown;
    if (before === undefined) continue;
    const [old, now] = [splitDocument(before, sections), splitDocument(after, sections)];
    if (old === undefined || now === undefined) continue;
    const found: SectionRevision[] = [];
    for (const [index, { id, title }] of sections.entries()) {
      const [was, is] = [old.get(id) ?? '', now.get(id) ?? ''];
      if (was === is || was === '' || is === '') continue;
      const why = edit === undefined ? [changed] : (reasons.get(name)?.get(id) ?? []);
      const kind = why.includes(asked) ? 'rewrite' : why.includes(changed) ? 'hand-edit' : undefined;
      if (kind === undefined) continue;
      const earlier = sections.slice(0, index).map((each) => now.get(each.id) ?? '');
      const note = kind === 'rewrite' && edit !== undefined ? await findNote(edit) : '';
      found.push({ section: { id, title }, kind, before: was, after: is, earlier, note });
    }
    if (found.length > 0)
      revisions.push({ name: edit === undefined ? name : `edit-${edit}`, before, after, sections: found });
  }
  return revisions;

  /** Of the last edit the run keeps the order itself, of earlier ones the requests that went out. */
  async function findNote(edit: number): Promise<string> {
    const order = request.edit;
    if (order?.number === edit) return order.kind === 'rewrite' ? order.note.trim() : '';
    for (const { id } of sections) {
      const calls = (await reader.listCalls(runId, `edit-${edit}/section-${id}`)) ?? [];
      for (const { messages } of calls)
        for (const { content } of messages) {
          const note = noteLine.exec(content)?.[1];
          if (note !== undefined) return note.trim();
        }
    }
    return '';
  }
}

/** As the edit says in its requests and events. */
const noteLine = /(?:What the author wants of this section: |作者对这一节的要求：)([^\n]+)/;
const asked = 'was asked for';
const changed = 'was changed by hand';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_each, at) => at + 1);

/** Why sections were revised, by the step that then kept the whole text, and by section. */
function groupReasons(events: RunMaterial['events']): Map<string, Map<string, string[]>> {
  const byStep = new Map<string, Map<string, string[]>>();
  let current = new Map<string, string[]>();
  for (const event of events) {
    if (event.type === 'section-revised')
      current.set(event.id, [...(current.get(event.id) ?? []), event.reason]);
    else if (event.type === 'step-end' && /^manuscript(?:-\d+)?$/.test(event.step)) {
      byStep.set(event.step, current);
      current = new Map();
    }
  }
  return byStep;
}
