/**
 * A file of JSON lines that only grows: what a study has paid for is in it before it is used, and half a line that a
 * killed process left is dropped. Rows of one key replace each other, the last one counts.
 */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';

export type RowFile<Row> = {
  /** Whether a row of this key counts as done. */
  has(key: string): boolean;
  /** Rows that are done. */
  readonly count: number;
  /** Appends a row; resolved when the system has it. */
  append(row: Row): Promise<void>;
  close(): Promise<void>;
};

/**
 * @param options.isDone - Whether a row settles its key; a failure does not, and is tried again.
 * @throws {UsageError} A line in the middle is no JSON.
 */
export async function openRowFile<Row>(
  path: string,
  { keyOf, isDone }: { keyOf: (row: Row) => string; isDone: (row: Row) => boolean },
): Promise<RowFile<Row>> {
  await mkdir(dirname(path), { recursive: true });
  const done = new Set<string>();
  for await (const row of readRows<Row>(path)) {
    if (isDone(row)) done.add(keyOf(row));
    else done.delete(keyOf(row));
  }
  await dropHalfLine(path);
  const file: FileHandle = await open(path, 'a');
  let last: Promise<unknown> = Promise.resolve();
  return {
    has: (key) => done.has(key),
    get count() {
      return done.size;
    },
    append(row) {
      const written = last.then(() => file.write(`${JSON.stringify(row)}\n`));
      last = written.catch(() => undefined);
      return written.then(() => {
        if (isDone(row)) done.add(keyOf(row));
      });
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/** The rows of a file, one at a time, in the order they were written; none where there is no file. */
export async function* readRows<Row>(path: string): AsyncGenerator<Row> {
  if (!existsSync(path)) return;
  let pending = '';
  let line = 0;
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text === '') continue;
      try {
        yield JSON.parse(text) as Row;
      } catch (cause) {
        throw new UsageError(
          `Expected line ${line} of ${path} to be JSON, got \`${text.slice(0, 60)}\`. Remove the line, or begin anew in another folder.`,
          { cause },
        );
      }
    }
  }
}

/** The last row of every key, in the order of their first. */
export async function readLastRows<Row>(
  path: string,
  keyOf: (row: Row) => string,
): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  for await (const row of readRows<Row>(path)) rows.set(keyOf(row), row);
  return rows;
}

/** Cuts off what stands behind the last line end. */
async function dropHalfLine(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const block = Buffer.alloc(64 * 1024);
    for (let end = size; end > 0; ) {
      const length = Math.min(block.length, end);
      await file.read(block, 0, length, end - length);
      const at = block.subarray(0, length).lastIndexOf(0x0a);
      if (at >= 0) {
        const whole = end - length + at + 1;
        if (whole < size) await truncate(path, whole);
        return;
      }
      end -= length;
    }
    if (size > 0) await truncate(path, 0);
  } finally {
    await file.close();
  }
}
