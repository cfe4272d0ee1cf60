import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Model } from '../model/model.ts';
import { resolveModel } from '../model/resolve-model.ts';
import { type Engine, openEngine } from '../run/engine.ts';
import { writeDocument } from './write.ts';

let home = '';
let engine: Engine;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'longhand-window-'));
  engine = await openEngine({ home });
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

/** A model whose calls are counted as they go out: our tokens of the prompt, and the output limit beside it. */
function watch(model: Model): { model: Model; sizes: { input: number; limit: number; prompt: string }[] } {
  const sizes: { input: number; limit: number; prompt: string }[] = [];
  const { languageModel } = model;
  const watched: Model['languageModel'] = {
    specificationVersion: languageModel.specificationVersion,
    provider: languageModel.provider,
    modelId: languageModel.modelId,
    supportedUrls: languageModel.supportedUrls,
    doGenerate: (options) => languageModel.doGenerate(options),
    doStream(options) {
      const prompt = options.prompt.map(({ content }) => JSON.stringify(content)).join('\n');
      const texts = options.prompt.flatMap(({ content }) =>
        typeof content === 'string'
          ? [content]
          : content.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
      );
      const input = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
      sizes.push({ input, limit: options.maxOutputTokens ?? 0, prompt });
      return languageModel.doStream(options);
    },
  };
  return { model: { ...model, languageModel: watched }, sizes };
}

const address = 'simulated:?contextTokens=4096&capWords=600';

describe('a window of 4,096 tokens', () => {
  it.each([
    ['agentwrite', 'dialogue'],
    ['agentwrite', 'published'],
    ['parallel', 'dialogue'],
  ] as const)(
    'carries 20,000 words with %s (%s): a plan in pieces, no call over the window',
    async (method, layout) => {
      const { model, sizes } = watch(await resolveModel(address, { env: {} }));
      const result = await writeDocument(
        'Write a history of the lighthouses of the Atlantic coast',
        { model: address, words: 20_000, method, layout },
        { home, resolveModel: async () => model },
      );
      expect(Math.max(...sizes.map(({ input, limit }) => input + limit))).toBeLessThanOrEqual(4096);
      expect(sizes.filter(({ prompt }) => prompt.includes('Plan now only the part')).length).toBeGreaterThan(
        1,
      );
      expect(result.sections.length).toBeGreaterThan(30);
      expect(result.status).toBe('done');
      expect(Math.abs(result.delivered.words - 20_000)).toBeLessThan(1_000);
    },
    60_000,
  );

  it('carries a Chinese text as well', async () => {
    const { model, sizes } = watch(await resolveModel(address, { env: {} }));
    const result = await writeDocument(
      '写一部关于大西洋沿岸灯塔的历史',
      { model: address, words: 10_000 },
      { home, resolveModel: async () => model },
    );
    expect(Math.max(...sizes.map(({ input, limit }) => input + limit))).toBeLessThanOrEqual(4096);
    expect(result.status).toBe('done');
  }, 60_000);
});

describe('a window that nobody named', () => {
  it('is learnt from the refusal; the section is asked again with less of the text', async () => {
    const simulated = await resolveModel('simulated:?contextTokens=3000', { env: {} });
    const { contextTokens: _unknown, ...model } = simulated;
    const result = await writeDocument(
      'Write about the lighthouses of the Atlantic coast',
      { model: 'simulated:?contextTokens=3000', words: 4_000, method: 'agentwrite' },
      { home, resolveModel: async () => model },
    );
    expect(result.status).toBe('done');
    const again = result.sections.filter(({ attempts }) => attempts === 2);
    expect(again).toHaveLength(1);
  }, 60_000);
});
