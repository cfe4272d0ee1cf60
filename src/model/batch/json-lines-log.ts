/** A log of JSON lines that only grows; what a killed process left behind the last line end is dropped. */
import { createReadStream, existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { StoreError } from '../../errors.ts';

/** A line with its place in the file, in bytes. */
export type Line<Entry> = { entry: Entry; offset: number; length: number };

/**
 * The lines of a file, one at a time. Half a line at the end is no line; no file has none.
 *
 * @throws {StoreError} A whole line is no JSON.
 */
export async function* readLines<Entry>(path: string): AsyncGenerator<Line<Entry>> {
  if (!existsSync(path)) return;
  let pending: Buffer[] = [];
  let offset = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
      pending = [];
      yield { entry: parse<Entry>(line, path, offset), offset, length: line.length };
      offset += line.length + 1;
      from = end + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
}

function parse<Entry>(line: Buffer, path: string, offset: number): Entry {
  try {
    return JSON.parse(line.toString()) as Entry;
  } catch (cause) {
    throw new StoreError(
      `Expected the line at byte ${offset} of ${path} to be JSON, got \`${line.toString().slice(0, 60)}\`. Remove the line; calls it names may be paid for again.`,
      { home: path, cause },
    );
  }
}

/**
 * Appends lines to a file, in the order of the calls; each is resolved when the system has its line. Lines that come
 * while others are written go together. Holds nothing open in between, so that nobody has to close it.
 */
export function createLineAppender(path: string): (entry: unknown) => Promise<void> {
  let waiting = '';
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  return (entry) => {
    waiting += `${JSON.stringify(entry)}\n`;
    next ??= last.then(() => {
      const lines = waiting;
      waiting = '';
      next = undefined;
      return appendFile(path, lines);
    });
    // Lines that failed are the trouble of those who wait for them; the next are tried.
    last = next.catch(() => {});
    return next;
  };
}
