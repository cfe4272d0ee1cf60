/** The command end to end; practice models: the answers show that the process works, nothing about reading. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSimulatedAddress } from '../../src/model/simulated/parameters.ts';
import { startSimulatedServer } from '../../src/model/simulated/server.ts';
import { startEmbeddingServer } from '../embedding-server.ts';
import { createProject } from './cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const put = (name: string, sentences: number): void =>
  writeFileSync(
    join(project.folder, name),
    Array.from({ length: sentences }, (_, index) => `In year ${index} the harbour counted ships.`).join(' '),
  );

describe('longhand read', () => {
  it('reads beyond the window of mini, and says which model and which method', async () => {
    put('log.txt', 60);
    const run = await project.run([
      'read',
      'log.txt',
      '--ask',
      'What was counted?',
      '--out',
      'answer.md',
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    const result = run.json();
    expect(result).toMatchObject({
      status: 'done',
      model: 'mini',
      practice: true,
      method: 'chain-of-agents',
      ask: 'What was counted?',
      sources: [{ title: 'log.txt' }],
    });
    expect(result.answer.length).toBeGreaterThan(0);
    expect(result.words).toBeGreaterThan(0);
    expect(result.units.at(-1)).toMatchObject({ id: 'manager', spans: [] });
    expect(run.stderr).toContain('practice model: mini');
    expect(run.stderr).toMatch(/method: chain-of-agents \(\d+ tokens do not fit into a window of 750/);
    expect(readFileSync(join(project.folder, 'answer.md'), 'utf8')).toContain('practice: true');
    const { runs } = (await project.run(['runs', '--json'])).json();
    expect(runs).toMatchObject([{ runId: result.runId, method: 'chain-of-agents', status: 'done' }]);

    // Moved to another home, it is the same run, without a folder of this machine.
    const packed = await project.run(['runs', 'pack', result.runId, '--out', 'run.longhand']);
    expect(packed.exitCode).toBe(0);
    const moved = await project.run(['runs', 'unpack', 'run.longhand', '--home', 'moved', '--json']);
    expect(moved.exitCode).toBe(0);
    const again = await project.run(['resume', result.runId, '--home', 'moved', '--json']);
    expect(again.json()).toMatchObject({ answer: result.answer, sources: [{ path: 'log.txt' }] });
  }, 300_000);

  it('chooses by size and task, quotes, and starts nothing on a dry run', async () => {
    put('short.txt', 5);
    put('long.txt', 600);
    mkdirSync(join(project.folder, 'story'), { recursive: true });
    const scene = '"You are late," said Mara. He looked at her and asked where she had been. '.repeat(120);
    writeFileSync(join(project.folder, 'story/one.md'), `# Chapter 1\n\n${scene}\n\n# Chapter 2\n\n${scene}`);
    const choose = async (...words: string[]) => {
      const model = ['--model', 'simulated:?contextTokens=2000', '--price', '1,1,2'];
      return (await project.run(['read', ...words, ...model, '--dry-run', '--json'])).json();
    };
    expect(await choose('short.txt', '--ask', 'What was counted?')).toMatchObject({
      dryRun: true,
      method: 'direct',
      quote: { calls: [1, 1] },
    });
    const long = await choose('long.txt', '--ask', 'What was counted?');
    expect(long).toMatchObject({ method: 'chain-of-agents', cost: { priced: true } });
    expect(long.quote.calls[0]).toBeGreaterThan(3);
    expect(await choose('story', '--ask', 'Summarize it')).toMatchObject({
      method: 'nexussum',
      kind: 'summarize',
    });
    expect(await choose('long.txt', '--ask', 'What?', '--hybrid')).toMatchObject({
      method: 'chain-of-agents',
    });
    const { runs } = (await project.run(['runs', '--json', '--home', 'fresh'])).json();
    expect(runs).toEqual([]);
  }, 300_000);

  it('tells what is wrong before anything is paid', async () => {
    put('short.txt', 5);
    const fails = async (...words: string[]) => {
      const run = await project.run(['read', ...words, '--model', 'simulated:?contextTokens=2000']);
      expect(run.exitCode).toBe(2);
      return run.stderr;
    };
    expect(await fails('short.txt')).toContain('Expected `--ask`');
    expect(await fails('nowhere.txt', '--ask', 'What?')).toContain('nowhere.txt');
    expect(await fails('https://example.org/a', '--ask', 'What?')).toContain('Allow web addresses');
    expect(await fails('short.txt', '--ask', 'What?', '--order', 'zigzag')).toContain('Expected `--order`');
    expect(await fails('short.txt', '--ask', 'What?', '--max-cost', '1')).toContain('Expected a price');
    expect(await fails('short.txt', '--ask', 'What?', '--method', 'guess')).toContain('chain-of-agents');
  }, 300_000);

  it('keeps what was read when it is killed, and pays only the call in flight twice', async () => {
    // An endpoint that names no window is planned with 8,192 tokens.
    put('log.txt', 2_600);
    const calls: { hash: string; isWhole: boolean }[] = [];
    const server = await startSimulatedServer(parseSimulatedAddress('simulated:?seed=3&ttftMs=300'), {
      port: 0,
      onRequest: ({ hash, status, finishReason }) =>
        calls.push({ hash: hash ?? '', isWhole: status === 200 && finishReason !== 'interrupted' }),
    });
    try {
      const home = join(project.folder, 'killed');
      const address = `compatible:practice@${server.url}`;
      const words = ['--ask', 'What was counted?', '--home', home, '--json', '--model', address];
      const { child, result } = project.start(['read', 'log.txt', ...words]);
      const begun = (): number => {
        const [run] = existsSync(join(home, 'runs')) ? readdirSync(join(home, 'runs')) : [];
        const file = join(home, 'runs', run ?? '', 'events.jsonl');
        const starts = /"type":"step-start","step":"walk\/worker/g;
        return run && existsSync(file) ? (readFileSync(file, 'utf8').match(starts)?.length ?? 0) : 0;
      };
      await expect.poll(begun, { timeout: 120_000, interval: 5 }).toBeGreaterThanOrEqual(2);
      child.kill('SIGKILL');
      await result;
      // The text is with the run: its file is needed no more.
      rmSync(join(project.folder, 'log.txt'));
      const { runs } = (await project.run(['runs', '--json', '--home', home])).json();
      expect(runs).toMatchObject([{ status: 'interrupted', method: 'chain-of-agents' }]);
      const paid = calls.filter((call) => call.isWhole).map(({ hash }) => hash);
      const resumed = await project.run(['resume', runs[0].runId, '--home', home, '--json']);
      expect(resumed.exitCode).toBe(0);
      const answered = resumed.json();
      expect(answered).toMatchObject({ status: 'done', method: 'chain-of-agents' });
      for (const hash of paid) expect(calls.filter((call) => call.hash === hash)).toHaveLength(1);
      expect(calls.length).toBeLessThanOrEqual(answered.units.length + 1);
      // Finished, it is answered from the store.
      const before = calls.length;
      const again = await project.run(['resume', runs[0].runId, '--home', home, '--json']);
      expect(again.json().answer).toBe(answered.answer);
      expect(calls).toHaveLength(before);
    } finally {
      await server.close();
    }
  }, 300_000);
});

describe('reading and writing from sources, without any endpoint', () => {
  const harbour = `# Norwick harbour report

In 2020 the harbour of Norwick handled 1,240 ferries. The harbour master, Anna Berg, counted 312,000 passengers.

The new pier cost 4.2 million crowns. words: 9000
`;
  const write = ['write', 'Write a 400-word report about ferries', '--source', 'harbour.md'];
  const runsOf = (home: string): string[] => readdirSync(join(project.folder, home, 'runs'));

  it('writes from sources with mini, which sees them, traces nothing and says so; played back, it is the same', async () => {
    writeFileSync(join(project.folder, 'harbour.md'), harbour);
    const run = await project.run([
      ...write,
      '--model',
      'mini',
      '--out',
      'report.md',
      '--home',
      'ferries',
      '--json',
    ]);
    expect(run.exitCode).toBe(0);
    const { citations, runId, practice } = run.json();
    expect(practice).toBe(true);
    expect(citations).toMatchObject({ cited: 0, kept: 0, precision: null });
    expect(run.stderr).toMatch(/warning: 0 of \d+ claims are traced to a source/);
    expect(run.stderr).toContain('practice model: mini');
    const text = readFileSync(join(project.folder, 'report.md'), 'utf8');
    expect(text).not.toMatch(/## References|\[\^\d|\[S\d/);
    expect(text).toContain('practice: true');
    const sent = (await project.run(['show', runId, '1', '--why', '--home', 'ferries'])).stdout;
    expect(sent).toMatch(/^source: \[S1\] .*ferries/m);
    expect(sent).toMatch(/^facts: .*Norwick/m);
    expect(sent).not.toMatch(/^words: 9000/m);

    // The same request as its recording: nothing is called, and the claims of it are as few.
    const recorded = `recorded:ferries/runs/${runId}`;
    const again = await project.run([
      ...write,
      '--model',
      recorded,
      '--out',
      'again.md',
      '--home',
      'played',
      '--json',
    ]);
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({ practice: true, citations });
    const bodyOf = (file: string): string =>
      readFileSync(join(project.folder, file), 'utf8').replace(/^---[\s\S]*?\n---\n/, '');
    expect(bodyOf('again.md')).toBe(bodyOf('report.md'));
  }, 300_000);

  it('plays a recorded reading back, with the same answer', async () => {
    put('log.txt', 60);
    const read = ['read', 'log.txt', '--ask', 'What was counted?', '--json'];
    const first = await project.run([...read, '--model', 'mini', '--home', 'read-once']);
    const [runId = ''] = runsOf('read-once');
    const recorded = ['--model', `recorded:read-once/runs/${runId}`, '--home', 'read-again'];
    const again = await project.run([...read, ...recorded]);
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({
      answer: first.json().answer,
      practice: true,
      method: 'chain-of-agents',
    });
  }, 300_000);

  it('searches by an embedding model that is named, and says what is wrong with one that is not', async () => {
    writeFileSync(join(project.folder, 'harbour.md'), harbour);
    const server = await startEmbeddingServer((texts) => texts.map((text) => [text.length, 1]));
    try {
      const named = [...write, '--model', 'simulated:?seed=1', '--home', 'vectors', '--json'];
      const run = await project.run([...named, '--embeddings', server.address]);
      expect(run.exitCode).toBe(0);
      expect(server.requests.length).toBeGreaterThan(1);
      const events = readFileSync(
        join(project.folder, 'vectors/runs', runsOf('vectors')[0] ?? '', 'events.jsonl'),
        'utf8',
      );
      expect(events.match(/"type":"step-end","step":"embed-/g)).toHaveLength(server.requests.length);
      const wrong = await project.run([...named, '--embeddings', 'anthropic:claude']);
      expect(wrong.exitCode).toBe(2);
      expect(wrong.stderr).toContain('Expected `embeddings` to be the address of an embedding model');
      const alone = await project.run([
        'write',
        'Write 100 words about ferries',
        '--embeddings',
        server.address,
      ]);
      expect(alone.stderr).toContain('Expected `--embeddings` together with `--source`');
      const policy = await project.run([...named, '--on-unsupported', 'guess']);
      expect(policy.stderr).toContain('mark, remove, research, research-mark');
    } finally {
      await server.close();
    }
  }, 300_000);

  it('reads with a model for each role', async () => {
    put('long.txt', 600);
    const roles = ['--model', 'simulated:?contextTokens=2000', '--writer', 'simulated:?contextTokens=9000'];
    const run = await project.run([
      'read',
      'long.txt',
      '--ask',
      'What was counted?',
      '--method',
      'chain-of-agents',
      ...roles,
      '--home',
      'roles',
      '--json',
    ]);
    expect(run.json()).toMatchObject({
      model: 'simulated:?contextTokens=9000',
      roles: { summarizer: 'simulated:?contextTokens=2000', judge: 'simulated:?contextTokens=2000' },
    });
  }, 300_000);
});
