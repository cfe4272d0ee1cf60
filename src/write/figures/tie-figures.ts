/** Gives every image of a text to a section, where the plan has not done it. */
import type { Section } from '../../plan/plan.ts';
import { listTerms } from '../../read/search-terms.ts';
import type { Figure, Sighting } from './figure.ts';

/** Terms that a section must share with what is seen in an image before it gets it for that reason. */
const leastShared = 2;

/**
 * Sections whose contracts show, together, all of the figures: as the plan has it; then each other figure in the section
 * that shares most words with it; else by its place, since images are mostly named in the order of the text. Numbers of
 * figures that there are not are dropped.
 *
 * @param figures - Those to give out; all of a text, or those of the part that these sections divide.
 */
export function tieFigures(
  sections: readonly Section[],
  figures: readonly Figure[],
  sightings: ReadonlyMap<number, Sighting>,
): readonly Section[] {
  const leaves = listLeaves(sections);
  const numbers = new Set(figures.map(({ number }) => number));
  const shows = new Map(
    leaves.map((leaf) => [leaf.id, (leaf.contract?.shows ?? []).filter((number) => numbers.has(number))]),
  );
  const named = new Set([...shows.values()].flat());
  const terms = new Map(leaves.map((leaf) => [leaf.id, termsOf([leaf.title, ...leaf.mainPoints])]));
  for (const [index, { number, name }] of figures.entries()) {
    if (named.has(number)) continue;
    const { caption = '', description = '' } = sightings.get(number) ?? {};
    const seen = termsOf([name.replace(/\.\w+$/, ''), caption, description]);
    const shared = leaves.map(({ id }) => [...seen].filter((term) => terms.get(id)?.has(term)).length);
    const most = Math.max(...shared);
    const byPlace = Math.floor((index * leaves.length) / figures.length);
    const leaf = leaves[most >= leastShared ? shared.indexOf(most) : byPlace];
    if (leaf !== undefined) shows.get(leaf.id)?.push(number);
  }
  const tie = (section: Section): Section => {
    const { shows: _planned, ...contract } = section.contract ?? { buildsOn: [] };
    const own = (shows.get(section.id) ?? []).toSorted((a, b) => a - b);
    const isBare = section.contract === undefined && own.length === 0;
    return {
      ...section,
      children: section.children.map(tie),
      ...(!isBare && { contract: { ...contract, ...(own.length > 0 && { shows: own }) } }),
    };
  };
  return sections.map(tie);
}

/** Sections with a text of their own. */
function listLeaves(sections: readonly Section[]): Section[] {
  return sections.flatMap((section) => [
    ...(section.targetWords > 0 ? [section] : []),
    ...listLeaves(section.children),
  ]);
}

const termsOf = (texts: readonly string[]): Set<string> =>
  new Set(listTerms(texts.join('\n')).filter((term) => term.length > 1 && !/^\d/.test(term)));
