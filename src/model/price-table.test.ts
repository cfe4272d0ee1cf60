import { describe, expect, it, vi } from 'vitest';
import { findModelFacts, priceTableDate } from './price-table.ts';

const env = {};

describe('findModelFacts', () => {
  it('knows the price and the window of a model, and where they come from', async () => {
    const facts = await findModelFacts('openai:gpt-4.1', { env });
    expect(facts?.price?.inputUsdPerMillion).toBeGreaterThan(facts?.price?.cachedUsdPerMillion ?? Infinity);
    expect(facts?.contextTokens).toBeGreaterThan(100_000);
    expect(facts?.source).toBe(`price table of ${priceTableDate}`);
  });

  it('takes a dated snapshot for its model where the table says so, and nothing else that begins alike', async () => {
    const base = await findModelFacts('anthropic:claude-haiku-4-5', { env });
    expect(base).toBeDefined();
    expect(await findModelFacts('anthropic:claude-haiku-4-5-20251001', { env })).toEqual(base);
    expect(await findModelFacts('anthropic:claude-haiku-4-5-turbo', { env })).toBeUndefined();
    expect(await findModelFacts('openai:gpt-4.1-2025-04-14', { env })).toBeDefined();
    expect(await findModelFacts('openai:gpt-4.1-2031-01-01', { env })).toBeUndefined();
    expect(await findModelFacts('openai:gpt-4.1-ultra', { env })).toBeUndefined();
  });

  it('gives a snapshot with a price of its own that price', async () => {
    const base = await findModelFacts('openai:gpt-4o', { env });
    const first = await findModelFacts('openai:gpt-4o-2024-05-13', { env });
    expect(first?.price?.inputUsdPerMillion).toBeGreaterThan(base?.price?.inputUsdPerMillion ?? Infinity);
  });

  it('changes to an announced price on its day', async () => {
    const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 0.1, outputUsdPerMillion: 5 };
    const model = {
      provider: 'google',
      names: ['gemini'],
      ...price,
      later: [{ from: '2027-01-01', ...price, outputUsdPerMillion: 10 }],
    };
    vi.resetModules();
    vi.doMock('./prices.json', () => ({
      default: { date: '2026-11-21', package: 'p', sources: [], models: [model] },
    }));
    const priceAt = async (time: string): Promise<number | undefined> => {
      const { findModelFacts } = await import('./price-table.ts');
      const facts = await findModelFacts('google:gemini', { env, now: new Date(time) });
      return facts?.price?.outputUsdPerMillion;
    };
    expect(await priceAt('2026-12-31T23:59:59Z')).toBe(5);
    expect(await priceAt('2027-01-01T00:00:00Z')).toBe(10);
    vi.doUnmock('./prices.json');
  });

  it('does not guess for other hosts and providers', async () => {
    expect(
      await findModelFacts('openai:gpt-4.1', { env: { OPENAI_BASE_URL: 'https://other' } }),
    ).toBeUndefined();
    expect(
      await findModelFacts('openai:gpt-4.1', { env: { OPENAI_BASE_URL: 'https://api.openai.com/v1' } }),
    ).toBeDefined();
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
