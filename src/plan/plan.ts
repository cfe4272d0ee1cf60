/**
 * A plan: the tree of sections a manuscript will have, as frozen data.
 * It says what is written where and how long; order and numbering belong to it, never to model text.
 */

import { type SectionContract, takeContract } from './section-contract.ts';

export type Section = {
  readonly kind: 'section';
  /** Place in the tree, counted from 1: `3`, or `3.2` for a child. */
  readonly id: string;
  readonly title: string;
  readonly mainPoints: readonly string[];
  /** Words of this section's own text, children left out; 0 for a heading that only gathers children. */
  readonly targetWords: number;
  readonly children: readonly Section[];
  /** Absent: it owes the others nothing but its points. */
  readonly contract?: SectionContract;
};

export type Plan = {
  readonly kind: 'plan';
  readonly title: string;
  readonly sections: readonly Section[];
};

/** A section before it has a place and a budget that fits the whole. */
export type SectionDraft = {
  title: string;
  mainPoints?: readonly string[];
  /** Asked weight or words; absent: shares what the others leave. */
  words?: number;
  children?: readonly SectionDraft[];
  /** Clauses that stand among the points count as well. */
  contract?: SectionContract | undefined;
};

/**
 * Gives every section its id and its budget.
 *
 * Budgets are non-negative integers that sum to `targetWords` exactly, in the proportion of the drafts' own
 * `words`; a draft without words weighs as much as the average of those that have them. A draft with children
 * but neither points nor words of its own is a heading only.
 *
 * @param options.mostWords - What no section should exceed; kept as far as the others can take the rest.
 * @throws {RangeError} No section, or fewer target words than sections to write.
 */
export function createPlan(
  { title, sections }: { title: string; sections: readonly SectionDraft[] },
  {
    targetWords,
    mostWords = Number.POSITIVE_INFINITY,
  }: { targetWords: number; mostWords?: number | undefined },
): Plan {
  const written = flatten(sections).filter((draft) => !isHeadingOnly(draft));
  if (written.length === 0) throw new RangeError('Expected a plan with at least one section, got none.');
  if (targetWords < written.length) {
    throw new RangeError(
      `Expected at least one word a section, got ${targetWords} words for ${written.length} sections.`,
    );
  }
  const known = written.map((draft) => draft.words ?? 0).filter((words) => words > 0);
  const average = known.length === 0 ? 1 : known.reduce((sum, words) => sum + words, 0) / known.length;
  const weights = written.map((draft) => (draft.words && draft.words > 0 ? draft.words : average));
  const budgets = levelWords(divideWords(targetWords, weights), mostWords);
  const budgetOf = new Map(written.map((draft, index) => [draft, budgets[index] ?? 0]));

  const build = (draft: SectionDraft, id: string): Section => {
    const { mainPoints, contract = draft.contract } = takeContract(draft.mainPoints ?? []);
    return Object.freeze({
      kind: 'section',
      id,
      title: draft.title,
      mainPoints: Object.freeze(mainPoints),
      targetWords: budgetOf.get(draft) ?? 0,
      children: Object.freeze(
        (draft.children ?? []).map((child, index) => build(child, `${id}.${index + 1}`)),
      ),
      ...(contract && { contract: Object.freeze(contract) }),
    });
  };
  const built = sections.map((draft, index) => build(draft, String(index + 1)));
  return Object.freeze({ kind: 'plan', title, sections: Object.freeze(built) });
}

/**
 * The sections that each section has to wait for, by id: those its contract builds on, by id or title, headings
 * standing for everything inside them.
 *
 * @returns `unknown`: names that no other section has, with the section that gives them; `circular`: a ring of
 *   sections that wait for each other, if there is one.
 */
