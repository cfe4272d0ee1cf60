/** Rows of one text under two instructions: `{"prompt_chosen", "prompt_rejected", "answer"}`, lists of messages. */
import type { Message } from '../../model/request.ts';
import type { Fault, ReadOptions } from '../read/bad-row.ts';
import { type Row, readTurns } from '../read/layouts.ts';
import { hasFields, readParsedRows } from '../read/parsed-rows.ts';
import { readProvenance } from '../read/read-records.ts';
import type { InstructionPair } from './instruction-pair.ts';

/** Whether the first row of the files that can be read is one of these. */
export const holdsInstructionPairs = (files: readonly string[]): Promise<boolean> =>
  hasFields(files, ['prompt_chosen', 'prompt_rejected']);

/**
 * Yields the pairs of all files in their order.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export const readInstructionPairs = (
  files: readonly string[],
  options?: ReadOptions,
): AsyncGenerator<InstructionPair> => readParsedRows(files, readPair, options);

function readPair(row: Row): Omit<InstructionPair, 'id' | 'source'> | { fault: Fault } {
  const sides: Message[][] = [];
  for (const field of ['prompt_chosen', 'prompt_rejected', 'answer'] as const) {
    const read = readTurns(row[field], field);
    if ('fault' in read) return read;
    sides.push(read.messages);
  }
  const [chosenPrompt = [], rejectedPrompt = [], given = []] = sides;
  const fault = (field: string, expected: string) => ({ fault: { field, expected, found: row[field] } });
  const answer = given.at(-1);
  if (chosenPrompt.at(-1)?.role !== 'user') return fault('prompt_chosen', 'messages that end with the user');
  if (rejectedPrompt.at(-1)?.role !== 'user')
    return fault('prompt_rejected', 'messages that end with the user');
  if (JSON.stringify(chosenPrompt) === JSON.stringify(rejectedPrompt))
    return fault('prompt_rejected', 'different from `prompt_chosen`');
  if (answer?.role !== 'assistant' || answer.content === '') return fault('answer', 'an answer');
  const provenance = readProvenance(row);
  const words = Number(row.requiredWords);
  return {
    chosenPrompt,
    rejectedPrompt,
    answer: answer.content,
    ...(words > 0 && { requiredWords: words }),
    ...(provenance && { provenance }),
  };
}
