import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type PlantedAnswer, plantStudy } from '../../test/planted-pairs.ts';
import { starter } from '../bench/benchmarks/starter.ts';
import { comparePairs } from './bench-pairs.ts';
import type { Output } from './output.ts';

const prompts = (await starter.load()).slice(0, 6);
const answers = prompts.flatMap(({ id }, at) =>
  ['native', 'longhand'].map(
    (method): PlantedAnswer => ({
      model: 'simulated:?seed=1',
      method,
      sample: id,
      text: `${'A sentence of the text. '.repeat(20 + at)}By ${method}.`,
      practice: true,
    }),
  ),
);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const plant = (): string => {
  const { folder } = plantStudy(answers);
  folders.push(folder);
  return folder;
};

/** Runs the command here; gives back what it would print. */
async function compare(folder: string, options: Parameters<typeof comparePairs>[1]) {
  const lines: string[] = [];
  let result: unknown;
  const output: Output = {
    json: 'result',
    isQuiet: true,
    say: (line) => lines.push(line),
    complain: (line) => lines.push(line),
    print: (text) => lines.push(text),
    printResult: (value) => {
      result = value;
    },
    printEvent: () => undefined,
  };
  const exitCode = await comparePairs(folder, { home: join(folder, 'home'), ...options }, output);
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
  return { exitCode, said: lines.join('\n'), result: result as any };
}

/** The same in a process of its own, which can be killed. */
function startCompare(folder: string, options: Record<string, string>): ChildProcess {
  const file = (name: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);
  const code = `
    const { comparePairs } = await import(${file('bench-pairs.ts')});
    const { createOutput } = await import(${file('output.ts')});
    const options = ${JSON.stringify({ home: join(folder, 'home'), ...options })};
    process.exitCode = await comparePairs(${JSON.stringify(folder)}, options, createOutput({}));`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
}

const rowsOf = (folder: string): string[] => {
  const path = join(folder, 'pairs.jsonl');
  const whole = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return whole.map((line) => {
    const { key, choice, reply } = JSON.parse(line) as Record<string, unknown>;
    return JSON.stringify([key, choice, reply]);
  });
};

describe('longhand bench pairs', () => {
  it('compares, reports, and marks practice authors and judges', async () => {
    const folder = plant();
    const { exitCode, said, result } = await compare(folder, { judge: 'simulated:?seed=2' });
    expect(exitCode).toBe(0);
    expect(said).toMatch(/^practice model: simulated:\?seed=2/);
    expect(result).toMatchObject({ status: 'done', judged: { done: 6, failed: 0 } });
    expect(result.judges[0]).toMatchObject({ practice: true, pairs: 6 });
    expect(result.comparisons[0]).toMatchObject({ scored: 6, winRate: { clusters: 6 } });
    const report = readFileSync(result.files.markdown, 'utf8');
    expect(report).toContain('**Practice model:** simulated:?seed=1, native; simulated:?seed=1, longhand.');
    expect(report).toContain('**Judged by a practice model:** simulated:?seed=2.');
    expect(report).toContain(
      '| simulated:?seed=1, native (practice) | simulated:?seed=1, longhand (practice) |',
    );
    expect(JSON.parse(readFileSync(result.files.summary, 'utf8')).comparisons).toEqual(result.comparisons);
    // Without a judge it reports what is there.
    const again = await compare(folder, {});
    expect(again.result.comparisons).toEqual(result.comparisons);
    expect(rowsOf(folder)).toHaveLength(12);
  });

  it('goes on after kill -9, with the verdicts of an undisturbed study and none twice', async () => {
    const [killed, whole] = [plant(), plant()];
    const options = { judge: 'simulated:?seed=3&ttftMs=80', concurrency: '2' };
    const child = startCompare(killed, options);
    let said = '';
    await new Promise<void>((done, fail) => {
      child.stderr?.on('data', (text: Buffer) => {
        said += text.toString();
        if (/compared 1,/.test(said)) done();
      });
      child.on('close', () => fail(new Error(`It ended before the first pair: ${said}`)));
    });
    child.removeAllListeners('close');
    const closed = new Promise((done) => child.on('close', done));
    child.kill('SIGKILL');
    await closed;
    const before = rowsOf(killed);
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(before.length).toBeLessThan(12);
    expect((await compare(killed, options)).exitCode).toBe(0);
    await compare(whole, options);
    const after = rowsOf(killed);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.toSorted()).toEqual(rowsOf(whole).toSorted());
  }, 60_000);

  it('stops softly at a limit for the whole study, and goes on where it stopped', async () => {
    const folder = plant();
    const judge = 'simulated:?seed=2';
    await expect(compare(folder, { judge, maxCost: '1' })).rejects.toThrow('Expected a price of');
    const price = [`${judge}=1000000,0,1000000`];
    const stopped = await compare(folder, { judge, price, maxCost: '0.5', concurrency: '1' });
    expect(stopped).toMatchObject({ exitCode: 3, result: { status: 'stopped', judged: { done: 1 } } });
    const again = await compare(folder, { judge, price, maxCost: '0.5' });
    expect(again).toMatchObject({ exitCode: 3, result: { judged: { done: 0, skipped: 1 } } });
    expect(await compare(folder, { judge })).toMatchObject({ exitCode: 0, result: { judged: { done: 5 } } });
  });

  it('says what is wrong with its options', async () => {
    const folder = plant();
    await expect(compare(folder, { against: 'chain' })).rejects.toThrow('Expected `against`');
    await expect(compare(folder, { judge: 'mini', judgeRepeats: '0' })).rejects.toThrow('judge-repeats');
    await expect(compare(join(folder, 'none'), {})).rejects.toThrow('Expected a study in');
  });
});
