import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { type BadRow, type ReadRowsOptions, readRows } from './json-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.object({ text: z.string('a text') }, 'an object with `text`');
const path = join(folder, 'rows.jsonl');

async function readAll(file: string, options: ReadRowsOptions = {}): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readRows(file, schema, options)) rows.push(row);
  return rows;
}

async function read(content: string | Uint8Array): Promise<{ rows: unknown[]; bad: BadRow[] }> {
  writeFileSync(path, content);
  const bad: BadRow[] = [];
  const rows = await readAll(path, { onBadRow: (row) => bad.push(row) });
  return { rows, bad };
}

describe('readRows', () => {
  it('numbers rows by their line, past blank lines, CR and a byte order mark', async () => {
    const { rows, bad } = await read('\uFEFF{"text":"a"}\r\n\n  \n{"text":"灯"}');
    expect(rows).toEqual([
      { line: 1, row: { text: 'a' } },
      { line: 4, row: { text: '灯' } },
    ]);
    expect(bad).toEqual([]);
  });

  it('does not break a row at separators that may stand inside JSON strings', async () => {
    const text = 'a\u2028b\u2029c\u0085d';
    const { rows } = await read(`${JSON.stringify({ text })}\n`);
    expect(rows).toEqual([{ line: 1, row: { text } }]);
  });

  it('reads rows that are longer than one chunk of the file', async () => {
    const texts = ['灯'.repeat(100_000), 'b', 'c'.repeat(70_000)];
    const { rows } = await read(texts.map((text) => JSON.stringify({ text })).join('\n'));
    expect(rows).toEqual(texts.map((text, index) => ({ line: index + 1, row: { text } })));
  });

  it('reports bad rows by line and field, and goes on', async () => {
    const broken = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const { rows, bad } = await read(
      Buffer.concat([Buffer.from('{"text":5}\n{"text":\n[]\n'), broken, Buffer.from('{"text":"good"}\n')]),
    );
    expect(rows).toEqual([{ line: 5, row: { text: 'good' } }]);
    expect(bad.map(({ line, field }) => ({ line, field }))).toEqual([
      { line: 1, field: 'text' },
      { line: 2, field: '' },
      { line: 3, field: '' },
      { line: 4, field: '' },
    ]);
    expect(bad[0]?.message).toBe(`Expected \`text\` in ${path}, line 1, to be a text, got \`5\`.`);
    expect(bad[1]?.message).toContain(`Expected ${path}, line 2, to be a JSON object, got “`);
    expect(bad[2]?.message).toBe(`Expected ${path}, line 3, to be an object with \`text\`, got \`[]\`.`);
    expect(bad[3]?.message).toContain(`line 4, to be UTF-8`);
  });

  it('throws the first bad row where nobody takes it', async () => {
    writeFileSync(path, '{"text":"a"}\n{}\n');
    const reading = readAll(path);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(`\`text\` in ${path}, line 2, to be a text, got nothing.`);
  });

  it('says which file cannot be read', async () => {
    const missing = join(folder, 'missing.jsonl');
    await expect(readAll(missing)).rejects.toThrow(`Expected ${missing} to be a file`);
  });
});
