/** Reads JSONL files of training rows line by line, and says of a bad row where it is and what is wrong. */
import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { UsageError } from '../../errors.ts';

/** A row that cannot be used. */
export type BadRow = {
  /** From 1. */
  line: number;
  /** Path inside the row, e.g. `messages[1].content`; '' for the whole row. */
  field: string;
  /** One sentence for the owner of the file; names file, line, field, what was expected and found. */
  message: string;
};

export type ReadRowsOptions = {
  /** Takes a bad row, which is then left out. Without it the first bad row is thrown. */
  onBadRow?: (row: BadRow) => void;
};

/**
 * Yields every row of a JSONL file with its line number, checked by `schema`, in order. Blank lines are passed over.
 *
 * The file is streamed; only one line is held at a time. Lines end at LF alone (CR before it is white space to JSON):
 * other line separators may stand raw inside JSON strings.
 *
 * @param schema - Its messages say what is expected: “Expected `field` of … to be <message>, got …”.
 * @throws {UsageError} The file cannot be read, or a row is bad and `onBadRow` is absent.
 */
export async function* readRows<Row>(
  path: string,
  schema: z.ZodType<Row>,
  { onBadRow }: ReadRowsOptions = {},
): AsyncGenerator<{ line: number; row: Row }> {
  let line = 0;
  for await (const bytes of readLines(path)) {
    line += 1;
    const report = (field: string, expected: string, found: string): void => {
      const subject = field ? `\`${field}\` in ${path}, line ${line},` : `${path}, line ${line},`;
      const message = `Expected ${subject} to be ${expected}, got ${found}.`;
      if (!onBadRow) throw new UsageError(message);
      onBadRow({ line, field, message });
    };
    let value: unknown;
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (text.trim() === '') continue;
      value = JSON.parse(text);
    } catch (error) {
      report('', error instanceof SyntaxError ? 'a JSON object' : 'UTF-8', `“${(error as Error).message}”`);
      continue;
    }
    const parsed = schema.safeParse(value);
    const issue = parsed.error?.issues[0];
    if (parsed.success) yield { line, row: parsed.data };
    else if (issue) report(renderPath(issue.path), issue.message, renderFound(value, issue.path));
  }
}

async function* readLines(path: string): AsyncGenerator<Uint8Array> {
  const lineFeed = 0x0a;
  let pending: Uint8Array[] = [];
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Uint8Array;
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        yield Buffer.concat([...pending, bytes.subarray(start, end)]);
        pending = [];
        start = end + 1;
      }
      if (start < bytes.length) pending.push(bytes.subarray(start));
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UsageError(`Expected ${path} to be a file of rows that can be read: ${error.message}.`, {
      cause: error,
    });
  }
  if (pending.length > 0) yield Buffer.concat(pending);
}

function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function renderFound(row: unknown, path: readonly PropertyKey[]): string {
  const found = path.reduce((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], row);
  if (found === undefined) return 'nothing';
  const text = JSON.stringify(found);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
