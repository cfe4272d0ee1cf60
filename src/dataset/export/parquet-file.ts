/** Writes rows into a Parquet file, one row group in memory at a time. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { type Column, renderSchema } from './columns.ts';

export type ParquetFile = {
  write(row: Readonly<Record<string, unknown>>): void;
  readonly count: number;
  /** Writes the last row group and the footer; without it the file cannot be read. */
  close(): void;
};

/** A row group ends at whichever comes first; viewers read whole groups, so they stay small. */
const group = { rows: 1000, characters: 16_000_000 };

/** Begins the file anew, snappy-compressed; its folder is made where it is not there. */
export function openParquetFile(path: string, columns: readonly Column[]): ParquetFile {
  mkdirSync(dirname(path), { recursive: true });
  const file = new ParquetWriter({
    writer: fileWriter(path),
    schema: renderSchema(columns),
    createdBy: 'longhand',
  });
  let rows: Readonly<Record<string, unknown>>[] = [];
  let [characters, count] = [0, 0];
  const flush = (): void => {
    if (rows.length === 0) return;
    const columnData = columns.map(({ name }) => ({ name, data: rows.map((row) => row[name] ?? null) }));
    file.write({ columnData, rowGroupSize: rows.length });
    rows = [];
    characters = 0;
  };
  return {
    write(row) {
      rows.push(row);
      count += 1;
      characters += measureRow(row);
      if (rows.length >= group.rows || characters >= group.characters) flush();
    },
    get count() {
      return count;
    },
    close() {
      flush();
      file.finish();
    },
  };
}

/** Characters of all texts in a row. */
export function measureRow(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + measureRow(each), 0);
}
