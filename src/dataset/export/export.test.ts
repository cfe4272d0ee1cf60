import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { readPreferences } from '../../train/data/preference-rows.ts';
import type { PreferencePair } from '../preference-pair.ts';
import { readRecords } from '../read/read-records.ts';
import { createRecord, type DatasetRecord } from '../record.ts';
import { exportFile, exportShards, type UnfitItem } from './export-items.ts';
import type { Form } from './forms.ts';
import { pairForms } from './pair-forms.ts';
import { recordForms } from './record-forms.ts';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const folder = mkdtempSync(join(tmpdir(), 'longhand-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stream = async function* <Item>(items: readonly Item[]) {
  yield* items;
};
const source = { file: 'secret/place.jsonl', line: 1 };
const records: DatasetRecord[] = [
  createRecord({
    id: 'a',
    messages: [
      { role: 'user', content: 'Write about tides.' },
      { role: 'assistant', content: 'The tide “turns” twice 🌊 a day.\u2028' },
    ],
    source,
    plan: '1. Tides',
    requiredWords: 10,
    provenance: { model: 'mini', isPractice: true },
    cost: { usd: 0.5 },
    licence: 'mit',
  }),
  createRecord({
    id: 'b',
    messages: [
      { role: 'system', content: '简短。' },
      { role: 'user', content: '写海' },
      { role: 'assistant', content: '海。' },
      { role: 'user', content: '再写' },
      { role: 'assistant', content: '海浪。' },
    ],
    source,
  }),
];
const pair: PreferencePair = {
  id: 'p',
  prompt: [{ role: 'user', content: '写海' }],
  chosen: '海很大。',
  rejected: '不写。',
  source,
  scores: { chosen: 90, rejected: 10 },
};
const readParquet = async (path: string) => parquetReadObjects({ file: await asyncBufferFromFile(path) });

async function exportAs<Of extends DatasetRecord | PreferencePair>(
  items: readonly Of[],
  form: Form<Of>,
  name: string,
) {
  const unfit: UnfitItem[] = [];
  const path = join(folder, name);
  const rows = await exportFile(stream(items), path, form, { onUnfit: (item) => unfit.push(item) });
  return { path, rows, unfit };
}

describe('exportFile', () => {
  it('gives Parquet and JSONL that read back as the same records', async () => {
    for (const name of ['set.parquet', 'set.jsonl']) {
      const { path, rows } = await exportAs(records, recordForms.messages, name);
      expect(rows).toBe(2);
      const back = await collect(readRecords([path]));
      const strip = ({ source: _source, ...rest }: DatasetRecord): Omit<DatasetRecord, 'source'> => rest;
      expect(back.map(strip)).toEqual(records.map(strip));
      expect(readFileSync(path).includes('secret/place')).toBe(false);
    }
  });

  it('writes messages as a list of structs', async () => {
    const { path } = await exportAs(records, recordForms.messages, 'schema.parquet');
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(
      schema
        .slice(1, 6)
        .map(({ name, converted_type, repetition_type }) => [name, converted_type, repetition_type]),
    ).toEqual([
      ['messages', 'LIST', 'OPTIONAL'],
      ['list', undefined, 'REPEATED'],
      ['element', undefined, 'REQUIRED'],
      ['role', 'UTF8', 'REQUIRED'],
      ['content', 'UTF8', 'REQUIRED'],
    ]);
  });

  it.each(['jsonl', 'parquet'])(
    'writes the forms of trainers to .%s and names what has no room in them',
    async (kind) => {
      const read = async (path: string): Promise<unknown[]> =>
        kind === 'parquet'
          ? readParquet(path)
          : readFileSync(path, 'utf8')
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line) as unknown);
      const shareGpt = await exportAs(records, recordForms.sharegpt, `sharegpt.${kind}`);
      expect((await read(shareGpt.path))[0]).toEqual({
        conversations: [
          { from: 'human', value: 'Write about tides.' },
          { from: 'gpt', value: records[0]?.answer },
        ],
      });
      const alpaca = await exportAs(records, recordForms.alpaca, `alpaca.${kind}`);
      expect(await read(alpaca.path)).toMatchObject([
        { instruction: 'Write about tides.', input: '', output: records[0]?.answer },
      ]);
      expect(alpaca.unfit).toMatchObject([{ id: 'b', reason: 'It has 4 turns.' }]);
      const prompts = await exportAs(records, recordForms['prompt-completion'], `prompt.${kind}`);
      expect(await read(prompts.path)).toMatchObject([
        { prompt: 'Write about tides.', completion: records[0]?.answer },
      ]);
      const factory = await exportAs([pair], pairForms['llama-factory'], `factory.${kind}`);
      expect(await read(factory.path)).toEqual([
        {
          conversations: [{ from: 'human', value: '写海' }],
          chosen: { from: 'gpt', value: '海很大。' },
          rejected: { from: 'gpt', value: '不写。' },
        },
      ]);
      const axolotl = await exportAs([pair], pairForms.axolotl, `axolotl.${kind}`);
      expect(await read(axolotl.path)).toEqual([
        {
          messages: pair.prompt,
          chosen: { role: 'assistant', content: '海很大。' },
          rejected: { role: 'assistant', content: '不写。' },
        },
      ]);
    },
  );

  it('gives pairs that training here reads, and the hosted form as JSONL only', async () => {
    const trl = await exportAs([pair], pairForms.trl, 'trl.jsonl');
    const [row] = await collect(readPreferences(trl.path));
    expect(row?.chosen).toEqual({
      prompt: pair.prompt,
      answer: [{ role: 'assistant', content: '海很大。' }],
    });
    const hosted = await exportAs([pair], pairForms['preferred-output'], 'hosted.jsonl');
    expect(JSON.parse(readFileSync(hosted.path, 'utf8'))).toEqual({
      input: { messages: pair.prompt, tools: [], parallel_tool_calls: true },
      preferred_output: [{ role: 'assistant', content: '海很大。' }],
      non_preferred_output: [{ role: 'assistant', content: '不写。' }],
    });
    await expect(exportAs([pair], pairForms['preferred-output'], 'hosted.parquet')).rejects.toThrow(
      /to end in \.jsonl for this form/,
    );
  });
});

