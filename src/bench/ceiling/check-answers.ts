/** Which questions about a haystack a reply answers rightly; no judge is asked. */
import type { HaystackQuestion } from './haystack.ts';

/**
 * `right`: the number asked for and no other; `wrong`: another number, or several; `missing`: none at all;
 * `cut`: none, in a reply that met its output limit, so that nothing is known.
 */
export type AnswerOutcome = 'right' | 'wrong' | 'missing' | 'cut';

/** The place of a question in the list, and what parts it from its answer. */
const place = /(?<!\d)(\d{1,2})(?:\s*题)?(?:\s*\**\s*[.:、)\]=-]|\s+(?=\d{5}(?!\d)))/g;
const fiveDigits = /(?<!\d)\d{5}(?!\d)/g;
/** `48,213` and the like. */
const grouped = /(?<!\d)(\d{2})[,' ](\d{3})(?!\d)/g;

/**
 * Sorts the answers of a reply by the place that stands before each, the last one where a place comes twice. Numbers
 * are whole tokens: 48213 is not found in 148213. Full-width digits and grouped ones count. A reply without places
 * counts by order where it has exactly one number for each question.
 *
 * @param options.isCut - The reply met its output limit.
 */
export function checkAnswers(
  reply: string,
  questions: readonly HaystackQuestion[],
  { isCut = false }: { isCut?: boolean } = {},
): AnswerOutcome[] {
  const text = reply.normalize('NFKC').replace(grouped, '$1$2');
  const heads = [...text.matchAll(place)].filter((head) => isPlace(Number(head[1]), questions.length));
  const answers = new Map<number, string>();
  heads.forEach((head, index) => {
    answers.set(Number(head[1]), text.slice(head.index + head[0].length, heads[index + 1]?.index));
  });
  const all = text.match(fiveDigits) ?? [];
  if (heads.length === 0 && all.length === questions.length)
    all.forEach((each, index) => {
      answers.set(index + 1, each);
    });
  return questions.map(({ answer }, index): AnswerOutcome => {
    const found = new Set((answers.get(index + 1) ?? '').match(fiveDigits));
    if (found.size === 0) return isCut ? 'cut' : 'missing';
    return found.size === 1 && found.has(answer) ? 'right' : 'wrong';
  });
}

const isPlace = (value: number, questions: number): boolean => value >= 1 && value <= questions;
