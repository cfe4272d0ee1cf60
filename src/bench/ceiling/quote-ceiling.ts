/** What a measurement will take, said before anything is paid. */
import { costOf, type Price } from '../../model/cost.ts';
import type { Model } from '../../model/model.ts';
import { noUsage } from '../../model/usage.ts';
import { type CeilingRow, isSettled, keyOfTask } from './ceiling-row.ts';
import { findEarlyEnd } from './early-end.ts';
import {
  answerTokens,
  type CeilingPlan,
  type CeilingSide,
  type CeilingTask,
  listTasks,
} from './plan-ceiling.ts';

type Range = [low: number, high: number];

export type CeilingQuote = {
  calls: Range;
  inputTokens: Range;
  outputTokens: Range;
  /** null: no price is known. */
  usd: Range | null;
};

/** Tokens of six answers of one line each. */
const shortAnswerTokens = 60;
const promptTokens = 40;
const tokensPerWord = 1.5;
/** So many lengths are tried before a side can end early. */
const fewestLengths: Record<CeilingSide, number> = { input: 2, output: 3 };

/**
 * Low: both sides end as early as they can, after answers no longer than the shortest length. High: all lengths are
 * tried and delivered, with thoughts half as many again as the model was seen to have. Neither holds retries.
 *
 * @param options.rows - Calls of earlier commands, by key: what is settled, or of a side that has ended, is not made again.
 */
export function quoteCeiling(
  plan: CeilingPlan,
  model: Model,
  { price, rows = new Map() }: { price?: Price | undefined; rows?: ReadonlyMap<string, CeilingRow> } = {},
): CeilingQuote {
  const isMissing = (task: CeilingTask): boolean => {
    const row = rows.get(keyOfTask(task));
    return row === undefined || !isSettled(row);
  };
  const sum = (side: CeilingSide, lengths: readonly number[], mostWords: number) => {
    const hasEnded = findEarlyEnd(side, rows, plan) !== undefined;
    const tasks = hasEnded
      ? []
      : lengths.flatMap((length) => listTasks(side, length, plan.repeats)).filter(isMissing);
    const each = tasks.map((task) => estimateTask(task, model, { mostWords }));
    return {
      calls: tasks.length,
      inputTokens: each.reduce((total, { inputTokens }) => total + inputTokens, 0),
      outputTokens: each.reduce((total, { outputTokens }) => total + outputTokens, 0),
    };
  };
  const both = (isLow: boolean) => {
    const take = (side: CeilingSide, lengths: readonly number[]): readonly number[] =>
      isLow ? lengths.slice(0, fewestLengths[side]) : lengths;
    const mostWords = isLow ? (plan.outputWords[0] ?? 0) : Number.POSITIVE_INFINITY;
    const input = sum('input', take('input', plan.inputTokens), mostWords);
    const output = sum('output', take('output', plan.outputWords), mostWords);
    const usage = {
      ...noUsage(),
      calls: input.calls + output.calls,
      inputTokens: Math.round(input.inputTokens + output.inputTokens),
      outputTokens: Math.round(input.outputTokens + output.outputTokens),
    };
    return { ...usage, usd: price === undefined ? null : Number(costOf(usage, price).toFixed(4)) };
  };
  const [low, high] = [both(true), both(false)];
  return {
    calls: [low.calls, high.calls],
    inputTokens: [low.inputTokens, high.inputTokens],
    outputTokens: [low.outputTokens, high.outputTokens],
    usd: low.usd === null || high.usd === null ? null : [low.usd, high.usd],
  };
}

/** What one call takes where all that is asked for is delivered. */
export function estimateTask(
  { side, length }: CeilingTask,
  model: Model,
  { mostWords = Number.POSITIVE_INFINITY }: { mostWords?: number } = {},
): { inputTokens: number; outputTokens: number } {
  const thoughts = Math.ceil((model.card?.reasoningTokens ?? 0) * 1.5);
  return side === 'input'
    ? { inputTokens: length, outputTokens: Math.min(shortAnswerTokens + thoughts, answerTokens(model)) }
    : { inputTokens: promptTokens, outputTokens: Math.min(length, mostWords) * tokensPerWord + thoughts };
}
