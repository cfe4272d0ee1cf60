/** The command end to end; practice models: the answers show that the process works, nothing about reading. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSimulatedAddress } from '../../src/model/simulated/parameters.ts';
import { startSimulatedServer } from '../../src/model/simulated/server.ts';
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
