/** What stands in the file; gguf-llama.test.ts shows that llama.cpp reads it so. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readGgufHeader } from '../../model/gguf/read-gguf-header.ts';
import { convertFromFloat16 } from '../checkpoint/half-precision.ts';
import { createExampleModel } from './example-model.ts';
import { writeGguf } from './gguf.ts';
import { listGgufTensors } from './gguf-tensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-gguf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tensorOf = (precision: 'f32' | 'f16' | 'q8_0', name: string) => {
  const { config, weights } = createExampleModel();
  return listGgufTensors(config, weights, precision).find((tensor) => tensor.name === name);
};

describe('writeGguf', () => {
  it('writes a header that says what the model is, in a folder that was not there', async () => {
    const path = join(folder, 'new', 'model.gguf');
    await writeGguf(path, createExampleModel(), { name: 'example' });
    // 2 heads of keys and values, 16 numbers each, 3 layers, 2 bytes: 2·2·16·3·2 = 384 bytes a token.
    expect(readGgufHeader(path)).toEqual({
      architecture: 'llama',
      contextTokens: 128,
      cacheBytesPerToken: 384,
    });
    expect(readdirSync(join(folder, 'new'))).toEqual(['model.gguf']);
  });

  it('writes equal models as equal bytes, and smaller in fewer bits', async () => {
    const sizes: number[] = [];
    for (const precision of ['f32', 'f16', 'q8_0'] as const) {
      const path = join(folder, precision);
      await writeGguf(path, createExampleModel(), { name: 'example', precision });
      await writeGguf(join(folder, 'again'), createExampleModel(), { name: 'example', precision });
      expect(readFileSync(path).equals(readFileSync(join(folder, 'again')))).toBe(true);
      sizes.push(statSync(path).size);
    }
    const [exact = 0, half = 0, quarter = 0] = sizes;
    expect(half).toBeLessThan(0.6 * exact);
    expect(quarter).toBeLessThan(0.4 * exact);
  });

  it('leaves no file and no draft when the weights do not fit', async () => {
    const model = createExampleModel();
    model.weights.delete('model.layers.2.mlp.up_proj.weight');
    const path = join(folder, 'none.gguf');
    await expect(writeGguf(path, model, { name: 'example' })).rejects.toThrow(
      'Expected `model.layers.2.mlp.up_proj.weight` to be [96, 64], got nothing.',
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  it('refuses the tokenizer of another model and an end token that is none', async () => {
    const model = createExampleModel();
    const config = { ...model.config, vocabularySize: 100 };
    const path = join(folder, 'none.gguf');
    await expect(writeGguf(path, { ...model, endToken: '</s>' }, { name: 'x' })).rejects.toThrow(
      'got `</s>`',
    );
    const weights = new Map(model.weights).set('model.embed_tokens.weight', {
      shape: [100, 64],
      data: new Float32Array(6400),
    });
    await expect(writeGguf(path, { ...model, config, weights }, { name: 'x' })).rejects.toThrow(
      'Expected a tokenizer of 100 tokens',
    );
  });
});

describe('tensors', () => {
  it('bring the two rows that turn together side by side, head by head', () => {
    const { weights } = createExampleModel();
    const data = weights.get('model.layers.1.self_attn.k_proj.weight')?.data ?? new Float32Array();
    const row = (index: number): number[] => [...data.subarray(index * 64, (index + 1) * 64)];
    const rendered = new Float32Array(
      tensorOf('f32', 'blk.1.attn_k.weight')?.render().buffer ?? new ArrayBuffer(),
    );
    // Heads of 16 rows: row 0 with row 8, row 1 with row 9, …; the second head begins at row 16 with 16 and 24.
    expect([...rendered.subarray(0, 4 * 64)]).toEqual([0, 8, 1, 9].flatMap(row));
    expect([...rendered.subarray(16 * 64, 18 * 64)]).toEqual([16, 24].flatMap(row));
    expect([...rendered].sort()).toEqual([...data].sort());
  });

  it('come in blocks of 32 bytes with one scale in q8_0, each number within half a step', () => {
    const { weights } = createExampleModel();
    const data = weights.get('model.layers.0.mlp.down_proj.weight')?.data ?? new Float32Array();
    const tensor = tensorOf('q8_0', 'blk.0.ffn_down.weight');
    const bytes = Buffer.from(tensor?.render() ?? []);
    expect(bytes.length).toBe((data.length / 32) * 34);
    expect(tensor?.sizeInBytes).toBe(bytes.length);
    for (let block = 0; block < data.length / 32; block += 1) {
      const [scale = 0] = convertFromFloat16(Uint16Array.of(bytes.readUInt16LE(block * 34)));
      for (let index = 0; index < 32; index += 1) {
        const value = data[block * 32 + index] ?? Number.NaN;
        // A scale of 11 bits adds at most 127 · 2⁻¹¹ of a step to the rounding.
        const difference = Math.abs(bytes.readInt8(block * 34 + 2 + index) * scale - value);
        expect(difference).toBeLessThan(0.57 * scale);
      }
    }
  });

  it('keep norms exact, and take f16 where rows are no whole blocks', () => {
    const { config, weights } = createExampleModel();
    const narrow = new Map(weights);
    for (let layer = 0; layer < 3; layer += 1)
      for (const [part, shape] of [
        ['gate', [40, 64]],
        ['up', [40, 64]],
        ['down', [64, 40]],
      ] as const)
        narrow.set(`model.layers.${layer}.mlp.${part}_proj.weight`, { shape, data: new Float32Array(2560) });
    const types = new Map(
      listGgufTensors({ ...config, feedForwardSize: 40 }, narrow, 'q8_0').map(({ name, type }) => [
        name,
        type,
      ]),
    );
    expect(types.get('output_norm.weight')).toBe('f32');
    expect(types.get('blk.0.ffn_norm.weight')).toBe('f32');
    expect(types.get('blk.0.ffn_up.weight')).toBe('q8_0');
    expect(types.get('blk.0.ffn_down.weight')).toBe('f16');
  });
});
