import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../model/simulated/random.ts';
import { listWeights, type ModelConfig, type Weights } from '../../model-config.ts';
import { createReferenceDecoder } from '../../reference-decoder.ts';
import { createMiniDecoder } from './decoder.ts';
import type { KernelName } from './kernels.ts';
import { expandWeights, quantiseWeights } from './quantise.ts';

const tiny: ModelConfig = {
  vocabularySize: 61,
  contextTokens: 90,
  hiddenSize: 64,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  feedForwardSize: 96,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

function drawWeights(config: ModelConfig, seed: number): Weights {
  const random = createRandom('weights', seed);
  return new Map(
    listWeights(config).map(({ name, shape }) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const isNorm = shape.length === 1;
      const data = Float32Array.from({ length: size }, () =>
        isNorm ? 1 + 0.1 * random.normal() : 0.2 * random.normal(),
      );
      return [name, { shape, data }];
    }),
  );
}

const drawTokens = (seed: number, count: number): number[] => {
  const random = createRandom('tokens', seed);
  return Array.from({ length: count }, () => random.integer(tiny.vocabularySize));
};

/** Largest difference, as a share of the largest logit. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  let scale = 0;
  for (let index = 0; index < expected.length; index += 1) {
    most = Math.max(most, Math.abs((actual[index] as number) - (expected[index] as number)));
    scale = Math.max(scale, Math.abs(expected[index] as number));
  }
  return most / scale;
}

const quantised = quantiseWeights(tiny, drawWeights(tiny, 1));
const create = (kernel: KernelName) => createMiniDecoder(tiny, quantised, { kernel });

describe.each(['wasm', 'plain'] as const)('createMiniDecoder with the kernel %s', (kernel) => {
  it('gives the logits of the reference decoder with the same rounded weights', () => {
    const tokens = drawTokens(2, 75);
    const all = createReferenceDecoder(tiny, expandWeights(tiny, quantised)).logits(Int32Array.from(tokens));
    const expected = (position: number) =>
      all.subarray((position - 1) * tiny.vocabularySize, position * tiny.vocabularySize);
    const decoder = create(kernel);
    expect(difference(decoder.prefill(tokens.slice(0, 70)), expected(70))).toBeLessThan(1e-3);
    for (let position = 70; position < 75; position += 1) {
      expect(difference(decoder.next(tokens[position] as number), expected(position + 1))).toBeLessThan(1e-3);
    }
    expect(decoder.position).toBe(75);
  });

  it('gives the same after a rewind as a fresh decoder', () => {
    const tokens = drawTokens(3, 60);
    const other = drawTokens(4, 30);
    const used = create(kernel);
    used.prefill(tokens);
    used.rewind(37);
    const afterRewind = used.prefill(other).slice();
    const fresh = create(kernel);
    fresh.prefill(tokens.slice(0, 37));
    expect(afterRewind).toEqual(fresh.prefill(other));
  });

  it('does not depend on how a prompt is cut into calls', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 79 }), (seed, cut) => {
        const tokens = drawTokens(seed, 80);
        const whole = create(kernel).prefill(tokens).slice();
        const parts = create(kernel);
        parts.prefill(tokens.slice(0, cut));
        expect(difference(parts.prefill(tokens.slice(cut)), whole)).toBeLessThan(1e-4);
      }),
      { numRuns: 8 },
    );
  });
});

describe('createMiniDecoder', () => {
  it('gives the same with both kernels, whatever the shape', () => {
    fc.assert(
      fc.property(
        fc.record({
          vocabularySize: fc.integer({ min: 1, max: 70 }),
          contextTokens: fc.integer({ min: 1, max: 70 }),
          layers: fc.integer({ min: 1, max: 2 }),
          size: fc.constantFrom(
            { hiddenSize: 32, heads: 2, keyValueHeads: 1 },
            { hiddenSize: 64, heads: 4, keyValueHeads: 4 },
            { hiddenSize: 96, heads: 2, keyValueHeads: 2 },
          ),
          feedForwardSize: fc.constantFrom(32, 96),
          seed: fc.nat(),
        }),
        ({ size, seed, ...sides }) => {
          const config = { ...tiny, ...sides, ...size };
          const weights = quantiseWeights(config, drawWeights(config, seed));
          const tokens = drawTokens(seed, config.contextTokens).map((token) => token % config.vocabularySize);
          const fast = createMiniDecoder(config, weights, { kernel: 'wasm' }).prefill(tokens);
          const plain = createMiniDecoder(config, weights, { kernel: 'plain' }).prefill(tokens);
          expect(fast).toHaveLength(config.vocabularySize);
          expect(difference(fast, plain)).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('refuses more tokens than it has positions for, and tokens it does not know', () => {
    const decoder = create('wasm');
    expect(() => decoder.prefill(drawTokens(5, 91))).toThrow('Expected from 1 to 90 tokens, got 91');
    decoder.prefill(drawTokens(5, 90));
    expect(() => decoder.next(1)).toThrow('Expected from 1 to 0 tokens, got 1');
    decoder.rewind(0);
    expect(() => decoder.next(61)).toThrow('Expected tokens from 0 to 60, got `61`');
    expect(() => decoder.rewind(1)).toThrow('Expected `position` to be from 0 to 0, got `1`');
  });

  it('names the size that the kernels have no shape for', () => {
    expect(() => createMiniDecoder({ ...tiny, feedForwardSize: 100 }, quantised)).toThrow(
      'Expected `feedForwardSize` to be a multiple of 32, got `100`',
    );
    expect(() => createMiniDecoder({ ...tiny, heads: 8, keyValueHeads: 8 }, quantised)).toThrow(
      'Expected `hiddenSize / heads` to be a multiple of 16, got `8`',
    );
  });
});
