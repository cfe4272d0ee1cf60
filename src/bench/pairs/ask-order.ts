/** Asks a judge about two answers in one order. */
import { ModelCallError } from '../../errors.ts';
import { askUntilRead, rubricId } from '../../judge/judge-answer.ts';
import { parseChoice } from '../../judge/pairwise.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import type { AnswerIndex } from '../../methods/answers/answer-index.ts';
import { sumCalls } from '../../methods/answers/answer-row.ts';
import { createAsk } from '../../methods/durable-ask.ts';
import { createLessons } from '../../methods/lessons.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import type { Model } from '../../model/model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import type { Sample } from '../benchmark.ts';
import type { AnswerPair } from './list-pairs.ts';
import { type Order, type PairRow, pairRowKey } from './pair-row.ts';

/** One pair before one judge; `repeat` from 1. */
export type PairJob = { pair: AnswerPair; judge: Model; repeat: number };

export type PairWorld = {
  samples: ReadonlyMap<string, Sample>;
  index: Pick<AnswerIndex, 'readText'>;
  prices: Readonly<Record<string, SourcedPrice>>;
  /** ISO day that the row carries. */
  date: string;
};

/**
 * Shows both texts whole. A question that the window of the judge does not hold is not sent; one that the endpoint cut
 * off counts as not judged: both are too long.
 *
 * @returns A row also where the judge could not be asked.
 */
export async function askOrder(
  { pair, judge, repeat }: PairJob,
  order: Order,
  { samples, index, prices, date }: PairWorld,
): Promise<PairRow> {
  const { a, b } = pair;
  const sample = samples.get(pair.sample);
  if (sample === undefined) throw new Error(`No sample \`${pair.sample}\` for the pair of ${a.key}.`);
  const [one, other] = order === 'forward' ? [a, b] : [b, a];
  const [first, second] = [await index.readText(one.key), await index.readText(other.key)];
  const state = createVolatileState();
  const context = createVolatileContext({ state });
  const models = { writer: judge, planner: judge, editor: judge, summarizer: judge, judge };
  const { ask } = createAsk({ prices }, models, context, await createLessons({}, context));
  const finish = (
    outcome: Pick<PairRow, 'choice' | 'reply' | 'attempts' | 'reason' | 'isTooLong' | 'failure'>,
  ): PairRow => {
    const details = state.calls.map(({ detail }) => detail);
    const ids = details.flatMap(({ modelId }) => (typeof modelId === 'string' ? [modelId] : []));
    return {
      key: pairRowKey(judge.address, repeat, order, pair),
      judge: judge.address,
      practice: judge.isPractice,
      rubric: rubricId(preference),
      repeat,
      order,
      a: a.key,
      b: b.key,
      ...outcome,
      ...sumCalls(details),
      returnedIds: [...new Set(ids)],
      date,
    };
  };
  const { instruction, language } = sample;
  const messages = preference.render({ instruction, first, second, language });
  try {
    const { value, reason, reply, attempts } = await askUntilRead(
      { ...preference, messages },
      { ask, step: order, hasStructuredOutput: judge.hasStructuredOutput, repeat: repeat - 1 },
      parseChoice,
    );
    if (reason === undefined) return finish({ choice: value, reply, attempts });
    const isTooLong = reason.startsWith('overflow');
    return finish({ choice: null, reason, reply, attempts, ...(isTooLong && { isTooLong }) });
  } catch (error) {
    if (!(error instanceof ModelCallError)) throw error;
    const { fault, message } = error;
    const isCut = fault === 'context-cut';
    return finish({
      choice: null,
      reason: message,
      reply: '',
      attempts: state.calls.length,
      ...(isCut ? { isTooLong: isCut } : { failure: { fault, message } }),
    });
  }
}
