/**
 * Rows for supervised training: `{"messages": [{"role": "user", "content": "…"}, {"role": "assistant", …}]}`, the form
 * that LongWriter-6k and most trainers use. Other fields of a row are passed over.
 */
import { z } from 'zod';
import type { Message } from '../../model/request.ts';
import { type ReadRowsOptions, readRows } from './json-rows.ts';

const messageSchema: z.ZodType<Message> = z.object(
  {
    role: z.enum(['system', 'user', 'assistant'], '`system`, `user` or `assistant`'),
    content: z.string('a text'),
  },
  'a message with `role` and `content`',
);

/** At least one message; assistant texts without zero-width characters. */
export const messagesSchema = z
  .array(messageSchema, 'a list of messages')
  .min(1, 'a list of at least one message')
  .transform((messages) => messages.map(removeZeroWidth));

/** As `messagesSchema`, with something to learn. */
export const taughtMessagesSchema = messagesSchema.refine(
  (messages) => messages.some(({ role, content }) => role === 'assistant' && content !== ''),
  'messages with an assistant message that has text',
);

const rowSchema = z.object({ messages: taughtMessagesSchema }, 'an object with `messages`');

/** One conversation of a training file. */
export type MessageRow = { line: number; messages: readonly Message[] };

/**
 * Reads the conversations of a JSONL file, in order.
 *
 * Zero-width characters (U+200B, U+200C, U+200D, U+FEFF) are taken out of assistant texts, where they are traces of web
 * pages. This also takes apart emoji that are joined with U+200D. A row whose assistant texts are all empty is a bad
 * row: nothing could be learnt from it.
 *
 * @throws {UsageError} The file cannot be read, or a row is bad and `onBadRow` is absent.
 *
 * Source: LongWriter's preprocessing. Bai et al. 2024, arXiv:2408.07055.
 */
export async function* readMessages(path: string, options: ReadRowsOptions = {}): AsyncGenerator<MessageRow> {
  for await (const { line, row } of readRows(path, rowSchema, options))
    yield { line, messages: row.messages };
}

function removeZeroWidth(message: Message): Message {
  if (message.role !== 'assistant') return message;
  return { role: message.role, content: message.content.replace(/[\u200B-\u200D\uFEFF]/g, '') };
}
