import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type MessageRow, readMessages } from './message-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'messages-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'sft.jsonl');

async function read(...rows: unknown[]): Promise<MessageRow[]> {
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  const read: MessageRow[] = [];
  for await (const row of readMessages(path)) read.push(row);
  return read;
}

const user = { role: 'user', content: 'Write about the sea.' };

describe('readMessages', () => {
  it('takes zero-width characters out of assistant texts only', async () => {
    const [row] = await read({
      id: 7,
      messages: [
        { role: 'user', content: 'a\u200Bb' },
        { role: 'assistant', content: '\uFEFFThe\u200B s\u200Ce\u200Da.' },
      ],
    });
    expect(row).toEqual({
      line: 1,
      messages: [
        { role: 'user', content: 'a\u200Bb' },
        { role: 'assistant', content: 'The sea.' },
      ],
    });
  });

  it.each([
    [{ prompt: 'x' }, '`messages` in', 'to be a list of messages, got nothing'],
    [{ messages: [] }, '`messages` in', 'to be a list of at least one message, got `[]`'],
    [{ messages: [user, 'x'] }, '`messages[1]` in', 'to be a message with `role` and `content`, got `"x"`'],
    [
      { messages: [{ ...user, role: 'human' }] },
      '`messages[0].role`',
      '`user` or `assistant`, got `"human"`',
    ],
    [{ messages: [{ role: 'user', content: null }] }, '`messages[0].content`', 'to be a text, got `null`'],
    [{ messages: [user] }, '`messages` in', 'with an assistant message that has text, got `[{"role"'],
    [{ messages: [user, { role: 'assistant', content: '\u200B' }] }, '`messages` in', 'that has text'],
  ])('refuses %j', async (row, field, expected) => {
    const reading = read({ messages: [user, { role: 'assistant', content: 'Good.' }] }, row);
    await expect(reading).rejects.toThrow(`Expected ${field}`);
    await expect(reading).rejects.toThrow('sft.jsonl, line 2');
    await expect(reading).rejects.toThrow(expected);
  });
});
