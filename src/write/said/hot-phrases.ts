/**
 * Phrases that sections of late use again and again: one small record for a whole run, whatever its length. A phrase
 * is looked for in the last 24 sections; of those found in two or more, 200 are remembered with the sections.
 */
import { hashGrams, splitUnits } from '../../text/repetition.ts';
import { findNames, listSentences } from './fold.ts';

export type Hot = {
  /** Ids of the sections taken last, oldest first. */
  recent: readonly string[];
  /** Phrases, units set apart by spaces, with the sections that used them last; those used last at the end. */
  phrases: readonly (readonly [phrase: string, sections: readonly string[]])[];
};

export const noHot: Hot = { recent: [], phrases: [] };

const mostRecent = 24;
const mostPhrases = 200;
const mostSections = 6;
/** Used in as many sections, a phrase is one to avoid. */
const leastSections = 3;
const unitsOfWords = 4;
const unitsOfCharacters = 6;
/** A phrase is shown with at most so many units more. */
const mostMore = 2;
/** Without one of these, a run of Han characters is mostly a term, and a term must be used again. */
const hanParticle = /[的了在是着过和与而不也就都这那一有地得从被把让]/u;

/**
 * The phrases of a text by their hash in base 36: runs of four words, of six characters where words are not set apart,
 * within a sentence. Left out is what a writer cannot avoid: runs with names, numbers, or no word of five letters.
 */
export function listPhrases(text: string): Map<string, string> {
  const sentences = listSentences(text);
  const names = findNames(sentences);
  const phrases = new Map<string, string>();
  for (const sentence of sentences) {
    const units = splitUnits(sentence);
    for (let at = 0; at < units.length; at += 1) {
      const size = isCharacter(units[at] ?? '') ? unitsOfCharacters : unitsOfWords;
      const run = units.slice(at, at + size);
      if (run.length === size && isPhrase(run, names)) phrases.set(hashUnits(run), run.join(' '));
    }
  }
  return phrases;
}

/** Whether a unit stands for a character instead of a word. A word of one letter, such as "a", is none. */
const isCharacter = (unit: string): boolean =>
  /^[^\p{Script=Latin}\p{Script=Cyrillic}\p{N}]\p{M}*$/u.test(unit);

function isPhrase(run: readonly string[], names: ReadonlySet<string>): boolean {
  if (run.some((unit) => names.has(unit) || /\p{N}/u.test(unit))) return false;
  const text = run.join('');
  if (run.every(isCharacter)) return !/\p{Script=Han}/u.test(text) || hanParticle.test(text);
  return !run.some(isCharacter) && run.some((unit) => unit.length >= 5);
}

/**
 * Adds a section.
 *
 * @param phrases - Its phrases, from `listPhrases`.
 * @param recent - Hashes of the phrases of the sections in `hot.recent`, by section id.
 */
export function addToHot(
  hot: Hot,
  sectionId: string,
  phrases: ReadonlyMap<string, string>,
  recent: ReadonlyMap<string, ReadonlySet<string>>,
): Hot {
  const known = new Map(hot.phrases);
  for (const [hash, phrase] of phrases) {
    const before = new Set(known.get(phrase));
    for (const [id, hashes] of recent) if (hashes.has(hash)) before.add(id);
    before.delete(sectionId);
    if (before.size === 0) continue;
    known.delete(phrase);
    known.set(phrase, [...before, sectionId].slice(-mostSections));
  }
  const kept = [...known]
    .map((entry, at) => ({ entry, at }))
    .sort((a, b) => b.entry[1].length - a.entry[1].length || b.at - a.at)
    .slice(0, mostPhrases)
    .sort((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
  const others = hot.recent.filter((id) => id !== sectionId);
  return { recent: [...others, sectionId].slice(-mostRecent), phrases: kept };
}

/** Takes sections out, with the phrases that then are used in one section only. */
export function removeFromHot({ recent, phrases }: Hot, sectionIds: ReadonlySet<string>): Hot {
  return {
    recent: recent.filter((id) => !sectionIds.has(id)),
    phrases: phrases
      .map(([phrase, sections]) => [phrase, sections.filter((id) => !sectionIds.has(id))] as const)
      .filter(([, sections]) => sections.length > 1),
  };
}

/** Phrases in use that three sections or more have had, most used first; overlapping ones are joined. */
export function listHot({ recent, phrases }: Hot): string[] {
  const inUse = new Set(recent);
  const worn = phrases
    .filter(([, sections]) => sections.length >= leastSections && sections.some((id) => inUse.has(id)))
    .toReversed()
    .sort((a, b) => b[1].length - a[1].length)
    .map(([phrase]) => phrase.split(' '));
  const byStart = new Map(worn.map((units) => [units.slice(0, -1).join(' '), units]));
  const byEnd = new Map(worn.map((units) => [units.slice(1).join(' '), units]));
  const used = new Set<readonly string[]>();
  return worn.flatMap((units) => {
    if (used.has(units)) return [];
    used.add(units);
    const chain = [units];
    for (;;) {
      const before = byEnd.get((chain[0] ?? []).slice(0, -1).join(' '));
      if (before === undefined || used.has(before)) break;
      used.add(before);
      chain.unshift(before);
    }
    for (;;) {
      const next = byStart.get((chain.at(-1) ?? []).slice(1).join(' '));
      if (next === undefined || used.has(next)) break;
      used.add(next);
      chain.push(next);
    }
    const whole = [...(chain[0] ?? []), ...chain.slice(1).map((each) => each.at(-1) ?? '')];
    return [renderUnits(whole.slice(0, units.length + mostMore))];
  });
}

const hashUnits = (units: readonly string[]): string => (hashGrams(units, units.length)[0] ?? 0).toString(36);

const renderUnits = (units: readonly string[]): string => units.join(units.every(isCharacter) ? '' : ' ');
