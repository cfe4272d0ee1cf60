import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { hasOnnxRuntime } from '../graph/onnx-library.ts';
import { initWeights } from '../init-weights.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { createReferenceDecoder } from '../reference-decoder.ts';
import type { TokenRow } from '../token-row.ts';
import { createDecoder } from './create-decoder.ts';

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

  it('gives the losses of the plain decoder, document by document, whatever the blocks', async () => {
    const plain = createReferenceDecoder(config, weights);
    for (const blockTokens of [20, 7]) {
      const decoder = await createDecoder(config, { rows: 2, tokens: 20, blockTokens, chunkRows: 13 });
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
      const decoder = await createDecoder(config, {
        rows: 2,
        tokens: 20,
        blockTokens: 7,
        chunkRows: 13,
        recompute,
      });
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
    const decoder = await createDecoder(config, { rows: 2, tokens: 20, blockTokens: 7 });
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
    const one = await createDecoder(config, { rows: 1, tokens: 20, blockTokens: 7 });
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
});
