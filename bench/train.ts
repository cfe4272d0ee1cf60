/**
 * A training step against PyTorch's: first that both do the same (losses, every gradient, the weights after three
 * AdamW steps, from the same weights and the same packed batch), then how fast and in how much memory, by turns, each
 * run in a process of its own. fp32 on both sides, the same number of threads, the mask between documents on both.
 *
 * FLOP are the useful ones: 6 for every weight of a matrix product and 6·T·D·L for causal attention, per token.
 *
 * `npm run bench train [python ...]`; without a path, LONGHAND_PEER_PYTHON. A python needs torch and numpy.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createRandom } from '../src/model/simulated/random.ts';
import {
  parseSafetensors,
  readFloats,
  renderSafetensors,
  type StoredTensor,
} from '../src/train/checkpoint/safetensors.ts';
import { joinStretches } from '../src/train/data/label.ts';
import { packRows } from '../src/train/data/pack.ts';
import { hasOnnxRuntime } from '../src/train/graph/onnx-library.ts';
import { initWeights } from '../src/train/init-weights.ts';
import { weighRows } from '../src/train/losses.ts';
import { listWeights, type ModelConfig } from '../src/train/model-config.ts';
import type { TokenRow } from '../src/train/token-row.ts';
import type { Timing, TrainTask } from './train-own.ts';

const rounds = 3;
/** The first steps of a process touch memory for the first time. */
const droppedSteps = 4;
const countedSteps = 15;
/** A run is done again where others took more than this of the machine. */
const mostOtherCores = 0.1;
const mostTries = 8;
const waitMs = 20_000;

const config: ModelConfig = {
  vocabularySize: 512,
  contextTokens: 1024,
  hiddenSize: 256,
  layers: 4,
  heads: 4,
  keyValueHeads: 4,
  feedForwardSize: 704,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};
const task: TrainTask = {
  config,
  rows: 8,
  tokens: config.contextTokens,
  threads: Math.min(2, availableParallelism()),
  blockTokens: 256,
  learningRates: [1e-3, 5e-4, 2e-4],
  betas: [0.9, 0.95],
  epsilon: 1e-8,
  weightDecay: 0.1,
};

/** `kernels`: those that OpenBLAS was told to take; absent where it chose. */
type PeerFacts = {
  torch: string;
  threads: number;
  attention: string;
  kernels: string | null;
  libraries: string[];
};
/** What one process measured; `otherCores`: how many cores other processes kept busy meanwhile, on average. */
type Undisturbed<Figures> = Figures & { otherCores: number };
type Side = { name: string; runs: Undisturbed<Timing>[]; start(): Promise<Timing> };

