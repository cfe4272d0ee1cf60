/** The rules that `longhand dataset select` and `filter` have in common, from their options; and how often each struck. */

import { UsageError } from '../errors.ts';
import type { Language } from '../text/language.ts';
import { type DatasetOptions, readNumberWithin } from './dataset-input.ts';
import { formatNumber, formatTable } from './format.ts';

export type RuleOptions = DatasetOptions & { languages?: string; benchmark?: string[]; similarity?: string };

/** Shares of common shingles below this are beyond what the index finds. */
const leastSimilarity = 0.4;

/** @throws {UsageError} An option is off. */
export function readRules({ languages, benchmark, similarity }: RuleOptions): {
  languages?: Language[];
  benchmarks?: string[];
  duplicateFrom?: number;
} {
  return {
    ...(languages !== undefined && { languages: readLanguages(languages) }),
    ...(benchmark !== undefined && { benchmarks: benchmark }),
    ...(similarity !== undefined && {
      duplicateFrom: readNumberWithin('similarity', similarity, [leastSimilarity, 1]),
    }),
  };
}

const known: readonly Language[] = ['en', 'zh', 'ja', 'ko', 'ar', 'ru', 'th', 'hi', 'other'];

function readLanguages(text: string): Language[] {
  return text.split(',').map((code) => {
    const found = known.find((language) => language === code.trim());
    if (found !== undefined) return found;
    throw new UsageError(`Expected \`languages\` to be of ${known.join(', ')}, got \`${code}\`.`);
  });
}

/** Counts by name, the largest first. */
export function renderCounts(title: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => [name, formatNumber(count)]);
  return formatTable([[title, 'records'], ...rows]);
}
