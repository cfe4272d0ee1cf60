import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportFile } from './export/export-items.ts';
import { recordForms } from './export/record-forms.ts';
import { readRecords } from './read/read-records.ts';
import { createRecord, type DatasetRecord, renderRecord } from './record.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const record = createRecord({
  id: 'v1',
  messages: [
    { role: 'user', content: '看图写作' },
    { role: 'assistant', content: '潮水退去。' },
  ],
  images: ['one.png', '图二.jpg'],
  source: { file: 'set', line: 1 },
});
const plain = createRecord({
  id: 'v2',
  messages: [{ role: 'user', content: 'Write.' }],
  source: { file: 'set', line: 2 },
});

async function readBack(path: string): Promise<DatasetRecord[]> {
  const records: DatasetRecord[] = [];
  for await (const each of readRecords([path])) records.push(each);
  return records;
}

describe('a record with images', () => {
  it('is rendered as a row that reads back as it was', async () => {
    const path = join(folder, 'set.jsonl');
    writeFileSync(path, `${JSON.stringify(renderRecord(record))}\n`);
    expect(await readBack(path)).toEqual([{ ...record, source: { file: path, line: 1 } }]);
  });

  it.each(['set.parquet', 'exported.jsonl'])('keeps them in %s', async (name) => {
    const path = join(folder, name);
    const records = (async function* () {
      yield* [record, plain];
    })();
    await exportFile(records, path, recordForms.messages, { onUnfit: () => {} });
    expect((await readBack(path)).map(({ images }) => images)).toEqual([['one.png', '图二.jpg'], undefined]);
  });
});
