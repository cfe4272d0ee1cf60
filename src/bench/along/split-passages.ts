import { chooseCountingRule, countWords } from '../../text/count-words.ts';
import { splitSentences } from '../../text/sentences.ts';

/** A stretch of an answer, and what a reader knows when arriving there. */
export type Passage = {
  text: string;
  /** All of the answer before it. */
  before: string;
  /** Words before it, and its own, by the rule that can see the whole answer. */
  fromWord: number;
  words: number;
};

/**
 * Cuts an answer into passages of about so many words each, at the ends of sentences; joined, they are the answer.
 *
 * A passage ends with the sentence that brings the answer nearest to the next multiple, so that the tenth begins at
 * about 9,000 words in every answer. What is left at the end is joined to the last passage where it is less than half
 * of one. A sentence is never cut, however long. An answer without words gives none.
 */
export function splitPassages(
  text: string,
  { passageWords = 1000 }: { passageWords?: number } = {},
): Passage[] {
  if (!(passageWords > 0))
    throw new RangeError(`Expected \`passageWords\` to be a positive number, got \`${passageWords}\`.`);
  const rule = chooseCountingRule(text);
  const cuts: { at: number; words: number }[] = [];
  let at = 0;
  let words = 0;
  let mark = passageWords;
  for (const sentence of splitSentences(text)) {
    const after = { at: at + sentence.length, words: words + countWords(sentence, rule) };
    for (; mark <= after.words; mark += passageWords) {
      const cut = mark - words < after.words - mark ? { at, words } : after;
      if (cut.words > (cuts.at(-1)?.words ?? 0)) cuts.push(cut);
    }
    ({ at, words } = after);
  }
  if (words === 0) return [];
  if (words - (cuts.at(-1)?.words ?? 0) < passageWords / 2) cuts.pop();
  const starts = [{ at: 0, words: 0 }, ...cuts];
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? { at: text.length, words };
    return {
      text: text.slice(start.at, end.at),
      before: text.slice(0, start.at),
      fromWord: start.words,
      words: end.words - start.words,
    };
  });
}
