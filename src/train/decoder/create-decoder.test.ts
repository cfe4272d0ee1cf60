import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { hasOnnxRuntime } from '../graph/onnx-library.ts';
import { initWeights } from '../init-weights.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { createReferenceDecoder } from '../reference-decoder.ts';
import type { TokenRow } from '../token-row.ts';
import { createDecoder, type Decoder, type DecoderOptions } from './create-decoder.ts';

const isInstalled = hasOnnxRuntime();
if (!isInstalled)
  console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');

const config: ModelConfig = {
  vocabularySize: 30,
  contextTokens: 32,
  hiddenSize: 16,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  feedForwardSize: 24,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

const random = createRandom('decoder');

/** Larger than usual ones, so that every weight matters. */
function drawWeights(): Weights {
  const weights = initWeights(config, 7);
  for (const { shape, data } of weights.values())
    for (let index = 0; index < data.length; index += 1)
      data[index] = (data[index] as number) * (shape.length > 1 ? 12 : 1) + random.normal() * 0.05;
  return weights;
}

/** A row of documents of these lengths, every token a target, padded to `tokens`. */
function drawRow(lengths: readonly number[], tokens: number): TokenRow {
  const draw = (): Int32Array =>
    Int32Array.from({ length: tokens }, () => random.integer(config.vocabularySize));
  const documents = new Int32Array(tokens).fill(-1);
  const positions = new Int32Array(tokens);
  let at = 0;
  for (const [index, length] of lengths.entries())
    for (let position = 0; position < length; position += 1, at += 1) {
      documents[at] = index;
      positions[at] = position;
    }
  const weights = Float32Array.from(documents, (document) => (document < 0 ? 0 : 0.5 + random.next()));
  return { tokens: draw(), targets: draw(), weights, documents, positions };
}

describe.skipIf(!isInstalled)('the decoder', () => {
  const weights = drawWeights();
  const rows = [drawRow([9, 8], 20), drawRow([20], 20)];
  /** Twenty tokens in three blocks, the last of them short. */
  const open = (options: Partial<DecoderOptions> = {}): Promise<Decoder> =>
    createDecoder(config, { rows: 2, tokens: 20, blockTokens: 7, threads: 1, ...options });

  it('gives the losses of the plain decoder, document by document, whatever the blocks', async () => {
    const plain = createReferenceDecoder(config, weights);
    for (const blockTokens of [20, 7]) {
      const decoder = await open({ blockTokens, chunkRows: 13 });
      const losses = await decoder.score({ weights, rows });
      for (const [index, { tokens, targets, documents }] of rows.entries()) {
        for (const document of new Set(documents)) {
          if (document < 0) continue;
          const from = documents.indexOf(document);
          const to = documents.lastIndexOf(document) + 1;
          const logits = plain.logits(tokens.slice(from, to));
          for (let t = from; t < to; t += 1) {
            const row = logits.subarray(
              (t - from) * config.vocabularySize,
              (t - from + 1) * config.vocabularySize,
            );
            const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
            expect(losses[index * 20 + t]).toBeCloseTo(total - (row[targets[t] as number] as number), 4);
          }
        }
      }
      await decoder.release();
    }
  });

  it('gives gradients that agree with central differences for every weight, kept or computed again', async () => {
    for (const recompute of [false, true]) {
      const decoder = await open({ chunkRows: 13, recompute });
      const { gradients } = await decoder.step({ weights, rows });
      for (const { name } of listWeights(config)) {
        const data = weights.get(name)?.data as Float32Array;
        const gradient = gradients.get(name)?.data as Float32Array;
        const largest = gradient.reduce(
          (best, value, at) => (Math.abs(value) > Math.abs(gradient[best] as number) ? at : best),
          0,
        );
        for (const at of [largest, Math.floor(gradient.length / 3)]) {
          const kept = data[at] as number;
          const lossAt = async (value: number): Promise<number> => {
            data[at] = value;
            return (await decoder.step({ weights, rows })).loss;
          };
          const slope = ((await lossAt(kept + 5e-3)) - (await lossAt(kept - 5e-3))) / 1e-2;
          data[at] = kept;
          expect(Math.abs((gradient[at] as number) - slope)).toBeLessThan(5e-3 + 0.02 * Math.abs(slope));
        }
      }
      await decoder.release();
    }
  });

  it('lets no document see another one, and no token a later one', async () => {
    const decoder = await open();
    const before = await decoder.score({ weights, rows });
    const [first, second] = rows as [TokenRow, TokenRow];
    const changed = { ...first, tokens: first.tokens.map((id, t) => (t === 3 ? (id + 1) % 30 : id)) };
    const now = await decoder.score({ weights, rows: [changed, second] });
    const differs = [...now].map((value, at) => value !== before[at]);
    // Of the first document from the changed token on; the second one and the other row to the last bit as before.
    expect(differs.indexOf(true)).toBe(3);
    expect(differs.lastIndexOf(true)).toBeLessThan(9);
    await decoder.release();
  });

  it('gives packed documents the losses and gradients they have alone', async () => {
    const alone = (from: number, to: number): TokenRow => {
      const [row] = rows as [TokenRow];
      const cut = <T extends Int32Array | Float32Array>(values: T, fill: number): T => {
        const part = values.slice(from, to) as T;
        const whole = new (values.constructor as new (size: number) => T)(20).fill(fill) as T;
        whole.set(part);
        return whole;
      };
      const { tokens, targets, weights: w, documents, positions } = row;
      return {
        tokens: cut(tokens, 0),
        targets: cut(targets, 0),
        weights: cut(w, 0),
        documents: cut(documents, -1),
        positions: cut(positions, 0),
      };
    };
    const one = await open({ rows: 1 });
    const packed = await one.step({ weights, rows: [rows[0] as TokenRow] });
    const first = await one.step({ weights, rows: [alone(0, 9)] });
    const second = await one.step({ weights, rows: [alone(9, 17)] });
    expect(first.loss + second.loss).toBeCloseTo(packed.loss, 4);
    for (const [name, { data }] of packed.gradients) {
      const [a, b] = [first, second].map(({ gradients }) => gradients.get(name)?.data as Float32Array);
      for (const [at, value] of data.entries())
        expect(Math.abs((a?.[at] as number) + (b?.[at] as number) - value)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value)) + 1e-5,
        );
    }
    await one.release();
  });

  it('gives the logits of the plain decoder', async () => {
    const decoder = await open();
    const logits = await decoder.logits({ weights, rows });
    const plain = createReferenceDecoder(config, weights).logits((rows[1] as TokenRow).tokens);
    expect(logits).toHaveLength(2 * 20 * config.vocabularySize);
    for (const [at, value] of plain.entries()) expect(logits[plain.length + at]).toBeCloseTo(value, 4);
    await decoder.release();
  });

  it('gives the same gradients when it computes layers again, bit for bit', async () => {
    const [kept, again] = [await open(), await open({ recompute: true })];
    const [first, second] = [await kept.step({ weights, rows }), await again.step({ weights, rows })];
    expect(second.tokenLosses).toEqual(first.tokenLosses);
    expect(second.gradients).toEqual(first.gradients);
    await Promise.all([kept.release(), again.release()]);
  });

  it('learns nothing from padding, and makes nothing of it that is not a number', async () => {
    const decoder = await open();
    const [first, second] = rows as [TokenRow, TokenRow];
    const before = await decoder.step({ weights, rows: [first, second] });
    expect(before.tokenLosses.every(Number.isFinite)).toBe(true);
    const tokens = first.tokens.map((id, t) => ((first.documents[t] as number) < 0 ? (id + 1) % 30 : id));
    const after = await decoder.step({ weights, rows: [{ ...first, tokens }, second] });
    expect(after.loss).toBe(before.loss);
    expect(after.gradients).toEqual(before.gradients);
    await decoder.release();
  });

  it('adds up over micro-batches', async () => {
    const [both, one] = [await open(), await open({ rows: 1 })];
    const whole = await both.step({ weights, rows });
    const parts = await Promise.all(rows.map((row) => one.step({ weights, rows: [row] })));
    expect(parts.reduce((sum, { loss }) => sum + loss, 0)).toBeCloseTo(whole.loss, 4);
    for (const [name, { data }] of whole.gradients)
      for (const [at, value] of data.entries()) {
        const sum = parts.reduce((total, { gradients }) => total + (gradients.get(name)?.data[at] ?? NaN), 0);
        expect(Math.abs(sum - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)) + 1e-5);
      }
    await Promise.all([both.release(), one.release()]);
  });

  it('names what is wrong with rows and weights', async () => {
    await expect(createDecoder(config, { rows: 1, tokens: 33 })).rejects.toThrow(
      'Expected rows of at most 32 tokens, got 33.',
    );
    const decoder = await open();
    await expect(decoder.step({ weights, rows: [rows[0] as TokenRow] })).rejects.toThrow(
      'Expected 2 rows of 20 tokens, got 1 of 20.',
    );
    const less = new Map(weights);
    less.delete('model.norm.weight');
    await expect(decoder.score({ weights: less, rows })).rejects.toThrow(
      'Expected `model.norm.weight` to be [16], got nothing.',
    );
    await decoder.release();
  });
});
