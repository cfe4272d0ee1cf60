/** CSV and TSV as lines a model can read and a person can trace: one line per row, each value under its column. */
import { parse } from 'csv-parse/sync';
import { UsageError } from '../errors.ts';
import { joinLines, joinParts, type Reading } from './source.ts';

type Row = { label: string; text: string };

/**
 * Renders the rows of a table, as in `row 2: name: Ann; age: 34`.
 *
 * The first row names the columns. Row numbers count records from 1, the first row included, as a spreadsheet does
 * where no row is empty. A row longer than the first keeps its values under `column 5`; empty values are left out; line
 * breaks inside a value become spaces. Quotation marks that do not pair up are letters in TSV, an error in CSV.
 *
 * @throws {UsageError} The quoting is broken; the message names the line.
 */
export function readTable(text: string, format: 'csv' | 'tsv'): Reading {
  try {
    return joinParts(listRows(text, format, true), '\n');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Quoting is a habit of spreadsheets; the format itself has none.
    if (format === 'tsv') return joinParts(listRows(text, format, false), '\n');
    throw new UsageError(
      `Expected a CSV table, got broken quoting: ${error.message}. Mend it and try again.`,
      { cause: error },
    );
  }
}

function listRows(text: string, format: 'csv' | 'tsv', hasQuotes: boolean): Row[] {
  let columns: string[] | undefined;
  let number = 0;
  const rows: Row[] = [];
  parse(text, {
    delimiter: format === 'tsv' ? '\t' : findDelimiter(text),
    quote: hasQuotes ? '"' : null,
    relax_column_count: true,
    skip_empty_lines: true,
    // Rows are rendered as they come and not kept: a large table needs room for its text only.
    on_record: (record: string[]) => {
      number += 1;
      if (columns === undefined) {
        columns = record.map((name) => name.trim());
        rows.push({ label: 'columns', text: `columns: ${columns.join('; ')}` });
      } else rows.push({ label: `row ${number}`, text: renderRow(number, columns, record) });
      return null;
    },
  });
  return rows;
}

function renderRow(number: number, columns: readonly string[], record: readonly string[]): string {
  const values = record.flatMap((value, index) => {
    const words = joinLines(value);
    return words === '' ? [] : [`${columns[index] || `column ${index + 1}`}: ${words}`];
  });
  return `row ${number}: ${values.join('; ')}`;
}

/** European spreadsheets write `;`. The first line decides: the mark that stands in it most often. */
function findDelimiter(text: string): string {
  const line = text.slice(0, 20_000).split('\n', 1)[0] ?? '';
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
