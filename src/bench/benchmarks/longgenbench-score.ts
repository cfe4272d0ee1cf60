/** The arithmetic of LongGenBench, without any judge. */

/** How checks came out, of one answer or of many. */
export type CheckTally = {
  /** All there are. */
  checks: number;
  /** Those whose entry was written. */
  written: number;
  /** Those of the written ones that a judge could decide. */
  judged: number;
  /** Decided, and the entry holds what it must. */
  yes: number;
};

/** Sums tallies, field by field. */
export const addTallies = (tallies: readonly CheckTally[]): CheckTally =>
  tallies.reduce(
    (sum, each) => ({
      checks: sum.checks + each.checks,
      written: sum.written + each.written,
      judged: sum.judged + each.judged,
      yes: sum.yes + each.yes,
    }),
    { checks: 0, written: 0, judged: 0, yes: 0 },
  );

/** CR: the share of the asked entries that was written, 0 to 100; entries beyond the last do not count. */
export function scoreCompletion(written: Iterable<number>, entries: number): number {
  const asked = new Set([...written].filter((entry) => entry >= 1 && entry <= entries));
  return (100 * asked.size) / entries;
}

/** STIC-1 = 100 · yes / decided checks of written entries; null where nothing was decided. */
export const scoreWrittenChecks = ({ judged, yes }: CheckTally): number | null =>
  judged > 0 ? (100 * yes) / judged : null;

/**
 * STIC-2 = 100 · yes / all checks: an entry that is missing fails its checks. Where the judge could not decide some,
 * those of written entries are taken to come out as the decided ones do: 100 · yes / decided · written / all checks. Null
 * where entries were written and nothing was decided.
 */
export function scoreAllChecks({ checks, written, judged, yes }: CheckTally): number | null {
  if (checks === 0) return null;
  if (written === 0) return 0;
  return judged > 0 ? (100 * yes * written) / (judged * checks) : null;
}

/** wAvg = CR · STIC-2 / 100. */
export const scoreWeighted = (completion: number | null, allChecks: number | null): number | null =>
  completion === null || allChecks === null ? null : (completion * allChecks) / 100;
