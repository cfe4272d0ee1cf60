/** What a section sees of the sections that its contract names: the end of each, word for word. */
import { estimateTokens } from '../model/estimate-tokens.ts';
import { findDependencies, type Section } from '../plan/plan.ts';
import type { RunMemory } from '../run/run-context.ts';
import { takeLastPart } from '../write/conversation.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { loadManuscript, loadPlanned, planOf } from './manuscript-index.ts';

/** What is shown of the sections that one builds on. */
const passageTokens = 500;

/** The end of every section that one builds on, as far as they fit. */
export function passagesOf(ids: readonly string[], written: ReadonlyMap<string, WrittenSection>): string[] {
  const most = passageTokens / Math.max(1, ids.length);
  return ids.flatMap((id) => {
    const section = written.get(id);
    if (section === undefined || section.text === '') return [];
    const { text } = takeLastPart(section.text, most - estimateTokens(section.title) - 8);
    return text === '' ? [] : [`${id}. ${section.title}: ${text.replace(/\s+/g, ' ')}`];
  });
}

/** The same for a section about to be written, from what has landed so far. */
export async function findPassages(section: Section, memory: RunMemory): Promise<string[]> {
  if ((section.contract?.buildsOn ?? []).length === 0) return [];
  const planned = await loadPlanned(memory);
  const { dependsOn } = findDependencies(planOf('', new Map([...planned, [section.id, section]])));
  const written = (await loadManuscript(memory)).map((each): [string, WrittenSection] => [each.id, each]);
  return passagesOf(dependsOn.get(section.id) ?? [], new Map(written));
}
