import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import type { BadRow } from './bad-row.ts';
import type { Layout } from './layouts.ts';
import { readPairs } from './read-pairs.ts';
import { readRecords } from './read-records.ts';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const folder = mkdtempSync(join(tmpdir(), 'longhand-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    typeof content === 'string' ? content : content.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  return path;
}

async function read(path: string, layout?: Layout) {
  const bad: BadRow[] = [];
  const records = await collect(
    readRecords([path], { onBadRow: (row) => bad.push(row), ...(layout && { layout }) }),
  );
  return { records, bad };
}

describe('readRecords', () => {
  it('reads every published layout to the same conversation', async () => {
    const messages = [
      { role: 'user', content: '写一篇关于海的短文' },
      { role: 'assistant', content: '海很大。' },
    ];
    const path = write('layouts.jsonl', [
      { messages },
      {
        messages: messages.map(({ role, content }) => ({ role, content: [{ type: 'text', text: content }] })),
      },
      {
        conversations: [
          { from: 'human', value: messages[0]?.content },
          { from: 'gpt', value: '海很大。' },
        ],
      },
      {
        conversation: [...messages, { role: 'user', content: '再写一次' }],
        conversation_hash: 'h1',
        model: 'gpt-4',
        toxic: false,
      },
      { instruction: '写一篇', input: '关于海的短文', output: '海很大。' },
      { prompt: messages[0]?.content, response: '海很大。', length: 300, response_length: 3 },
      { prompt: [messages[0]], completion: [messages[1]], license: 'mit' },
    ]);
    const { records, bad } = await read(path);
    expect(bad).toEqual([]);
    expect(records.map(({ answer }) => answer)).toEqual(Array(7).fill('海很大。'));
    expect(records.map(({ instruction }) => instruction.replace('\n\n', ''))).toEqual(
      Array(7).fill('写一篇关于海的短文'),
    );
    expect(records.every(({ language }) => language === 'zh')).toBe(true);
    expect(records[3]).toMatchObject({ id: 'h1', provenance: { model: 'gpt-4' }, source: { line: 4 } });
    expect(records[5]).toMatchObject({ requiredWords: 300, id: 'layouts.jsonl:6' });
    expect(records[6]).toMatchObject({ licence: 'mit' });
  });

  it('names file, line and field of a bad row, and goes on', async () => {
    const good = { messages: [{ role: 'user', content: 'Write.' }] };
    const path = write(
      'bad.jsonl',
      [
        JSON.stringify(good),
        '{"messages": [',
        JSON.stringify({ messages: [{ role: 'user', content: 7 }] }),
        JSON.stringify({
          conversations: [
            { from: 'human', value: 'a' },
            { from: 'function', value: 'b' },
          ],
        }),
        JSON.stringify({ instruction: '', output: 'x' }),
        '[1]',
        JSON.stringify({ text: 'x' }),
        JSON.stringify({ messages: [{ role: 'assistant', content: 'x' }] }),
        JSON.stringify(good),
      ].join('\n'),
    );
    const { records, bad } = await read(path);
    expect(records.map(({ source }) => source.line)).toEqual([1, 9]);
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [2, ''],
      [3, 'messages[0].content'],
      [4, 'conversations[1].from'],
      [5, 'instruction'],
      [6, ''],
      [7, ''],
      [8, 'messages'],
    ]);
    expect(bad[1]?.message).toBe(
      `Expected \`messages[0].content\` in ${path}, line 3, to be a text, got \`7\`.`,
    );
    await expect(collect(readRecords([path]))).rejects.toThrow(UsageError);
  });

  it('reads tables, with lists of messages in a cell and lines counted through line breaks', async () => {
    const path = write(
      'table.csv',
      '\uFEFFinstruction,output,messages\n"Write, please","Two\nlines.",\n,,"[{""role"":""user"",""content"":""Go""}]"\n"[x] first",Fine.,\n"only one"\n',
    );
    const { records, bad } = await read(path);
    expect(records.map(({ instruction, answer }) => [instruction, answer])).toEqual([
      ['Write, please', 'Two\nlines.'],
      ['Go', ''],
      ['[x] first', 'Fine.'],
    ]);
    expect(bad).toMatchObject([{ file: path, line: 6 }]);
  });

  it('loses no row of a table behind one that is quoted wrongly', async () => {
    const rows = ['"Wri"te.', 'Go.,Well.', '"So" he said,Well.', 'Stop.,Well.'];
    const { records, bad } = await read(write('quoted.csv', `instruction,output\n${rows.join('\n')}\n`));
    expect(records.map(({ instruction }) => instruction)).toEqual(['Go.', '"So" he said', 'Stop.']);
    expect(bad).toMatchObject([{ line: 2 }]);
  });

  it('says what to do about a file that is not there or is something else', async () => {
    await expect(read(join(folder, 'none.jsonl'))).rejects.toThrow(/Expected a file of rows at/);
    await expect(read('rows.xml')).rejects.toThrow(
      /ends in \.jsonl, \.parquet, \.csv or \.tsv, got `rows\.xml`/,
    );
    await expect(read(write('broken.parquet', 'PAR2'))).rejects.toThrow(
      /to be a Parquet file that can be read/,
    );
  });

  it('marks practice models by their address', async () => {
    const messages = [{ role: 'user', content: 'Write.' }];
    const path = write('practice.jsonl', [
      { messages, provenance: { model: 'simulated:?seed=1' } },
      { messages, model: 'mini' },
      { messages, model: 'gpt-4o-mini' },
    ]);
    const { records } = await read(path);
    expect(records.map(({ provenance }) => provenance?.isPractice)).toEqual([true, true, undefined]);
  });
});

describe('readPairs', () => {
  it('reads texts and messages, and names what is wrong', async () => {
    const user = { role: 'user', content: 'Write.' };
    const answer = (content: string) => ({ role: 'assistant', content });
    const path = write('pairs.jsonl', [
      { prompt: 'Write.', chosen: 'Good.', rejected: 'Bad.' },
      {
        prompt: [user],
        chosen: [answer('Good.')],
        rejected: [answer('Bad.')],
        scores: { chosen: 2, rejected: 1 },
      },
      { chosen: [user, answer('Good.')], rejected: [user, answer('Bad.')] },
      { prompt: 'Write.', chosen: 'Same.', rejected: 'Same.' },
      { prompt: 'Write.', chosen: 'Good.' },
    ]);
    const bad: BadRow[] = [];
    const pairs = await collect(readPairs([path], { onBadRow: (row) => bad.push(row) }));
    expect(pairs.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }))).toEqual(
      Array(3).fill({ prompt: [user], chosen: 'Good.', rejected: 'Bad.' }),
    );
    expect(pairs[1]?.scores).toEqual({ chosen: 2, rejected: 1 });
    expect(bad.map(({ line, field }) => [line, field])).toEqual([
      [4, 'rejected'],
      [5, 'rejected'],
    ]);
  });
});
