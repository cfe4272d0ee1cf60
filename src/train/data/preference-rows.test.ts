import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type PreferenceRow, readPreferences } from './preference-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'preferences-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'pairs.jsonl');

async function read(...rows: unknown[]): Promise<PreferenceRow[]> {
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  const read: PreferenceRow[] = [];
  for await (const row of readPreferences(path)) read.push(row);
  return read;
}

const prompt = [{ role: 'user', content: 'Write 500 words.' }];
const other = [{ role: 'user', content: 'Write 50 words.' }];
const long = [{ role: 'assistant', content: 'A long text.' }];
const short = [{ role: 'assistant', content: 'Text.' }];

describe('readPreferences', () => {
  it('reads two answers to one prompt, and one answer to two prompts, from one file', async () => {
    const rows = await read(
      { prompt, chosen: long, rejected: short },
      { id: 'x', prompt_chosen: prompt, prompt_rejected: other, answer: long },
    );
    expect(rows).toEqual([
      { line: 1, chosen: { prompt, answer: long }, rejected: { prompt, answer: short } },
      { line: 2, chosen: { prompt, answer: long }, rejected: { prompt: other, answer: long } },
    ]);
  });

  it.each([
    [{ chosen: long, rejected: short }, '`prompt` in', 'to be a list of messages, got nothing'],
    [{ prompt, chosen: 'x', rejected: short }, '`chosen` in', 'to be a list of messages, got `"x"`'],
    [{ prompt, chosen: long, rejected: long }, '`rejected` in', 'to be different from `chosen`'],
    [{ prompt, chosen: long, rejected: prompt }, '`rejected` in', 'an assistant message that has text'],
    [{ prompt_chosen: prompt, answer: long }, '`prompt_rejected` in', 'got nothing'],
    [
      { prompt_chosen: prompt, prompt_rejected: prompt, answer: long },
      '`prompt_rejected` in',
      'to be different from `prompt_chosen`',
    ],
    [{ prompt: [{ role: 'user' }], chosen: long, rejected: short }, '`prompt[0].content`', 'to be a text'],
    [5, 'line 1, to be', 'an object with `prompt`, `chosen`, `rejected`, got `5`'],
  ])('refuses %j', async (row, field, expected) => {
    const reading = read(row);
    await expect(reading).rejects.toThrow(field);
    await expect(reading).rejects.toThrow(expected);
  });
});
