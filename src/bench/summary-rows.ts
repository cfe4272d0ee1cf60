/** From scored answers to lines of results: groups in a steady order, and means that say what they leave out. */
import type { ScoredSample, SummaryRow } from './benchmark.ts';

/** Answers that stand together in results. */
export type ScoredGroup = { group: string; rows: readonly ScoredSample[] };

/**
 * Groups answers: `all`, then one group for each value of each of the samples' groups, such as `bucket [0,500)`.
 * The order is that of the sample ids, whatever order the answers came in.
 */
export function groupRows(rows: readonly ScoredSample[]): ScoredGroup[] {
  const ordered = rows.toSorted((a, b) => compare(a.sample.id, b.sample.id));
  const keys = new Set(ordered.flatMap(({ sample }) => Object.keys(sample.groups)));
  const parts = [...keys].flatMap((key) => {
    const values = new Set(ordered.flatMap(({ sample }) => sample.groups[key] ?? []));
    return [...values].map((value) => ({
      group: `${key} ${value}`,
      rows: ordered.filter(({ sample }) => sample.groups[key] === value),
    }));
  });
  return [{ group: 'all', rows: ordered }, ...parts];
}

/** The mean of a figure from `score` over a group. An answer without it is counted as unscored, never as a number. */
export function averageFigure({ group, rows }: ScoredGroup, figure: string): SummaryRow {
  const values = rows.flatMap(({ scores }) => scores[figure] ?? []);
  return {
    group,
    figure,
    value: mean(values),
    samples: values.length,
    unscored: rows.length - values.length,
  };
}

/** Arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Middle value, or the mean of the two in the middle; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
