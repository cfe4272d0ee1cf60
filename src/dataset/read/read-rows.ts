/** The rows of a file of any kind that is read. */
import { stat } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { ReadOptions } from './bad-row.ts';
import { readCsvRows } from './csv-rows.ts';
import { readJsonLines } from './json-lines.ts';
import type { RawRow } from './raw-row.ts';

/**
 * Yields the rows of a file in order, by its name: `.jsonl` or `.ndjson`, `.parquet`, `.csv`, `.tsv`.
 *
 * @throws {UsageError} The file is not there, or is of another kind.
 */
export async function* readRows(file: string, options: ReadOptions = {}): AsyncGenerator<RawRow> {
  const kind = await checkRowFile(file);
  if (kind === 'parquet') yield* (await import('./parquet-rows.ts')).readParquetRows(file);
  else if (kind === 'csv' || kind === 'tsv') yield* readCsvRows(file, options);
  else yield* readJsonLines(file, options);
}

/**
 * @returns The kind of a file of rows, by its name.
 * @throws {UsageError} The file is not there, or is of another kind.
 */
export async function checkRowFile(file: string): Promise<string> {
  const kind = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  if (!['jsonl', 'ndjson', 'parquet', 'csv', 'tsv'].includes(kind))
    throw new UsageError(
      `Expected a file of rows that ends in .jsonl, .parquet, .csv or .tsv, got \`${file}\`. Rename it, or convert it first.`,
    );
  const isThere = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) throw new UsageError(`Expected a file of rows at \`${file}\`, found none. Check its name.`);
  return kind;
}
