/** Rows of one text under two instructions: `{"prompt_chosen", "prompt_rejected", "answer"}`, lists of messages. */
import type { Message } from '../../model/request.ts';
import { type Fault, type ReadOptions, reportBadRow } from '../read/bad-row.ts';
import { type Row, readTurns } from '../read/layouts.ts';
import { readId, readProvenance } from '../read/read-records.ts';
import { readRows } from '../read/read-rows.ts';
import type { InstructionPair } from './instruction-pair.ts';

/** Whether the first row of the files that can be read is one of these. */
export async function holdsInstructionPairs(files: readonly string[]): Promise<boolean> {
  for (const file of files)
    for await (const { row } of readRows(file, { onBadRow: () => {} }))
      return typeof row === 'object' && row !== null && 'prompt_chosen' in row && 'prompt_rejected' in row;
  return false;
}

/**
 * Yields the pairs of all files in their order.
 *
 * @throws {UsageError} A file cannot be read; or a row is bad and `onBadRow` is absent.
 */
export async function* readInstructionPairs(
  files: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<InstructionPair> {
  for (const file of files)
    for await (const { line, row } of readRows(file, options)) {
      const source = { file, line };
      const read = readPair((row ?? {}) as Row);
      if ('fault' in read) reportBadRow(source, read.fault, options);
      else yield { id: readId(row as Row, source), ...read, source };
    }
}

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
