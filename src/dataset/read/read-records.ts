/** Training rows out of files of any kind and layout. */
import { basename } from 'node:path';
import { createRecord, type DatasetRecord, type Provenance } from '../record.ts';
import { type Fault, type ReadOptions, reportBadRow } from './bad-row.ts';
import { findLayout, type Layout, layouts, type Row, readLayout } from './layouts.ts';
import { readRows } from './read-rows.ts';

export type ReadRecordsOptions = ReadOptions & {
  /** Absent: told by the fields of each row. */
  layout?: Layout;
};

/**
 * Yields the records of all files in their order, one in memory at a time (of Parquet, one row group).
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function* readRecords(
  files: readonly string[],
  { layout, ...options }: ReadRecordsOptions = {},
): AsyncGenerator<DatasetRecord> {
  for (const file of files)
    for await (const { line, row } of readRows(file, options)) {
      const source = { file, line };
      const read = parseRecord(row, source, layout);
      if ('fault' in read) reportBadRow(source, read.fault, options);
      else yield read;
    }
}

/** One row as a record, or what is wrong with it. */
export function parseRecord(
  row: unknown,
  source: { file: string; line: number },
  layout?: Layout,
): DatasetRecord | { fault: Fault } {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return { fault: { field: '', expected: 'an object', found: row } };
  const fields = row as Row;
  const used = layout ?? findLayout(fields);
  if (used === undefined) {
    const expected = `a row of one of the layouts ${layouts.join(', ')}`;
    return { fault: { field: '', expected, found: Object.keys(fields) } };
  }
  const read = readLayout(fields, used);
  if ('fault' in read) return read;
  return createRecord({
    id: readId(fields, source),
    messages: read.messages,
    source,
    ...readFacts(fields, read.messages.at(-1)?.role === 'assistant'),
  });
}

/** The id of a row, or file name and line. */
export function readId(row: Row, { file, line }: { file: string; line: number }): string {
  const id = row.id ?? row.conversation_hash ?? row.conversation_id ?? row.prompt_id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `${basename(file)}:${line}`;
}

/** What a row says of itself besides its text. A field of another kind than ours is somebody else's: passed over. */
function readFacts(
  row: Row,
  hasAnswer: boolean,
): Pick<
  DatasetRecord,
  'plan' | 'requiredWords' | 'images' | 'isMarkedToxic' | 'provenance' | 'cost' | 'licence'
> {
  // Elsewhere `length` may be anything; beside the delivered length, or without an answer, it is the asked one.
  const isAsked = 'response_length' in row || !hasAnswer;
  const requiredWords = readNumber(row.requiredWords ?? (isAsked ? row.length : undefined));
  const usd = readNumber((row.cost as Row | null | undefined)?.usd);
  const licence = row.licence ?? row.license;
  const provenance = readProvenance(row);
  return {
    ...(typeof row.plan === 'string' && row.plan !== '' && { plan: row.plan }),
    ...(requiredWords !== undefined && requiredWords > 0 && { requiredWords }),
    ...(isImageList(row.images) && { images: row.images }),
    ...((row.toxic === true || row.isMarkedToxic === true) && { isMarkedToxic: true }),
    ...(provenance !== undefined && { provenance }),
    ...(usd !== undefined && { cost: { usd } }),
    ...(typeof licence === 'string' && { licence }),
  };
}

/** Paths or addresses; pictures as bytes are not read. */
const isImageList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && each !== '');

const practiceModel = /^(?:mini$|simulated:)/;

/** The provenance of a row; a row that names only its model has that. Practice models are marked by their address. */
export function readProvenance(row: Row): Provenance | undefined {
  const given = (typeof row.provenance === 'object' && row.provenance !== null ? row.provenance : {}) as Row;
  const found: Provenance = {};
  for (const field of ['dataset', 'model', 'method', 'runId'] as const)
    if (typeof given[field] === 'string') found[field] = given[field];
  if (found.model === undefined && typeof row.model === 'string') found.model = row.model;
  if (given.isPractice === true || practiceModel.test(found.model ?? '')) found.isPractice = true;
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Numbers may come as text from CSV and as `bigint` from Parquet. */
function readNumber(value: unknown): number | undefined {
  const isNumeric =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value.trim()));
  const number = isNumeric ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
