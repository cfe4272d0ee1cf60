import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProject, untilSaid } from '../../test/e2e/cli.ts';

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const model = 'simulated:?capWords=300&ttftMs=150';
const few = ['--max-input', '700', '--lengths', '250,500', '--repeats', '1'];
const listKeys = (folder: string): string[] =>
  readFileSync(join(project.folder, folder, 'calls.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { key: string }).key);

describe('longhand ceiling', () => {
  it('goes on after kill -9 with the same command, pays for nothing twice, and marks the practice model', async () => {
    const command = ['ceiling', model, ...few, '--out', 'card', '--concurrency', '1'];
    const killed = project.start(command);
    await untilSaid(killed, /asked for 250 words/);
    killed.child.kill('SIGKILL');
    await killed.result;
    const before = listKeys('card');
    expect(before.length).toBeGreaterThan(0);

    const run = await project.run([...command, '--json']);
    expect(run.exitCode).toBe(0);
    const keys = listKeys('card');
    expect(keys.slice(0, before.length)).toEqual(before);
    expect(new Set(keys).size).toBe(keys.length);
    const card = run.json();
    expect(card).toMatchObject({
      test: 'ceiling-1',
      model,
      practice: true,
      status: 'done',
      calls: 6,
      usd: null,
      counting: 'longbench-write',
      limit: { tokens: 700, source: 'asked' },
      input: { ceiling: { tokens: 0, words: 0, endedBy: 'below' } },
      output: { ceiling: { isReached: true } },
      ratio: { value: null },
      exitCode: 0,
    });
    expect(Math.abs(card.output.ceiling.words / 300 - 1)).toBeLessThan(0.1);
    expect(run.stderr).toContain('are here already');
    expect(
      run.stderr
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('practice model')),
    ).toHaveLength(2);
    for (const file of ['json', 'md', 'html', 'svg', 'png'])
      expect(existsSync(join(project.folder, 'card', `ceiling.${file}`))).toBe(true);
  }, 120_000);

  it('quotes without a call, and stops at its budget with what is there', async () => {
    const dry = await project.run(['ceiling', model, ...few, '--price', '1,1,10', '--dry-run', '--json']);
    expect(dry.json()).toMatchObject({ dryRun: true, practice: true, quote: { calls: [6, 6] } });
    expect(dry.json().quote.usd[1]).toBeGreaterThan(dry.json().quote.usd[0]);
    const out = ['--out', 'short', '--concurrency', '1'];
    const spare = ['--price', '1,1,10', '--max-cost', '0.005'];
    const stopped = await project.run(['ceiling', model, ...few, ...out, ...spare, '--json']);
    expect(stopped.exitCode).toBe(3);
    expect(stopped.json()).toMatchObject({ status: 'budget', exitCode: 3 });
    expect(stopped.json().usd).toBeLessThanOrEqual(0.005);
    expect(stopped.json().resume).toContain('--max-input 700 --lengths 250,500 --repeats 1');
    expect(existsSync(join(project.folder, 'short', 'ceiling.md'))).toBe(true);
  }, 120_000);

  it('names the flag, what it takes and what to do', async () => {
    const unpriced = await project.run(['ceiling', model, '--max-cost', '1']);
    expect([unpriced.exitCode, unpriced.stderr]).toEqual([
      2,
      expect.stringContaining('--price input,cached,output'),
    ]);
    const short = await project.run(['ceiling', model, '--max-input', '50']);
    expect([short.exitCode, short.stderr]).toEqual([2, expect.stringContaining('at least 600 tokens')]);
  }, 60_000);
});
