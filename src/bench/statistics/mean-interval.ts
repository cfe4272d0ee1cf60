import type { Random } from '../../model/simulated/random.ts';
import { boundMean, type IntervalOptions } from './bootstrap.ts';
import { groupByCluster, meanOf, type Observation } from './observations.ts';

export type Estimate = {
  /** Mean over clusters, each counted once however often it was judged; null: no values. */
  value: number | null;
  /** Bounds of the interval; null where it cannot be told: fewer than two clusters, or no spread at all. */
  low: number | null;
  high: number | null;
  clusters: number;
  values: number;
};

/**
 * The mean of scores with its interval, over prompts and judge repeats: see `boundMean`. The same observations in any
 * order give the same estimate. Bounds may lie beyond the ends of a scale.
 *
 * @throws {RangeError} A value is no finite number, or the level is not between 0 and 1.
 */
export function estimate(observations: readonly Observation[], options: IntervalOptions): Estimate {
  const groups = [...groupByCluster(observations).values()];
  const means = Float64Array.from(groups, meanOf);
  const interval = boundMean(means, (at, random) => redrawMean(groups[at] as number[], random), options);
  return {
    value: groups.length > 0 ? meanOf(means) : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    clusters: groups.length,
    values: observations.length,
  };
}

/** Mean of as many draws from the values as there are; one value stays itself. */
export function redrawMean(values: readonly number[], random: Random): number {
  if (values.length === 1) return values[0] as number;
  let sum = 0;
  for (let draw = 0; draw < values.length; draw += 1) sum += values[random.integer(values.length)] as number;
  return sum / values.length;
}
