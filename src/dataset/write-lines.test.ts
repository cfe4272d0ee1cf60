import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { exportFile, exportShards } from './export/export-items.ts';
import { recordForms } from './export/record-forms.ts';
import { createRecord, type DatasetRecord } from './record.ts';
import { openLineWriter } from './write-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Some records, then the end of the command. */
async function* interrupted(): AsyncGenerator<DatasetRecord> {
  for (const line of [1, 2, 3])
    yield createRecord({
      id: `r${line}`,
      messages: [
        { role: 'user', content: 'Write.' },
        { role: 'assistant', content: 'Written.' },
      ],
      source: { file: 'set.jsonl', line },
    });
  throw new Error('interrupted');
}

describe('files of a data set', () => {
  it('have their name when they are whole; the file of the command before stays until then', async () => {
    const path = join(folder, 'rows.jsonl');
    const first = await openLineWriter(path);
    await first.write({ at: 1 });
    expect(existsSync(path)).toBe(false);
    await first.close();
    const second = await openLineWriter(path);
    await second.write({ at: 2 });
    expect(readFileSync(path, 'utf8')).toBe('{"at":1}\n');
    await second.close();
    expect(readFileSync(path, 'utf8')).toBe('{"at":2}\n');
  });

  it.each(['taken', 'taken/below'])('are refused where no folder can be: %s', async (name) => {
    writeFileSync(join(folder, 'taken'), '');
    const failure = await openLineWriter(join(folder, name, 'rows.jsonl')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toMatch(/to be a folder that can be written to.*--out/);
  });

  it.each(['out.jsonl', 'out.parquet'])('leave no %s where the export was cut off', async (name) => {
    const form = recordForms.messages as Parameters<typeof exportFile<DatasetRecord>>[2];
    const path = join(folder, name);
    await expect(exportFile(interrupted(), path, form, { onUnfit: () => {} })).rejects.toThrow('interrupted');
    expect(existsSync(path)).toBe(false);
    const prefix = join(folder, name, 'train');
    await expect(exportShards(interrupted(), prefix, form, { onUnfit: () => {} })).rejects.toThrow(
      'interrupted',
    );
    expect(existsSync(`${prefix}-00000.parquet`)).toBe(false);
  });
});
