/**
 * Our side of `npm run bench train`, as a process of its own so that its memory can be told: the counterpart of
 * train-peer.py, with the same modes, files and answers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adamw, createMoments } from '../src/train/adamw.ts';
import { parseSafetensors, readFloats, renderSafetensors } from '../src/train/checkpoint/safetensors.ts';
import { createDecoder } from '../src/train/decoder/create-decoder.ts';
import type { ModelConfig, Weights } from '../src/train/model-config.ts';
import type { TokenRow } from '../src/train/token-row.ts';

/** What both sides are given to do; the tensors lie beside it. */
export type TrainTask = {
  config: ModelConfig;
  rows: number;
  tokens: number;
  threads: number;
  /** Queries of one block of attention, where it runs in blocks. */
  blockTokens: number;
  /** Of the steps that are compared. */
  learningRates: readonly number[];
  betas: readonly [number, number];
  epsilon: number;
  weightDecay: number;
};

/** `cpuMs`: of all cores, since the process began. */
export type Timing = { stepMs: number[]; peakBytes: number; cpuMs: number };

const [folder = '', mode, steps = '0', option] = process.argv.slice(2);
const task = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8')) as TrainTask;
const read = (name: string): ReturnType<typeof parseSafetensors>['tensors'] =>
  parseSafetensors(readFileSync(join(folder, `${name}.safetensors`)), name).tensors;
const write = (name: string, tensors: Weights): void =>
  writeFileSync(
    join(folder, `${name}.safetensors`),
    renderSafetensors(new Map([...tensors].map(([key, value]) => [key, { dtype: 'F32', ...value }]))),
  );

const weights: Weights = new Map(
  [...read('weights')].map(([name, tensor]) => [name, { shape: tensor.shape, data: readFloats(tensor) }]),
);
const rows = splitRows();
const moments = createMoments(weights);
const decoder = await createDecoder(task.config, {
  rows: task.rows,
  tokens: task.tokens,
  threads: task.threads,
  recompute: option === 'recompute',
});

async function step(index: number): Promise<Awaited<ReturnType<typeof decoder.step>>> {
  const found = await decoder.step({ weights, rows });
  const { learningRates, betas, weightDecay, epsilon } = task;
  adamw(weights, found.gradients, moments, {
    step: index + 1,
    learningRate: learningRates[index] ?? (learningRates[0] as number),
    betas,
    weightDecay,
    epsilon,
  });
  return found;
}

if (mode === 'check') {
  for (const index of task.learningRates.keys()) {
    const { tokenLosses, gradients } = await step(index);
    if (index > 0) continue;
    write('own-losses', new Map([['losses', { shape: [tokenLosses.length], data: tokenLosses }]]));
    write('own-gradients', gradients);
  }
  write('own-weights', weights);
} else {
  const stepMs: number[] = [];
  for (let index = 0; index < Number(steps); index += 1) {
    const beganAt = performance.now();
    await step(index);
    stepMs.push(performance.now() - beganAt);
  }
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const timing: Timing = { stepMs, peakBytes: maxRSS * 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 };
  console.log(JSON.stringify(timing));
}
await decoder.release();

function splitRows(): TokenRow[] {
  const batch = read('batch');
  const part = <T>(name: string, row: number): T =>
    batch.get(name)?.data.slice(row * task.tokens, (row + 1) * task.tokens) as T;
  return Array.from({ length: task.rows }, (_, row) => ({
    tokens: part('tokens', row),
    targets: part('targets', row),
    weights: part('weights', row),
    documents: part('documents', row),
    positions: part('positions', row),
  }));
}
