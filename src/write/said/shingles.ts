/** Fingerprints of a text: equal passages share some, different texts on one subject next to none. */
import { hashGrams, splitUnits } from '../../text/repetition.ts';

const unitsPerShingle = 8;
/** Of so many shingles in a row at least one is taken, so that every passage of 12 units leaves a trace. */
const window = 5;
/** Congruent to `unitsPerShingle` modulo `window`: that is what makes the sample small. */
const unitsPerMark = 3;
const marksInWindow = window + unitsPerShingle - unitsPerMark;
const nearDuplicateShare = 0.3;
/** A quotation of one sentence shares fewer. A text that has no more of them must be a copy as a whole. */
const leastShared = 8;

/**
 * Hashes, in base 36, of some of the runs of eight units of a text, each once, in reading order.
 *
 * About 27 in 100 runs are taken. Which ones depends on the words around them alone, so that equal passages of 12
 * units or more always have a hash in common, wherever they stand. A text of 8 to 11 units gives one; a shorter none.
 *
 * Source: Groot Koerkamp & Pibiri 2024, "The mod-minimizer", WABI 2024: where in a window to sample. The use, and the
 * guarantee, are those of Schleimer, Wilkerson & Aiken 2003, "Winnowing", whose own choice takes 33 in 100.
 */
export function sampleShingles(text: string): string[] {
  const units = splitUnits(text);
  const shingles = hashGrams(units, unitsPerShingle);
  const marks = hashGrams(units, unitsPerMark);
  const chosen = new Set<number>();
  const windows = Math.min(shingles.length, Math.max(1, shingles.length - window + 1));
  for (let at = 0; at < windows; at += 1) {
    let least = at;
    for (let mark = at + 1; mark < Math.min(marks.length, at + marksInWindow); mark += 1)
      if ((marks[mark] ?? 0) < (marks[least] ?? 0)) least = mark;
    chosen.add(at + ((least - at) % Math.min(window, shingles.length)));
  }
  return [...new Set([...chosen].sort((a, b) => a - b).map((at) => (shingles[at] ?? 0).toString(36)))];
}

/**
 * Whether one text is a near-duplicate of another: at least 30 % of its shingles stand there, and more of them than a
 * quotation of one sentence would bring.
 *
 * @param sharedCount - How many of its shingles stand in the other.
 * @param count - How many it has.
 */
export function isNearDuplicate(sharedCount: number, count: number): boolean {
  return count > 0 && sharedCount >= Math.max(count * nearDuplicateShare, Math.min(count, leastShared));
}
