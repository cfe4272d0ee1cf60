import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipByGlobalNorm } from './clip.ts';
import type { Weights } from './model-config.ts';

const gradientsOf = (...tensors: number[][]): Weights =>
  new Map(
    tensors.map((data, index) => [String(index), { shape: [data.length], data: Float32Array.from(data) }]),
  );
const numbersOf = (weights: Weights): number[] => [...weights.values()].flatMap(({ data }) => [...data]);

describe('clipByGlobalNorm', () => {
  it('shortens all gradients together, as worked by hand', () => {
    const gradients = gradientsOf([3, 4], [-12]);
    // √(9 + 16 + 144) = 13; to 6.5 it is halved.
    expect(clipByGlobalNorm(gradients, 6.5)).toBe(13);
    expect(numbersOf(gradients)).toEqual([1.5, 2, -6]);
  });

  it('leaves gradients alone that are short enough', () => {
    const gradients = gradientsOf([3, 4], [-12]);
    expect(clipByGlobalNorm(gradients, 13)).toBe(13);
    expect(numbersOf(gradients)).toEqual([3, 4, -12]);
    expect(clipByGlobalNorm(gradientsOf([0, 0]), 1)).toBe(0);
  });

  it('gives what is no longer than asked and points the same way', () => {
    const tensor = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(tensor, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (tensors, most) => {
          const before = numbersOf(gradientsOf(...tensors));
          const gradients = gradientsOf(...tensors);
          const norm = clipByGlobalNorm(gradients, most);
          const after = numbersOf(gradients);
          expect(Math.hypot(...after)).toBeLessThanOrEqual(most * (1 + 1e-6));
          const scale = Math.min(1, most / norm);
          for (const [at, value] of after.entries())
            expect(value).toBeCloseTo((before[at] as number) * scale, 4);
        },
      ),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('stops at a gradient that is %s and says why', (value) => {
    const gradients = gradientsOf([1, value]);
    expect(() => clipByGlobalNorm(gradients, 1)).toThrow(/finite gradients.*learning rate/);
    expect(numbersOf(gradients)[0]).toBe(1);
  });
});
