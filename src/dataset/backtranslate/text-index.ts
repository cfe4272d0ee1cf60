/** What has to be looked up in a text again and again: whether it holds a run of words, and which long run of it stands elsewhere. */
import { hashGrams, splitUnits } from '../../text/repetition.ts';

export type TextIndex = {
  /** Whether the words stand in the text in this order, whatever their case and punctuation. */
  holds(words: string): boolean;
  /** The first run of 13 units of `other` that also stands in the text; undefined where there is none. */
  findLeak(other: string): string | undefined;
};

/** Units (words; characters in scripts without spaces) that are taken for a copy, as in the contamination filter. */
const gramUnits = 13;

export function createTextIndex(text: string): TextIndex {
  const units = splitUnits(text);
  const grams = new Set(hashGrams(units, gramUnits));
  const line = renderUnits(units);
  return {
    holds: (words) => line.includes(renderUnits(splitUnits(words))),
    findLeak(other) {
      const otherUnits = splitUnits(other);
      const at = hashGrams(otherUnits, gramUnits).findIndex((gram) => grams.has(gram));
      return at < 0 ? undefined : otherUnits.slice(at, at + gramUnits).join(' ');
    },
  };
}

const renderUnits = (units: readonly string[]): string => ` ${units.join(' ')} `;
