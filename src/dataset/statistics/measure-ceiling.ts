/** How long the answers of a set get: what a model that is trained on it can learn to write at most. */
import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import type { DatasetRecord } from '../record.ts';
import { measureShare, type Share } from './share.ts';

type LongAnswer = { id: string; file: string; line: number; words: number; instruction: string };

export type SetCeiling = {
  answers: number;
  /** Share of answers over each length. */
  over: ({ words: number } & Share)[];
  /** 0 without answers. */
  longestWords: number;
  /** Longest first. */
  longest: LongAnswer[];
};

const levels = [500, 1000, 2000, 4000, 8000, 16_000, 32_000];
const shownCharacters = 160;

/**
 * Source: the finding that the longest answers of the training data bound what a model writes. Bai et al. 2024, arXiv:2408.07055.
 *
 * @param options.examples - How many of the longest answers are named.
 */
export async function measureSetCeiling(
  records: AsyncIterable<DatasetRecord>,
  { examples = 10 }: { examples?: number } = {},
): Promise<SetCeiling> {
  const over = levels.map(() => 0);
  let answers = 0;
  let longest: LongAnswer[] = [];
  for await (const { id, source, answer, instruction } of records) {
    if (answer.trim() === '') continue;
    answers += 1;
    const words = countWords(answer, chooseCountingRule(answer));
    for (const [index, level] of levels.entries()) if (words > level) over[index] = (over[index] ?? 0) + 1;
    if (longest.length === examples && words <= (longest.at(-1)?.words ?? 0)) continue;
    const shown = instruction.replace(/\s+/g, ' ').trim().slice(0, shownCharacters);
    longest = [...longest, { id, ...source, words, instruction: shown }]
      .sort((a, b) => b.words - a.words)
      .slice(0, examples);
  }
  return {
    answers,
    over: levels.map((words, index) => ({ words, ...measureShare(over[index] ?? 0, answers) })),
    longestWords: longest[0]?.words ?? 0,
    longest,
  };
}
