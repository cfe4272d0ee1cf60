/** Lengths by doubling, the way the lengths of a set spread. */

/** From 0, then doubling from 500 to 128,000 words; the last one is open. */
export const bucketStarts = [0, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000] as const;

/** The bucket of a length: the last one that starts at or below it. */
export function bucketOf(words: number): number {
  return bucketStarts.findLastIndex((start) => words >= start);
}

/** `2k-4k`; the last one `128k+`. */
export function nameBucket(bucket: number): string {
  const name = (words: number): string => (words < 1000 ? String(words) : `${words / 1000}k`);
  const [start = 0, end] = [bucketStarts[bucket], bucketStarts[bucket + 1]];
  return end === undefined ? `${name(start)}+` : `${name(start)}-${name(end)}`;
}
