/** The rows of a CSV or TSV file, streamed; the first row names the columns. */
import { createReadStream } from 'node:fs';
import { type CsvError, parse } from 'csv-parse';
import { UsageError } from '../../errors.ts';
import { type ReadOptions, reportBadRow } from './bad-row.ts';
import type { RawRow } from './raw-row.ts';

/**
 * Yields every row as an object by column. Values that are written as JSON lists or objects, as data frames write lists
 * of messages, are parsed; all others stay text.
 *
 * @throws {UsageError} The file cannot be read, or is quoted wrongly; or a row is bad and `onBadRow` is absent.
 */
export async function* readCsvRows(file: string, options: ReadOptions): AsyncGenerator<RawRow> {
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    // Else a stray quote takes all rows after it away.
    relax_quotes: true,
    delimiter: file.toLowerCase().endsWith('.tsv') ? '\t' : ',',
    info: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const line = (error as { lines?: number } | undefined)?.lines ?? 0;
      reportBadRow({ file, line }, { field: '', expected: 'a row of the table', found: error }, options);
      return undefined;
    },
  });
  const input = createReadStream(file).on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser) as AsyncIterable<CsvRow>)
      yield { line: info.lines, row: parseColumns(record) };
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error || 'code' in error)) throw error;
    throw new UsageError(`Expected ${file} to be a table that can be read: ${error.message}.`, {
      cause: error,
    });
  } finally {
    input.destroy();
  }
}

type CsvRow = { record: Record<string, string>; info: { lines: number } };

function parseColumns(record: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, /^\s*[[{]/.test(value) ? parseJson(value) : value]),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text may begin with a bracket.
    return text;
  }
}
