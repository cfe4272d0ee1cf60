import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectModel } from './detect-model.ts';
import { findModelFacts } from './price-table.ts';

const nobody: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};
const canRunGguf = ((): boolean => {
  try {
    return import.meta.resolve('node-llama-cpp') !== '';
  } catch {
    console.log('skipped: taking a GGUF file, which needs node-llama-cpp');
    return false;
  }
})();
const noModels = { LONGHAND_MODELS: '/nonexistent/longhand-models' };

describe('detectModel', () => {
  it('takes the first provider whose key is set, and says which variable it was', async () => {
    const env = { ...noModels, ANTHROPIC_API_KEY: 'k', GEMINI_API_KEY: 'k' };
    expect(await detectModel({ env, fetch: nobody })).toEqual({
      address: expect.stringMatching(/^anthropic:/),
      reason: 'ANTHROPIC_API_KEY is set',
    });
  });

  it.each(['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY'])(
    'has a default for %s whose price is known',
    async (variable) => {
      const found = await detectModel({ env: { ...noModels, [variable]: 'k' }, fetch: nobody });
      expect((await findModelFacts(found?.address ?? '', { env: {} }))?.price).toBeDefined();
    },
  );

  it('takes a local server that answers before anything else on this machine', async () => {
    const ollama: typeof fetch = async (input) => {
      const { port, pathname } = new URL(String(input));
      if (port !== '11434' || pathname !== '/api/tags') throw new TypeError('fetch failed');
      return Response.json({ models: [{ name: 'qwen3:8b', model: 'qwen3:8b' }] });
    };
    expect(await detectModel({ env: noModels, fetch: ollama })).toEqual({
      address: 'ollama:qwen3:8b',
      reason: 'Ollama answers at http://127.0.0.1:11434',
    });
  });

  it.skipIf(!canRunGguf)('takes a downloaded GGUF file where nothing answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'longhand-detect-'));
    const path = join(folder, 'small.gguf');
    writeFileSync(path, '');
    expect(await detectModel({ env: { LONGHAND_MODELS: folder }, fetch: nobody })).toEqual({
      address: `gguf:${path}`,
      reason: `it is the first GGUF file in ${folder}`,
    });
    rmSync(folder, { recursive: true });
  });

  it('finds nothing where there is nothing', async () => {
    expect(await detectModel({ env: noModels, fetch: nobody })).toBeUndefined();
  });
});
