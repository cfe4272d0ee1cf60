/** The text of a run, section by section, in the index of the run: what a resume, an edit and the end are made from. */
import { compareIds, type Plan, type Section } from '../plan/plan.ts';
import type { RunMemory } from '../run/run-context.ts';
import type { WrittenSection } from '../write/manuscript.ts';

const kind = 'manuscript';
const key = 'section';
const planKey = 'plan';

/** What the plan had for a section, without what is inside it. */
export type PlannedSection = Omit<Section, 'children'>;

/** Puts a section into its place; one that is there is replaced. */
export async function keepInManuscript(
  memory: RunMemory,
  section: WrittenSection,
  planned?: Section,
): Promise<void> {
  const entries: { kind: string; key: string; value: unknown }[] = [{ kind, key, value: section }];
  if (planned !== undefined) {
    const { children: _inner, ...value } = planned;
    entries.push({ kind, key: planKey, value });
  }
  await memory.put(section.id, entries);
}

/** Every section that has landed, in reading order. */
export async function loadManuscript(memory: RunMemory): Promise<WrittenSection[]> {
  const found = await memory.find(kind, [key]);
  return found.map(({ value }) => value as WrittenSection).sort((a, b) => compareIds(a.id, b.id));
}

/** What the plan had for every section that has landed, by id. */
export async function loadPlanned(memory: RunMemory): Promise<Map<string, PlannedSection>> {
  const found = await memory.find(kind, [planKey]);
  return new Map(found.map(({ owner, value }) => [owner, value as PlannedSection]));
}

/** The plan as far as it was written, from its sections by id. */
export function planOf(title: string, planned: ReadonlyMap<string, PlannedSection>): Plan {
  const childrenOf = (id: string): Section[] =>
    [...planned.values()]
      .filter((each) => each.id.slice(0, Math.max(0, each.id.lastIndexOf('.'))) === id)
      .sort((a, b) => Number(a.id.split('.').at(-1)) - Number(b.id.split('.').at(-1)))
      .map((each) => ({ ...each, children: childrenOf(each.id) }));
  return { kind: 'plan', title, sections: childrenOf('') };
}

/** What the whole is called, and whether its sections are headed. */
export async function keepDocument(
  memory: RunMemory,
  document: { title: string; hasHeadings: boolean },
): Promise<void> {
  await memory.put('document', [{ kind, key: 'document', value: document }]);
}

/** Undefined for a text that is not finished, or was written before there was an index. */
export async function loadDocument(
  memory: RunMemory,
): Promise<{ title: string; hasHeadings: boolean } | undefined> {
  const [found] = await memory.find(kind, ['document']);
  return found?.value as { title: string; hasHeadings: boolean } | undefined;
}

/** Sections that a person has locked: no edit and no pass touches them. */
export async function loadLocks(memory: RunMemory): Promise<Set<string>> {
  const found = await memory.find('lock', [key]);
  return new Set(found.filter(({ value }) => value === true).map(({ owner }) => owner));
}

export async function setLock(memory: RunMemory, id: string, isLocked: boolean): Promise<void> {
  await memory.put(id, [{ kind: 'lock', key, value: isLocked }]);
}
