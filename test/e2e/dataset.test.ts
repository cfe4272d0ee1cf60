/** `longhand dataset` as a user meets it, and its files as other programs read them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeText } from '../planted-dataset.ts';
import { createProject } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const path = (...parts: string[]): string => join(project.folder, ...parts);
const run = (command: string): ReturnType<typeof project.run> =>
  project.run(['dataset', ...command.split(' ')]);
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const rowsOf = (file: string): any[] =>
  readFileSync(path(file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const pair = (question: string, answer: string): unknown => ({
  messages: [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ],
  provenance: { model: 'simulated:?seed=1' },
});

beforeAll(() => {
  const rows = [
    ...Array.from({ length: 8 }, (_each, at) =>
      pair(
        `Write about 300 words on mill number ${at}.`,
        writeText('en', `mill ${at}`, 300, at).join('\n\n'),
      ),
    ),
    ...Array.from({ length: 8 }, (_each, at) =>
      pair(
        `请写一篇约300字的文章，介绍第${at}座钟楼。`,
        writeText('zh', `钟楼${at}`, 300, at + 50).join('\n\n'),
      ),
    ),
    pair('Write about 900 words on kites.', writeText('en', 'kites', 300, 99).join('\n\n')),
    pair('Write an article about the sea.', "I'm sorry, but I can't help with that request."),
  ];
  const lines = rows.map((row) => JSON.stringify(row));
  writeFileSync(
    path('rows.jsonl'),
    `${[...lines.slice(0, 3), '{"messages": 3}', ...lines.slice(3)].join('\n')}\n`,
  );
  const pairs = [1, 2].map((at) => ({ prompt: `Write ${at}.`, chosen: `Good ${at}.`, rejected: 'Bad.' }));
  writeFileSync(path('pairs.jsonl'), pairs.map((row) => `${JSON.stringify(row)}\n`).join(''));
});

describe('longhand dataset', () => {
  it('filters, and keeps rejects with reasons and bad rows with their place', async () => {
    const result = await run('filter rows.jsonl --out filtered --json');
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.json()).toMatchObject({
      status: 'done',
      records: 18,
      kept: 16,
      practice: 18,
      badRows: { count: 1 },
    });
    expect(result.stderr).toContain('Expected rows.jsonl, line 4, to be a row of one of the layouts');
    expect(result.stderr).toContain('practice model');
    expect(
      rowsOf('filtered/rejected.jsonl').map(({ rejected, source }) => [source.line, rejected[0].rule]),
    ).toEqual([
      [18, 'length'],
      [19, 'refusal'],
    ]);
    expect(rowsOf('filtered/bad-rows.jsonl')).toMatchObject([{ file: 'rows.jsonl', line: 4 }]);
    expect(readdirSync(path('filtered')).sort()).toEqual([
      'bad-rows.jsonl',
      'kept.jsonl',
      'rejected.jsonl',
      'report.json',
    ]);
  });

  it('mixes and splits, measures, and writes a folder for the Hub', async () => {
    expect(
      await run('mix filtered/kept.jsonl --general rows.jsonl --ratio 0.5 --test 20% --out mixed'),
    ).toMatchObject({ exitCode: 0 });
    expect(rowsOf('mixed/train.jsonl').length + rowsOf('mixed/test.jsonl').length).toBe(24);
    const stats = await run('stats filtered/kept.jsonl --plot lengths.svg --json');
    expect(stats.json()).toMatchObject({ records: 16, languages: { en: 8, zh: 8 }, practice: 16 });
    expect(readFileSync(path('lengths.svg'), 'utf8')).toContain('practice model');
    expect((await run('stats pairs.jsonl --json')).json()).toMatchObject({ records: 2, answers: 2 });
    const nowhere = await run('stats rows.jsonl --plot rows.jsonl/lengths.svg');
    expect(nowhere).toMatchObject({ exitCode: 2 });
    expect(nowhere.stderr).toContain('Expected `rows.jsonl` to be a folder that can be written to');
    const ceiling = await run('ceiling filtered/kept.jsonl --json');
    expect(ceiling.json()).toMatchObject({
      answers: 16,
      over: [{ words: 500, count: 0 }, {}, {}, {}, {}, {}, {}],
    });
    const exported = await run(
      'export mixed/train.jsonl --test mixed/test.jsonl --out hub --licence mit --json',
    );
    expect(exported.json()).toMatchObject({ rows: 24, practice: 24 });
    expect(readFileSync(path('hub/README.md'), 'utf8')).toMatch(
      /license: mit[\s\S]*practice-model[\s\S]*data\/test-\*\.parquet/,
    );
    expect(readdirSync(path('hub/data'))).toEqual(['test-00000.parquet', 'train-00000.parquet']);
    expect(await run('export pairs.jsonl --as preferred-output --out hosted.jsonl')).toMatchObject({
      exitCode: 0,
    });
    expect(rowsOf('hosted.jsonl')[0].preferred_output).toEqual([{ role: 'assistant', content: 'Good 1.' }]);
  });

  it('selects long instructions with the share and its interval', async () => {
    writeFileSync(
      path('prompts.csv'),
      'prompt\n"Write a 3,000-word essay on tide mills."\n"Write a haiku."\n请写一部长篇小说\n',
    );
    const result = await run('select prompts.csv --out selected --json');
    expect(result.json()).toMatchObject({ records: 3, selected: 2, long: { count: 2, of: 3 } });
    expect(rowsOf('selected/selected.jsonl').map(({ wish }) => [wish.words, wish.basis])).toEqual([
      [3000, 'named'],
      [40_000, 'inferred'],
    ]);
  });

  it.each([
    ['filter rows.jsonl', /Expected `out`, got none/],
    ['filter rows.jsonl --out x --rules length,beauty', /Expected `rules` to be of length, .* got `beauty`/],
    ['filter rows.jsonl --out x --rules contamination', /Expected `benchmark` to name the files/],
    ['stats none.jsonl', /Expected a file of rows at `none\.jsonl`, found none/],
    ['export pairs.jsonl --as alpaca --out x.jsonl', /Expected `as` to be trl, .* got `alpaca`/],
    ['mix rows.jsonl --out x --test 120%', /Expected `test` to be a share/],
  ])('says what is wrong with `%s`', async (command, message) => {
    const result = await run(command);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(message);
  });
});

const readers = `
import json, sys
import pyarrow.parquet as parquet
import duckdb
rows = parquet.read_table(sys.argv[1]).to_pylist()
kind, turns = duckdb.sql(f"select typeof(messages), len(messages) from '{sys.argv[1]}'").limit(1).fetchall()[0]
print(json.dumps({"rows": len(rows), "first": rows[0]["messages"][0]["role"], "kind": kind, "turns": turns}))
`;
const python = process.env.LONGHAND_PYTHON ?? 'python3';
const hasReaders = spawnSync(python, ['-c', 'import pyarrow, duckdb']).status === 0;
if (!hasReaders)
  console.log(
    'skipped: no python with pyarrow and duckdb (name one with LONGHAND_PYTHON) to read our Parquet',
  );

describe.skipIf(!hasReaders)('Parquet for other readers', () => {
  it('is read by pyarrow and DuckDB as a list of structs', async () => {
    if (!existsSync(path('hub'))) await run('export rows.jsonl --out hub');
    const { stdout, stderr } = spawnSync(python, ['-c', readers, path('hub/data/train-00000.parquet')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      rows: expect.any(Number),
      first: 'user',
      kind: 'STRUCT("role" VARCHAR, "content" VARCHAR)[]',
      turns: 2,
    });
  });
});
