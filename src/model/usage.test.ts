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

  it('counts a cached part that is larger than the total beside it', () => {
    const usage = {
      inputTokens: { total: 20, noCache: -1_780, cacheRead: 1_800, cacheWrite: undefined },
      outputTokens: { total: 9, text: 9, reasoning: 0 },
    };
    expect(convertUsage(usage)).toMatchObject({ inputTokens: 1_820, cachedInputTokens: 1_800 });
  });

  it('says unknown where nothing was reported, not zero', () => {
    expect(convertUsage(undefined)).toBeUndefined();
    expect(convertUsage({ inputTokens: unknown, outputTokens: noOutput })).toBeUndefined();
  });
});
