import { describe, expect, it } from 'vitest';
import { findModelFacts, priceTableDate } from './price-table.ts';

const env = {};

describe('findModelFacts', () => {
  it('knows the price and the window of a model, and where they come from', async () => {
    const facts = await findModelFacts('openai:gpt-4.1', { env });
    expect(facts?.price?.inputUsdPerMillion).toBeGreaterThan(facts?.price?.cachedUsdPerMillion ?? Infinity);
    expect(facts?.contextTokens).toBeGreaterThan(100_000);
    expect(facts?.source).toBe(`price table of ${priceTableDate}`);
  });

  it('takes a dated snapshot for its model, and nothing else that begins alike', async () => {
    const base = await findModelFacts('anthropic:claude-haiku-4-5', { env });
    expect(await findModelFacts('anthropic:claude-haiku-4-5-20251001', { env })).toEqual(base);
    expect(await findModelFacts('anthropic:claude-haiku-4-5-turbo', { env })).toBeUndefined();
    expect(await findModelFacts('openai:gpt-4.1-ultra', { env })).toBeUndefined();
  });

  it('does not guess for other hosts and providers', async () => {
    expect(
      await findModelFacts('openai:gpt-4.1', { env: { OPENAI_BASE_URL: 'https://other' } }),
    ).toBeUndefined();
    expect(await findModelFacts('compatible:gpt-4.1@https://other/v1', { env })).toBeUndefined();
    expect(await findModelFacts('simulated:', { env })).toBeUndefined();
  });

  it('says that a model of this machine costs nothing', async () => {
    expect(await findModelFacts('gguf:model.gguf', { env })).toMatchObject({
      price: { outputUsdPerMillion: 0 },
      source: 'runs on this machine',
    });
  });
});