export async function run(parameters: string[]): Promise<void> {
  if (!hasOnnxRuntime()) {
    console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');
    return;
  }
  const pythons = parameters.length > 0 ? parameters : [process.env.LONGHAND_PEER_PYTHON ?? ''];
  const folder = mkdtempSync(join(tmpdir(), 'longhand-bench-train-'));
  try {
    await compare(
      folder,
      pythons.filter((path) => path !== ''),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(folder: string, pythons: readonly string[]): Promise<void> {
  const rows = writeTask(folder);
  const documents = rows.reduce((sum, row) => sum + new Set(row.documents.filter((id) => id >= 0)).size, 0);
  console.log(
    `${task.threads} threads; ${task.rows} rows of ${task.tokens} tokens, ${documents} documents in them; ` +
      `${rounds} runs a side by turns, ${countedSteps} steps counted after ${droppedSteps}`,
  );
  const sides: Side[] = [
    { name: 'longhand', runs: [], start: () => runOwn(folder) },
    { name: 'longhand, recompute', runs: [], start: () => runOwn(folder, 'recompute') },
  ];
  let peakGflops: number | undefined;
  await callOwn([folder, 'check']);
  for (const python of pythons) {
    const facts = await findPeer(folder, python);
    if (facts === undefined) continue;
    peakGflops = Math.max(peakGflops ?? 0, facts.gflops);
    const name = `PyTorch ${facts.torch}${facts.kernels === null ? '' : `, ${facts.kernels} kernels`}`;
    console.log(
      `${name}: ${facts.threads} threads, attention ${facts.attention}, ${facts.libraries.join(' ')}; product of 2048 x 2048: ${Math.round(facts.gflops)} GFLOP/s`,
    );
    await callPeer(python, [folder, 'check']);
    printAgreement(folder, facts.torch);
    sides.push({
      name,
      runs: [],
      start: () => callPeer(python, [folder, 'time', String(droppedSteps + countedSteps)]),
    });
  }
  if (pythons.length === 0)
    console.log(
      'no peer: name a python that has torch and numpy, as a parameter or in LONGHAND_PEER_PYTHON. Ours alone follows.',
    );
  for (let round = 0; round < rounds; round += 1)
    for (const side of sides) side.runs.push(await runUndisturbed(side.start));
  printTable(sides, peakGflops);
}

/** Does a run again that other processes disturbed, and gives the least disturbed one when patience is at an end. */
async function runUndisturbed<Figures extends { cpuMs: number }>(
  start: () => Promise<Figures>,
): Promise<Undisturbed<Figures>> {
  const tries: Undisturbed<Figures>[] = [];
  while (tries.length < mostTries) {
    if (tries.length > 0) await setTimeout(waitMs);
    const [busyBefore, beganAt] = [countBusyMs(), performance.now()];
    const figures = await start();
    const otherMs = Math.max(0, countBusyMs() - busyBefore - figures.cpuMs);
    tries.push({ ...figures, otherCores: otherMs / (performance.now() - beganAt) });
    if (otherMs / (performance.now() - beganAt) < mostOtherCores) break;
  }
  return tries.reduce((best, each) => (each.otherCores < best.otherCores ? each : best));
}

/** What all cores have worked since the machine began. */
const countBusyMs = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);

/** Random tokens in documents of 60 to 700, packed; prompts of a tenth are not learnt. */
function writeTask(folder: string): TokenRow[] {
  const random = createRandom('bench-train', 1);
  const draw = (length: number): number[] =>
    Array.from({ length }, () => random.integer(config.vocabularySize));
  const documents = Array.from({ length: 40 }, () => {
    const length = 60 + random.integer(640);
    const prompt = Math.floor(length / 10);
    return joinStretches([
      { tokens: draw(prompt), isTarget: false },
      { tokens: draw(length - prompt), isTarget: true },
    ]);
  });
  const packed = packRows(documents, { tokens: task.tokens, strategy: 'best-fit' });
  const rows = weighRows(packed.rows.slice(0, task.rows), 'token-mean');
  const shape = [task.rows, task.tokens];
  const whole = (name: 'tokens' | 'targets' | 'documents' | 'positions') => ({
    dtype: 'I32' as const,
    shape,
    data: Int32Array.from(rows.flatMap((row) => [...row[name]])),
  });
  const batch = new Map([
    ['tokens', whole('tokens')],
    ['targets', whole('targets')],
    ['documents', whole('documents')],
    ['positions', whole('positions')],
  ]);
  const weights = new Map([
    [
      'weights',
      { dtype: 'F32' as const, shape, data: Float32Array.from(rows.flatMap((row) => [...row.weights])) },
    ],
  ]);
  writeFileSync(
    join(folder, 'batch.safetensors'),
    renderSafetensors(new Map<string, StoredTensor>([...batch, ...weights])),
  );
  const initial = [...initWeights(config, 1)].map(
    ([name, tensor]) => [name, { dtype: 'F32' as const, ...tensor }] as const,
  );
  writeFileSync(join(folder, 'weights.safetensors'), renderSafetensors(new Map(initial)));
  writeFileSync(join(folder, 'task.json'), JSON.stringify(task));
  return rows;
}

const execute = promisify(execFile);
const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

async function callOwn(args: readonly string[]): Promise<string> {
  const script = join(import.meta.dirname, 'train-own.ts');
  return (await execute(process.execPath, [script, ...args])).stdout;
}

async function runOwn(folder: string, option = ''): Promise<Timing> {
  const steps = String(droppedSteps + countedSteps);
  return JSON.parse(lastLine(await callOwn([folder, 'time', steps, option]))) as Timing;
}

async function callPeer<Answer>(python: string, args: readonly string[]): Promise<Answer> {
  const script = join(import.meta.dirname, 'train-peer.py');
  const { stdout } = await execute(python, [script, ...args], { env: peerEnvironment() });
  return (stdout.trim() === '' ? undefined : JSON.parse(lastLine(stdout))) as Answer;
}

/** Debian's PyTorch takes one thread unless told; jemalloc helps it where it keeps what it got from the system. */
function peerEnvironment(): NodeJS.ProcessEnv {
  const threads = String(task.threads);
  const jemalloc = [
    '/usr/lib/x86_64-linux-gnu/libjemalloc.so.2',
    '/usr/lib/aarch64-linux-gnu/libjemalloc.so.2',
    '/usr/lib64/libjemalloc.so.2',
  ].find((path) => existsSync(path));
  return {
    OMP_NUM_THREADS: threads,
    OPENBLAS_NUM_THREADS: threads,
    MALLOC_CONF: 'dirty_decay_ms:-1,muzzy_decay_ms:-1',
    ...(jemalloc !== undefined && { LD_PRELOAD: jemalloc }),
    ...process.env,
  };
}

async function findPeer(
  folder: string,
  python: string,
): Promise<(PeerFacts & { gflops: number }) | undefined> {
  try {
    return await runUndisturbed(() =>
      callPeer<PeerFacts & { gflops: number; cpuMs: number }>(python, [folder, 'peak']),
    );
  } catch (error) {
    const { message, stderr = '' } = error as Error & { stderr?: string };
    console.log(
      `not run: ${python} cannot run the peer (${lastLine(stderr || message)}). It needs torch and numpy.`,
    );
    return undefined;
  }
}

/** How far two tensors are apart: the largest difference, and ‖own − peer‖ / ‖peer − from‖. */
type Difference = { name: string; absolute: number; relative: number };

/** @param from - Where both began, for weights that have moved; nothing for losses and gradients. */
function compareFiles(folder: string, what: string, from?: string): Difference[] {
  const read = (name: string): ReturnType<typeof parseSafetensors>['tensors'] =>
    parseSafetensors(readFileSync(join(folder, `${name}.safetensors`)), name).tensors;
  const [own, peer] = [read(`own-${what}`), read(`peer-${what}`)];
  const origins = from === undefined ? undefined : read(from);
  const numbersOf = (tensors: typeof peer, name: string): Float32Array => {
    const tensor = tensors.get(name);
    if (tensor === undefined)
      throw new Error(`Expected \`${name}\` in the ${what} of both, found it in one.`);
    return readFloats(tensor);
  };
  return [...own.keys()].map((name) => {
    const [a, b] = [numbersOf(own, name), numbersOf(peer, name)];
    const origin = origins && numbersOf(origins, name);
    const sums = { apart: 0, moved: 0, most: 0 };
    for (const [at, value] of b.entries()) {
      const apart = Math.abs((a[at] as number) - value);
      sums.most = Math.max(sums.most, apart);
      sums.apart += apart ** 2;
      sums.moved += (value - (origin?.[at] ?? 0)) ** 2;
    }
    return { name, absolute: sums.most, relative: Math.sqrt(sums.apart / sums.moved) };
  });
}

function printAgreement(folder: string, torch: string): void {
  const show = (all: readonly Difference[]): string => {
    const { name, relative } = all.reduce((most, each) => (each.relative > most.relative ? each : most));
    const absolute = Math.max(...all.map((each) => each.absolute));
    return `${relative.toExponential(1)} of their length (${name}), a single number by ${absolute.toExponential(1)}`;
  };
  const gradients = compareFiles(folder, 'gradients');
  console.log(`the same step as PyTorch ${torch} from the same weights; differences at most:`);
  console.log(`- losses of ${task.rows * task.tokens} tokens: ${show(compareFiles(folder, 'losses'))}`);
  console.log(`- ${gradients.length} gradients: ${show(gradients)}`);
  console.log(
    `- what ${task.learningRates.length} steps of AdamW moved: ${show(compareFiles(folder, 'weights', 'weights'))}`,
  );
}

function printTable(sides: readonly Side[], peakGflops: number | undefined): void {
  const tokens = task.rows * task.tokens;
  const counted = (side: Side): number[] => side.runs.flatMap((each) => each.stepMs.slice(droppedSteps));
  const speed = (ms: number): number => (tokens * 1000) / ms;
  const peak = (side: Side): number => Math.max(...side.runs.map((each) => each.peakBytes));
  const flops = countFlops();
  console.log('\n| | tokens/s, median | runs | best | GFLOP/s | of the peak | memory, peak |');
  console.log('|---|---|---|---|---|---|---|');
  for (const side of sides) {
    const usual = speed(median(counted(side)));
    const gflops = (usual * flops) / 1e9;
    console.log(
      `| ${[
        side.name,
        Math.round(usual),
        side.runs.map((each) => Math.round(speed(median(each.stepMs.slice(droppedSteps))))).join(' '),
        Math.round(speed(Math.min(...counted(side)))),
        Math.round(gflops),
        peakGflops === undefined ? '-' : `${Math.round((100 * gflops) / peakGflops)} %`,
        `${Math.round(peak(side) / 2 ** 20)} MiB`,
      ].join(' | ')} |`,
    );
  }
  const [own, lean, ...peers] = sides as [Side, Side, ...Side[]];
  for (const peer of peers) {
    const ratio = (side: Side): string =>
      `${(median(counted(peer)) / median(counted(side))).toFixed(2)} times the speed, ${(peak(side) / peak(peer)).toFixed(2)} times the memory`;
    console.log(`\nagainst ${peer.name}: ${ratio(own)}; with recompute ${ratio(lean)}`);
  }
  const others = sides.flatMap((side) => side.runs.map((each) => each.otherCores));
  console.log(`other processes: at most ${Math.max(...others).toFixed(2)} cores during a run`);
}

/** Useful FLOP of a token, forward and backward. */
function countFlops(): number {
  const { layers, hiddenSize } = config;
  const products = listWeights(config)
    .filter(({ shape }) => shape.length > 1)
    .reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return 6 * products + 6 * task.tokens * hiddenSize * layers;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
