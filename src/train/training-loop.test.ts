import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../model/simulated/random.ts';
import { scoreLength } from '../text/length-score.ts';
import { createMoments } from './adamw.ts';
import { loadCheckpoint } from './checkpoint/checkpoint.ts';
import { createDecoder } from './decoder/create-decoder.ts';
import { hasOnnxRuntime } from './graph/onnx-library.ts';
import { initWeights } from './init-weights.ts';
import type { ModelConfig, Weights } from './model-config.ts';
import { type PairRows, preferByOdds, preferDirectly, scorePairs, superviseRows } from './objectives.ts';
import { createReferenceDecoder } from './reference-decoder.ts';
import type { TokenRow } from './token-row.ts';
import { beginTraining, runTraining, scoreRows, type TrainingSettings } from './training-loop.ts';

const isInstalled = hasOnnxRuntime();
if (!isInstalled)
  console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');

const folder = mkdtempSync(join(tmpdir(), 'longhand-training-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const half = 12;
const config: ModelConfig = {
  vocabularySize: 16,
  contextTokens: 32,
  hiddenSize: 48,
  layers: 2,
  heads: 2,
  keyValueHeads: 2,
  feedForwardSize: 64,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

/** A row that says a random string twice; only the second time is learnt. */
function drawCopy(seed: number): TokenRow {
  const random = createRandom('copy', seed);
  const said = Array.from({ length: half }, () => 1 + random.integer(15));
  const tokens = Int32Array.from([...said, 0, ...said]);
  const length = tokens.length;
  return {
    tokens,
    targets: Int32Array.from({ length }, (_, t) => tokens[t + 1] ?? 0),
    weights: Float32Array.from({ length }, (_, t) => (t >= half && t < length - 1 ? 1 : 0)),
    documents: new Int32Array(length),
    positions: Int32Array.from({ length }, (_, t) => t),
  };
}

const settings: TrainingSettings = {
  steps: 10,
  learningRate: 3e-3,
  schedule: { kind: 'cosine', warmupRatio: 0.1 },
  betas: [0.9, 0.98],
  weightDecay: 0.01,
  maxGradientNorm: 1,
  saveEveryMs: Number.POSITIVE_INFINITY,
  keep: 1,
};
const open = (rows: number) => createDecoder(config, { rows, tokens: 2 * half + 1, threads: 1 });
const bitsOf = (weights: Weights): string =>
  [...weights.values()]
    .map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'))
    .join();

describe.skipIf(!isInstalled)('training', () => {
  it('learns to copy', async () => {
    const decoder = await open(64);
    const losses: number[] = [];
    await runTraining(
      beginTraining(config, initWeights(config, 1)),
      async (step) => {
        const rows = Array.from({ length: 64 }, (_, index) => drawCopy(step * 64 + index));
        return superviseRows(rows, { loss: 'token-mean', batch: 64, seed: 1 })(
          0,
          async () => new Float32Array(),
        );
      },
      {
        decoder,
        settings: { ...settings, steps: 600 },
        directory: join(folder, 'copy'),
        tokenizerFile: '{}',
        onStep: ({ loss }) => {
          losses.push(loss);
        },
      },
    );
    expect(losses[0]).toBeGreaterThan(2.5);
    expect(Math.max(...losses.slice(-10))).toBeLessThan(0.01);
    await decoder.release();
  }, 60_000);

  it('ends bit for bit the same when it was stopped and taken up again, and over micro-batches', async () => {
    const rows = Array.from({ length: 10 }, (_, seed) => drawCopy(seed));
    const source = superviseRows(rows, { loss: 'token-mean', batch: 4, seed: 3 });
    const train = async (name: string, microRows: number, stopAfter?: number) => {
      const decoder = await open(microRows);
      const directory = join(folder, name);
      const saved = await loadCheckpoint(directory);
      const controller = new AbortController();
      const state =
        saved?.optimizer === undefined
          ? beginTraining(config, initWeights(config, 1))
          : {
              config,
              weights: saved.weights,
              moments: { first: saved.optimizer.firstMoments, second: saved.optimizer.secondMoments },
              step: saved.step,
            };
      await runTraining(state, source, {
        decoder,
        settings,
        directory,
        tokenizerFile: '{}',
        abortSignal: controller.signal,
        onStep: ({ step }) => {
          if (step === stopAfter) controller.abort();
        },
      });
      await decoder.release();
      return state;
    };
    const whole = await train('whole', 4);
    expect((await train('parts', 4, 4)).step).toBe(4);
    const resumed = await train('parts', 4);
    expect(resumed.step).toBe(10);
    expect(bitsOf(resumed.weights)).toBe(bitsOf(whole.weights));
    // Three rows at a time: the last micro-batch is filled up, and sums are taken in another order.
    const micro = await train('micro', 3);
    for (const [name, { data }] of micro.weights)
      for (const [at, value] of data.entries())
        expect(Math.abs(value - (whole.weights.get(name)?.data[at] as number))).toBeLessThan(1e-4);
  });

  it('raises the length score by DPO, on answers of asked lengths', async () => {
    // A prompt is a number n; an answer is so many beats and an end. Supervised rows get the number wrong.
    const [beat, end, first] = [1, 2, 3];
    const numbers = [2, 4, 6, 8, 10, 12];
    const length = 16;
    const drawRow = (asked: number, beats: number): TokenRow => {
      const tokens = new Int32Array(length);
      tokens[0] = first + numbers.indexOf(asked);
      tokens.fill(beat, 1, beats + 1);
      tokens[beats + 1] = end;
      const isTarget = (t: number): boolean => t <= beats;
      return {
        tokens,
        targets: Int32Array.from({ length }, (_, t) => (isTarget(t) ? (tokens[t + 1] as number) : 0)),
        weights: Float32Array.from({ length }, (_, t) => (isTarget(t) ? 1 : 0)),
        documents: Int32Array.from({ length }, (_, t) => (t <= beats + 1 ? 0 : -1)),
        positions: Int32Array.from({ length }, (_, t) => t),
      };
    };
    const half = (asked: number): number => Math.max(1, Math.round(asked * 0.5));
    const decoder = await createDecoder(config, { rows: 12, tokens: length, threads: 1 });
    const state = beginTraining(config, initWeights(config, 2));
    const options = { decoder, directory: join(folder, 'length'), tokenizerFile: '{}' };
    const rows = numbers.flatMap((asked) => [drawRow(asked, half(asked)), drawRow(asked, half(asked) + 1)]);
    await runTraining(state, superviseRows(rows, { loss: 'token-mean', batch: 12, seed: 1 }), {
      ...options,
      settings: { ...settings, steps: 150 },
    });
    const meanScore = (): number => {
      const model = createReferenceDecoder(config, state.weights);
      const scores = numbers.map((asked) => {
        model.rewind(0);
        let logits = model.next(first + numbers.indexOf(asked));
        let beats = 0;
        while (beats < length - 2 && logits.indexOf(Math.max(...logits)) === beat) {
          beats += 1;
          logits = model.next(beat);
        }
        return scoreLength(asked, beats);
      });
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
    const before = meanScore();
    const pairs = numbers.flatMap((asked) =>
      [half(asked), half(asked) + 1].map((wrong) => ({
        chosen: drawRow(asked, asked),
        rejected: drawRow(asked, wrong),
      })),
    );
    const scored = await scorePairs(pairs, (batch) => scoreRows(decoder, state.weights, batch));
    const references = scored.map(({ chosen, rejected }) => ({ chosen: chosen.sum, rejected: rejected.sum }));
    const preferred = preferDirectly(pairs, references, { beta: 0.1, nllWeight: 0.2, batch: 6, seed: 1 });
    await runTraining({ ...state, moments: createMoments(state.weights), step: 0 }, preferred, {
      ...options,
      settings: { ...settings, steps: 150 },
    });
    expect(before).toBeLessThan(70);
    expect(meanScore()).toBeGreaterThan(before + 20);
    await decoder.release();
  }, 60_000);

  it('raises the margin by DPO and by ORPO', async () => {
    const pairs: PairRows[] = Array.from({ length: 8 }, (_, seed) => {
      const chosen = drawCopy(seed);
      const other = drawCopy(seed + 100);
      const tokens = Int32Array.from([...chosen.tokens.slice(0, half + 1), ...other.tokens.slice(half + 1)]);
      const targets = Int32Array.from({ length: tokens.length }, (_each, t) => tokens[t + 1] ?? 0);
      return { chosen, rejected: { ...chosen, tokens, targets } };
    });
    const weights = initWeights(config, 1);
    const decoder = await open(8);
    const references = (await scorePairs(pairs, (rows) => scoreRows(decoder, weights, rows))).map(
      ({ chosen, rejected }) => ({ chosen: chosen.sum, rejected: rejected.sum }),
    );
    for (const [name, source] of [
      ['dpo', preferDirectly(pairs, references, { beta: 0.1, nllWeight: 0, batch: 8, seed: 1 })],
      ['orpo', preferByOdds(pairs, { lambda: 0.5, batch: 8, seed: 1 })],
    ] as const) {
      const margins: number[] = [];
      const accuracies: number[] = [];
      await runTraining(beginTraining(config, structuredClone(weights)), source, {
        decoder,
        settings: { ...settings, steps: 30 },
        directory: join(folder, name),
        tokenizerFile: '{}',
        onStep: ({ margin = Number.NaN, accuracy = Number.NaN }) => {
          margins.push(margin);
          accuracies.push(accuracy);
        },
      });
      if (name === 'dpo') expect(margins[0]).toBeCloseTo(0, 5);
      expect(margins.at(-1)).toBeGreaterThan((margins[0] as number) + 0.3);
      expect(accuracies.at(-1)).toBe(1);
    }
    await decoder.release();
  }, 60_000);
});
