/** What comparing pairs will take, from the lengths of the answers. */
import { preference } from '../../judge/rubrics/preference.ts';
import { costOf, type Price } from '../../model/cost.ts';
import type { AnswerPair } from './list-pairs.ts';

/** Tokens of the question around two answers, the request of a usual prompt included. */
const frameTokens = 500;

/**
 * Costs of both orders of every pair by every judge, as if none had been compared before.
 *
 * @returns null where a price is missing.
 */
export function quotePairs(
  pairs: readonly AnswerPair[],
  judges: readonly string[],
  { repeats, prices }: { repeats: number; prices: Readonly<Record<string, Price>> },
): [low: number, high: number] | null {
  const words = pairs.reduce((sum, { a, b }) => sum + a.words + b.words, 0);
  const cost = (price: Price, tokensPerWord: number, outputTokens: number): number =>
    2 *
    repeats *
    costOf(
      {
        calls: pairs.length,
        inputTokens: words * tokensPerWord + pairs.length * frameTokens,
        cachedInputTokens: 0,
        outputTokens: pairs.length * outputTokens,
        reasoningTokens: 0,
      },
      price,
    );
  let [low, high] = [0, 0];
  for (const judge of judges) {
    const price = prices[judge];
    if (price === undefined) return null;
    low += cost(price, 0.8, preference.maxOutputTokens / 8);
    high += cost(price, 1.6, preference.maxOutputTokens);
  }
  return [low, high];
}
