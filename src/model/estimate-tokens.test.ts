import { beforeAll, describe, expect, it } from 'vitest';
import { estimateTokens, loadTokenizer } from './estimate-tokens.ts';

describe('estimateTokens', () => {
  beforeAll(loadTokenizer);

  it('counts as o200k does', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('The quick brown fox jumps over the lazy dog.')).toBe(10);
  });

  it('takes the name of a special token for text', () => {
    expect(estimateTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('counts an unbroken run of 200,000 characters without growing with its square', () => {
    // One piece of this length takes minutes.
    expect(estimateTokens('在'.repeat(200_000))).toBeGreaterThan(100_000);
  });
});
