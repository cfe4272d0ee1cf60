/** Which of two answers is better, asked in both orders, and what the orders say of the judge. */
import { isRefusal } from '../model/refusal.ts';
import type { Message, ResponseSchema } from '../model/request.ts';
import { findJson } from './find-json.ts';
import { askUntilRead, type JudgeOptions, rubricId } from './judge-answer.ts';
import { foldName, withoutThinking } from './parse-verdict.ts';

/** A question about two answers, in the order they are shown. */
export type PairRubric = {
  name: string;
  /** Raised whenever the wording changes. */
  version: number;
  temperature?: number;
  maxOutputTokens: number;
  render: (shown: { instruction: string; first: string; second: string; language: string }) => Message[];
  schema?: ResponseSchema;
};

/** What a judge prefers, by the place where it stood. */
export type Choice = 'first' | 'second' | 'tie';

export type PairVerdict = {
  rubric: string;
  /** With `a` shown first; null: unscored. */
  forward: Choice | null;
  /** With `b` shown first; null: unscored, or not asked because the first order is. */
  backward: Choice | null;
  /** The better answer; null: an order is unscored. */
  outcome: 'a' | 'b' | 'tie' | null;
  /** Why it is unscored. */
  reason?: string;
  /** The last reply of each order, word for word; '' for one that was not asked. */
  replies: readonly [forward: string, backward: string];
  /** Calls that both orders took. */
  attempts: number;
};

/**
 * Asks which of two answers to one instruction is better, once in each order.
 *
 * @throws {ModelCallError} The endpoint failed for good. Never for anything the judge said.
 * @throws {BudgetError} The next call does not fit into what may still be spent.
 */
export async function judgePair(
  rubric: PairRubric,
  { instruction, a, b, language }: { instruction: string; a: string; b: string; language: string },
  options: JudgeOptions,
): Promise<PairVerdict> {
  const askIn = (order: 'forward' | 'backward') => {
    const [first, second] = order === 'forward' ? [a, b] : [b, a];
    const question = { ...rubric, messages: rubric.render({ instruction, first, second, language }) };
    return askUntilRead(question, { ...options, step: `${options.step}-${order}` }, parseChoice);
  };
  const forward = await askIn('forward');
  // One order alone decides nothing: without the first, the second is not paid for.
  const backward = forward.reason === undefined ? await askIn('backward') : undefined;
  const reason =
    forward.reason !== undefined
      ? `first order: ${forward.reason}`
      : backward?.reason && `second order: ${backward.reason}`;
  const orders = { forward: forward.value ?? null, backward: backward?.value ?? null };
  return {
    rubric: rubricId(rubric),
    ...orders,
    outcome: decidePair(orders),
    ...(reason !== undefined && { reason }),
    replies: [forward.reply, backward?.reply ?? ''],
    attempts: forward.attempts + (backward?.attempts ?? 0),
  };
}

/**
 * One outcome from two orders: the answer that both prefer; a tie where they disagree or both see one; null where one
 * of them is missing, because a single order is what position bias lives on.
 */
export function decidePair({
  forward,
  backward,
}: Pick<PairVerdict, 'forward' | 'backward'>): PairVerdict['outcome'] {
  if (forward === null || backward === null) return null;
  if (forward === 'first' && backward === 'second') return 'a';
  if (forward === 'second' && backward === 'first') return 'b';
  return 'tie';
}

const choiceKeys: ReadonlySet<string> = new Set([
  'verdict',
  'winner',
  'choice',
  'preference',
  '结论',
  '胜者',
]);
const choices: ReadonlyMap<string, Choice> = new Map([
  ['a', 'first'],
  ['b', 'second'],
  ['tie', 'tie'],
  ['texta', 'first'],
  ['textb', 'second'],
  ['文本a', 'first'],
  ['文本b', 'second'],
  ['平局', 'tie'],
]);

/**
 * Reads `A`, `B` or `tie` from JSON (`{"verdict": "A"}`, wherever it stands) or from a reply that is nothing else, such
 * as `B` or `[[B]]`.
 *
 * @returns The reason for everything else, two different verdicts included.
 */
export function parseChoice(
  reply: string,
): { value: Choice; reason?: undefined } | { value?: undefined; reason: string } {
  const text = withoutThinking(reply).trim();
  if (text === '') return { reason: 'empty reply' };
  const bare = choices.get(foldName(text.replaceAll(/^[[*"“]+|[\]*"”.。]+$/g, '')));
  if (bare !== undefined) return { value: bare };
  const { values, hasBroken, isCut } = findJson(text);
  const given = values.flatMap((value) =>
    Object.entries(value as object)
      .filter(([name]) => choiceKeys.has(foldName(name)))
      .map(([, inner]) => inner as unknown),
  );
  if (given.length === 0) {
    if (isRefusal(text)) return { reason: 'refused' };
    if (isCut) return { reason: 'the JSON breaks off' };
    if (hasBroken) return { reason: 'the JSON cannot be read' };
    return { reason: values.length === 0 ? 'no JSON in the reply' : 'missing key "verdict"' };
  }
  const read = given.map((each) => (typeof each === 'string' ? choices.get(foldName(each)) : undefined));
  const unknown = read.indexOf(undefined);
  if (unknown >= 0)
    return { reason: `verdict ${JSON.stringify(given[unknown])?.slice(0, 60)} is none of A, B, tie` };
  return new Set(read).size > 1 ? { reason: 'two different verdicts' } : { value: read[0] as Choice };
}
