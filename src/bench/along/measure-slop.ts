import { splitUnits } from '../../text/repetition.ts';

type PhraseFinder = (text: string) => {
  /** Share of the text's units that stand in a phrase, 0 to 1; null for a text without units. */
  share: number | null;
  /** The phrases found, longest first where they overlap, with how often. */
  found: ReadonlyMap<string, number>;
};

/**
 * Makes a measure of how much of a text is stock phrases.
 *
 * Units are those of `splitUnits` (words, or characters where words are not set apart), so case, punctuation, line
 * breaks and the shape of apostrophes do not matter. Of phrases that begin at one place the longest counts, and a unit
 * counts once.
 *
 * @param phrases - A phrase without any unit is left out.
 */
export function createPhraseFinder(phrases: readonly string[]): PhraseFinder {
  const byStart = new Map<string, { phrase: string; units: string[] }[]>();
  for (const phrase of phrases) {
    const units = splitPlain(phrase);
    const [start] = units;
    if (start !== undefined) byStart.set(start, [...(byStart.get(start) ?? []), { phrase, units }]);
  }
  for (const list of byStart.values()) list.sort((a, b) => b.units.length - a.units.length);

  return (text) => {
    const units = splitPlain(text);
    const found = new Map<string, number>();
    let covered = 0;
    let coveredTo = 0;
    for (let at = 0; at < units.length; at += 1) {
      const match = byStart
        .get(units[at] as string)
        ?.find((each) => each.units.every((unit, index) => units[at + index] === unit));
      if (match === undefined) continue;
      const end = at + match.units.length;
      if (end <= coveredTo) continue;
      covered += end - Math.max(at, coveredTo);
      coveredTo = end;
      found.set(match.phrase, (found.get(match.phrase) ?? 0) + 1);
    }
    return { share: units.length > 0 ? covered / units.length : null, found };
  };
}

const splitPlain = (text: string): string[] => splitUnits(text.replaceAll('’', "'"));
