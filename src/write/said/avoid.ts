/** What a writer is shown not to do again, chosen to fit into few tokens. */
import { estimateTokens } from '../../model/estimate-tokens.ts';
import { type Hot, listHot } from './hot-phrases.ts';
import type { SectionRecord } from './read-section.ts';

export type Avoid = {
  /** First sentences of sections, newest first, shortened. */
  openings: string[];
  /** Last sentences, likewise. */
  endings: string[];
  /** Phrases that three sections or more have used, most used first. */
  phrases: string[];
  /** Names of sentence shapes, most used first. */
  shapes: string[];
};

const leastShapes = 3;
/** Parts of the tokens that shapes and phrases take at most; openings and endings have the rest. */
const shapesPart = 0.2;
const phrasesPart = 0.4;
/** A line break and a dash. */
const tokensPerLine = 2;

/**
 * @param records - Of the sections whose openings, endings and shapes count, newest first.
 * @param mostTokens - Of all lines together, two for each line included.
 */
export function chooseAvoid(records: readonly SectionRecord[], hot: Hot, mostTokens: number): Avoid {
  let left = mostTokens;
  /** Tokens of a line that still fits; undefined for one that does not. */
  const spend = (line: string, room: number): number | undefined => {
    const tokens = estimateTokens(line) + tokensPerLine;
    if (tokens > Math.min(room, left)) return undefined;
    left -= tokens;
    return tokens;
  };
  const fill = (lines: readonly string[], part: number): string[] => {
    let room = mostTokens * part;
    return lines.filter((line) => {
      const tokens = spend(line, room);
      room -= tokens ?? 0;
      return tokens !== undefined;
    });
  };
  const shapes = fill(listWornShapes(records), shapesPart);
  const phrases = fill(listHot(hot), phrasesPart);
  const openings: string[] = [];
  const endings: string[] = [];
  for (const { opening, ending } of records) {
    if (opening !== '' && spend(opening, left) !== undefined) openings.push(opening);
    if (ending !== '' && ending !== opening && spend(ending, left) !== undefined) endings.push(ending);
  }
  return { openings, endings, phrases, shapes };
}

/** Shapes that stand at least three times in the sections, and in more than one of them. */
function listWornShapes(records: readonly SectionRecord[]): string[] {
  const counts = new Map<string, { times: number; sections: number }>();
  for (const { shapes } of records) {
    for (const shape of new Set(shapes)) {
      const { times, sections } = counts.get(shape) ?? { times: 0, sections: 0 };
      const here = shapes.filter((each) => each === shape).length;
      counts.set(shape, { times: times + here, sections: sections + 1 });
    }
  }
  return [...counts]
    .filter(([, { times, sections }]) => times >= leastShapes && sections > 1)
    .sort((a, b) => b[1].times - a[1].times)
    .map(([shape]) => shape);
}
