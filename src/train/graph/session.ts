/** A graph made ready to run by the ONNX runtime on the CPU. */
import { cpus } from 'node:os';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxTensor } from './onnx-library.ts';
import type { GraphNode, TensorGraph, Value } from './tensor-graph.ts';
import { writeOnnx } from './write-onnx.ts';

export type Feeds = Record<string, OnnxTensor['data']>;

export type GraphSession = {
  /**
   * @param feeds - Numbers of every input of the graph, by name.
   * @returns Arrays by the names of the outputs; they belong to the caller.
   */
  run(feeds: Feeds): Promise<Map<string, Float32Array>>;
  release(): Promise<void>;
};

const tensorTypes = { float: 'float32', int32: 'int32', int64: 'int64' } as const;

/**
 * @param outputs - What a run gives, by name.
 * @param options.threads - Of the operators; default all cores. The same number gives the same bits.
 * @throws {UsageError} The runtime is not installed.
 */
export async function createSession(
  graph: TensorGraph,
  outputs: Record<string, Value>,
  { threads = cpus().length, lib }: { threads?: number | undefined; lib?: OnnxRuntime | undefined } = {},
): Promise<GraphSession> {
  const { InferenceSession, Tensor } = lib ?? (await loadOnnxRuntime());
  const handed = handOver(graph, outputs);
  const ends = [...handed.values()];
  const bytes = writeOnnx({ ...graph, nodes: listNeeded(graph, ends), outputs: ends });
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // The runtime's plan of memory is one block for a whole run, taken beside what the first run needed: about twice
    // the memory, and no faster.
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  return {
    async run(feeds) {
      const tensors: Record<string, OnnxTensor> = {};
      for (const { name, shape, type } of graph.inputs) {
        const data = feeds[name];
        if (data === undefined) throw new RangeError(`Expected numbers for the input \`${name}\`, got none.`);
        tensors[name] = new Tensor(tensorTypes[type], data, shape);
      }
      const found = await session.run(tensors);
      return new Map([...handed].map(([name, value]) => [name, found[value.name]?.data as Float32Array]));
    },
    release: () => session.release(),
  };
}

/**
 * Copies of the outputs, made by the last nodes of the graph, the output that can be had first by the very last.
 *
 * The runtime sets out from the ends of a graph, from the last node on, and does what each end needs. As they come, the
 * ends are the gradients of weights, those of the first layer last: all of the backward pass would be done before the
 * first product of a weight's gradient, and what goes into those products would be kept until then.
 */
function handOver(graph: TensorGraph, outputs: Record<string, Value>): Map<string, Value> {
  const madeAt = new Map(graph.nodes.flatMap((node, index) => node.outputs.map((name) => [name, index])));
  const lastFirst = Object.entries(outputs).toSorted(
    ([, a], [, b]) => (madeAt.get(b.name) ?? 0) - (madeAt.get(a.name) ?? 0),
  );
  return new Map(
    lastFirst.map(([name, value]) => [
      name,
      // The same shape: an operator that the runtime's optimiser does not remove.
      graph.node('Reshape', [value, graph.integers(...value.shape)], value.shape),
    ]),
  );
}

/** Nodes that have a part in the outputs: the runtime would compute the others too. */
function listNeeded(graph: TensorGraph, outputs: readonly Value[]): GraphNode[] {
  const needed = new Set(outputs.map(({ name }) => name));
  return graph.nodes
    .toReversed()
    .filter((node) => {
      const isNeeded = node.outputs.some((name) => needed.has(name));
      if (isNeeded) for (const name of node.inputs) needed.add(name);
      return isNeeded;
    })
    .reverse();
}