export function findDependencies(plan: Plan): {
  dependsOn: Map<string, string[]>;
  unknown: { id: string; name: string }[];
  circular: string[] | undefined;
} {
  const sections = listSections(plan).map(({ section }) => section);
  const fold = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, '');
  const unknown: { id: string; name: string }[] = [];
  const dependsOn = new Map<string, string[]>();
  for (const { id, contract } of sections) {
    const ids = (contract?.buildsOn ?? []).flatMap((name) => {
      const found = sections.find(
        (other) => other.id === name || (other.title !== '' && fold(other.title) === fold(name)),
      );
      if (found === undefined) unknown.push({ id, name });
      const isOutside = found !== undefined && !`${id}.`.startsWith(`${found.id}.`);
      return isOutside ? leavesOf(found).map((leaf) => leaf.id) : [];
    });
    dependsOn.set(id, [...new Set(ids)]);
  }
  return { dependsOn, unknown, circular: findRing(dependsOn) };
}

/** Sections with text of their own, in reading order. */
function leavesOf(section: Section): Section[] {
  const inner = section.children.flatMap(leavesOf);
  return section.targetWords > 0 ? [section, ...inner] : inner;
}

function findRing(dependsOn: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const isDone = new Set<string>();
  const walk = (id: string, path: readonly string[]): string[] | undefined => {
    if (isDone.has(id)) return undefined;
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    for (const next of dependsOn.get(id) ?? []) {
      const ring = walk(next, [...path, id]);
      if (ring !== undefined) return ring;
    }
    isDone.add(id);
    return undefined;
  };
  for (const id of dependsOn.keys()) {
    const ring = walk(id, []);
    if (ring !== undefined) return ring;
  }
  return undefined;
}

/**
 * Splits a whole number of words by weight: parts are at least 1 and sum to `words` exactly. Largest remainder,
 * earlier part first on a tie; what the minimum of 1 adds is taken from the largest parts. Dividing by the parts
 * again changes nothing.
 */
export function divideWords(words: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (words * weight) / total);
  const parts = exact.map((part) => Math.max(1, Math.floor(part)));
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part - (parts[index] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = words - parts.reduce((sum, part) => sum + part, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    left -= 1;
  }
  while (left < 0) {
    const largest = parts.indexOf(Math.max(...parts));
    parts[largest] = (parts[largest] ?? 0) - 1;
    left += 1;
  }
  return parts;
}

/** Moves what stands above `most` to the parts below it, in proportion; the sum stays. All parts rise where it must. */
export function levelWords(parts: readonly number[], most: number): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const limit = Math.max(most, Math.ceil(sum / parts.length));
  let levelled = [...parts];
  for (;;) {
    const over = levelled.reduce((total, part) => total + Math.max(0, part - limit), 0);
    if (over === 0) return levelled;
    const isFree = levelled.map((part) => part < limit);
    const free = levelled.filter((_part, index) => isFree[index]);
    const raised = divideWords(free.reduce((total, part) => total + part, 0) + over, free);
    levelled = levelled.map((part, index) =>
      isFree[index] ? (raised.shift() ?? part) : Math.min(part, limit),
    );
  }
}

/** Every section in reading order, with its depth: 1 for a top section. */
export function listSections(plan: Plan): { section: Section; depth: number }[] {
  const walk = (sections: readonly Section[], depth: number): { section: Section; depth: number }[] =>
    sections.flatMap((section) => [{ section, depth }, ...walk(section.children, depth + 1)]);
  return walk(plan.sections, 1);
}

/** Words of a section with everything inside it. */
export function countTreeWords({ targetWords, children }: Section): number {
  return children.reduce((sum, child) => sum + countTreeWords(child), targetWords);
}

/** `2.10` comes after `2.9`, and `2.1` before `3`. */
export function compareIds(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isHeadingOnly(draft: SectionDraft): boolean {
  return (draft.children?.length ?? 0) > 0 && !draft.words && (draft.mainPoints?.length ?? 0) === 0;
}

function flatten(drafts: readonly SectionDraft[]): SectionDraft[] {
  return drafts.flatMap((draft) => [draft, ...flatten(draft.children ?? [])]);
}
