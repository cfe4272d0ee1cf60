import { describe, expect, it } from 'vitest';
import { convertUsage } from './usage.ts';

const unknown = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined };
const noOutput = { total: undefined, text: undefined, reasoning: undefined };

describe('convertUsage', () => {
  it('counts cached input as a part of the input, also where it is listed beside the total', () => {
    const usage = {
      inputTokens: { ...unknown, total: 20, noCache: 20, cacheRead: 1_800, cacheWrite: 100 },
      outputTokens: { total: 9, text: 5, reasoning: 4 },
    };
    expect(convertUsage(usage)).toEqual({
      calls: 1,
      inputTokens: 1_920,
      cachedInputTokens: 1_800,
      outputTokens: 9,
      reasoningTokens: 4,
    });
  });

  it('says unknown where nothing was reported, not zero', () => {
    expect(convertUsage(undefined)).toBeUndefined();
    expect(convertUsage({ inputTokens: unknown, outputTokens: noOutput })).toBeUndefined();
  });
});
