/**
 * Rows of revised texts: `{"instruction", "before", "after", "note"?}`, with `messages` or `prompt` in place of
 * `instruction` where there is more to show.
 */
import { type Fault, type ReadOptions, reportBadRow } from '../read/bad-row.ts';
import { type Row, readTurns } from '../read/layouts.ts';
import { readId, readProvenance } from '../read/read-records.ts';
import { readRows } from '../read/read-rows.ts';
import type { Revision } from './revision-pair.ts';

/**
 * Yields the revisions of all files in their order.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function* readRevisions(
  files: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Revision> {
  for (const file of files)
    for await (const { line, row } of readRows(file, options)) {
      const source = { file, line };
      const fields = (typeof row === 'object' && row !== null ? row : {}) as Row;
      const read = readRevision(fields);
      if ('fault' in read) reportBadRow(source, read.fault, options);
      else yield { id: readId(fields, source), ...read, source };
    }
}

function readRevision(row: Row): Pick<Revision, 'request' | 'before' | 'after' | 'note'> | { fault: Fault } {
  const fault = (field: string, expected: string) => ({ fault: { field, expected, found: row[field] } });
  const { before, after, note } = row;
  if (typeof before !== 'string') return fault('before', 'the text as it was');
  if (typeof after !== 'string') return fault('after', 'the text as it became');
  if (note != null && typeof note !== 'string') return fault('note', 'a text');
  const field = ['messages', 'prompt', 'instruction'].find((name) => row[name] != null) ?? 'instruction';
  const given = row[field];
  const request =
    typeof given === 'string' && given.trim() !== ''
      ? { messages: [{ role: 'user' as const, content: given }] }
      : readTurns(given, field);
  if ('fault' in request) return { fault: { ...request.fault, expected: 'an instruction, or messages' } };
  if (request.messages.at(-1)?.role !== 'user') return fault(field, 'messages that end with the user');
  const provenance = readProvenance(row);
  return {
    request: request.messages,
    before,
    after,
    ...(note != null && { note }),
    ...(provenance && { provenance }),
  };
}
