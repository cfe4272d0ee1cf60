/** What a filter is: a name, and a reason for every record it does not let through. */
import type { DatasetRecord } from '../record.ts';

export type Filter = {
  name: FilterName;
  /** @returns Why the record is left out, in one sentence with the figure and its bound; undefined: it stays. */
  check(record: DatasetRecord): string | undefined;
};

export const filterNames = [
  'length',
  'completeness',
  'repetition',
  'refusal',
  'error-text',
  'part-labels',
  'language',
  'toxicity',
  'scraping',
  'contamination',
  'near-duplicate',
] as const;

export type FilterName = (typeof filterNames)[number];

/** A piece of text for a reason, in quotes and of a length that can be read. */
export function quote(text: string, mostCharacters = 60): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `“${line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line}”`;
}
