/**
 * How small a difference a study can find, and how many prompts a stated difference needs.
 *
 * Both follow n = v (z₁ + z₂)² / δ² + z₁² / 2, with v = between + within / repeats, z₁ the two-sided quantile of the
 * level and z₂ that of the power; the last term stands for the spread having to be estimated.
 *
 * Source: Guenther 1981, "Sample Size Formulas for Normal Theory T Tests", The American Statistician 35(4).
 */
import { groupByCluster, meanOf, type Observation, varianceOf } from './observations.ts';
import { normalQuantile } from './quantiles.ts';

/** Where scores, or differences of two sets of scores, vary. Squares of the unit of the score. */
export type Variance = {
  /** From prompt to prompt, without the noise of judging; 0 where the noise explains it all. */
  between: number;
  /** From repeat to repeat of one prompt; null: no prompt was judged twice, and `between` holds it too. */
  within: number | null;
};

export type Design = {
  variance: Variance;
  /** Judgements of each answer. Default 1. */
  repeats?: number;
  /** Confidence, two-sided. Default 0.95. */
  level?: number;
  /** Share of studies that find the difference. Default 0.8. */
  power?: number;
};

/**
 * Variance of scores, for a mean against a fixed value. For a win rate without data use `{ between: 0.25, within: 0 }`,
 * the most that wins and losses can vary.
 *
 * @returns null for fewer than two clusters.
 */
export function measureVariance(observations: readonly Observation[]): Variance | null {
  return separate([...groupByCluster(observations).values()].map((values) => [values]));
}

/**
 * Variance of the differences of two sets of scores of the same prompts: smaller than that of either, as far as both
 * find the same prompts hard.
 *
 * @returns null for fewer than two shared clusters.
 */
export function measurePairedVariance(
  first: readonly Observation[],
  second: readonly Observation[],
): Variance | null {
  const seconds = groupByCluster(second);
  return separate(
    [...groupByCluster(first)].flatMap(([cluster, values]) => {
      const others = seconds.get(cluster);
      return others === undefined ? [] : [[values, others]];
    }),
  );
}

/**
 * The smallest true difference that a study of so many prompts finds with the stated power.
 *
 * @returns In the unit of the score; null for so few prompts that no difference is sure to be found (below 4 at 0.95).
 */
export function findDetectable(clusters: number, design: Design): number | null {
  const { variance, sum, correction } = readDesign(design);
  return clusters > correction + 1 ? Math.sqrt(variance / (clusters - correction)) * sum : null;
}

/**
 * The number of prompts at which a true difference is found with the stated power.
 *
 * @param difference - In the unit of the score, not 0; its sign does not matter.
 */
export function countClustersNeeded(difference: number, design: Design): number {
  if (!(Math.abs(difference) > 0) || !Number.isFinite(difference))
    throw new RangeError(`Expected \`difference\` to be a number other than 0, got \`${difference}\`.`);
  const { variance, sum, correction } = readDesign(design);
  const least = Math.floor(correction + 1) + 1;
  return Math.max(least, Math.ceil((variance * sum ** 2) / difference ** 2 + correction));
}

function readDesign({ variance, repeats = 1, level = 0.95, power = 0.8 }: Design): {
  variance: number;
  sum: number;
  correction: number;
} {
  if (!Number.isInteger(repeats) || repeats < 1)
    throw new RangeError(`Expected \`repeats\` to be a positive whole number, got \`${repeats}\`.`);
  const two = normalQuantile((1 + level) / 2);
  return {
    variance: variance.between + (variance.within ?? 0) / repeats,
    sum: two + normalQuantile(power),
    correction: two ** 2 / 2,
  };
}

/** One row for each cluster, in it the repeats of each side. */
function separate(rows: readonly (readonly (readonly number[])[])[]): Variance | null {
  if (rows.length < 2) return null;
  const signs = [1, -1];
  const total = varianceOf(
    rows.map((sides) => sides.reduce((sum, values, side) => sum + (signs[side] ?? 1) * meanOf(values), 0)),
  );
  // Repeats of one side share one variance, pooled over prompts.
  const noise = (rows[0] ?? []).map((_values, side) => {
    const repeated = rows.map((sides) => sides[side] ?? []).filter(({ length }) => length > 1);
    const freedom = repeated.reduce((sum, { length }) => sum + length - 1, 0);
    const squares = repeated.reduce((sum, values) => sum + varianceOf(values) * (values.length - 1), 0);
    return freedom > 0 ? squares / freedom : null;
  });
  const known = noise.filter((each) => each !== null);
  if (known.length === 0) return { between: total, within: null };
  const inMeans = noise.reduce<number>((sum, each, side) => {
    const shares = rows.map((sides) => 1 / (sides[side]?.length ?? 1));
    return sum + (each ?? 0) * meanOf(shares);
  }, 0);
  return { between: Math.max(0, total - inMeans), within: known.reduce((sum, each) => sum + each, 0) };
}
