import { expect, it } from 'vitest';
import { batchPriceOf, findBatchFacts } from './batch-facts.ts';

const price = { inputUsdPerMillion: 2, cachedUsdPerMillion: 0.5, outputUsdPerMillion: 8 };

it('halves prices, but not what a cache of Google holds', () => {
  const half = { inputUsdPerMillion: 1, cachedUsdPerMillion: 0.25, outputUsdPerMillion: 4 };
  expect(batchPriceOf('openai:gpt-4.1', price)).toEqual(half);
  expect(batchPriceOf('anthropic:claude', price)).toEqual(half);
  expect(batchPriceOf('google:gemini', price)).toEqual({ ...half, cachedUsdPerMillion: 0.5 });
});

it('knows no price where there is no batch API', () => {
  expect(batchPriceOf('compatible:x@http://127.0.0.1/v1', price)).toBeUndefined();
  expect(findBatchFacts('mini')).toBeUndefined();
  expect(findBatchFacts('constructor:x')).toBeUndefined();
});
