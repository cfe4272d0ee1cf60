import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../errors.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';

const config: ModelConfig = {
  vocabularySize: 11,
  contextTokens: 32,
  hiddenSize: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  feedForwardSize: 12,
  ropeBase: 10_000,
  normEpsilon: 1e-6,
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'longhand-checkpoint-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Every bit pattern of 32 bits may stand in a tensor: subnormal numbers, minus zero, infinities and NaN too. */
function createWeights(seed: number): Weights {
  return new Map(
    listWeights(config).map(({ name, shape }, tensor) => {
      const bits = Uint32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) =>
        Math.imul(seed + tensor * 1009 + index * 7919, 0x9e3779b1),
      );
      return [name, { shape, data: new Float32Array(bits.buffer) }];
    }),
  );
}

const createCheckpoint = (step: number): Checkpoint => ({
  config,
  weights: createWeights(step),
  optimizer: { firstMoments: createWeights(step + 1), secondMoments: createWeights(step + 2) },
  step,
  dataPosition: { epoch: 1, row: step * 8, order: [3, 1, 2] },
  randomState: [0xffffffff, 0.1, 'x'],
  tokenizerFile: '{"version":"1.0"}',
});

const bitsOf = (weights: Weights | undefined): [string, string, string][] =>
  [...(weights ?? [])].map(([name, { shape, data }]) => [
    name,
    shape.join(),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
  ]);

describe('checkpoints', () => {
  it('come back bit for bit', async () => {
    const saved = createCheckpoint(5);
    const folder = await saveCheckpoint(directory, saved);
    const loaded = await loadCheckpoint(directory);
    expect(loaded).toMatchObject({
      config,
      step: 5,
      dataPosition: saved.dataPosition,
      randomState: saved.randomState,
      tokenizerFile: saved.tokenizerFile,
      folder,
      skipped: [],
    });
    expect(bitsOf(loaded?.weights)).toEqual(bitsOf(saved.weights));
    expect(bitsOf(loaded?.optimizer?.firstMoments)).toEqual(bitsOf(saved.optimizer?.firstMoments));
    expect(bitsOf(loaded?.optimizer?.secondMoments)).toEqual(bitsOf(saved.optimizer?.secondMoments));
  });

  it('keep the last saved, whatever its step, and leave nothing else behind', async () => {
    for (const step of [10, 20, 15, 15]) await saveCheckpoint(directory, createCheckpoint(step), { keep: 2 });
    expect(readdirSync(directory).sort()).toEqual(['000003-step-15', '000004-step-15']);
    expect((await loadCheckpoint(directory))?.folder).toBe(join(directory, '000004-step-15'));
    const one = await loadCheckpoint(join(directory, '000003-step-15/'));
    expect(one?.step).toBe(15);
  });

  it('may do without an optimizer, for a model that is done', async () => {
    await saveCheckpoint(directory, { ...createCheckpoint(1), optimizer: undefined });
    expect(await loadCheckpoint(directory)).not.toHaveProperty('optimizer');
  });

  it('are none where nothing was ever saved', async () => {
    expect(await loadCheckpoint(directory)).toBeUndefined();
    expect(await loadCheckpoint(join(directory, 'nowhere'))).toBeUndefined();
  });

  it('are passed over when damaged, and the reason told', async () => {
    await saveCheckpoint(directory, createCheckpoint(1), { keep: 9 });
    for (const step of [2, 3, 4, 5]) await saveCheckpoint(directory, createCheckpoint(step), { keep: 9 });
    const path = (folder: string, file: string): string => join(directory, folder, file);
    truncateSync(path('000005-step-5', 'model.safetensors'), 100);
    const bytes = readFileSync(path('000004-step-4', 'second-moments.safetensors'));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path('000004-step-4', 'second-moments.safetensors'), bytes);
    rmSync(path('000003-step-3', 'manifest.json'));
    rmSync(path('000002-step-2', 'tokenizer.json'));
    const loaded = await loadCheckpoint(directory);
    expect(loaded?.step).toBe(1);
    expect(loaded?.skipped.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^`model.safetensors` has 100 bytes, not \d+$/),
      '`second-moments.safetensors` has other content than when it was written',
      expect.stringContaining('`manifest.json` cannot be read'),
      expect.stringContaining('`tokenizer.json` cannot be read'),
    ]);
  });

  it('fail together when none is whole, rather than beginning anew in silence', async () => {
    const folder = await saveCheckpoint(directory, createCheckpoint(3));
    rmSync(join(folder, 'config.json'));
    await expect(loadCheckpoint(directory)).rejects.toThrow(StoreError);
    await expect(loadCheckpoint(directory)).rejects.toThrow('000001-step-3 (`config.json` cannot be read');
  });

  it('refuse weights of another shape before anything is written', async () => {
    const weights = createWeights(1).set('model.norm.weight', { shape: [9], data: new Float32Array(9) });
    await expect(saveCheckpoint(directory, { ...createCheckpoint(1), weights })).rejects.toThrow(
      'Expected `model.norm.weight` to be [8], got [9] with 9 numbers.',
    );
    expect(readdirSync(directory)).toEqual([]);
  });
});
