/** The rows of a JSONL file, one line in memory at a time. */
import { createReadStream } from 'node:fs';
import { UsageError } from '../../errors.ts';
import { type ReadOptions, reportBadRow } from './bad-row.ts';
import type { RawRow } from './raw-row.ts';

/**
 * Yields every line that is JSON. Lines end at LF alone: other line separators may stand raw inside JSON strings. Blank
 * lines and a byte order mark are passed over.
 *
 * @throws {UsageError} The file cannot be read; or a line is no JSON and `onBadRow` is absent.
 */
export async function* readJsonLines(file: string, options: ReadOptions): AsyncGenerator<RawRow> {
  // A byte order mark is left out by the decoder, a CR before the LF is white space to JSON.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 0;
  for await (const bytes of readLines(file)) {
    line += 1;
    let row: unknown;
    try {
      const text = decoder.decode(bytes);
      if (text.trim() === '') continue;
      row = JSON.parse(text);
    } catch (error) {
      const expected = error instanceof SyntaxError ? 'a JSON object' : 'UTF-8';
      reportBadRow({ file, line }, { field: '', expected, found: error }, options);
      continue;
    }
    yield { line, row };
  }
}

async function* readLines(file: string): AsyncGenerator<Uint8Array> {
  const lineFeed = 0x0a;
  let pending: Uint8Array[] = [];
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      const bytes = chunk as Uint8Array;
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        yield pending.length === 0
          ? bytes.subarray(start, end)
          : Buffer.concat([...pending, bytes.subarray(start, end)]);
        pending = [];
        start = end + 1;
      }
      if (start < bytes.length) pending.push(bytes.subarray(start));
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`Expected ${file} to be a file of rows that can be read: ${error.message}.`, {
      cause: error,
    });
  }
  if (pending.length > 0) yield Buffer.concat(pending);
}
