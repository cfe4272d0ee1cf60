import { type AnswerClass, answerClasses } from './classify-answer.ts';

export type ClassRow = {
  /** Asked words, such as `[500,2000)`; `none` for answers to instructions without a length. */
  asked: string;
  answers: number;
  /** How many answers of each class; they sum to `answers`. */
  counts: Readonly<Record<AnswerClass, number>>;
};

/** Lower ends, in words: the brackets of LongBench-Write, the last of them open here and cut at 20,000. */
const starts = [0, 500, 2000, 4000, 20_000];

/**
 * Counts how answers ended, by asked length.
 *
 * @param answers - `askedWords` of a range is its middle, or whatever its benchmark breaks results down by.
 * @returns A row for each bracket that has answers, short ones first, `none` last.
 */
export function tabulateClasses(
  answers: readonly { askedWords?: number | undefined; class: AnswerClass }[],
): ClassRow[] {
  const rows = new Map<string, Record<AnswerClass, number>>();
  for (const name of [...starts.map(nameBracket), 'none'])
    rows.set(name, Object.fromEntries(answerClasses.map((each) => [each, 0])) as Record<AnswerClass, number>);
  for (const answer of answers) {
    const at = starts.findLastIndex((start) => start <= (answer.askedWords ?? -1));
    const counts = rows.get(at < 0 ? 'none' : nameBracket(starts[at] as number, at));
    if (counts !== undefined) counts[answer.class] += 1;
  }
  return [...rows]
    .map(([asked, counts]) => ({
      asked,
      answers: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
    }))
    .filter((row) => row.answers > 0);
}

const nameBracket = (start: number, at: number): string => `[${start},${starts[at + 1] ?? '∞'})`;
