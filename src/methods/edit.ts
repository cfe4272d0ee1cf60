/** What a person may have done to a finished text, and what follows from it. Pure; nothing is written or asked here. */
import type { CapabilityCard } from '../model/card/card.ts';
import { costOf, type Price } from '../model/cost.ts';
import { noUsage } from '../model/usage.ts';
import { compareIds, listSections, type Plan } from '../plan/plan.ts';
import type { WrittenSection } from '../write/manuscript.ts';
import { isWrittenLast } from './front-matter.ts';
import type { PlannedSection } from './manuscript-index.ts';

export type EditOrder =
  | {
      kind: 'rewrite';
      /** Ids, the one that was asked for first. */
      sections: readonly string[];
      /** What is to be different, in the person's words; '' for nothing in particular. */
      note: string;
      /** What a changed plan has for sections of the text. */
      replanned?: readonly PlannedSection[];
    }
  | { kind: 'resize'; words: number };

/** Edits of a run are numbered from 1. */
export type Edit = EditOrder & { number: number };

/** Packets, answers and what is added to them, for a section of so many words. */
const tokensOfPacket = 4_500;
const tokensPerWord = 1.6;
const callsPerSection = 2;

/**
 * The sections that are no longer right once one is written anew: those whose contract builds on it, and theirs, and
 * the introduction or abstract, which was written from the whole text. In reading order, without the section itself.
 */
export function findStale(id: string, planned: ReadonlyMap<string, PlannedSection>): string[] {
  const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, '');
  const buildsOn = (section: PlannedSection, other: string): boolean =>
    (section.contract?.buildsOn ?? []).some(
      (name) =>
        other === name ||
        other.startsWith(`${name}.`) ||
        fold(planned.get(other)?.title ?? '\0') === fold(name),
    );
  const stale = new Set<string>([id]);
  for (let size = 0; size !== stale.size; ) {
    size = stale.size;
    for (const section of planned.values())
      if ([...stale].some((other) => buildsOn(section, other))) stale.add(section.id);
  }
  const ids = [...planned.keys()].sort(compareIds);
  for (const each of ids) {
    const section = planned.get(each);
    if (section === undefined || !isWrittenLast({ ...section, children: [] })) break;
    stale.add(each);
  }
  stale.delete(id);
  return [...stale].filter((each) => (planned.get(each)?.targetWords ?? 0) > 0).sort(compareIds);
}

/**
 * What a changed plan has that the text was not written from: sections whose points or contract are others, and those
 * that are only called otherwise. Words are left to the length of the whole.
 *
 * @throws {RangeError} The plan has other sections than the text.
 */
export function comparePlans(
  plan: Plan,
  planned: ReadonlyMap<string, PlannedSection>,
): { changed: PlannedSection[]; renamed: PlannedSection[] } {
  const sections = listSections(plan).map(({ section }) => section);
  const missing = [...planned.keys()].filter((id) => !sections.some((section) => section.id === id));
  const added = sections.filter(({ id }) => !planned.has(id)).map(({ id }) => id);
  if (missing.length + added.length > 0)
    throw new RangeError(
      [...missing.map((id) => `no section ${id}`), ...added.map((id) => `a section ${id}`)].join(', '),
    );
  const changed: PlannedSection[] = [];
  const renamed: PlannedSection[] = [];
  for (const { children: _inner, ...section } of sections) {
    const before = planned.get(section.id);
    if (before === undefined) continue;
    const after = { ...section, targetWords: before.targetWords };
    const saysOf = ({ mainPoints, contract }: PlannedSection): string =>
      JSON.stringify([mainPoints, contract ?? null]);
    if (saysOf(after) !== saysOf(before)) changed.push(after);
    else if (after.title !== before.title) renamed.push(after);
  }
  return { changed, renamed };
}

/** What renewing so many words will take, from lean to wordy; cost null where the price is not known. */
export function quoteEdit(
  sections: readonly Pick<WrittenSection, 'targetWords'>[],
  { price, card }: { price?: Price | undefined; card?: CapabilityCard | undefined },
): { calls: number; inputTokens: number; outputTokens: number; usd: number | null; ms: number | null } {
  const words = sections.reduce((sum, { targetWords }) => sum + targetWords, 0);
  const calls = sections.length * callsPerSection;
  const inputTokens = Math.round(calls * tokensOfPacket + words * tokensPerWord);
  const outputTokens = Math.round(words * tokensPerWord * 1.2);
  const usage = { ...noUsage(), calls, inputTokens, outputTokens };
  return {
    calls,
    inputTokens,
    outputTokens,
    usd: price === undefined ? null : Number(costOf(usage, price).toFixed(4)),
    ms:
      card?.speed === undefined
        ? null
        : Math.round(calls * card.speed.firstTokenInMs + (outputTokens / card.speed.tokensPerSecond) * 1_000),
  };
}
