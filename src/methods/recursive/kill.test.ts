/** Processes that are really killed inside a cell of a REPL, and what the next one makes of it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeReadingTask } from '../../../bench/read-tasks.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-recursive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { text, ask, answer } = makeReadingTask('aggregate', 18_000, 7);
const log = join(folder, 'calls.log');
const moduleOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Starts or resumes the reading; waits for ever in the call whose prompt holds `hangAt`, if that is not ''. */
const script = (runId: string, hangAt: string): string => `
  const { appendFileSync } = await import('node:fs');
  const { openEngine } = await import(${moduleOf('../../run/engine.ts')});
  const { createReadProgram } = await import(${moduleOf('../reading/read-program.ts')});
  const { requestReading } = await import(${moduleOf('../../../bench/scripted-reading.ts')});
  const { readByPieces, scriptedRecursion } = await import(${moduleOf('../../../bench/scripted-recursion.ts')});
  const { answerAsReader } = await import(${moduleOf('../../../bench/scripted-reader.ts')});
  const { makeReadingTask } = await import(${moduleOf('../../../bench/read-tasks.ts')});
  const { text, ask } = makeReadingTask('aggregate', 18_000, 7);
  const hangAt = ${JSON.stringify(hangAt)};
  const take = (reply, who, prompt) => {
    appendFileSync(${JSON.stringify(log)}, JSON.stringify({ who, prompt }) + '\\n');
    if (hangAt === '' || !prompt.includes(hangAt)) return reply;
    console.log('hangs');
    return { text: 'x', delayInMs: 1_000_000 };
  };
  const root = readByPieces(ask, 12_000);
  const model = scriptedRecursion({
    root: (shown, turn) => take(root(shown, turn), 'root', shown),
    reader: (prompt) => take(answerAsReader(prompt), 'reader', prompt),
  });
  const { request, texts } = await requestReading([text], { ask, method: 'recursive' });
  const program = createReadProgram({ resolveModel: async () => model, texts });
  const engine = await openEngine({ home: ${JSON.stringify(join(folder, 'home'))}, waitInMs: 30_000 });
  const run = ${runId === '' ? `await engine.start({ kind: 'read', request, program })` : `await engine.resume('${runId}', { program })`};
  console.log('run ' + run.runId);
  const { result } = await run.outcome;
  console.log('answer ' + JSON.stringify({ answer: result.answer, report: result.report }));
  await engine.close();`;

/** Plays until it says `until`, then kills it as a power cut would. */
async function play(runId: string, hangAt: string, until: RegExp): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script(runId, hangAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (until.test(said)) resolve();
    });
    child.on('exit', (code) => reject(new Error(`Ended with ${code} before it said ${until}: ${said}`)));
  });
  child.kill('SIGKILL');
  await ended;
  return said;
}

it('goes on inside the REPL after kills in the middle of two cells, and asks nothing twice', async () => {
  const pieces = text.split('\n\n');
  // In the second cell, a piece in the middle of the text; in the third, which needs variables of the second.
  const middle = pieces[Math.floor(pieces.length / 2)] as string;
  const runId = /run (\w+)/.exec(await play('', middle, /run \w+[\s\S]*hangs/))?.[1] ?? '';
  await play(runId, 'Rest on these notes', /hangs/);
  const said = await play(runId, '', /answer .*\n/);
  const { answer: given, report } = JSON.parse(/answer (.*)/.exec(said)?.[1] ?? '{}');
  expect(given).toBe(answer);
  expect(ask).toContain('carts');
  expect(report).toMatchObject({ end: 'answer', turns: 3, cells: 3, restoredRepls: 0 });

  const calls = readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { who: string; prompt: string });
  const asked = (who: string): string[] =>
    calls.filter((call) => call.who === who).map(({ prompt }) => prompt);
  expect(asked('root')).toHaveLength(3);
  // The two calls that the kills cut, and no others, were made again.
  expect(asked('reader').length - new Set(asked('reader')).size).toBe(2);
  expect(report.subCalls).toBe(new Set(asked('reader')).size);

  const trajectory = join(folder, 'home', 'runs', runId, 'trajectory.jsonl');
  expect(existsSync(trajectory)).toBe(true);
  const types = readFileSync(trajectory, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type as string);
  expect(types).toEqual(['start', 'turn', 'turn', 'turn', 'end']);
}, 300_000);
