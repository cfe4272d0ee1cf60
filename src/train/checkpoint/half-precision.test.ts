import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convertFromBfloat16,
  convertFromFloat16,
  convertToBfloat16,
  convertToFloat16,
} from './half-precision.ts';

const allPatterns = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
const toHalf = (...values: number[]): number[] => [...convertToFloat16(Float32Array.from(values))];
const fromHalf = (bits: number): number => convertFromFloat16(Uint16Array.of(bits))[0] as number;

describe('binary16', () => {
  it('knows the values of its patterns', () => {
    expect(fromHalf(0x3c00)).toBe(1);
    expect(fromHalf(0xc000)).toBe(-2);
    expect(fromHalf(0x7bff)).toBe(65_504);
    expect(fromHalf(0x0400)).toBe(2 ** -14);
    expect(fromHalf(0x0001)).toBe(2 ** -24);
    expect(fromHalf(0x83ff)).toBe(-1023 * 2 ** -24);
    expect(fromHalf(0x8000)).toBe(-0);
    expect(fromHalf(0xfc00)).toBe(-Infinity);
    expect(fromHalf(0x7e01)).toBeNaN();
  });

  it('gives every pattern back, and NaN as NaN', () => {
    const values = convertFromFloat16(allPatterns);
    const back = convertToFloat16(values);
    const isNotANumber = (bits: number): boolean => (bits & 0x7fff) > 0x7c00;
    expect(
      [...allPatterns].filter((bits) =>
        isNotANumber(bits) ? !isNotANumber(back[bits] as number) : back[bits] !== bits,
      ),
    ).toEqual([]);
  });

  it('rounds to the nearest, a tie to the even pattern', () => {
    // Between 1 and 1 + 2^-10 lies 1 + 2^-11: down to the even one; the next tie goes up.
    expect(toHalf(1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20)).toEqual([0x3c00, 0x3c02, 0x3c01]);
    // Subnormals: half a step goes to zero, one and a half to two; just under the smallest normal runs over into it.
    expect(toHalf(2 ** -25, 1.5 * 2 ** -24, 1023.5 * 2 ** -24, 2 ** -26)).toEqual([0, 2, 0x400, 0]);
    expect(toHalf(65_519, 65_520, -1e9, 2047.5 * 2 ** 4)).toEqual([0x7bff, 0x7c00, 0xfc00, 0x7800]);
  });

  it('takes the nearest of all patterns for any number', () => {
    const finite = [...allPatterns].filter((bits) => bits < 0x7c00);
    const values = finite.map(fromHalf);
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65_504, noNaN: true }), (value) => {
        const distance = Math.abs(fromHalf(toHalf(value)[0] as number) - value);
        let [low, high] = [0, values.length - 1];
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if ((values[middle] as number) <= value) low = middle;
          else high = middle;
        }
        expect(distance).toBe(
          Math.min(Math.abs((values[low] as number) - value), Math.abs((values[high] as number) - value)),
        );
      }),
    );
  });
});

describe('bfloat16', () => {
  it('gives every pattern back, rounds ties to even and keeps NaN', () => {
    const numbers = allPatterns.filter((bits) => (bits & 0x7fff) <= 0x7f80);
    expect(convertToBfloat16(convertFromBfloat16(numbers))).toEqual(numbers);
    expect([...convertToBfloat16(Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, Number.NaN))]).toEqual([
      0x3f80, 0x3f82, 0x7fc0,
    ]);
  });
});
