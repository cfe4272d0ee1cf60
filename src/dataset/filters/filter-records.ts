/** Parts a stream of records into those that are kept and those that are not, each of these with its reasons. */
import type { DatasetRecord } from '../record.ts';
import { createFilters, type FilterSettings } from './create-filters.ts';
import type { FilterName } from './filter.ts';

export type Rejection = { rule: FilterName; reason: string };

export type FilterReport = {
  records: number;
  kept: number;
  rejected: number;
  /** Records that each rule has left out, one record under every rule that did. */
  byRule: Partial<Record<FilterName, number>>;
  benchmarkTexts: number;
  /** Held in memory to find near-duplicates; everything else is one record at a time. */
  indexBytes: number;
};

/** Where records go. */
export type FilterOutput = {
  keep(record: DatasetRecord): Promise<void>;
  reject(record: DatasetRecord, reasons: readonly Rejection[]): Promise<void>;
};

/**
 * Asks every rule of every record and hands it on, in order. A record that a rule leaves out never counts as the one that
 * a later record repeats.
 *
 * @throws {UsageError} A setting is wrong, or a benchmark file cannot be read.
 */
export async function filterRecords(
  records: AsyncIterable<DatasetRecord>,
  settings: FilterSettings,
  output: FilterOutput,
): Promise<FilterReport> {
  using set = await createFilters(settings);
  const { filters, nearDuplicate } = set;
  const byRule: Partial<Record<FilterName, number>> = {};
  for (const { name } of [...filters, ...(nearDuplicate ? [nearDuplicate] : [])]) byRule[name] = 0;
  let [all, kept] = [0, 0];
  for await (const record of records) {
    all += 1;
    const reasons: Rejection[] = [];
    for (const filter of filters) {
      const reason = filter.check(record);
      if (reason !== undefined) reasons.push({ rule: filter.name, reason });
    }
    const repeated = reasons.length === 0 ? nearDuplicate?.check(record) : undefined;
    if (repeated !== undefined) reasons.push({ rule: 'near-duplicate', reason: repeated });
    for (const { rule } of reasons) byRule[rule] = (byRule[rule] ?? 0) + 1;
    if (reasons.length > 0) await output.reject(record, reasons);
    else {
      kept += 1;
      nearDuplicate?.keep(record);
      await output.keep(record);
    }
  }
  return {
    records: all,
    kept,
    rejected: all - kept,
    byRule,
    benchmarkTexts: set.benchmarkTexts,
    indexBytes: nearDuplicate?.bytes ?? 0,
  };
}
