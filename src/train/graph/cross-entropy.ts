/**
 * Token losses of a tied head, in chunks of rows, so that no more than a chunk's logits stand at once.
 *
 * ℓₙ = −log softmax(x·Eᵀ)ₙ at its target. With gₙ = dL/dℓₙ: dlogits = g·(softmax − onehot(target)),
 * dx = dlogits·E, dE = dlogitsᵀ·x.
 *
 * Legend: N rows, D columns, V tokens of the vocabulary.
 */
import type { TensorGraph, Value } from './tensor-graph.ts';

/**
 * @param x - `[N, D]`.
 * @param embedding - `[V, D]`.
 * @param targets - `[N]`, int64.
 * @param options.chunkRows - Rows of one chunk.
 * @returns ℓ, `[N]`, in nats.
 */
export function crossEntropy(
  graph: TensorGraph,
  x: Value,
  embedding: Value,
  targets: Value,
  { chunkRows }: { chunkRows: number },
): Value {
  const [rows = 0, columns = 0] = x.shape;
  const [vocabulary = 0] = embedding.shape;
  const take = (value: Value, from: number, to: number, shape: readonly number[]): Value =>
    from === 0 && to === rows
      ? value
      : graph.node('Slice', [value, graph.integers(from), graph.integers(to), graph.integers(0)], shape, {
          type: value.type,
        });
  const chunks = Array.from({ length: Math.ceil(rows / chunkRows) }, (_, index) => {
    const from = index * chunkRows;
    const to = Math.min(rows, from + chunkRows);
    const count = to - from;
    const part = take(x, from, to, [count, columns]);
    const logits = graph.node('Gemm', [part, embedding], [count, vocabulary], { attributes: { transB: 1 } });
    const logarithms = graph.node('LogSoftmax', [logits], [count, vocabulary], { attributes: { axis: -1 } });
    const target = graph.node(
      'Reshape',
      [take(targets, from, to, [count]), graph.integers(count, 1)],
      [count, 1],
      { type: 'int64' },
    );
    const chosen = graph.node('GatherElements', [logarithms, target], [count, 1], {
      attributes: { axis: 1 },
    });
    return { from, to, count, part, logarithms, target, loss: graph.node('Neg', [chosen], [count, 1]) };
  });
  const join = (parts: readonly Value[], shape: readonly number[]): Value =>
    parts.length === 1
      ? (parts[0] as Value)
      : graph.node('Concat', parts, shape, { attributes: { axis: 0 } });
  const losses = join(
    chunks.map(({ loss }) => loss),
    [rows, 1],
  );
  const output = graph.node('Reshape', [losses, graph.integers(rows)], [rows]);
  return graph.record({
    inputs: [x, embedding],
    output,
    backward: (g) => {
      const backs = chunks.map(({ from, to, count, part, logarithms, target }) => {
        const weight = graph.node(
          'Reshape',
          [take(g, from, to, [count]), graph.integers(count, 1)],
          [count, 1],
        );
        const chances = graph.node('Exp', [logarithms], [count, vocabulary]);
        const scaled = graph.node('Mul', [chances, weight], [count, vocabulary]);
        // Each row has one target, so no two updates meet.
        const minus = graph.node('Neg', [weight], [count, 1]);
        const ofLogits = graph.node('ScatterElements', [scaled, target, minus], [count, vocabulary], {
          attributes: { axis: 1, reduction: 'add' },
        });
        return {
          x: graph.node('Gemm', [ofLogits, embedding], [count, columns]),
          embedding: graph.node('Gemm', [ofLogits, part], embedding.shape, { attributes: { transA: 1 } }),
        };
      });
      const parts = backs.map((back) => back.embedding);
      return [
        join(
          backs.map((back) => back.x),
          x.shape,
        ),
        parts.length === 1 ? parts[0] : graph.node('Sum', parts, embedding.shape),
      ];
    },
  });
}
