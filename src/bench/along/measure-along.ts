/** How an answer changes along its length: the same figures for every 1,000 words of it. */
import { hashGrams, splitUnits } from '../../text/repetition.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import { createPhraseFinder } from './measure-slop.ts';
import { type Passage, splitPassages } from './split-passages.ts';

const unitsPerGram = 4;

/** Judges a passage by what stands before it; null: it could not. */
type PassageJudge = (passage: Passage) => Promise<number | null>;

/** Figures of one passage; null: not measured, or could not be. */
type PassageFigures = {
  /** Share of its 4-grams that stood before in the answer, in this passage or an earlier one; 0 to 1. */
  repetition: number | null;
  /** Share of its words in phrases of the list; 0 to 1. */
  slop: number | null;
  contradictions: number | null;
  quality: number | null;
};

export type PassageRow = PassageFigures & { fromWord: number; words: number };

type AlongOptions = {
  passageWords?: number;
  /** What counts as slop, such as `stockPhrases.en`. */
  phrases: readonly string[];
  /** Contradictions of a passage to what stands before it. Absent: not measured. */
  countContradictions?: PassageJudge;
  /** Grade of a passage, on the scale of its judge. Absent: not measured. */
  judgeQuality?: PassageJudge;
};

/**
 * Measures an answer passage by passage. Judges are asked one passage after the other; what they throw is thrown.
 *
 * Repetition nearly always rises along a text, as there is ever more to repeat: compare it with other texts of the same
 * length, not with its own beginning.
 */
export async function measureAlong(
  text: string,
  { passageWords = 1000, phrases, countContradictions, judgeQuality }: AlongOptions,
): Promise<PassageRow[]> {
  const findPhrases = createPhraseFinder(phrases);
  const passages = splitPassages(text, { passageWords });
  const repetition = measureRepeats(passages);
  const rows: PassageRow[] = [];
  for (const [at, passage] of passages.entries()) {
    rows.push({
      fromWord: passage.fromWord,
      words: passage.words,
      repetition: repetition[at] ?? null,
      slop: findPhrases(passage.text).share,
      contradictions: (await countContradictions?.(passage)) ?? null,
      quality: (await judgeQuality?.(passage)) ?? null,
    });
  }
  return rows;
}

/** A 4-gram belongs to the passage in which it ends. */
function measureRepeats(passages: readonly Passage[]): (number | null)[] {
  const seen = new Set<number>();
  let tail: string[] = [];
  return passages.map(({ text }) => {
    const units = [...tail, ...splitUnits(text)];
    tail = units.slice(-(unitsPerGram - 1));
    let repeats = 0;
    const grams = hashGrams(units, unitsPerGram);
    for (const gram of grams) {
      if (seen.has(gram)) repeats += 1;
      seen.add(gram);
    }
    return grams.length > 0 ? repeats / grams.length : null;
  });
}

/** Figures of all answers at one position. `clusters` of each says how many prompts still had text there. */
export type AlongRow = { fromWord: number } & { [Figure in keyof PassageFigures]: Estimate };

/**
 * Averages answers position by position, with intervals over prompts. What could not be measured is left out, not
 * counted as 0. Further on there are ever fewer answers, and those are the long ones: look at `clusters`.
 *
 * @param answers - The rows of each answer from `measureAlong`, with the same `passageWords`.
 */
export function averageAlong(
  answers: readonly { cluster: string; rows: readonly PassageRow[] }[],
  { seed, passageWords = 1000 }: { seed: string | number; passageWords?: number },
): AlongRow[] {
  const positions = Math.max(0, ...answers.map(({ rows }) => rows.length));
  return Array.from({ length: positions }, (_each, at) => {
    const average = (figure: keyof PassageFigures): Estimate =>
      estimate(
        answers.flatMap(({ cluster, rows }) => {
          const value = rows[at]?.[figure] ?? null;
          return value === null ? [] : [{ cluster, value }];
        }),
        { seed },
      );
    return {
      fromWord: at * passageWords,
      repetition: average('repetition'),
      slop: average('slop'),
      contradictions: average('contradictions'),
      quality: average('quality'),
    };
  });
}
