/** Rows of files that are read by their fields, whatever they become. */
import { type Fault, type ReadOptions, reportBadRow } from './bad-row.ts';
import type { Row } from './layouts.ts';
import { readId } from './read-records.ts';
import { readRows } from './read-rows.ts';

type Placed<Item> = Item & { id: string; source: { file: string; line: number } };

/**
 * Yields what `read` makes of the rows of all files, in their order, with their ids and places.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function* readParsedRows<Item extends object>(
  files: readonly string[],
  read: (row: Row) => Item | { fault: Fault },
  options: ReadOptions = {},
): AsyncGenerator<Placed<Item>> {
  for (const file of files)
    for await (const { line, row } of readRows(file, options)) {
      const source = { file, line };
      const item = read((row ?? {}) as Row);
      if ('fault' in item) reportBadRow(source, item.fault, options);
      else yield { id: readId(row as Row, source), ...item, source };
    }
}

/** Whether the first row of the files that can be read has all these fields. */
export async function hasFields(files: readonly string[], fields: readonly string[]): Promise<boolean> {
  for (const file of files)
    for await (const { row } of readRows(file, { onBadRow: () => {} }))
      return typeof row === 'object' && row !== null && fields.every((field) => field in row);
  return false;
}
