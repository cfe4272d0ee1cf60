/** One score of one answer. Scores of one prompt belong together: they are no independent witnesses. */
export type Observation = {
  /** Id of the prompt. */
  cluster: string;
  value: number;
};

/**
 * The values by cluster, clusters in the order of their ids, so that an interval does not depend on the order of rows.
 *
 * @throws {RangeError} A value is no finite number: unscored answers are left out by the caller, and counted there.
 */
export function groupByCluster(observations: readonly Observation[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const { cluster, value } of observations) {
    if (!Number.isFinite(value))
      throw new RangeError(
        `Expected \`value\` of ${cluster} to be a finite number, got \`${value}\`. Leave unscored answers out and count them.`,
      );
    const group = groups.get(cluster);
    if (group === undefined) groups.set(cluster, [value]);
    else group.push(value);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  // Repeats too: their order is the order in which judges happened to answer.
  return new Map(sorted.map(([cluster, values]) => [cluster, values.sort((a, b) => a - b)]));
}

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] as number;
  return sum / values.length;
};

/** Unbiased variance; 0 for fewer than two values. */
export const varianceOf = (values: ArrayLike<number>): number => {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += ((values[index] as number) - mean) ** 2;
  return sum / (values.length - 1);
};
