/** What a run will take, as lines for people. */
import type { Quote } from '../methods/quote.ts';
import { formatDuration, formatNumber, formatUsd } from './format.ts';

type Range = readonly [low: number, high: number];

const span = ([low, high]: Range, format: (value: number) => string = formatNumber): string =>
  format(low) === format(high) ? format(low) : `${format(low)} to ${format(high)}`;

/** One line before the run; `unpriced` are the models no price is known of. */
export function describeQuote(quote: Quote, unpriced: readonly string[]): string {
  const thought = quote.reasoningTokens[1] > 0 ? `, thinking ${span(quote.reasoningTokens)} of them` : '';
  return [
    `quote: ${span(quote.calls)} ${quote.calls[1] === 1 ? 'call' : 'calls'}`,
    `${span(quote.inputTokens)} tokens in (a cache can serve ${span(quote.cachedInputTokens)})`,
    `${span(quote.outputTokens)} out${thought}`,
    describeCost(quote, unpriced),
    describeTime(quote),
  ].join(', ');
}

export function describeCost({ usd }: Quote, unpriced: readonly string[]): string {
  if (usd !== null) return span(usd, formatUsd);
  const of = unpriced.length === 0 ? '' : ` of ${unpriced.join(', ')}`;
  return `price${of} unknown (--price input,cached,output says it)`;
}

export function describeTime({ ms }: Quote): string {
  return ms === null ? 'time unknown' : `about ${span(ms, formatDuration)}`;
}
