/** Whether two sets of answers to the same prompts differ. */
import { createRandom } from '../../model/simulated/random.ts';
import { boundMean, type IntervalOptions } from './bootstrap.ts';
import { redrawMean } from './mean-interval.ts';
import { groupByCluster, meanOf, type Observation } from './observations.ts';

/** Up to so many prompts every sign is tried. */
const mostExactClusters = 13;
const permutations = 9999;

export type Comparison = {
  /** Mean over the shared clusters of first minus second; null: no cluster is shared. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Two-sided; null: no cluster is shared. */
  p: number | null;
  /** Clusters in both. */
  clusters: number;
  /** Clusters in one only, which are left out. */
  leftOut: number;
};

/**
 * Compares two methods, models or judges by prompt.
 *
 * The interval is that of `boundMean` over the differences, repeats of both sides drawn anew. The p value is that of a
 * sign-flip permutation test of the mean difference: every sign for up to 13 prompts, else 9,999 drawn ones with the
 * observed one among them. It holds where a difference is as likely to be d as -d when nothing differs.
 *
 * @throws {RangeError} A value is no finite number.
 */
export function comparePaired(
  first: readonly Observation[],
  second: readonly Observation[],
  options: IntervalOptions,
): Comparison {
  const firsts = groupByCluster(first);
  const seconds = groupByCluster(second);
  const pairs = [...firsts].flatMap(([cluster, values]) => {
    const others = seconds.get(cluster);
    return others === undefined ? [] : [[values, others] as const];
  });
  const differences = Float64Array.from(pairs, ([a, b]) => meanOf(a) - meanOf(b));
  const interval = boundMean(
    differences,
    (at, random) => {
      const [a, b] = pairs[at] as readonly [number[], number[]];
      return redrawMean(a, random) - redrawMean(b, random);
    },
    options,
  );
  return {
    difference: pairs.length > 0 ? meanOf(differences) : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    p: pairs.length > 0 ? testSigns(differences, options.seed) : null,
    clusters: pairs.length,
    leftOut: firsts.size + seconds.size - 2 * pairs.length,
  };
}

/** Share of sign patterns whose sum is at least as far from 0 as the observed one. */
function testSigns(differences: Float64Array, seed: string | number): number {
  const scale = differences.reduce((sum, each) => sum + Math.abs(each), 0);
  // Sums of the same numbers in another order differ in their last digits.
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0)) - scale * 1e-12;
  const isExact = differences.length <= mostExactClusters;
  const rounds = isExact ? 2 ** differences.length : permutations;
  const random = createRandom('signs', seed);
  let extreme = 0;
  for (let round = 0; round < rounds; round += 1) {
    let sum = 0;
    for (let at = 0; at < differences.length; at += 1) {
      const isFlipped = isExact ? (round >> at) % 2 === 1 : random.next() < 0.5;
      sum += isFlipped ? -(differences[at] as number) : (differences[at] as number);
    }
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return isExact ? extreme / rounds : (extreme + 1) / (rounds + 1);
}
