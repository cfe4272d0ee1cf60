/** A share of a count, with the interval that its size allows. */

export type Share = {
  count: number;
  of: number;
  share: number | null;
  low: number | null;
  high: number | null;
};

/** Of a standard normal, for 95 %. */
const z = 1.959963984540054;

/** Share with its 95 % interval; null where there is nothing to divide by. */
export function measureShare(count: number, of: number): Share {
  if (of === 0) return { count, of, share: null, low: null, high: null };
  const share = count / of;
  return { count, of, share, ...boundShare(share, of) };
}

/**
 * The 95 % interval of a share of so many; `of` need not be whole.
 *
 * Source: Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22(158).
 */
export function boundShare(share: number, of: number): { low: number; high: number } {
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const reach = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  // At the ends the bound is the share itself, which rounding would miss by a hair.
  return {
    low: share === 0 ? 0 : Math.max(0, middle - reach),
    high: share === 1 ? 1 : Math.min(1, middle + reach),
  };
}
