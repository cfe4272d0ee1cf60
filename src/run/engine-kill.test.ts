/** A process that is really killed between two checkpoints, and what the next one finds. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openEngine } from './engine.ts';
import type { RunEvent } from './events.ts';
import type { Program } from './run-context.ts';

const home = mkdtempSync(join(tmpdir(), 'longhand-killed-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Ten parts, each a step, an entry in memory and a checkpoint; told where to wait to be killed. */
const program =
  (asked: number[], waitBefore?: number): Program =>
  async (_request, context) => {
    const walk = (await context.checkpoint.load<{ next: number; text: string }>()) ?? { next: 1, text: '' };
    for (; walk.next <= 10; walk.next += 1) {
      asked.push(walk.next);
      walk.text += await context.step(`part-${walk.next}`, async () => `${walk.next} `);
      await context.memory.put(`part-${walk.next}`, [{ kind: 'said', key: 'x', value: walk.next }]);
      await context.emit({ type: 'noted', part: walk.next });
      if (walk.next === waitBefore) {
        console.log(context.runId);
        await new Promise(() => setInterval(() => {}, 1_000));
      }
      await context.checkpoint.save({ next: walk.next + 1, text: walk.text });
    }
    const said = await context.memory.find('said', ['x']);
    return { status: 'done', result: { text: walk.text, said: said.map(({ value }) => value) } };
  };

it('goes on from the last checkpoint of a killed process, nothing paid or said twice', async () => {
  const script = `
    const { openEngine } = await import(${JSON.stringify(new URL('./engine.ts', import.meta.url).href)});
    const engine = await openEngine({ home: ${JSON.stringify(home)} });
    await engine.start({ kind: 'test', request: {}, program: (${program.toString()})([], 6) });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const runId = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => resolve(data.toString().trim()));
    child.on('exit', (code) => reject(new Error(`The process ended with ${code} before it was killed.`)));
  });
  child.kill('SIGKILL');
  const asked: number[] = [];
  const heard: RunEvent[] = [];
  const engine = await openEngine({ home, waitInMs: 2_000 });
  try {
    const run = await engine.resume(runId, {
      program: program(asked),
      listener: (event) => heard.push(event),
    });
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect((await run.outcome).result).toEqual({ text: `${numbers.join(' ')} `, said: numbers });
    expect(asked).toEqual([6, 7, 8, 9, 10]);
    const stored = await engine.store.listEvents(runId);
    const begun = stored.filter(({ type }) => type === 'step-start').map(({ step }) => step);
    expect(begun).toEqual(numbers.map((number) => `part-${number}`));
    expect(stored.filter(({ type }) => type === 'noted').map(({ part }) => part)).toEqual(numbers);
    expect(heard.filter(({ type }) => type === 'noted').map(({ part }) => part)).toEqual(asked);
    const lines = readFileSync(join(run.folder, 'events.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(stored);
  } finally {
    await engine.close();
  }
});
