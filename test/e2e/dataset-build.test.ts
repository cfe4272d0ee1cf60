import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../src/dataset/read/read-records.ts';
import { hasOnnxRuntime } from '../../src/train/graph/onnx-library.ts';
import { startChatServer } from './chat-server.ts';
import { createProject, untilSaid } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const path = (...parts: string[]): string => join(project.folder, ...parts);
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const readRows = (file: string): any[] =>
  readFileSync(path(file), 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const writeInstructions = (file: string, instructions: readonly unknown[]): void =>
  writeFileSync(
    path(file),
    instructions.map((instruction) => `${JSON.stringify({ instruction })}\n`).join(''),
  );
const build = (command: string) => project.run(['dataset', 'build', ...command.split(' '), '--json']);

const subjects = ['tide mills', 'paper kites', 'night trains', 'salt roads', 'roof gardens', 'river locks'];
const instructions = [
  ...subjects.map((subject) => `Write an 800-word report about ${subject}`),
  '写一篇800字的文章，介绍运河船闸的历史',
];

describe('longhand dataset build', () => {
  it('makes a record of every instruction, and says what became of the others', async () => {
    writeInstructions('in.jsonl', [...instructions, 5]);
    const turns = ['Hello', 'Hello!', 'Write it again, longer'];
    const row = { messages: turns.map((content, at) => ({ role: at % 2 ? 'assistant' : 'user', content })) };
    appendFileSync(path('in.jsonl'), `${JSON.stringify(row)}\n`);
    const result = await build(
      'in.jsonl --out set --model simulated:?seed=1 --method agentwrite --concurrency 3',
    );
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.json()).toMatchObject({
      status: 'done',
      documents: 7,
      kept: 7,
      failed: 0,
      left: 0,
      practice: true,
      badRows: { count: 1 },
      byLanguage: { en: { documents: 6 }, zh: { documents: 1 } },
    });
    expect(result.stderr).toContain('Expected `instruction` in in.jsonl, line 8, to be a text, got `5`.');
    const kept = readRows('set/kept.jsonl');
    expect(kept.map(({ messages }) => messages[0].content)).toEqual(instructions.slice(0, 7));
    expect(kept[0]).toMatchObject({
      requiredWords: 800,
      provenance: { model: 'simulated:?seed=1', method: 'agentwrite', isPractice: true },
    });
    expect(kept[0].plan).toContain('# ');
    expect(readRows('set/unfit.jsonl')).toMatchObject([
      { line: 9, reason: 'Its last instruction leans on 1 earlier turns.' },
    ]);
    expect((await build('--out set --status')).json()).toMatchObject({ state: 'done' });
    const again = await build(
      'in.jsonl --out set --model simulated:?seed=1 --method agentwrite --concurrency 3',
    );
    expect(again.json()).toMatchObject({
      documents: 7,
      usage: { calls: result.json().usage.calls },
      unfit: 1,
      badRows: { count: 1 },
    });
    expect(readRows('set/bad-rows.jsonl')).toMatchObject([{ line: 8 }]);
    expect(readRows('set/unfit.jsonl')).toHaveLength(1);
    const other = await build('in.jsonl --out set --model simulated:?seed=2 --method agentwrite');
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('name another folder with --out');
  });

  it('shows a document, and its calls where they were kept', async () => {
    writeInstructions('one.jsonl', instructions.slice(0, 1));
    const command = 'one.jsonl --model simulated:?seed=1 --method agentwrite';
    await build(`${command} --out shown --keep-calls`);
    const [{ provenance, messages }] = readRows('shown/kept.jsonl');
    const shown = await project.run(['show', provenance.runId]);
    expect(shown.stdout).toContain(`document ${provenance.runId} of build`);
    expect(shown.stdout).toContain(messages[1].content.slice(0, 200));
    const why = await project.run(['show', provenance.runId, '2', '--why', '--json']);
    expect(why.json().calls[0]).toMatchObject({ step: 'section-2/text', role: 'writer' });
    expect(why.json().calls[0].messages[0].content).toContain(instructions[0]);
    await build(`${command} --out bare`);
    const [bare] = readRows('bare/kept.jsonl');
    const none = await project.run(['show', bare.provenance.runId, '--why']);
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain('--keep-calls');
  });

  it('keeps what does not pass the gates apart, with its text and its reasons', async () => {
    writeInstructions('short.jsonl', instructions.slice(0, 3));
    const result = await build(
      'short.jsonl --out short --model simulated:?seed=1&capWords=60 --method native --concurrency 3',
    );
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.json()).toMatchObject({ documents: 3, kept: 0, byGate: { length: 3 } });
    const [row] = readRows('short/rejected.jsonl');
    expect(row.rejected[0]).toMatchObject({ gate: 'length' });
    expect(row.messages[1].content.length).toBeGreaterThan(100);
  });

  it('goes on after a kill and after Ctrl-C with the same command, and ends with the same set', async () => {
    writeInstructions(
      'some.jsonl',
      subjects.map((subject) => `Write a 600-word report about ${subject}`),
    );
    const command = 'some.jsonl --model simulated:?seed=1&ttftMs=150 --method agentwrite --concurrency 2';
    const whole = await build(`${command} --out whole --home other`);
    const args = ['dataset', 'build', ...command.split(' '), '--out', 'cut', '--json'];
    const killed = project.start(args);
    await untilSaid(killed, /build \w+: 6 documents/);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    killed.child.kill('SIGKILL');
    await killed.result;
    const stopped = project.start(args);
    await untilSaid(stopped, /goes on: \d of 6 documents made/);
    stopped.child.kill('SIGINT');
    const interrupted = await stopped.result;
    expect([0, 130]).toContain(interrupted.exitCode);
    const last = await project.run(args);
    expect(last.exitCode, last.stderr).toBe(0);
    const textsOf = (folder: string): unknown[] =>
      readRows(`${folder}/kept.jsonl`).map(({ messages, plan }) => [messages, plan]);
    expect(textsOf('cut')).toEqual(textsOf('whole'));
    // At most the calls in flight were made twice, at the kill and at the stop.
    expect(last.json().usage.calls - whole.json().usage.calls).toBeLessThanOrEqual(2 * 2);
  });

  it('pauses with a reason where the provider will not have it, and goes on when that is mended', async () => {
    const result = await build(
      'some.jsonl --out paused --model simulated:?seed=1&errorRate=1 --method native --max-cost 0.0001 --price 1,1,1',
    );
    expect(result.exitCode).toBe(3);
    expect(result.json().reason).toContain('does not reach for one more document');
    expect(result.stderr).toContain('with a higher --max-cost');
    const status = await build('--out paused --status');
    expect(status.json()).toMatchObject({ state: 'paused', totals: { documents: 6, waiting: 6 } });
    expect((await build('--out paused --go-on')).json()).toMatchObject({ state: 'running' });
    expect((await build('--out paused --cancel')).json()).toMatchObject({ state: 'cancelled' });
    const nothing = await build('--out nowhere --status');
    expect(nothing.exitCode).toBe(2);
    expect(nothing.stderr).toContain('found no build.json');
    const elsewhere = await build('--out paused --pause --home elsewhere');
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.stderr).toContain('Name the home or the database it was begun in');
  });

  it('fails where the key is refused', async () => {
    const locked = { error: { status: 401, body: { error: { message: 'no such key' } } } };
    await using server = await startChatServer({ locked: () => locked });
    const result = await build(
      `some.jsonl --out locked --model compatible:locked@${server.url} --method native`,
    );
    expect(result.exitCode, result.stderr).toBe(1);
    expect(result.json()).toMatchObject({ status: 'paused', left: 6, exitCode: 1 });
    expect(result.stderr).toContain('6 documents left. `compatible:locked');
  });

  it('says which flag is off', async () => {
    for (const [flags, message] of [
      ['--headings all', '`--headings` to be form, keep, none'],
      ['--rate openai', 'such as openai=500,200000'],
      ['--concurrency 0', '`--concurrency` to be a positive integer'],
      ['--priority high', '`--priority` to be a whole number'],
      ['--method novel', '`--method` to be one of'],
      ['--batch', '`--batch` to go with'],
      ['--layout dialogue', '`--layout` to be messages, sharegpt'],
      ['--out some.jsonl', 'Expected `some.jsonl` to be a folder that can be written to'],
      ['--no-work', 'LONGHAND_DATABASE_URL to name a Postgres'],
    ]) {
      const result = await build(`some.jsonl --out wrong --model simulated: ${flags}`);
      expect(result.exitCode, flags).toBe(2);
      expect(result.stderr).toContain(message);
    }
    expect(existsSync(path('wrong', 'build.json'))).toBe(false);
    const worker = await project.run(['worker']);
    expect(worker.exitCode).toBe(2);
    expect(worker.stderr).toContain('LONGHAND_DATABASE_URL');
  });

  it('makes a set with `mini` that is exported, read back and trained on', async () => {
    writeInstructions(
      'mini.jsonl',
      instructions.slice(0, 2).map((each) => each.replace('800', '300')),
    );
    const built = await build('mini.jsonl --out mini --model mini --concurrency 2 --length-score 50');
    expect(built.exitCode, built.stderr).toBe(0);
    expect(built.json()).toMatchObject({ documents: 2, practice: true });
    expect(built.json().kept).toBeGreaterThan(0);
    const exported = await project.run([
      'dataset',
      'export',
      'mini/kept.jsonl',
      '--out',
      'mini/set.parquet',
      '--json',
    ]);
    expect(exported.exitCode, exported.stderr).toBe(0);
    const back: unknown[] = [];
    for await (const record of readRecords([path('mini/set.parquet')], { onBadRow: () => {} }))
      back.push([record.messages, record.plan, record.provenance?.model]);
    expect(back).toEqual(readRows('mini/kept.jsonl').map(({ messages, plan }) => [messages, plan, 'mini']));
    if (!hasOnnxRuntime()) {
      console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');
      return;
    }
    const run = (command: string) => project.run(['train', ...command.split(' ')]);
    expect((await run('tokenizer mini/kept.jsonl --out mini/tok --vocabulary 400')).exitCode).toBe(0);
    const trained = await run(
      'sft mini/kept.jsonl --out mini/sft --tokenizer mini/tok/tokenizer.json --hidden-size 32 --layers 1 --heads 2 --context 1024 --batch 1 --micro 1 --steps 3 --threads 1 --json',
    );
    expect(trained.exitCode, trained.stderr).toBe(0);
    expect(trained.json()).toMatchObject({ step: 3 });
  });
});
