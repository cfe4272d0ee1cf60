/** A process that is really killed while it saves one checkpoint after another, and what is left each time. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ModelConfig } from '../model-config.ts';
import { loadCheckpoint } from './checkpoint.ts';

const directory = mkdtempSync(join(tmpdir(), 'longhand-killed-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const config: ModelConfig = {
  vocabularySize: 512,
  contextTokens: 64,
  hiddenSize: 64,
  layers: 2,
  heads: 2,
  keyValueHeads: 2,
  feedForwardSize: 96,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

/** Every number of checkpoint n is n, so a mixture of two would show. */
const script = `
  const { loadCheckpoint, saveCheckpoint } = await import(${JSON.stringify(new URL('./checkpoint.ts', import.meta.url).href)});
  const { listWeights } = await import(${JSON.stringify(new URL('../model-config.ts', import.meta.url).href)});
  const config = ${JSON.stringify(config)};
  const fill = (n) => new Map(listWeights(config).map(({ name, shape }) =>
    [name, { shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(n) }]));
  const directory = ${JSON.stringify(directory)};
  const first = ((await loadCheckpoint(directory))?.step ?? 0) + 1;
  for (let step = first; ; step += 1) {
    await saveCheckpoint(directory, {
      config, weights: fill(step), optimizer: { firstMoments: fill(step), secondMoments: fill(step) },
      step, dataPosition: step, randomState: step, tokenizerFile: String(step) }, { keep: 1 });
    console.log(step);
  }`;

/** Saves until the second checkpoint is told, waits a moment more, kills. Gives the last step that was told. */
async function saveUntilKilled(delayInMs: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (data: Buffer) => {
    const isSecond = told.split('\n').length <= 2 && `${told}${data}`.split('\n').length > 2;
    told += data.toString();
    if (isSecond) setTimeout(() => child.kill('SIGKILL'), delayInMs);
  });
  const signal = await new Promise((resolve) => child.on('exit', (_code, name) => resolve(name)));
  expect(signal).toBe('SIGKILL');
  return Number(told.trim().split('\n').at(-1));
}

it('leaves the last checkpoint told, or the next, whole at whatever moment it is killed', async () => {
  let drafts = 0;
  for (const delayInMs of [0, 1, 2, 3, 5, 7, 9, 12]) {
    const told = await saveUntilKilled(delayInMs);
    drafts += readdirSync(directory).filter((name) => name.startsWith('.draft-')).length;
    const loaded = await loadCheckpoint(directory);
    const step = loaded?.step ?? 0;
    expect(step).toBeGreaterThanOrEqual(told);
    expect(loaded).toMatchObject({
      skipped: [],
      dataPosition: step,
      randomState: step,
      tokenizerFile: String(step),
    });
    for (const tensors of [
      loaded?.weights,
      loaded?.optimizer?.firstMoments,
      loaded?.optimizer?.secondMoments,
    ])
      for (const [name, { data }] of tensors ?? [])
        expect([name, data.every((value) => value === step)]).toEqual([name, true]);
  }
  // Otherwise no kill came while one was being written, and nothing was shown.
  expect(drafts).toBeGreaterThan(0);
});
