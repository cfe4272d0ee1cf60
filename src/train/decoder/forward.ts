/**
 * The decoder as a graph, from tokens to what the head reads; derivatives come with the operations.
 *
 * h = E[tokens]; for every layer h ← h + Wo·attention(norm(h)) and h ← h + Wdown·(silu(Wgate·y) ⊙ Wup·y) with
 * y = norm(h). Logits are norm(h)·Eᵀ.
 *
 * Legend: B rows, T tokens of a row, N = B·T, D hidden size, H query heads, G key and value heads, S = D / H size of a
 * head, V vocabulary.
 *
 * Source: the llama architecture, Touvron et al. 2023, arXiv:2302.13971.
 */
import { attend, createMasks, listBlocks } from '../graph/attention.ts';
import {
  add,
  linear,
  repeatHeads,
  reshape,
  rmsNorm,
  rotate,
  swiGlu,
  transpose,
} from '../graph/operations.ts';
import { recompute as computeAgain } from '../graph/recompute.ts';
import { createTensorGraph, type TensorGraph, type Value } from '../graph/tensor-graph.ts';
import { listWeights, type ModelConfig } from '../model-config.ts';

export type Forward = {
  /** Its inputs: `tokens` `[N]`, `positions` and `documents` `[B, T]`, and every weight by its name. */
  graph: TensorGraph;
  /** E, `[V, D]`. */
  embedding: Value;
  /** E[tokens], `[N, D]`. Not on the tape: gradients of looked-up rows are added up outside of the graph. */
  embedded: Value;
  /** norm(h) after the last layer, `[N, D]`. */
  last: Value;
  /** In the order of `listWeights`. */
  weights: Map<string, Value>;
};

/**
 * @param options.blockTokens - Queries of one block of attention.
 * @param options.recompute - Whether the backward pass computes each layer again, and only its input is kept.
 */
export function buildForward(
  config: ModelConfig,
  {
    rows: B,
    tokens: T,
    blockTokens,
    recompute,
  }: { rows: number; tokens: number; blockTokens: number; recompute: boolean },
): Forward {
  const { hiddenSize: D, layers, heads: H, keyValueHeads: G, normEpsilon } = config;
  const S = D / H;
  const N = B * T;
  const graph = createTensorGraph();
  const tokens = graph.input('tokens', [N], 'int32');
  const positions = graph.input('positions', [B, T], 'int64');
  const documents = graph.input('documents', [B, T], 'int32');
  const weights = new Map(listWeights(config).map(({ name, shape }) => [name, graph.input(name, shape)]));
  const weight = (name: string): Value => weights.get(`model.${name}.weight`) as Value;
  const blocks = createMasks(graph, documents, listBlocks(T, blockTokens));
  const angles = { positions, ...createAngles(graph, config) };

  const embedding = weight('embed_tokens');
  const embedded = graph.node('Gather', [embedding, tokens], [N, D], { attributes: { axis: 0 } });
  const runLayer = (layer: number, h: Value): Value => {
    const of = (name: string): Value => weight(`layers.${layer}.${name}`);
    /** `[N, count·S]` to `[B, count, T, S]`. */
    const split = (x: Value, count: number): Value =>
      transpose(graph, reshape(graph, x, [B, T, count, S]), [0, 2, 1, 3]);

    const x = rmsNorm(graph, h, of('input_layernorm'), normEpsilon);
    const q = rotate(graph, split(linear(graph, x, of('self_attn.q_proj')), H), angles);
    const k = rotate(graph, split(linear(graph, x, of('self_attn.k_proj')), G), angles);
    const v = split(linear(graph, x, of('self_attn.v_proj')), G);
    const seen = attend(graph, q, repeatHeads(graph, k, H / G), repeatHeads(graph, v, H / G), blocks);
    const joined = reshape(graph, transpose(graph, seen, [0, 2, 1, 3]), [N, D]);
    const middle = add(graph, h, linear(graph, joined, of('self_attn.o_proj')));

    const y = rmsNorm(graph, middle, of('post_attention_layernorm'), normEpsilon);
    const gated = swiGlu(graph, linear(graph, y, of('mlp.gate_proj')), linear(graph, y, of('mlp.up_proj')));
    return add(graph, middle, linear(graph, gated, of('mlp.down_proj')));
  };
  let hidden = embedded;
  for (let layer = 0; layer < layers; layer += 1)
    hidden = recompute ? computeAgain(graph, hidden, (h) => runLayer(layer, h)) : runLayer(layer, hidden);
  return { graph, embedding, embedded, last: rmsNorm(graph, hidden, weight('norm'), normEpsilon), weights };
}

/** Cosines and sines of every position, `[contextTokens, S/2]`: angle i is position · base^(−2i/S). */
function createAngles(
  graph: TensorGraph,
  { contextTokens, hiddenSize, heads, ropeBase }: ModelConfig,
): { cos: Value; sin: Value; minusSin: Value } {
  const half = hiddenSize / heads / 2;
  const table = (read: (angle: number) => number): Value => {
    const data = new Float32Array(contextTokens * half);
    for (let position = 0; position < contextTokens; position += 1)
      for (let index = 0; index < half; index += 1)
        data[position * half + index] = read(position * ropeBase ** (-index / half));
    return graph.constant(data, [contextTokens, half]);
  };
  return { cos: table(Math.cos), sin: table(Math.sin), minusSin: table((angle) => -Math.sin(angle)) };
}
