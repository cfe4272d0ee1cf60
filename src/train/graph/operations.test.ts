import { describe, expect, it } from 'vitest';
import { createRandom } from '../../model/simulated/random.ts';
import { attend, createMasks, listBlocks } from './attention.ts';
import { crossEntropy } from './cross-entropy.ts';
import { differentiate } from './differentiate.ts';
import { hasOnnxRuntime } from './onnx-library.ts';
import {
  add,
  linear,
  multiply,
  repeatHeads,
  reshape,
  rmsNorm,
  rotate,
  swiGlu,
  transpose,
} from './operations.ts';
import { recompute } from './recompute.ts';
import { createSession, type Feeds } from './session.ts';
import { createTensorGraph, sizeOf, type TensorGraph, type Value } from './tensor-graph.ts';

const isInstalled = hasOnnxRuntime();
if (!isInstalled)
  console.log('skipped: native part onnxruntime-node is not installed (npm run setup:native)');

type Build = (graph: TensorGraph, inputs: Value[]) => Value;

/** The gradient of Σ seed·output for every number of every input, against central differences. */
async function checkGradients(
  shapes: readonly (readonly number[])[],
  build: Build,
  more: Feeds = {},
): Promise<void> {
  const random = createRandom('gradients', JSON.stringify(shapes));
  const draw = (shape: readonly number[]): Float32Array =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  const graph = createTensorGraph();
  const inputs = shapes.map((shape, index) => graph.input(`x${index}`, shape));
  const output = build(graph, inputs);
  const seed = graph.input('seed', output.shape);
  const gradients = differentiate(graph, output, seed, inputs);
  const named = Object.fromEntries(gradients.map((gradient, index) => [`g${index}`, gradient]));
  const session = await createSession(graph, { output, ...named }, { threads: 1 });
  const feeds: Feeds = { ...more, seed: draw(output.shape) };
  for (const [index, shape] of shapes.entries()) feeds[`x${index}`] = draw(shape);
  const run = async (): Promise<number> => {
    const out = (await session.run(feeds)).get('output') as Float32Array;
    return out.reduce(
      (sum, value, index) => sum + value * ((feeds.seed as Float32Array)[index] as number),
      0,
    );
  };
  const found = await session.run(feeds);
  const step = 1e-2;
  for (const [index, shape] of shapes.entries()) {
    const data = feeds[`x${index}`] as Float32Array;
    const gradient = found.get(`g${index}`) as Float32Array;
    expect(gradient.length).toBe(sizeOf(shape));
    for (let at = 0; at < data.length; at += 1) {
      const kept = data[at] as number;
      data[at] = kept + step;
      const above = await run();
      data[at] = kept - step;
      const below = await run();
      data[at] = kept;
      const slope = (above - below) / (2 * step);
      expect(Math.abs((gradient[at] as number) - slope)).toBeLessThan(0.01 + 0.02 * Math.abs(slope));
    }
  }
  await session.release();
}

const angles = (graph: TensorGraph, half: number) => {
  const table = (read: (angle: number) => number): Value =>
    graph.constant(
      Float32Array.from({ length: 8 * half }, (_, at) => read(Math.floor(at / half) * 0.7 ** (at % half))),
      [8, half],
    );
  return { cos: table(Math.cos), sin: table(Math.sin), minusSin: table((angle) => -Math.sin(angle)) };
};

describe.skipIf(!isInstalled)('derivatives agree with central differences', () => {
  const x = [3, 4];
  it.each<[string, readonly (readonly number[])[], Build]>([
    ['add', [x, x], (graph, [a, b]) => add(graph, a as Value, b as Value)],
    ['multiply', [x, x], (graph, [a, b]) => multiply(graph, a as Value, b as Value)],
    ['linear', [x, [5, 4]], (graph, [a, w]) => linear(graph, a as Value, w as Value)],
    ['reshape', [x], (graph, [a]) => reshape(graph, a as Value, [2, 6])],
    ['transpose', [[2, 3, 4]], (graph, [a]) => transpose(graph, a as Value, [2, 0, 1])],
    ['rmsNorm', [x, [4]], (graph, [a, w]) => rmsNorm(graph, a as Value, w as Value, 1e-5)],
    ['swiGlu', [x, x], (graph, [a, b]) => swiGlu(graph, a as Value, b as Value)],
    ['repeatHeads', [[1, 2, 3, 2]], (graph, [a]) => repeatHeads(graph, a as Value, 3)],
    // A tensor that is used twice gets both gradients.
    [
      'a reused tensor',
      [x, [4, 4]],
      (graph, [a, w]) => multiply(graph, a as Value, linear(graph, a as Value, w as Value)),
    ],
  ])('%s', async (_name, shapes, build) => checkGradients(shapes, build));

  it('rotate', async () => {
    const positions = BigInt64Array.from([0n, 1n, 5n, 0n, 2n, 3n]);
    await checkGradients(
      [[2, 1, 3, 4]],
      (graph, [a]) =>
        rotate(graph, a as Value, {
          positions: graph.input('positions', [2, 3], 'int64'),
          ...angles(graph, 2),
        }),
      { positions },
    );
  });

  it.each([
    ['in one block', 5],
    ['in blocks', 2],
  ])('attend, %s', async (_name, size) => {
    const shape = [2, 2, 5, 4];
    const documents = Int32Array.from([0, 0, 0, 1, 1, 0, 0, 0, 0, -5]);
    await checkGradients(
      [shape, shape, shape],
      (graph, [q, k, v]) => {
        const masks = createMasks(graph, graph.input('documents', [2, 5], 'int32'), listBlocks(5, size));
        return attend(graph, q as Value, k as Value, v as Value, masks);
      },
      { documents },
    );
  });

  it('recompute, of an input and a weight', async () => {
    await checkGradients([x, [4, 4]], (graph, [a, w]) => {
      const once = recompute(graph, a as Value, (h) => swiGlu(graph, h, linear(graph, h, w as Value)));
      return multiply(graph, once, linear(graph, a as Value, w as Value));
    });
  });

  it.each([7, 3])('crossEntropy, %i rows at once', async (chunkRows) => {
    const targets = BigInt64Array.from([0n, 4n, 2n, 2n, 1n, 3n, 0n]);
    await checkGradients(
      [
        [7, 3],
        [5, 3],
      ],
      (graph, [a, e]) =>
        crossEntropy(graph, a as Value, e as Value, graph.input('targets', [7], 'int64'), { chunkRows }),
      { targets },
    );
  });
});

describe('shapes', () => {
  it('are checked when the graph is made', () => {
    const graph = createTensorGraph();
    const [a, w] = [graph.input('a', [2, 3]), graph.input('w', [4, 5])];
    expect(() => linear(graph, a, w)).toThrow('Expected `w` to have the shape [4,3], got [4,5].');
    expect(() => reshape(graph, a, [4])).toThrow('a shape of 6 numbers for [2,3], got [4]');
    expect(() => differentiate(graph, add(graph, a, a), a, [w])).toThrow('`w` to have a part');
  });
});
