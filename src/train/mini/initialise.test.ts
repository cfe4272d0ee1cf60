import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { createReferenceDecoder } from '../reference-decoder.ts';
import { initialiseMini } from './initialise.ts';

const config: ModelConfig = {
  vocabularySize: 256,
  contextTokens: 256,
  hiddenSize: 256,
  layers: 2,
  heads: 4,
  keyValueHeads: 4,
  feedForwardSize: 64,
  ropeBase: 1_000_000,
  normEpsilon: 1e-5,
};

/** Share of right guesses in the second half of a string that is said twice, from its second token on. */
function measureCopying(
  weights: Weights,
  { tokens, alphabet }: { tokens: number; alphabet: number },
): number {
  const random = createRandom('repeat', tokens, alphabet);
  const once = Array.from({ length: tokens }, () => random.integer(alphabet));
  const row = [...once, ...once];
  const logits = createReferenceDecoder(config, weights).logits(Int32Array.from(row));
  let right = 0;
  for (let index = tokens + 1; index < row.length - 1; index += 1) {
    const each = logits.subarray(index * config.vocabularySize, (index + 1) * config.vocabularySize);
    if (each.indexOf(Math.max(...each)) === row[index + 1]) right += 1;
  }
  return right / (tokens - 2);
}

/** The same random embedding, and attention without the heads that copy. */
function withoutHeads(weights: Weights): Weights {
  const random = createRandom('ordinary', 1);
  return new Map(
    [...weights].map(([name, { shape, data }]) => [
      name,
      name.includes('self_attn') ? { shape, data: data.map(() => 0.02 * random.normal()) } : { shape, data },
    ]),
  );
}

describe('initialiseMini', () => {
  const weights = initialiseMini(config, 1);

  it('copies strings of random tokens before any training', () => {
    expect(measureCopying(weights, { tokens: 60, alphabet: 256 })).toBeGreaterThan(0.8);
    expect(measureCopying(withoutHeads(weights), { tokens: 60, alphabet: 256 })).toBeLessThan(0.1);
  });

  it('goes on with the right one of several places by looking at two tokens', () => {
    // Each token stands at about four places: the last token alone would be right a quarter of the time.
    expect(measureCopying(weights, { tokens: 100, alphabet: 25 })).toBeGreaterThan(0.45);
  });

  it('has every weight of the model in its shape, all of them finite, the same for the same seed', () => {
    expect([...weights].map(([name, { shape }]) => ({ name, shape }))).toEqual(listWeights(config));
    for (const { data } of weights.values()) expect(data.every(Number.isFinite)).toBe(true);
    expect(initialiseMini(config, 1)).toEqual(weights);
    expect(initialiseMini(config, 2)).not.toEqual(weights);
  });

  it('names the field that leaves no room for the heads', () => {
    expect(() => initialiseMini({ ...config, layers: 1 }, 1)).toThrow(
      'Expected `layers` to be at least 2, got `1`.',
    );
    expect(() => initialiseMini({ ...config, keyValueHeads: 2 }, 1)).toThrow('`keyValueHeads`');
    expect(() => initialiseMini({ ...config, heads: 2, keyValueHeads: 2 }, 1)).toThrow('`hiddenSize`');
  });
});
