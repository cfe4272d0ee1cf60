import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adamw, createMoments } from './adamw.ts';
import type { Weights } from './model-config.ts';

const matrix = (...data: number[]): Weights =>
  new Map([['matrix', { shape: [1, data.length], data: Float32Array.from(data) }]]);
const vector = (...data: number[]): Weights =>
  new Map([['norm', { shape: [data.length], data: Float32Array.from(data) }]]);
const numbersOf = (weights: Weights): number[] => [...weights.values()].flatMap(({ data }) => [...data]);
/** Numbers that are easy to work with by hand; ε is as large as the gradient, so that it is seen. */
const options = {
  learningRate: 0.1,
  betas: [0.5, 0.75] as const,
  weightDecay: 0.2,
  epsilon: 0.5,
};

describe('adamw', () => {
  it('takes two steps as worked by hand', () => {
    const weights = matrix(1);
    const moments = createMoments(weights);
    adamw(weights, matrix(0.5), moments, { ...options, step: 1 });
    // m = 0.5·0 + 0.5·0.5 = 0.25; v = 0.75·0 + 0.25·0.25 = 0.0625
    expect(numbersOf(moments.first)).toEqual([0.25]);
    expect(numbersOf(moments.second)).toEqual([0.0625]);
    // m̂ = 0.25/(1 − 0.5) = 0.5; v̂ = 0.0625/(1 − 0.75) = 0.25; w = 1 − 0.1·0.2·1 − 0.1·0.5/(0.5 + 0.5) = 0.93
    expect(numbersOf(weights)[0]).toBeCloseTo(0.93, 6);

    adamw(weights, matrix(-1), moments, { ...options, step: 2 });
    // m = 0.5·0.25 − 0.5·1 = −0.375; v = 0.75·0.0625 + 0.25·1 = 0.296875
    expect(numbersOf(moments.first)).toEqual([-0.375]);
    expect(numbersOf(moments.second)).toEqual([0.296875]);
    // m̂ = −0.375/(1 − 0.25) = −0.5; v̂ = 0.296875/(1 − 0.5625) = 0.678571, its root 0.823754
    // w = 0.93 − 0.1·0.2·0.93 + 0.1·0.5/(0.823754 + 0.5) = 0.9114 + 0.037771 = 0.949171
    expect(numbersOf(weights)[0]).toBeCloseTo(0.949171, 6);
  });

  it('lets norms be: no weight decay on weights of one dimension', () => {
    const weights = vector(1);
    const moments = createMoments(weights);
    adamw(weights, vector(0.5), moments, { ...options, step: 1 });
    // As above without the decay: 1 − 0.1·0.5/(0.5 + 0.5) = 0.95
    expect(numbersOf(weights)[0]).toBeCloseTo(0.95, 6);
  });

  it('moves by the learning rate whatever the size of a first gradient', () => {
    const gradient = fc
      .double({ min: 1e-3, max: 1e3, noNaN: true })
      .chain((size) => fc.constantFrom(size, -size));
    fc.assert(
      fc.property(gradient, fc.double({ min: -10, max: 10, noNaN: true }), (g, w) => {
        const weights = matrix(w);
        const before = numbersOf(weights)[0] as number;
        const moments = createMoments(weights);
        adamw(weights, matrix(g), moments, {
          step: 1,
          learningRate: 0.01,
          betas: [0.9, 0.95],
          weightDecay: 0,
        });
        expect(numbersOf(weights)[0]).toBeCloseTo(before - 0.01 * Math.sign(g), 5);
      }),
    );
  });

  it('refuses gradients that are not those of the weights, before anything is moved', () => {
    const weights = matrix(1, 2);
    const step = (gradients: Weights) => () =>
      adamw(weights, gradients, createMoments(weights), { ...options, step: 1 });
    expect(step(matrix(1))).toThrow(new RangeError('Expected 2 numbers for `matrix`, got 1.'));
    expect(step(vector(1, 2))).toThrow(new RangeError('Expected 2 numbers for `matrix`, got none.'));
    expect(numbersOf(weights)).toEqual([1, 2]);
  });
});
