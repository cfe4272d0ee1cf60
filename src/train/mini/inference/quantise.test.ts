import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiseMatrix } from './quantise.ts';

describe('quantiseMatrix', () => {
  it('gives the largest weight of a block 127 and the others their share of it', () => {
    const weights = new Float32Array(64);
    weights.set([2.54, -1.27, 0.02, 0.009], 0);
    weights.set([0.127], 32);
    const { values, scales } = quantiseMatrix(weights, 1, 64);
    // 2.54 / 127 = 0.02: -1.27 is -63.5 scales, 0.009 less than half a one. The second block has its own scale, 0.001.
    expect([...values.slice(0, 4)]).toEqual([
      127,
      expect.toSatisfy((v: number) => v === -63 || v === -64),
      1,
      0,
    ]);
    expect(values[32]).toBe(127);
    expect(scales[0]).toBeCloseTo(0.02, 7);
    expect(scales[1]).toBeCloseTo(0.001, 7);
  });

  it('brings every weight back within half a scale', () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 96, maxLength: 96 }), (all) => {
        const weights = Float32Array.from(all);
        const { values, scales } = quantiseMatrix(weights, 3, 32);
        for (const [index, weight] of weights.entries()) {
          const scale = scales[Math.floor(index / 32)] as number;
          const back = (values[index] as number) * scale;
          // Scales below the smallest normal float32 are coarse themselves.
          expect(Math.abs(back - weight)).toBeLessThanOrEqual(scale * 0.5001 + 1e-37);
        }
      }),
    );
  });

  it('refuses what it cannot round', () => {
    expect(() => quantiseMatrix(new Float32Array(40), 1, 40)).toThrow('multiple of 32');
    expect(() => quantiseMatrix(new Float32Array(32).fill(Number.NaN), 1, 32)).toThrow('got `NaN` at 0');
  });
});
