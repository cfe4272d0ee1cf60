/** Weights before the first step. */
import { createRandom } from '../model/simulated/random.ts';
import { listWeights, type ModelConfig, type Weights } from './model-config.ts';

const usualDeviation = 0.02;

/**
 * Normal(0, 0.02), projections back into the hidden state smaller by √(2L) since 2L of them add up, norms 1. The same
 * seed gives the same weights.
 *
 * Source: GPT-2's initialisation, Radford et al. 2019.
 */
export function initWeights(config: ModelConfig, seed: number): Weights {
  const random = createRandom('weights', seed);
  const inner = usualDeviation / Math.sqrt(2 * config.layers);
  return new Map(
    listWeights(config).map(({ name, shape }) => {
      const size = shape.reduce((product, each) => product * each, 1);
      const deviation = /(?:o_proj|down_proj)\.weight$/.test(name) ? inner : usualDeviation;
      const data = new Float32Array(size);
      for (let index = 0; index < size; index += 1)
        data[index] = shape.length === 1 ? 1 : random.normal() * deviation;
      return [name, { shape, data }];
    }),
  );
}
