/** Preference rows: `{"prompt", "chosen", "rejected"}`, as texts or as lists of messages. */
import type { Message } from '../../model/request.ts';
import type { PreferencePair } from '../preference-pair.ts';
import { type Fault, type ReadOptions, reportBadRow } from './bad-row.ts';
import { type Row, readTurns } from './layouts.ts';
import { readId, readProvenance } from './read-records.ts';
import { readRows } from './read-rows.ts';

/**
 * Yields the pairs of all files in their order. Where `prompt` is absent it is what both conversations begin with.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function* readPairs(
  files: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<PreferencePair> {
  for (const file of files)
    for await (const { line, row } of readRows(file, options)) {
      const source = { file, line };
      const read = readPair((row ?? {}) as Row);
      if ('fault' in read) reportBadRow(source, read.fault, options);
      else yield { id: readId(row as Row, source), ...read, source };
    }
}

/** Whether a row is a preference row, by its fields. */
const isPairRow = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'chosen' in row && 'rejected' in row;

/** Whether the first row that can be read is one of preferences. */
export async function holdsPairs(files: readonly string[]): Promise<boolean> {
  for (const file of files)
    for await (const { row } of readRows(file, { onBadRow: () => {} })) return isPairRow(row);
  return false;
}

function readPair(row: Row): Omit<PreferencePair, 'id' | 'source'> | { fault: Fault } {
  const sides: Record<string, Message[]> = {};
  for (const field of ['prompt', 'chosen', 'rejected'] as const) {
    const value = field === 'prompt' ? (row[field] ?? []) : row[field];
    const role = field === 'prompt' ? 'user' : 'assistant';
    const read =
      typeof value === 'string' ? { messages: [{ role, content: value } as const] } : readTurns(value, field);
    if ('fault' in read) return read;
    sides[field] = read.messages;
  }
  const [prompt = [], chosen = [], rejected = []] = [sides.prompt, sides.chosen, sides.rejected];
  const opening = prompt.length > 0 ? prompt : chosen.slice(0, -1);
  const [good, bad] = [chosen.at(-1), rejected.at(-1)];
  const fault = (field: string, expected: string, found: unknown) => ({ fault: { field, expected, found } });
  if (opening.at(-1)?.role !== 'user') return fault('prompt', 'messages that end with the user', row.prompt);
  if (good?.role !== 'assistant' || good.content === '') return fault('chosen', 'an answer', row.chosen);
  if (bad?.role !== 'assistant') return fault('rejected', 'an answer', row.rejected);
  if (good.content === bad.content) return fault('rejected', 'different from `chosen`', bad.content);
  const scores = row.scores as { chosen?: unknown; rejected?: unknown } | undefined;
  const provenance = readProvenance(row);
  return {
    prompt: opening,
    chosen: good.content,
    rejected: bad.content,
    ...(typeof scores?.chosen === 'number' &&
      typeof scores.rejected === 'number' && {
        scores: { chosen: scores.chosen, rejected: scores.rejected },
      }),
    ...(provenance !== undefined && { provenance }),
  };
}
