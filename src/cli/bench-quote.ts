/** What a study will take, said before it is paid. */

import { UsageError } from '../errors.ts';
import type { StudyQuote } from '../methods/answers/attempt.ts';
import { formatCount, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';

export function describeStudyQuote(
  answers: number,
  { calls, inputTokens, outputTokens, usd }: StudyQuote,
): string {
  const span = ([low, high]: readonly [number, number]): string =>
    low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
  const cost =
    usd === null
      ? 'price unknown (--price input,cached,output says it)'
      : `${formatUsd(usd[0])} to ${formatUsd(usd[1])}`;
  return `quote: ${formatCount(answers, 'answer')}, ${span(calls)} ${calls[1] === 1 ? 'call' : 'calls'}, ${span(inputTokens)} tokens in, ${span(outputTokens)} out, ${cost}`;
}

/** @throws {UsageError} A limit is set that nobody could hold, because a price is missing. */
export function requirePrices(
  addresses: readonly string[],
  prices: Readonly<Record<string, unknown>>,
  maxCost: number | undefined,
): void {
  const unpriced = addresses.find((address) => prices[address] === undefined);
  if (maxCost === undefined || unpriced === undefined) return;
  throw new UsageError(
    `Expected a price of ${unpriced} to hold \`max-cost\` by, got none. Say it with --price ${unpriced}=input,cached,output in USD per million tokens.`,
  );
}

/** How much of the limit is left, where something was spent before. */
export function sayLeft(output: Output, maxCost: number | undefined, spentUsd: number): void {
  if (maxCost === undefined || spentUsd === 0) return;
  output.say(
    `spent before: ${formatUsd(spentUsd)}, left of the limit: ${formatUsd(Math.max(0, maxCost - spentUsd))}`,
  );
}
