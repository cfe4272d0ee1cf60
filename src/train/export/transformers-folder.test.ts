import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfigFile } from '../checkpoint/config-file.ts';
import { parseWeightsFile } from '../checkpoint/weights-file.ts';
import { createReferenceDecoder } from '../reference-decoder.ts';
import { parseTokenizerFile } from '../tokenizer/tokenizer-file.ts';
import { createExampleModel } from './example-model.ts';
import { writeTransformersFolder } from './transformers-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'longhand-transformers-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('writeTransformersFolder', () => {
  it('writes the files that transformers looks for', async () => {
    const folder = join(root, 'deep', 'model');
    const model = createExampleModel();
    await writeTransformersFolder(folder, model);
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    expect(JSON.parse(read(folder, 'tokenizer_config.json'))).toMatchObject({
      tokenizer_class: 'PreTrainedTokenizerFast',
      eos_token: '<|end|>',
      pad_token: '<|pad|>',
      model_max_length: 128,
      chat_template: model.chatTemplate,
    });
    expect(JSON.parse(read(folder, 'generation_config.json'))).toMatchObject({
      eos_token_id: 0,
      pad_token_id: 3,
    });
    expect(JSON.parse(read(folder, 'config.json'))).toMatchObject({
      torch_dtype: 'float32',
      eos_token_id: 0,
    });
  });

  it.each([
    ['F32', 0],
    ['F16', 0.02],
    ['BF16', 0.2],
  ] as const)(
    'holds the whole model in %s: read back, its logits differ by %d of their size at most',
    async (precision, tolerance) => {
      const folder = join(root, precision);
      const model = createExampleModel();
      await writeTransformersFolder(folder, model, { precision });
      const config = parseConfigFile(read(folder, 'config.json'));
      const weights = parseWeightsFile(
        config,
        readFileSync(join(folder, 'model.safetensors')),
        'model.safetensors',
      );
      const tokens = model.tokenizer.encode('The lighthouse 灯塔 of 1887');
      expect(
        parseTokenizerFile(read(folder, 'tokenizer.json'), 'x').encode('The lighthouse 灯塔 of 1887'),
      ).toEqual(tokens);
      const ours = createReferenceDecoder(model.config, model.weights).logits(Int32Array.from(tokens));
      const theirs = createReferenceDecoder(config, weights).logits(Int32Array.from(tokens));
      const norm = (vector: Float32Array): number => Math.hypot(...vector);
      const share = norm(theirs.map((logit, index) => logit - (ours[index] ?? 0))) / norm(ours);
      expect(share).toBeLessThanOrEqual(tolerance);
      if (precision !== 'F32') expect(share).toBeGreaterThan(0);
    },
  );

  it('refuses a padding token that the tokenizer does not have', async () => {
    const model = { ...createExampleModel(), padToken: '<pad>' };
    await expect(writeTransformersFolder(join(root, 'none'), model)).rejects.toThrow('got `<pad>`');
    expect(readdirSync(root)).not.toContain('none');
  });
});
