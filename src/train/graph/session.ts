/** A graph made ready to run by the ONNX runtime on the CPU. */
import { cpus } from 'node:os';
import { loadOnnxRuntime, type OnnxRuntime } from './onnx-library.ts';
import type { TensorGraph, Value } from './tensor-graph.ts';
import { writeOnnx } from './write-onnx.ts';

export type Feeds = Record<string, Float32Array | Int32Array | BigInt64Array>;

export type GraphSession = {
  /** @returns Arrays by the names of the outputs; they belong to the caller. */
  run(feeds: Feeds): Promise<Map<string, Float32Array>>;
  release(): Promise<void>;
};

/**
 * @param outputs - What a run gives, by name.
 * @param options.threads - Of the operators; default all cores. The same number gives the same bits.
 */
export async function createSession(
  graph: TensorGraph,
  outputs: Record<string, Value>,
  { threads = cpus().length, lib }: { threads?: number | undefined; lib?: OnnxRuntime | undefined } = {},
): Promise<GraphSession> {
  const { InferenceSession, Tensor } = lib ?? (await loadOnnxRuntime());
  const bytes = writeOnnx({ ...graph, outputs: Object.values(outputs) });
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  const shapes = new Map(graph.inputs.map(({ name, shape, type }) => [name, { shape, type }]));
  const names = Object.entries(outputs);
  return {
    async run(feeds) {
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([name, data]) => {
          const { shape = [], type = 'float32' } = shapes.get(name) ?? {};
          return [
            name,
            new Tensor(type === 'float' ? 'float32' : (type as 'int32'), data as Int32Array, shape),
          ];
        }),
      );
      const found = await session.run(tensors);
      return new Map(names.map(([name, value]) => [name, found[value.name]?.data as Float32Array]));
    },
    release: () => session.release(),
  };
}
