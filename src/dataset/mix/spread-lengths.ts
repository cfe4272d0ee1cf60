/** Chooses how many items of each length to take, so that lengths come out as even as there are items for. */

/**
 * Takes from every bucket up to one common level, the highest at which no more than `wanted` are taken; what is left over
 * goes one by one to the buckets that still have some, the longest first.
 *
 * @param counts - Items in each bucket, from short to long.
 * @returns How many to take of each; together `wanted`, or all there are.
 */
export function spreadLengths(counts: readonly number[], wanted: number): number[] {
  const takenAt = (level: number): number => counts.reduce((sum, count) => sum + Math.min(count, level), 0);
  let [low, high] = [0, Math.max(0, ...counts)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (takenAt(middle) <= wanted) low = middle;
    else high = middle - 1;
  }
  const taken = counts.map((count) => Math.min(count, low));
  let left = wanted - takenAt(low);
  for (let bucket = counts.length - 1; bucket >= 0 && left > 0; bucket -= 1) {
    if ((counts[bucket] ?? 0) <= low) continue;
    taken[bucket] = low + 1;
    left -= 1;
  }
  return taken;
}
