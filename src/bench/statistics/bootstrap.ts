/**
 * Intervals by seeded resampling of prompts.
 *
 * For means: two levels (prompts, and inside a prompt the repeats of its judges), studentised. Each resample is measured
 * in its own standard error, so the judges' noise, which is already in the differences between prompts, is not counted
 * a second time. Measured coverage of 95 % intervals, 600 simulated studies each (3 repeats, noise as large as the
 * differences between prompts or about three times as large):
 *
 * | prompts | percentile, two levels | BCa, two levels | percentile, prompts only | studentised, two levels |
 * |---|---|---|---|---|
 * | 6 | 92.0, 95.5 | 91.0, 95.7 | 87.2, 85.0 | 95.2, 95.0 |
 * | 12 | 95.3, 97.7 | 95.2, 96.8 | 92.8, 90.7 | 96.5, 94.5 |
 * | 30 | 95.2, 98.7 | 95.5, 98.8 | 92.3, 94.8 | 94.2, 95.8 |
 *
 * What is used here, with single scores and with 3 repeats, normal or in five grades: 93.5 to 96.5 % at 6, 12 and 30
 * prompts (400 studies each). Where 30 % of the answers score 0: 90, 99, 98; a win rate of single verdicts: 100, 92, 95.5.
 *
 * No interval knows what was not drawn: where 6 % of all answers score 0 and the rest about 92, a study of 12 prompts
 * has no zero in half of all cases, and every method covers about half.
 */
import { createRandom, type Random } from '../../model/simulated/random.ts';
import { meanOf, varianceOf } from './observations.ts';
import { normalProbability, normalQuantile, studentQuantile } from './quantiles.ts';

/** (resamples + 1) times the tail of a 95 % interval is whole. */
const resamples = 1999;

/**
 * Share of the study's standard error that a resample must have of its own. Where one answer differs and the rest are
 * alike, the resamples without it would be measured in next to nothing, and the interval reach beyond any scale.
 */
const leastSpread = 0.05;

/**
 * How far an end may lie from the mean, in reaches of Student's t. Where most answers are alike and a few fall short, as
 * with a model at its ceiling, resamples of the alike ones are measured in very little and would reach many times as far.
 */
const mostReach = 3;

type Interval = { low: number; high: number };

export type IntervalOptions = {
  seed: string | number;
  /** Share of studies whose interval holds the truth. Default 0.95. */
  level?: number;
};

/**
 * Interval of the mean of cluster means.
 *
 * Where so few clusters differ that a resample has no spread too often, Student's t takes the place of the resamples.
 *
 * @param means - Mean of each cluster.
 * @param redraw - The mean of a cluster with its repeats drawn anew.
 * @returns null for fewer than two clusters, and where all means are equal: then nothing says how far off they are.
 */
export function boundMean(
  means: Float64Array,
  redraw: (cluster: number, random: Random) => number,
  { seed, level = 0.95 }: IntervalOptions,
): Interval | null {
  checkLevel(level);
  const clusters = means.length;
  const mean = meanOf(means);
  const error = Math.sqrt(varianceOf(means) / clusters);
  if (clusters < 2 || !(error > 1e-12 * Math.abs(mean))) return null;
  const random = createRandom('interval', seed);
  const distances = new Float64Array(resamples);
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0;
    let squares = 0;
    for (let drawn = 0; drawn < clusters; drawn += 1) {
      const offset = redraw(random.integer(clusters), random) - mean;
      sum += offset;
      squares += offset * offset;
    }
    const offset = sum / clusters;
    const ownError = Math.sqrt(Math.max(0, squares / clusters - offset * offset) / (clusters - 1));
    // A resample next to without spread is infinitely far off, one that hits the mean is not off at all.
    distances[round] = ownError > leastSpread * error ? offset / ownError : Math.sign(offset) * Infinity || 0;
  }
  distances.sort();
  const tail = Math.max(1, Math.floor(((resamples + 1) * (1 - level)) / 2));
  const least = distances[tail - 1] as number;
  const most = distances[resamples - tail] as number;
  const reach = studentQuantile((1 + level) / 2, clusters - 1) * error;
  if (!(Number.isFinite(least) && Number.isFinite(most))) return { low: mean - reach, high: mean + reach };
  const farthest = mostReach * reach;
  return {
    low: mean - Math.min(most * error, farthest),
    high: mean + Math.min(-least * error, farthest),
  };
}

/**
 * A statistic of a whole study, such as a median or a product of means, with its interval: bias-corrected and
 * accelerated, over clusters as they are. With fewer than 30 clusters it covers less than it says (see the head).
 *
 * @param clusters - What was observed of each prompt.
 * @param statistic - null where it cannot be told.
 * @returns The interval is null where fewer than two clusters, more than 1 in 20 resamples without the statistic, or no
 *   spread leave nothing to tell it from.
 *
 * Source: Efron 1987, "Better Bootstrap Confidence Intervals", Journal of the American Statistical Association 82(397).
 */
export function boundStatistic<Cluster>(
  clusters: readonly Cluster[],
  statistic: (clusters: readonly Cluster[]) => number | null,
  { seed, level = 0.95 }: IntervalOptions,
): { value: number | null; interval: Interval | null } {
  checkLevel(level);
  const value = clusters.length > 0 ? statistic(clusters) : null;
  if (value === null || clusters.length < 2) return { value, interval: null };
  const random = createRandom('interval', seed);
  const draws: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const draw = statistic(Array.from(clusters, () => random.pick(clusters)));
    if (draw !== null) draws.push(draw);
  }
  draws.sort((a, b) => a - b);
  if (draws.length < resamples * 0.95 || draws[0] === draws.at(-1)) return { value, interval: null };

  const below = draws.reduce((sum, draw) => sum + (draw < value ? 1 : draw === value ? 0.5 : 0), 0);
  const bias = normalQuantile(Math.min(Math.max(below, 1), draws.length - 1) / draws.length);
  const without = clusters
    .map((_each, left) => statistic(clusters.filter((_other, at) => at !== left)))
    .filter((draw) => draw !== null);
  const center = meanOf(without);
  const squares = without.reduce((sum, each) => sum + (center - each) ** 2, 0);
  const cubes = without.reduce((sum, each) => sum + (center - each) ** 3, 0);
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const bound = (probability: number): number => {
    const z = bias + normalQuantile(probability);
    const shifted = normalProbability(bias + z / (1 - acceleration * z));
    return draws[Math.min(draws.length - 1, Math.max(0, Math.floor(shifted * draws.length)))] as number;
  };
  return { value, interval: { low: bound((1 - level) / 2), high: bound((1 + level) / 2) } };
}

function checkLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw new RangeError(`Expected \`level\` to be between 0 and 1, got \`${level}\`.`);
}
