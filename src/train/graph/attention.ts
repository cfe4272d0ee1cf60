/**
 * Masked attention in blocks of queries, so that no more than a block's scores with the keys before it stand at once.
 *
 * O = P·V, P = softmax(Q·Kᵀ/√S + M). Backward, with g = dL/dO and δ = Σ g·O over the last axis:
 * dV = Pᵀ·g, dP = g·Vᵀ, dA = P·(dP − δ), dQ = dA·K/√S, dK = dAᵀ·Q/√S.
 *
 * Legend: B batch, H heads, T tokens, S size of a head; a block has queries `from..to` and keys `0..to`.
 *
 * Source: Vaswani et al. 2017, arXiv:1706.03762; δ as in FlashAttention, Dao et al. 2022, arXiv:2205.14135.
 */
import type { TensorGraph, Value } from './tensor-graph.ts';

/** One block and what its queries may see: 0 where they may, far below 0 where not, `[B, 1, to − from, to]`. */
export type AttentionBlock = { from: number; to: number; mask: Value };

const microsoft = 'com.microsoft';

/** Blocks of `size` queries that cover T tokens; only earlier keys and those of the block itself are looked at. */
export function listBlocks(tokens: number, size: number): { from: number; to: number }[] {
  return Array.from({ length: Math.ceil(tokens / size) }, (_, index) => ({
    from: index * size,
    to: Math.min(tokens, (index + 1) * size),
  }));
}

/**
 * The masks of all blocks: a token sees those of its own document up to itself.
 *
 * @param documents - `[B, T]`, int32: the document each token belongs to, different numbers for every padded token.
 */
export function createMasks(
  graph: TensorGraph,
  documents: Value,
  blocks: readonly { from: number; to: number }[],
): AttentionBlock[] {
  const [batch = 0] = documents.shape;
  const hidden = graph.scalar(-1e9);
  const seen = graph.scalar(0);
  const part = (from: number, to: number, shape: readonly number[]): Value => {
    const slice = graph.node(
      'Slice',
      [documents, graph.integers(from), graph.integers(to), graph.integers(1)],
      [batch, to - from],
      { type: 'int32' },
    );
    return graph.node('Reshape', [slice, graph.integers(...shape)], shape, { type: 'int32' });
  };
  const places = (from: number, to: number, shape: readonly number[]): Value =>
    graph.constant(
      Int32Array.from({ length: to - from }, (_, index) => from + index),
      shape,
    );
  return blocks.map(({ from, to }) => {
    const asQueries = [batch, 1, to - from, 1];
    const asKeys = [batch, 1, 1, to];
    const shape = [batch, 1, to - from, to];
    const isSame = graph.node('Equal', [part(from, to, asQueries), part(0, to, asKeys)], shape, {
      type: 'bool',
    });
    const causal = [1, 1, to - from, to];
    const isBefore = graph.node(
      'GreaterOrEqual',
      [places(from, to, [1, 1, to - from, 1]), places(0, to, [1, 1, 1, to])],
      causal,
      { type: 'bool' },
    );
    const isSeen = graph.node('And', [isSame, isBefore], shape, { type: 'bool' });
    return { from, to, mask: graph.node('Where', [isSeen, seen, hidden], shape) };
  });
}

/**
 * @param q - `[B, H, T, S]`; so are `k` and `v`.
 * @returns `[B, H, T, S]`.
 */
export function attend(
  graph: TensorGraph,
  q: Value,
  k: Value,
  v: Value,
  blocks: readonly AttentionBlock[],
): Value {
  const [batch = 0, heads = 0, tokens = 0, size = 0] = q.shape;
  const scale = { float: 1 / Math.sqrt(size) };
  const isWhole = blocks.length === 1;
  const slice = (x: Value, from: number, to: number): Value =>
    from === 0 && to === tokens
      ? x
      : graph.node(
          'Slice',
          [x, graph.integers(from), graph.integers(to), graph.integers(2)],
          [batch, heads, to - from, size],
        );
  const join = (parts: readonly Value[]): Value =>
    isWhole ? (parts[0] as Value) : graph.node('Concat', parts, q.shape, { attributes: { axis: 2 } });
  const product = (
    a: Value,
    b: Value,
    shape: readonly number[],
    attributes: Record<string, number | { float: number }>,
  ): Value => graph.node('FusedMatMul', [a, b], shape, { domain: microsoft, attributes });

  /** `[B, H, queries, to]`. */
  const probabilitiesOf = (query: Value, { from, to, mask }: AttentionBlock): Value => {
    const shape = [batch, heads, to - from, to];
    const scores = product(query, slice(k, 0, to), shape, { transB: 1, alpha: scale });
    const masked = graph.node('Add', [scores, mask], shape);
    return graph.node('Softmax', [masked], shape, { attributes: { axis: -1 } });
  };

  const forward = blocks.map((block) => {
    const { from, to } = block;
    const query = slice(q, from, to);
    const probabilities = probabilitiesOf(query, block);
    const shape = [batch, heads, to - from, size];
    return {
      block,
      query,
      probabilities,
      out: graph.node('MatMul', [probabilities, slice(v, 0, to)], shape),
    };
  });
  const output = join(forward.map(({ out }) => out));

  const backward = (g: Value): Value[] => {
    const backs = forward.map(({ block, query, probabilities, out }) => {
      const { from, to } = block;
      const shape = [batch, heads, to - from, to];
      const gradient = slice(g, from, to);
      const products = graph.node('Mul', [gradient, out], out.shape);
      const delta = graph.node('ReduceSum', [products, graph.integers(-1)], [batch, heads, to - from, 1]);
      const ofProbabilities = product(gradient, slice(v, 0, to), shape, { transB: 1 });
      const centred = graph.node('Sub', [ofProbabilities, delta], shape);
      const ofScores = graph.node('Mul', [probabilities, centred], shape);
      const keyShape = [batch, heads, to, size];
      return {
        to,
        q: product(ofScores, slice(k, 0, to), out.shape, { alpha: scale }),
        k: product(ofScores, query, keyShape, { transA: 1, alpha: scale }),
        v: product(probabilities, gradient, keyShape, { transA: 1 }),
      };
    });
    /** Keys of a block were looked at by its own queries and by those of all later blocks. */
    const sumOver = (which: 'k' | 'v'): Value =>
      join(
        blocks.map(({ from, to }) => {
          const parts = backs
            .filter((back) => back.to >= to)
            .map((back) => cut(graph, back[which], from, to, [batch, heads, to - from, size]));
          return parts.length === 1 ? (parts[0] as Value) : graph.node('Sum', parts, parts[0]?.shape ?? []);
        }),
      );
    return [join(backs.map((back) => back.q)), sumOver('k'), sumOver('v')];
  };
  return graph.record({ inputs: [q, k, v], output, backward });
}

function cut(graph: TensorGraph, x: Value, from: number, to: number, shape: readonly number[]): Value {
  if (x.shape.join() === shape.join()) return x;
  return graph.node('Slice', [x, graph.integers(from), graph.integers(to), graph.integers(2)], shape);
}
