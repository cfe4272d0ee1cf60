/** What calls cost, at prices that a person gave, an endpoint lists, or the dated table holds. */
import { UsageError } from '../errors.ts';
import type { Usage } from './model.ts';

export type Price = { inputUsdPerMillion: number; cachedUsdPerMillion: number; outputUsdPerMillion: number };

/**
 * Reads `input,cached,output`, each in US dollars per million tokens: `2.5,0.25,10`.
 *
 * @throws {UsageError} Not three numbers of at least 0.
 */
export function parsePrice(text: string): Price {
  const parts = text.split(',').map((part) => part.trim());
  const [input, cached, output] = parts.map((part) =>
    /^\d*\.?\d+$|^\d+\.$/.test(part) ? Number(part) : NaN,
  );
  if (parts.length !== 3 || ![input, cached, output].every(Number.isFinite)) {
    throw new UsageError(
      `Expected \`price\` to be three numbers \`input,cached,output\` in USD per million tokens, such as \`2.5,0.25,10\`, got \`${text}\`.`,
    );
  }
  return {
    inputUsdPerMillion: input as number,
    cachedUsdPerMillion: cached as number,
    outputUsdPerMillion: output as number,
  };
}

/**
 * Reads `--price`: `in,cached,out` for the main model, or `<address>=in,cached,out` for any other.
 *
 * @throws {UsageError} Not three numbers of at least 0.
 */
export function parsePriceFlag(text: string): { address?: string; price: Price } {
  // An address may hold `=` itself, as simulated ones do; a price never does.
  const cut = text.lastIndexOf('=');
  if (cut < 0) return { price: parsePrice(text) };
  return { address: text.slice(0, cut), price: parsePrice(text.slice(cut + 1)) };
}

/** Cost in US dollars. Reasoning is part of the output; writing to a provider's cache counts as plain input. */
export function costOf(usage: Usage, price: Price): number {
  const freshTokens = usage.inputTokens - usage.cachedInputTokens;
  return (
    (freshTokens * price.inputUsdPerMillion +
      usage.cachedInputTokens * price.cachedUsdPerMillion +
      usage.outputTokens * price.outputUsdPerMillion) /
    1_000_000
  );
}
