/** The filters that a rule list names, ready to be asked. */
import { UsageError } from '../../errors.ts';
import type { Language } from '../../text/language.ts';
import { completenessFilter } from './completeness.ts';
import { type ContaminationFilter, openContaminationFilter } from './contamination.ts';
import { errorTextFilter } from './error-text.ts';
import { type Filter, type FilterName, filterNames } from './filter.ts';
import { createLanguageFilter } from './language.ts';
import { createLengthFilter, type LengthFilterOptions } from './length.ts';
import { type NearDuplicateFilter, openNearDuplicateFilter } from './near-duplicate.ts';
import { partLabelsFilter } from './part-labels.ts';
import { refusalFilter } from './refusal.ts';
import { repetitionFilter } from './repetition.ts';
import { scrapingFilter } from './scraping.ts';
import { toxicityFilter } from './toxicity.ts';

export type FilterSettings = {
  /** Absent: all of them, contamination only where there are benchmark files. */
  rules?: readonly FilterName[];
  length?: LengthFilterOptions;
  languages?: readonly Language[];
  /** Files that no record may hold text of. */
  benchmarks?: readonly string[];
  /** Similarity from which texts are near-duplicates. */
  duplicateFrom?: number;
  /** Folder for scratch data while the filters are open. */
  folder: string;
};

export type FilterSet = {
  /** Asked of every record; each gives its own reason. */
  filters: readonly Filter[];
  /** Asked only of records that all others let through, so that no reject stands for what it resembles. */
  nearDuplicate: NearDuplicateFilter | undefined;
  /** Texts of benchmarks that records are compared with. */
  benchmarkTexts: number;
  [Symbol.dispose](): void;
};

/** @throws {UsageError} A rule is unknown, or contamination is asked for without a benchmark file. */
export async function createFilters({
  rules,
  length,
  languages,
  benchmarks = [],
  duplicateFrom,
  folder,
}: FilterSettings): Promise<FilterSet> {
  const unknown = rules?.find((rule) => !filterNames.includes(rule));
  if (unknown !== undefined)
    throw new UsageError(`Expected \`rules\` to be of ${filterNames.join(', ')}, got \`${unknown}\`.`);
  if (rules?.includes('contamination') && benchmarks.length === 0)
    throw new UsageError(
      'Expected `benchmark` to name the files that no record may hold text of, got none. Add --benchmark, or leave out the rule `contamination`.',
    );
  const isUsed = (name: FilterName): boolean => rules === undefined || rules.includes(name);
  const contamination: ContaminationFilter | undefined =
    benchmarks.length > 0 && isUsed('contamination')
      ? await openContaminationFilter(benchmarks, { folder })
      : undefined;
  const nearDuplicate = isUsed('near-duplicate')
    ? openNearDuplicateFilter({ folder, ...(duplicateFrom !== undefined && { from: duplicateFrom }) })
    : undefined;
  const filters = [
    createLengthFilter(length),
    completenessFilter,
    repetitionFilter,
    refusalFilter,
    errorTextFilter,
    partLabelsFilter,
    createLanguageFilter({ ...(languages && { languages }) }),
    toxicityFilter,
    scrapingFilter,
    ...(contamination ? [contamination] : []),
  ].filter(({ name }) => isUsed(name));
  return {
    filters,
    nearDuplicate,
    benchmarkTexts: contamination?.texts ?? 0,
    [Symbol.dispose]() {
      contamination?.[Symbol.dispose]();
      nearDuplicate?.[Symbol.dispose]();
    },
  };
}
