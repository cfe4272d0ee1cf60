import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMarkovMini } from '../../../test/markov-mini.ts';
import { UsageError } from '../../errors.ts';
import { loadMiniFiles, saveMiniFiles } from './mini-files.ts';

const files = createMarkovMini();
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longhand-mini-'));
  await saveMiniFiles(folder, files);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('loadMiniFiles', () => {
  it('gives back what was saved', async () => {
    const loaded = await loadMiniFiles(folder);
    expect(loaded.config).toEqual(files.config);
    expect([...loaded.weights.matrices.keys()]).toEqual([...files.weights.matrices.keys()]);
    for (const [name, matrix] of files.weights.matrices) {
      // Compared as bytes: vitest takes seconds to compare a million elements one by one.
      const { values, scales } = loaded.weights.matrices.get(name) ?? matrix;
      expect(Buffer.from(values.buffer).equals(Buffer.from(matrix.values.buffer))).toBe(true);
      expect(Buffer.from(scales.buffer).equals(Buffer.from(matrix.scales.buffer))).toBe(true);
    }
    expect(loaded.weights.norms).toEqual(files.weights.norms);
    const text = '<|key|> Lighthouses, 1904';
    expect(loaded.tokenizer.encode(text, { allowSpecial: true })).toEqual(
      files.tokenizer.encode(text, { allowSpecial: true }),
    );
  });

  it('names a file that is missing', async () => {
    rmSync(join(folder, 'tokenizer.json'));
    await expect(loadMiniFiles(folder)).rejects.toThrow(
      'Expected the file `tokenizer.json` of the model `mini`',
    );
  });

  it('refuses weights that are cut off', async () => {
    const path = join(folder, 'model.safetensors');
    truncateSync(path, readFileSync(path).length - 1);
    await expect(loadMiniFiles(folder)).rejects.toThrow(UsageError);
  });

  it('refuses a configuration of another model', async () => {
    const path = join(folder, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...config, intermediate_size: config.intermediate_size + 32 }));
    await expect(loadMiniFiles(folder)).rejects.toThrow('mlp.gate_proj.weight` as I8');
  });
});
