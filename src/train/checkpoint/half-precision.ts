/** 16-bit floating point as bit patterns: IEEE 754 binary16 (`F16`) and the upper half of a float32 (`BF16`). */

/**
 * Rounds to binary16, nearest and ties to even, subnormals included.
 *
 * From 65,520 on the result is infinite; NaN stays NaN.
 *
 * Source: IEEE 754-2019, 3.4 and 4.3.1.
 */
export function convertToFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const result = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const sign = ((bits[index] as number) >>> 16) & 0x8000;
    const magnitude = (bits[index] as number) & 0x7fffffff;
    let half: number;
    if (magnitude > 0x7f800000) half = 0x7e00 | ((magnitude >>> 13) & 0x3ff);
    else if (magnitude >= 0x477ff000) half = 0x7c00;
    // Below 2^-14: a whole number of steps of 2^-24; 1024 steps run over into the smallest normal number by themselves.
    else if (magnitude < 0x38800000) half = roundToEven(Math.abs(values[index] as number) * 2 ** 24);
    else half = (magnitude + 0xfff + ((magnitude >>> 13) & 1) - 0x38000000) >>> 13;
    result[index] = sign | half;
  }
  return result;
}

/** Exact values of binary16 bit patterns. */
export function convertFromFloat16(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Infinity;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** Rounds to bfloat16, nearest and ties to even; NaN stays NaN. */
export function convertToBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (value) =>
    (value & 0x7fffffff) > 0x7f800000
      ? (value >>> 16) | 0x40
      : (value + 0x7fff + ((value >>> 16) & 1)) >>> 16,
  );
}

/** Exact values of bfloat16 bit patterns. */
export function convertFromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
