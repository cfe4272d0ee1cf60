import { describe, expect, it } from 'vitest';
import { initWeights } from './init-weights.ts';
import { listWeights, type ModelConfig, type Tensor } from './model-config.ts';

const config: ModelConfig = {
  vocabularySize: 100,
  contextTokens: 64,
  hiddenSize: 48,
  layers: 8,
  heads: 4,
  keyValueHeads: 4,
  feedForwardSize: 96,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

/** Root of the mean square: the deviation where the mean is 0. */
const deviationOf = ({ data }: Tensor): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);

describe('initWeights', () => {
  it('gives every weight of the model, in order and shape', () => {
    const weights = initWeights(config, 1);
    expect([...weights].map(([name, { shape }]) => ({ name, shape }))).toEqual(listWeights(config));
    for (const { shape, data } of weights.values()) expect(data).toHaveLength(shape.reduce((a, b) => a * b));
  });

  it('gives the same weights for the same seed, and others for another', () => {
    const bitsOf = (seed: number): Buffer =>
      Buffer.concat([...initWeights(config, seed).values()].map(({ data }) => Buffer.from(data.buffer)));
    expect(bitsOf(1).equals(bitsOf(1))).toBe(true);
    expect(bitsOf(2).equals(bitsOf(1))).toBe(false);
  });

  it('draws with deviation 0.02, a quarter of it where sixteen add up, and begins norms at 1', () => {
    for (const [name, tensor] of initWeights(config, 1)) {
      const { data } = tensor;
      if (name.includes('norm')) {
        expect(data.every((value) => value === 1)).toBe(true);
        continue;
      }
      // 8 layers give 16 projections into the hidden state: 0.02/√16 = 0.005.
      const wanted = /o_proj|down_proj/.test(name) ? 0.005 : 0.02;
      expect(Math.abs(deviationOf(tensor) / wanted - 1)).toBeLessThan(0.1);
      // The mean of n draws has the deviation wanted/√n; five of those are never seen.
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      expect(Math.abs(mean)).toBeLessThan((5 * wanted) / Math.sqrt(data.length));
    }
  });
});
