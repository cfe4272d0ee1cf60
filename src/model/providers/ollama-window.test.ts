import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContextChoice } from './ollama-window.ts';

const request = fc.record({
  promptTokens: fc.integer({ min: 0, max: 50_000 }),
  maxOutputTokens: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined }),
});

describe('createContextChoice', () => {
  it('holds every request it lets through, within the window, and never shrinks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 512, max: 100_000 }),
        async (requests, window) => {
          const choose = createContextChoice({
            address: 'ollama:test',
            askWindow: async () => window,
            limit: undefined,
            tokenRatio: 1.2,
          });
          let before = 0;
          for (const each of requests) {
            const needed = Math.ceil(each.promptTokens * 1.2) + (each.maxOutputTokens ?? 1_024);
            const chosen = await choose(each).catch(() => undefined);
            expect(chosen === undefined).toBe(needed > window);
            if (chosen === undefined) continue;
            expect(chosen).toBeGreaterThanOrEqual(Math.max(needed, before));
            expect(chosen === window || Number.isInteger(Math.log2(chosen / 4_096))).toBe(true);
            expect(chosen).toBeLessThanOrEqual(window);
            before = chosen;
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('asks again for a window that could not be had', async () => {
    const answers = [undefined, 8_192, 512];
    const choose = createContextChoice({
      address: 'ollama:test',
      askWindow: async () => answers.shift(),
      limit: undefined,
      tokenRatio: 1.2,
    });
    const large = { promptTokens: 10_000, maxOutputTokens: 1_000 };
    expect(await choose(large)).toBe(16_384);
    await expect(choose(large)).rejects.toMatchObject({ fault: 'context-overflow' });
    expect(await choose({ promptTokens: 10, maxOutputTokens: 1_000 })).toBe(8_192);
  });
});
