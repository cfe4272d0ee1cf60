/**
 * Rows for preference training, in two forms:
 *
 * - Two answers to one prompt (DPO, ORPO): `{"prompt": [message…], "chosen": [message…], "rejected": [message…]}`.
 * - One answer to two prompts, the second one corrupted so that the answer does not follow it (I-ORPO):
 *   `{"prompt_chosen": [message…], "prompt_rejected": [message…], "answer": [message…]}`, the fields of Suri.
 */
import { z } from 'zod';
import type { Message } from '../../model/request.ts';
import { type ReadRowsOptions, readRows } from './json-rows.ts';
import { messagesSchema, taughtMessagesSchema } from './message-rows.ts';

/** An answer after the messages that led to it; only the answer is scored. */
export type Exchange = { prompt: readonly Message[]; answer: readonly Message[] };

/** The first exchange shall become more likely, compared with the second one. */
export type PreferenceRow = { line: number; chosen: Exchange; rejected: Exchange };

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const answersSchema = z
  .object({ prompt: messagesSchema, chosen: taughtMessagesSchema, rejected: taughtMessagesSchema })
  .refine(({ chosen, rejected }) => !isSame(chosen, rejected), {
    path: ['rejected'],
    message: 'different from `chosen`',
  })
  .transform(({ prompt, chosen, rejected }) => ({
    chosen: { prompt, answer: chosen },
    rejected: { prompt, answer: rejected },
  }));

const instructionsSchema = z
  .object({ prompt_chosen: messagesSchema, prompt_rejected: messagesSchema, answer: taughtMessagesSchema })
  .refine((row) => !isSame(row.prompt_chosen, row.prompt_rejected), {
    path: ['prompt_rejected'],
    message: 'different from `prompt_chosen`',
  })
  .transform(({ prompt_chosen, prompt_rejected, answer }) => ({
    chosen: { prompt: prompt_chosen, answer },
    rejected: { prompt: prompt_rejected, answer },
  }));

const expectedObject = 'an object with `prompt`, `chosen`, `rejected`';
// Not a union of both: its only complaint would be that neither fits.
const rowSchema = z.looseObject({}, expectedObject).transform((row, context) => {
  const form = 'prompt_chosen' in row || 'prompt_rejected' in row ? instructionsSchema : answersSchema;
  const parsed = form.safeParse(row);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

/**
 * Reads the pairs of a JSONL file, in order; both forms may be mixed. Assistant texts lose their zero-width characters
 * as in `readMessages`. Sides that are equal make a bad row.
 *
 * @throws {UsageError} The file cannot be read, or a row is bad and `onBadRow` is absent.
 *
 * Source of the second form: Pham et al. 2024, "Suri: Multi-constraint Instruction Following for Long-form Text
 * Generation", arXiv:2406.19371.
 */
export async function* readPreferences(
  path: string,
  options: ReadRowsOptions = {},
): AsyncGenerator<PreferenceRow> {
  for await (const { line, row } of readRows(path, rowSchema, options)) yield { line, ...row };
}
