import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeLanguageModel } from '../../../test/contracts/language-model.ts';
import { hasLlama, writeTinyGguf } from '../../../test/tiny-gguf.ts';
import { resolveModel } from '../resolve-model.ts';

const isInstalled = await hasLlama();
const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
const path = join(folder, 'tiny.gguf');
writeTinyGguf(path, { contextTokens: 2400 });
mkdirSync(join(folder, 'models'));
const env = { LONGHAND_MODELS: join(folder, 'models') };
afterAll(() => rmSync(folder, { recursive: true }));

describe('gguf addresses', () => {
  it('resolve to a model that knows its window before it is loaded', async () => {
    const model = await resolveModel(`gguf:${path}`, { env });
    expect(model).toMatchObject({ address: `gguf:${path}`, isPractice: false, hasStructuredOutput: true });
    // In our tokens, of which the model may need more.
    expect(model.contextTokens).toBe(2000);
    expect((await resolveModel(`gguf:${path}?contextTokens=1200`, { env })).contextTokens).toBe(1000);
    expect((await resolveModel(`gguf:${path}?contextTokens=9999`, { env })).contextTokens).toBe(2000);
  });

  it('resolve to what was fetched from a hub', async () => {
    writeTinyGguf(join(env.LONGHAND_MODELS, 'user_model.Q4_0.gguf'));
    expect((await resolveModel('gguf:hf:user/model:Q4_0', { env })).address).toBe('gguf:hf:user/model:Q4_0');
  });

  it('say what is wrong with them at once', async () => {
    const page = join(folder, 'page.gguf');
    writeFileSync(page, '<!doctype html>');
    const cases = {
      [`gguf:${join(folder, 'none.gguf')}`]: 'found none. Check the path',
      [`gguf:${page}`]: 'to be a GGUF file of version 2 or 3',
      'gguf:hf:user/other:Q4_0': '`longhand models pull gguf:hf:user/other:Q4_0`',
      [`gguf:${path}?speed=3`]: 'got `speed`',
    };
    for (const [address, message] of Object.entries(cases)) {
      await expect(resolveModel(address, { env })).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining(message),
      });
    }
  });
});

if (isInstalled) describeLanguageModel('gguf', () => resolveModel(`gguf:${path}?threads=1`, { env }));
