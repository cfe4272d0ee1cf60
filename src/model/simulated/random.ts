/**
 * Seeded chance for the simulated model: the same keys give the same draws on every machine.
 * Not for secrets.
 */

export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number from 0 to `limit` - 1. */
  integer(limit: number): number;
  /** One element; the list must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
  /** A new list in drawn order. */
  shuffle<T>(list: readonly T[]): T[];
};

/** Creates a stream of draws that depends on the keys alone. */
export function createRandom(...keys: readonly (string | number)[]): Random {
  let [a, b, c, d] = hashFourWays(keys.join('\u0000'));
  const next = (): number => {
    // sfc32: small, fast, and good enough for draws of words.
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 8; round++) next();
  const integer = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    integer,
    pick: <T>(list: readonly T[]): T => list[integer(list.length)] as T,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: <T>(list: readonly T[]): T[] => {
      const copy = [...list];
      for (let index = copy.length - 1; index > 0; index--) {
        const other = integer(index + 1);
        [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
      }
      return copy;
    },
  };
}

function hashFourWays(text: string): [number, number, number, number] {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = 0xdeadbeef;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a ^ (b >>> 15), b ^ (c >>> 13), c ^ (d >>> 16), d ^ text.length];
}
