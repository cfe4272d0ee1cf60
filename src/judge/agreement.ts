/** How far judges agree beyond chance. A missing rating is `null` and never a number. */

export type Rating = number | null;

/** How far apart two ratings are: only whether they differ, how many ratings lie between them, or their difference. */
export type Measurement = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha: 1 is full agreement, 0 what chance would give, below 0 less than chance; never below -1.
 *
 * Any number of judges, missing ratings allowed; a unit with fewer than two ratings says nothing and is left out.
 *
 * @param units - One list for each judged answer, holding the rating of each judge.
 * @returns null where there is nothing to compare: no unit with two ratings, or one and the same rating throughout.
 *
 * Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 */
export function krippendorffAlpha(
  units: readonly (readonly Rating[])[],
  measurement: Measurement,
): number | null {
  const paired = units
    .map((unit) => unit.filter((rating) => rating !== null))
    .filter((unit) => unit.length >= 2);
  const all = paired.flat();
  const counts = new Map<number, number>();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  const distanceOf = createDistance(counts, measurement);
  let observed = 0;
  for (const unit of paired) {
    let sum = 0;
    for (const one of unit) for (const other of unit) sum += distanceOf(one, other);
    observed += sum / (unit.length - 1);
  }
  let expected = 0;
  for (const [one, ones] of counts)
    for (const [other, others] of counts) expected += ones * others * distanceOf(one, other);
  // Both are sums of ordered pairs of ratings, so that n(n-1) against n leaves one n-1.
  return expected === 0 ? null : 1 - ((all.length - 1) * observed) / expected;
}

/** Squared distance of two ratings. */
function createDistance(
  counts: ReadonlyMap<number, number>,
  measurement: Measurement,
): (one: number, other: number) => number {
  if (measurement === 'nominal') return (one, other) => (one === other ? 0 : 1);
  if (measurement === 'interval') return (one, other) => (one - other) ** 2;
  // Ratings from one to the other, both ends by half, are the difference of their middle ranks.
  const ranks = new Map<number, number>();
  let below = 0;
  for (const [value, count] of [...counts].sort(([a], [b]) => a - b)) {
    ranks.set(value, below + count / 2);
    below += count;
  }
  return (one, other) => ((ranks.get(one) ?? 0) - (ranks.get(other) ?? 0)) ** 2;
}

/**
 * Cohen's kappa of two judges: 1 is full agreement, 0 what their own frequencies would give by chance.
 *
 * @param ratings - The ratings of both judges for each answer; pairs with a missing one are left out.
 * @param weights - `plain`: ratings agree or not. `quadratic`: a disagreement counts by the square of its size.
 * @returns null where there is no pair, or chance alone gives full agreement.
 *
 * Source: Cohen 1960, "A coefficient of agreement for nominal scales", and 1968, "Weighted kappa".
 */
export function cohenKappa(
  ratings: readonly (readonly [one: Rating, other: Rating])[],
  weights: 'plain' | 'quadratic' = 'plain',
): number | null {
  const pairs = ratings.flatMap(([one, other]) =>
    one === null || other === null ? [] : [[one, other] as const],
  );
  const distanceOf = (one: number, other: number): number =>
    weights === 'plain' ? Number(one !== other) : (one - other) ** 2;
  const observed = pairs.reduce((sum, [one, other]) => sum + distanceOf(one, other), 0) / pairs.length;
  const ones = countShares(pairs.map(([one]) => one));
  const others = countShares(pairs.map(([, other]) => other));
  let expected = 0;
  for (const [one, share] of ones)
    for (const [other, otherShare] of others) expected += share * otherShare * distanceOf(one, other);
  return expected === 0 || pairs.length === 0 ? null : 1 - observed / expected;
}

function countShares(values: readonly number[]): Map<number, number> {
  const shares = new Map<number, number>();
  for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  return shares;
}
