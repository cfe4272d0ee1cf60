import { describe, expect, it } from 'vitest';
import { costOf, parsePrice, parsePriceFlag } from './cost.ts';

describe('costOf', () => {
  it('bills cached input at its own price and reasoning as output', () => {
    const usage = {
      calls: 2,
      inputTokens: 1_000_000,
      cachedInputTokens: 400_000,
      outputTokens: 50_000,
      reasoningTokens: 10_000,
    };
    // 0.6 M fresh at 2.50, 0.4 M cached at 0.25, 0.05 M out at 10: 1.50 + 0.10 + 0.50.
    expect(costOf(usage, parsePrice('2.5,0.25,10'))).toBeCloseTo(2.1, 10);
  });
});

describe('parsePrice', () => {
  it('reads three prices', () => {
    expect(parsePrice(' 3, .3 ,15')).toEqual({
      inputUsdPerMillion: 3,
      cachedUsdPerMillion: 0.3,
      outputUsdPerMillion: 15,
    });
    expect(parsePrice('0,0,0').outputUsdPerMillion).toBe(0);
  });

  it.each(['', '3,15', '3,0.3,15,1', '3,x,15', '-1,0,1', '3,,15', '1e999,0,0', 'Infinity,0,0'])(
    'rejects `%s`',
    (text) => {
      expect(() => parsePrice(text)).toThrow(`got \`${text}\``);
    },
  );
});

it('reads a price for another address, which may hold equals signs itself', () => {
  const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 0.1, outputUsdPerMillion: 2 };
  expect(parsePriceFlag('1,0.1,2')).toEqual({ price });
  expect(parsePriceFlag('simulated:?seed=1=1,0.1,2')).toEqual({ address: 'simulated:?seed=1', price });
  expect(() => parsePriceFlag('openai:x=cheap')).toThrow('three numbers');
});