describe('exportShards', () => {
  it('leaves no shard of a larger set that was there before, and no other file out', async () => {
    mkdirSync(join(folder, 'again/data'), { recursive: true });
    for (const name of ['train-00001.parquet', 'test-00001.parquet', 'train-notes.parquet'])
      writeFileSync(join(folder, 'again/data', name), '');
    await exportShards(stream(records), join(folder, 'again/data/train'), recordForms.messages, {
      onUnfit: () => {},
    });
    expect(readdirSync(join(folder, 'again/data')).sort()).toEqual([
      'test-00001.parquet',
      'train-00000.parquet',
      'train-notes.parquet',
    ]);
  });

  it('writes many row groups, and a file even for no rows', async () => {
    const many = Array.from({ length: 2300 }, (_each, at) => ({
      ...(records[0] as DatasetRecord),
      id: `r${at}`,
    }));
    const { rows, files } = await exportShards(
      stream(many),
      join(folder, 'hub/data/train'),
      recordForms.messages,
      { onUnfit: () => {} },
    );
    expect({ rows, files }).toEqual({ rows: 2300, files: [join(folder, 'hub/data/train-00000.parquet')] });
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(files[0] ?? ''));
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([1000, 1000, 300]);
    const ids = (await collect(readRecords(files))).map(({ id }) => id);
    expect(ids).toEqual(many.map(({ id }) => id));
    const empty = await exportShards(
      stream<DatasetRecord>([]),
      join(folder, 'hub/data/test'),
      recordForms.messages,
      { onUnfit: () => {} },
    );
    expect(await readParquet(empty.files[0] ?? '')).toEqual([]);
  });
});
