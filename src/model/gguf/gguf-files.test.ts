import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ggufFolder, listGgufFiles } from './gguf-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('ggufFolder', () => {
  it('is the folder that was set, else in the cache folder, else in the home', () => {
    const env = { HOME: '/home/ann', XDG_CACHE_HOME: '/cache', LONGHAND_MODELS: '/models' };
    expect(ggufFolder(env)).toBe('/models');
    expect(ggufFolder({ ...env, LONGHAND_MODELS: '' })).toBe('/cache/longhand/models');
    expect(ggufFolder({ HOME: '/home/ann' })).toBe('/home/ann/.cache/longhand/models');
  });
});

describe('listGgufFiles', () => {
  it('lists whole files, a split one once', async () => {
    for (const name of ['b.gguf', 'a.gguf.part', 'c-00001-of-00002.gguf', 'c-00002-of-00002.gguf', 'x.txt'])
      writeFileSync(join(folder, name), 'abc');
    const [first, ...others] = await listGgufFiles(folder);
    expect(first).toEqual({
      path: join(folder, 'b.gguf'),
      bytes: 3,
      address: `gguf:${join(folder, 'b.gguf')}`,
    });
    expect(others.map(({ path }) => path)).toEqual([join(folder, 'c-00001-of-00002.gguf')]);
  });

  it('is empty where nothing was ever fetched', async () => {
    expect(await listGgufFiles(join(folder, 'none'))).toEqual([]);
  });
});
