/** `longhand dataset backtranslate|variants|from-runs` as a user meets them, and training on what they give. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOnnxRuntime } from '../../src/train/graph/onnx-library.ts';
import { type ChatServer, startChatServer } from './chat-server.ts';
import { createProject, untilSaid } from './cli.ts';

const isInstalled = hasOnnxRuntime();
if (!isInstalled)
  console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const path = (...parts: string[]): string => join(project.folder, ...parts);
const dataset = (command: string): ReturnType<typeof project.run> =>
  project.run(['dataset', ...command.split(' ')]);
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const rowsOf = (file: string): any[] =>
  existsSync(path(file))
    ? readFileSync(path(file), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];

const plan = `# Ferries

## Hulls

- Planks of tarred oak

## Routes

- Crossings in winter fog
- Builds on: Hulls

## Crews

- Wages of young deckhands
`;
const model = 'simulated:?seed=3&lengthBias=0.85&lengthSigma=0.2';
let english = '';
let chinese = '';
/** Changes the text of one section in the file of a run, as a person would. */
const changeByHand = (runId: string, section: RegExp, text: string): void => {
  const file = path('.longhand/runs', runId, 'manuscript.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace(section, `$1${text}$2`));
};

beforeAll(async () => {
  writeFileSync(path('ferries.md'), plan);
  const write = async (...args: string[]): Promise<string> => {
    const result = await project.run(['write', ...args, '--json', '--quiet']);
    expect([0, 3, 4]).toContain(result.exitCode);
    return result.json().runId;
  };
  english = await write('Write a 1200-word report on ferries', '--model', model, '--plan', 'ferries.md');
  const edit = (...args: string[]): ReturnType<typeof project.run> =>
    project.run(['rewrite', english, ...args, '--json', '--quiet']);
  await edit('1', 'More about the nails.');
  changeByHand(english, /(## Crews\n\n)[\s\S]*?($)/, 'The crews were paid in salt.\n');
  await edit('2', '--only');
  changeByHand(english, /(## Hulls\n\n)[\s\S]*?(\n\n## Routes)/, 'Oak, and that is all.');
  chinese = await write(
    '请写一篇800字的短文，介绍灯塔',
    '--model',
    'simulated:?seed=2',
    '--method',
    'agentwrite',
  );
  await write('Write a 900-word report on mills', '--model', model, '--review');
}, 180_000);

describe('longhand dataset from-runs', () => {
  it('gives texts, plans, sections and revisions of finished runs, marked as practice', async () => {
    const result = await dataset('from-runs --out runs --json');
    expect(result.exitCode).toBe(0);
    expect(result.json()).toMatchObject({
      status: 'done',
      runs: 3,
      used: 2,
      practice: 2,
      rows: { documents: 2, plans: 2, revisions: 4, revisedDocuments: 3 },
    });
    expect(result.json().leftOut[0].reason).toContain('It has no whole text');
    expect(result.stderr).toContain('practice model: 2 runs');

    const [report, essay] = rowsOf('runs/documents.jsonl');
    expect(report).toMatchObject({
      id: english,
      requiredWords: 1200,
      edits: 2,
      isHandEdited: true,
      provenance: { model, method: 'longhand', runId: english, isPractice: true },
    });
    // What a person left in the file is the text, and its length is that of the file.
    expect(report.messages[1].content).toContain('## Hulls\n\nOak, and that is all.\n\n## Routes');
    expect(report.deliveredWords).toBeLessThan(800);
    expect(report.plan).toContain('## Routes\n\nWords: 400\n\n- Crossings in winter fog');
    expect(essay).toMatchObject({ id: chinese, language: 'zh', requiredWords: 800, isHandEdited: false });
    expect(essay.checks).toContainEqual(expect.objectContaining({ name: 'length' }));

    const [order] = rowsOf('runs/plans.jsonl');
    expect(order.messages[0].content).toMatch(/^Plan the text .*\n\nWrite a 1200-word report on ferries$/s);
    expect(order.messages[1].content).toBe(report.plan);
  });

  it('asks for every section with the plan and the text before it', () => {
    const sections = rowsOf('runs/sections.jsonl').filter(({ provenance }) => provenance.runId === english);
    expect(sections.map(({ section }) => section.title)).toEqual(['Hulls', 'Routes', 'Crews']);
    const [hulls, routes, crews] = sections;
    const request = crews.messages[0].content;
    expect(request).toContain('Section 3 - Title: Crews - Main Points: Wages of young deckhands');
    expect(request).toContain(`${hulls.messages[1].content}\n\n${routes.messages[1].content}`);
    expect(request).toContain('it is the last section');
    expect(crews.messages[1].content).toBe('The crews were paid in salt.');
    const essay = rowsOf('runs/sections.jsonl').filter(({ provenance }) => provenance.runId === chinese);
    expect(essay.length).toBeGreaterThan(1);
    expect(essay[1].messages[0].content).toContain(`# 已写正文\n\n${essay[0].messages[1].content}`);
  });

  it('tells rewrites with their notes from hand edits, those of earlier edits too', () => {
    const revisions = rowsOf('runs/revisions.jsonl');
    expect(
      revisions.map(({ id, revision }) => [id.split('/').slice(1).join('/'), revision.kind, revision.note]),
    ).toEqual([
      ['edit-1/1', 'rewrite', 'More about the nails.'],
      ['edit-2/2', 'rewrite', ''],
      ['edit-2/3', 'hand-edit', ''],
      ['by-hand/1', 'hand-edit', ''],
    ]);
    const [noted, , byHand, last] = revisions;
    // The note is the instruction; the text as it was stands before it, and is the answer that is rejected.
    expect(noted.prompt.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(noted.prompt[2].content).toBe('More about the nails.');
    expect(noted.prompt[1].content).toBe(noted.rejected[0].content);
    expect(byHand.chosen[0].content).toBe('The crews were paid in salt.');
    expect(byHand.prompt).toHaveLength(1);
    // What the note brought about is what a person then replaced.
    expect(last.rejected[0].content).toBe(noted.chosen[0].content);
    expect(last.chosen[0].content).toBe('Oak, and that is all.');
  });

  it('takes the plan of a run that waits, where it is told to, and names a run that is not there', async () => {
    const result = await dataset('from-runs --include unfinished --out all --json');
    expect(result.json()).toMatchObject({ used: 3, leftOut: [], rows: { documents: 2, plans: 3 } });
    const missing = await dataset('from-runs nothing1 --out all');
    expect(missing).toMatchObject({ exitCode: 2 });
    expect(missing.stderr).toContain('Expected the id of a run, got `nothing1`');
  });

  it('reads the files of a home where another process is at work', async () => {
    const busy = project.start([
      'write',
      'Write a 900-word report on kites',
      '--model',
      `${model}&ttftMs=400`,
    ]);
    await untilSaid(busy, /section|plan/i);
    const result = await dataset('from-runs --out live --json');
    busy.child.kill('SIGKILL');
    await busy.result;
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('live: process');
    expect(result.json()).toMatchObject({ rows: { documents: 2, plans: 2, revisions: 0 } });
    const strip = ({
      claims: _claims,
      source: _source,
      checks: _checks,
      ...row
    }: Record<string, unknown>): object => row;
    expect(rowsOf('live/documents.jsonl').map(strip)).toEqual(rowsOf('runs/documents.jsonl').map(strip));
    expect(rowsOf('live/sections.jsonl').map(({ messages }) => messages)).toEqual(
      rowsOf('runs/sections.jsonl').map(({ messages }) => messages),
    );
  });
});

describe('longhand dataset variants', () => {
  it('makes plan-augmented records and growing prefixes of what runs gave', async () => {
    const planned = await dataset('variants runs/documents.jsonl --form plan --out plan.jsonl --json');
    expect(planned.json()).toMatchObject({ items: 2, rows: 2, practice: 2, unfit: { count: 0 } });
    const [row] = rowsOf('plan.jsonl');
    const [before] = rowsOf('runs/documents.jsonl');
    expect(row.messages[1].content).toBe(`${before.plan}\n\n---\n\n${before.messages[1].content}`);

    const grown = await dataset(
      'variants runs/revised-documents.jsonl --form prefix --out prefix.jsonl --json',
    );
    expect(grown.exitCode).toBe(0);
    // Revised from the first, the second and the first of three sections on: 3 + 2 + 3 pairs, 1 left out.
    expect(grown.json()).toMatchObject({ items: 3, rows: 8, equal: 1, unfit: { count: 0 } });
    expect(rowsOf('prefix.jsonl')[0].prompt[0].content).toContain('only the first of its 3 parts');
  });

  it('makes revision pairs of rows with before, after and note, and names what is wrong', async () => {
    const rows = [
      { id: 'a', instruction: '写一节。', before: '旧的一节。', after: '新的一节。', note: '写得更暖。' },
      { id: 'b', instruction: 'Write.', before: 'Same.', after: 'Same.' },
      { id: 'c', instruction: 'Write.', after: 'New.' },
    ];
    writeFileSync(path('revised.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const result = await dataset('variants revised.jsonl --form revision --out revision.jsonl --json');
    expect(result.json()).toMatchObject({ rows: 1, unfit: { count: 1 }, badRows: { count: 1 } });
    expect(result.stderr).toContain('`before` in revised.jsonl, line 3,');
    expect(rowsOf('revision.jsonl')[0].prompt.at(-1).content).toBe('写得更暖。');
    const other = await dataset('variants revised.jsonl --form other --out x.jsonl');
    expect(other).toMatchObject({ exitCode: 2 });
    expect(other.stderr).toContain('to be plan, prefix, revision, got `other`');
  });
});

const places = ['Oban', 'Skye', 'Mull', 'Iona', 'Jura', 'Islay', 'Tiree', 'Coll'];
const textOf = (place: string): string =>
  `The ferry left ${place} at dawn. The mate counted the passengers twice. Nobody spoke until the light came. Then a child laughed aloud. The whole deck laughed with her.`;
const wishes = [
  ['Begin early in the day.', 'The ferry left', 'Begin late in the day.'],
  ['Have somebody check the guests.', 'counted the passengers', 'Have somebody insult the guests.'],
  ['Keep everybody silent for long.', 'Nobody spoke until', 'Keep everybody singing for long.'],
  ['Let a child break the spell.', 'a child laughed aloud', 'Let a priest break the spell.'],
  ['End with joy for all.', 'whole deck laughed', 'End with grief for all.'],
] as const;
const answer = (message: string): string =>
  JSON.stringify(
    message.includes('Change every condition')
      ? { constraints: wishes.map(([, , corrupted], at) => ({ number: at + 1, corrupted })) }
      : {
          goal: `Write a short tale of a crossing from ${/left (\w+) at/.exec(message)?.[1]}.`,
          constraints: wishes.map(([constraint, evidence]) => ({
            kind: 'content',
            constraint,
            evidence,
          })),
        },
  );

describe('longhand dataset backtranslate', () => {
  let server: ChatServer;
  beforeAll(async () => {
    server = await startChatServer({
      reader: ({ messages }) => ({ text: answer(messages.at(-1)?.content ?? '') }),
    });
    const rows = [...places.map((place) => ({ id: place, text: textOf(place) })), { id: 'bad', text: 3 }];
    writeFileSync(path('texts.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('pays nothing twice after kill -9, and gives pairs for I-ORPO', async () => {
    const command = `backtranslate texts.jsonl --model compatible:reader@${server.url} --concurrency 2 --out back`;
    const killed = project.start(['dataset', ...command.split(' ')]);
    await untilSaid(killed, /3 instructions/);
    killed.child.kill('SIGKILL');
    await killed.result;
    const before = server.requests.length;
    expect(before).toBeLessThan(2 * places.length);
    const result = await dataset(`${command} --json`);
    expect(result.exitCode).toBe(0);
    expect(result.json()).toMatchObject({ status: 'done', practice: false, failed: 0, rejected: 0 });
    expect(result.stderr).toContain('`text` in texts.jsonl, line 9,');
    // Two questions a text; asked again at most those that were under way.
    expect(server.requests.length).toBeLessThanOrEqual(2 * places.length + 2);
    const ids = (file: string): string[] => rowsOf(file).map(({ id }) => id);
    expect(ids('back/records.jsonl').toSorted()).toEqual(places.toSorted());
    expect(ids('back/pairs.jsonl').toSorted()).toEqual(places.toSorted());

    const again = await dataset(`${command} --json`);
    expect(again.json()).toMatchObject({ skipped: places.length, records: 0, usage: { calls: 0 } });
  });

  it('exports its pairs in the fields of Suri, and as labelled halves', async () => {
    const suri = await dataset('export back/pairs.jsonl --out suri.parquet --json');
    expect(suri.json()).toMatchObject({ rows: places.length });
    const halves = await dataset('export back/pairs.jsonl --as unpaired --out halves.jsonl --json');
    expect(halves.json()).toMatchObject({ rows: 2 * places.length });
    const [followed, violated] = rowsOf('halves.jsonl');
    expect([followed.label, violated.label]).toEqual([true, false]);
    expect(followed.completion).toEqual(violated.completion);
    expect(violated.prompt[0].content).toContain('End with grief for all.');
    const back = await dataset('export suri.parquet --out suri.jsonl --json');
    expect(back.json()).toMatchObject({ rows: places.length });
    expect(rowsOf('suri.jsonl')[0]).toMatchObject({ answer: [{ role: 'assistant' }] });
  });
});

describe.skipIf(!isInstalled)('longhand train', () => {
  it('trains by ORPO on what backtranslation and runs give', async () => {
    const train = (command: string): ReturnType<typeof project.run> =>
      project.run(['train', ...command.split(' ')]);
    const short = rowsOf('runs/revisions.jsonl').map((row) => ({
      ...row,
      prompt: row.prompt.slice(-1).map((each: object) => ({ ...each, content: 'Revise.' })),
      chosen: [{ role: 'assistant', content: row.chosen[0].content.slice(0, 40) }],
      rejected: [{ role: 'assistant', content: row.rejected[0].content.slice(0, 40) }],
    }));
    writeFileSync(path('short.jsonl'), short.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(await train('tokenizer back/records.jsonl --out tok --vocabulary 320')).toMatchObject({
      exitCode: 0,
    });
    const tiny =
      '--tokenizer tok/tokenizer.json --hidden-size 32 --layers 2 --heads 2 --feed-forward 48 --context 512 --batch 2 --micro 1 --threads 1';
    expect(await train(`sft back/records.jsonl --out sft ${tiny} --steps 2`)).toMatchObject({ exitCode: 0 });
    for (const file of ['suri.jsonl', 'back/pairs.jsonl', 'short.jsonl']) {
      const name = file.replace(/\W/g, '-');
      const result = await train(
        `orpo ${file} --out ${name} --from sft --row-tokens 512 --steps 2 --batch 2 --micro 1 --threads 1 --json`,
      );
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.json()).toMatchObject({ status: 'done', step: 2, badRows: 0 });
    }
  });
});
