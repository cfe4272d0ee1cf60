import { describe, expect, it } from 'vitest';
import { listWeights, type Weights } from '../model-config.ts';
import { parseSafetensors, renderSafetensors } from './safetensors.ts';
import { parseWeightsFile, renderWeightsFile } from './weights-file.ts';

const config = {
  vocabularySize: 5,
  contextTokens: 8,
  hiddenSize: 4,
  layers: 1,
  heads: 1,
  keyValueHeads: 1,
  feedForwardSize: 6,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};
const weights: Weights = new Map(
  listWeights(config).map(({ name, shape }) => [
    name,
    {
      shape,
      data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, index) => 1 + index / 512),
    },
  ]),
);

describe('weights files', () => {
  it('are marked as transformers expects, in the number type asked for', () => {
    const { tensors, metadata } = parseSafetensors(renderWeightsFile(config, weights, { precision: 'BF16' }));
    expect(metadata).toEqual({ format: 'pt' });
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(['BF16']));
    expect([...tensors.keys()]).toEqual(listWeights(config).map(({ name }) => name));
  });

  it('come back exactly where the numbers fit, whatever the order in the file', () => {
    for (const precision of ['F32', 'F16'] as const) {
      const { tensors } = parseSafetensors(renderWeightsFile(config, weights, { precision }));
      const shuffled = renderSafetensors(new Map([...tensors].reverse()));
      expect([...parseWeightsFile(config, shuffled, 'x')]).toEqual([...weights]);
    }
  });

  it.each([
    [
      'a missing one',
      { drop: 'model.norm.weight' },
      'Expected `model.norm.weight` in `x` to be floating-point numbers of shape [4], got nothing.',
    ],
    [
      'one of another shape',
      { layers: { hiddenSize: 4, feedForwardSize: 5 } },
      'of shape [5, 4], got F32 of shape [6, 4]',
    ],
    ['an unknown one', { add: 'lm_head.weight' }, 'got also `lm_head.weight`'],
  ])(
    'refuse %s',
    (_title, { drop, add, layers }: { drop?: string; add?: string; layers?: object }, message) => {
      const { tensors } = parseSafetensors(renderWeightsFile(config, weights));
      if (drop) tensors.delete(drop);
      if (add) tensors.set(add, { dtype: 'F32', shape: [1], data: Float32Array.of(1) });
      expect(() => parseWeightsFile({ ...config, ...layers }, renderSafetensors(tensors), 'x')).toThrow(
        message,
      );
    },
  );

  it('refuse integers in place of weights', () => {
    const { tensors } = parseSafetensors(renderWeightsFile(config, weights));
    tensors.set('model.norm.weight', { dtype: 'I8', shape: [4], data: new Int8Array(4) });
    expect(() => parseWeightsFile(config, renderSafetensors(tensors), 'x')).toThrow('got I8 of shape [4]');
  });
});
