import { describe, expect, it } from 'vitest';
import { scriptedModel } from '../../model/scripted-model.ts';
import { planCeiling } from './plan-ceiling.ts';

describe('planCeiling', () => {
  it('grows up to the window, and says how the limit is known', async () => {
    const model = scriptedModel([], { contextTokens: 10_000 });
    expect(planCeiling(model, {})).toMatchObject({
      inputTokens: [1_000, 2_000, 4_000, 8_000],
      outputWords: [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
      limit: { tokens: 8_750, source: 'window' },
    });
    expect(planCeiling(scriptedModel([]), {}).limit).toEqual({ tokens: 32_768, source: 'default' });
    expect(planCeiling(scriptedModel([], { contextTokens: 500 }), {}).inputTokens).toEqual([]);
    expect(() => planCeiling(model, { mostTokens: 100 })).toThrow('Expected `max-input` to be at least 600');
  });
});
