import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOnnxRuntime } from '../../src/train/graph/onnx-library.ts';
import { createProject, untilSaid } from './cli.ts';

const isInstalled = hasOnnxRuntime();
if (!isInstalled)
  console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');

const project = createProject();
afterAll(() => project[Symbol.dispose]());
const path = (...parts: string[]): string => join(project.folder, ...parts);
const writeRows = (file: string, rows: readonly unknown[]): void =>
  writeFileSync(path(file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const places = ['harbour', 'island', 'cape', 'river mouth', '海港', '岛屿'];
const rows = places.flatMap((place) =>
  [1, 2, 3].map((count) => ({
    messages: [
      { role: 'user', content: `Write ${count} sentences about the light of the ${place}.` },
      {
        role: 'assistant',
        content: `The light of the ${place} burns all night. `.repeat(count).trim(),
      },
    ],
  })),
);
const pairs = places.map((place) => ({
  prompt: [{ role: 'user', content: `Write a sentence about the light of the ${place}.` }],
  chosen: [{ role: 'assistant', content: `The light of the ${place} burns all night.` }],
  rejected: [{ role: 'assistant', content: 'No.' }],
}));
/** A model of a few thousand weights; several micro-batches make a step. */
const tiny =
  '--tokenizer tok/tokenizer.json --hidden-size 32 --layers 2 --heads 2 --feed-forward 48 --context 96 --batch 4 --micro 2 --threads 1';
const run = (command: string): ReturnType<typeof project.run> =>
  project.run(['train', ...command.split(' ')]);
const start = (command: string): ReturnType<typeof project.start> =>
  project.start(['train', ...command.split(' ')]);
const checkpointsIn = (folder: string): string[] =>
  existsSync(path(folder)) ? readdirSync(path(folder)).filter((name) => name.includes('-step-')) : [];
const bytesOf = (checkpoint: string, file: string): Buffer =>
  readFileSync(join(project.folder, checkpoint, file));
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever shape it expects.
const metricsOf = (folder: string): any[] =>
  readFileSync(path(folder, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.skipIf(!isInstalled)('longhand train', () => {
  beforeAll(async () => {
    writeRows('rows.jsonl', rows);
    writeRows('pairs.jsonl', pairs);
    const tokenizer = await run('tokenizer rows.jsonl --out tok --vocabulary 320 --json');
    expect(tokenizer).toMatchObject({ exitCode: 0 });
    expect(tokenizer.json()).toMatchObject({ vocabularySize: 320, tokenizer: join('tok', 'tokenizer.json') });
  });

  it('goes on after kill -9 with the same command, and ends bit for bit where an undisturbed run ends', async () => {
    const command = `sft rows.jsonl ${tiny} --steps 100`;
    const whole = await run(`${command} --out whole --json`);
    expect(whole.exitCode).toBe(0);
    expect(whole.json()).toMatchObject({ status: 'done', step: 100, of: 100, badRows: 0 });
    expect(whole.json().curve.svg).toBe(join('whole', 'loss.svg'));

    const again = `${command} --out killed --save-minutes 0.001`;
    const killed = start(`${again} --json=events`);
    killed.child.stdout?.on('data', (text: string) => {
      const said = [...text.matchAll(/"step":(\d+)/g)].map(([, step]) => Number(step));
      const saved = checkpointsIn('killed').map((name) => Number(name.split('-step-')[1]));
      // With steps behind the checkpoint, so that some are lost.
      if (saved.length > 0 && Math.max(...said) > Math.max(...saved)) killed.child.kill('SIGKILL');
    });
    expect((await killed.result).exitCode).toBe(128 + 9);
    expect(checkpointsIn('killed').some((name) => name.endsWith('-step-100'))).toBe(false);

    const resumed = await run(`${again} --json`);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stderr).toMatch(/goes on after step [1-9]\d* of 100/);
    for (const file of ['model', 'first-moments', 'second-moments'].map((name) => `${name}.safetensors`))
      expect(bytesOf(resumed.json().checkpoint, file)).toEqual(bytesOf(whole.json().checkpoint, file));
    const lossesOf = (folder: string): unknown[] => metricsOf(folder).map(({ step, loss }) => [step, loss]);
    expect(lossesOf('killed')).toEqual(lossesOf('whole'));
    expect(metricsOf('whole').at(-1).loss).toBeLessThan(metricsOf('whole')[0].loss);
  });

  it('prefers by DPO and by ORPO from there, and exports for llama.cpp and for transformers', async () => {
    const settings =
      '--from whole --row-tokens 96 --steps 6 --batch 6 --micro 4 --learning-rate 0.001 --threads 1 --json';
    const dpo = await run(`dpo pairs.jsonl --out dpo ${settings}`);
    expect(dpo.exitCode).toBe(0);
    const margins = metricsOf('dpo').map(({ margin }) => margin);
    // The model begins as its own reference.
    expect(margins[0]).toBeCloseTo(0, 4);
    expect(margins.at(-1)).toBeGreaterThan(0.01);

    const orpo = await run(`orpo pairs.jsonl --out orpo ${settings}`);
    expect(orpo.exitCode).toBe(0);
    expect(metricsOf('orpo').at(-1).loss).toBeLessThan(metricsOf('orpo')[0].loss);

    expect(await run('export dpo --out model.gguf --precision f16')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(path('model.gguf')).subarray(0, 4).toString()).toBe('GGUF');
    expect(await run('export orpo --out model')).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(readFileSync(path('model', 'config.json'), 'utf8'))).toMatchObject({
      model_type: 'llama',
      vocab_size: 320,
    });
    expect(readdirSync(path('model'))).toEqual(
      expect.arrayContaining(['model.safetensors', 'tokenizer.json']),
    );
  });

  it('names file, line and field of a bad row, and goes on without it where it is told to', async () => {
    const bad = { messages: [rows[0]?.messages[0], { role: 'assistant', content: 7 }] };
    writeRows('bad.jsonl', [rows[0], bad, rows[1]]);
    const command = `sft bad.jsonl --out bad ${tiny} --steps 1 --json`;
    const refused = await run(command);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/`messages\[1\]\.content` in bad\.jsonl, line 2,/);
    expect(refused.json().error.code).toBe('usage');

    const skipped = await run(`${command} --skip-bad-rows`);
    expect(skipped.exitCode).toBe(0);
    expect(skipped.stderr).toMatch(/line 2/);
    expect(skipped.json()).toMatchObject({ status: 'done', badRows: 1 });
  });

  it('stops softly on Ctrl-C with a checkpoint, and takes no other settings in its folder', async () => {
    const command = `sft rows.jsonl --out stopped ${tiny} --steps 1000000`;
    const stopped = start(`${command} --json`);
    await untilSaid(stopped, /step 1 of 1.?000.?000/);
    stopped.child.kill('SIGINT');
    const { exitCode, stderr, json } = await stopped.result;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('The same command goes on from there.');
    const { status, step, checkpoint } = json();
    expect(status).toBe('interrupted');
    expect(metricsOf('stopped')).toHaveLength(step);
    expect(checkpoint).toContain(`-step-${step}`);
    expect(checkpointsIn('stopped')).toHaveLength(1);

    const other = await run(`${command} --learning-rate 0.5`);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toMatch(/`learningRate` of the training in stopped.*--out/);
    expect(checkpointsIn('stopped')).toHaveLength(1);
  });
});
