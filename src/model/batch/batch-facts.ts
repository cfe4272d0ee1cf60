/**
 * What providers say of their batch APIs: how much one batch takes, how long it may last and what it costs.
 *
 * Facts of 2026-11-21, each row from the page in `source`; the limits of rows and bytes of OpenAI also stand in the
 * types of its own client. Google names no limit of rows.
 */
import { UsageError } from '../../errors.ts';
import type { Price } from '../cost.ts';

export type BatchFacts = {
  maxRows: number;
  /** Of the whole batch, as it is sent. */
  maxBytes: number;
  /** A batch that has not ended by then ends unfinished. */
  windowInHours: number;
  /** Part of the usual price. */
  priceShare: { input: number; cached: number; output: number };
  source: string;
};

const facts: Readonly<Record<string, BatchFacts>> = {
  openai: {
    maxRows: 50_000,
    maxBytes: 200_000_000,
    windowInHours: 24,
    priceShare: { input: 0.5, cached: 0.5, output: 0.5 },
    source: 'https://developers.openai.com/api/docs/guides/batch',
  },
  anthropic: {
    maxRows: 100_000,
    maxBytes: 256_000_000,
    windowInHours: 24,
    priceShare: { input: 0.5, cached: 0.5, output: 0.5 },
    source: 'https://platform.claude.com/docs/en/build-with-claude/batch-processing',
  },
  google: {
    maxRows: Number.POSITIVE_INFINITY,
    maxBytes: 2_000_000_000,
    windowInHours: 48,
    // What the cache holds costs as much as in a call of its own.
    priceShare: { input: 0.5, cached: 1, output: 0.5 },
    source: 'https://ai.google.dev/gemini-api/docs/batch-api',
  },
};

/** The facts of the provider that a model address begins with; undefined for one without a batch API. */
export function findBatchFacts(address: string): BatchFacts | undefined {
  const provider = address.slice(0, Math.max(0, address.indexOf(':')));
  return Object.hasOwn(facts, provider) ? facts[provider] : undefined;
}

/** A batch is held in memory twice while it goes out: less than providers take is enough. */
const usualMaxBytes = 50_000_000;
/** Lines are estimated before they are written. */
const safeShare = 0.9;

/**
 * What one batch may hold: as asked, within the provider's limits.
 *
 * @throws {UsageError} A limit is above what the provider takes, or no positive whole number.
 */
export function limitsOf(
  facts: Pick<BatchFacts, 'maxRows' | 'maxBytes'>,
  asked: { maxRows?: number | undefined; maxBytes?: number | undefined },
): { maxRows: number; maxBytes: number } {
  const check = (field: 'maxRows' | 'maxBytes', usual: number): number => {
    const limit = asked[field] ?? usual;
    if (asked[field] === undefined || (Number.isInteger(limit) && limit > 0 && limit <= facts[field]))
      return limit;
    throw new UsageError(
      `Expected \`${field}\` to be a whole number from 1 to ${facts[field]}, what the provider takes in one batch, got \`${limit}\`. Leave it out for the usual one.`,
    );
  };
  return {
    maxRows: check('maxRows', facts.maxRows),
    maxBytes: safeShare * check('maxBytes', usualMaxBytes),
  };
}

/**
 * The price of a model's tokens in a batch, from its usual price.
 *
 * @returns undefined where the provider has no batch API: its price is not known then, and not half.
 */
export function batchPriceOf(address: string, price: Price): Price | undefined {
  const share = findBatchFacts(address)?.priceShare;
  if (share === undefined) return undefined;
  return {
    inputUsdPerMillion: price.inputUsdPerMillion * share.input,
    // A cache never makes a token dearer: where it costs as usual, half the price of a fresh one is the cap.
    cachedUsdPerMillion: Math.min(
      price.cachedUsdPerMillion * share.cached,
      price.inputUsdPerMillion * share.input,
    ),
    outputUsdPerMillion: price.outputUsdPerMillion * share.output,
  };
}
