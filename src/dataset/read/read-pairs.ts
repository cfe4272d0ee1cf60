/** Preference rows: `{"prompt", "chosen", "rejected"}`, as texts or as lists of messages. */
import type { Message } from '../../model/request.ts';
import type { PreferencePair } from '../preference-pair.ts';
import type { Fault, ReadOptions } from './bad-row.ts';
import { type Row, readTurns } from './layouts.ts';
import { hasFields, readParsedRows } from './parsed-rows.ts';
import { readProvenance } from './read-records.ts';

/**
 * Yields the pairs of all files in their order. Where `prompt` is absent it is what both conversations begin with.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export const readPairs = (files: readonly string[], options?: ReadOptions): AsyncGenerator<PreferencePair> =>
  readParsedRows(files, readPair, options);

/** Whether the first row that can be read is one of preferences. */
export const holdsPairs = (files: readonly string[]): Promise<boolean> =>
  hasFields(files, ['chosen', 'rejected']);

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
