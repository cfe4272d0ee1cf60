/** What is said of a row that cannot be used. */
import { UsageError } from '../../errors.ts';

export type BadRow = {
  file: string;
  /** Line, or row of a table, from 1. */
  line: number;
  /** Path inside the row, such as `messages[1].content`; '' for the whole row. */
  field: string;
  /** One sentence for the owner of the file: file, line, field, what was expected and found. */
  message: string;
};

export type ReadOptions = {
  /** Takes a bad row, which is then left out. Without it the first bad row is thrown. */
  onBadRow?: (row: BadRow) => void;
};

/** What is wrong with a row, before its place is known. */
export type Fault = { field: string; expected: string; found: unknown };

/** @throws {UsageError} There is no `onBadRow` to take the row. */
export function reportBadRow(
  { file, line }: { file: string; line: number },
  { field, expected, found }: Fault,
  { onBadRow }: ReadOptions,
): void {
  const subject = field ? `\`${field}\` in ${file}, line ${line},` : `${file}, line ${line},`;
  const message = `Expected ${subject} to be ${expected}, got ${renderFound(found)}.`;
  if (!onBadRow) throw new UsageError(message);
  onBadRow({ file, line, field, message });
}

function renderFound(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (found instanceof Error) return `“${found.message}”`;
  const text = JSON.stringify(found, (_key, value) =>
    typeof value === 'bigint' ? Number(value) : (value as unknown),
  );
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
