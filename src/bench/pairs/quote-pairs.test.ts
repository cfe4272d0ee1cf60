import { describe, expect, it } from 'vitest';
import type { AnswerPair } from './list-pairs.ts';
import { quotePairs } from './quote-pairs.ts';

const answer = (words: number) => ({ words }) as AnswerPair['a'];
const pairs: AnswerPair[] = [
  { sample: 's1', a: answer(1_000), b: answer(2_000) },
  { sample: 's2', a: answer(500), b: answer(1_500) },
];
const price = { inputUsdPerMillion: 1, cachedUsdPerMillion: 0.1, outputUsdPerMillion: 10 };

describe('quotePairs', () => {
  it('counts both orders of every pair, by every judge, as often as asked', () => {
    // 5,000 words: 4,000 to 8,000 tokens, 2 x 500 around them, 2 x 128 to 2 x 1,024 out; both orders.
    const once = [2 * (0.005 + 0.00256), 2 * (0.009 + 0.02048)];
    const one = quotePairs(pairs, ['a'], { repeats: 1, prices: { a: price } });
    expect(one?.[0]).toBeCloseTo(once[0] as number, 10);
    expect(one?.[1]).toBeCloseTo(once[1] as number, 10);
    const more = quotePairs(pairs, ['a', 'b'], { repeats: 3, prices: { a: price, b: price } });
    expect(more?.[1]).toBeCloseTo(6 * (once[1] as number), 10);
  });

  it('knows no cost where a price is missing', () => {
    expect(quotePairs(pairs, ['a', 'b'], { repeats: 1, prices: { a: price } })).toBeNull();
  });
});
