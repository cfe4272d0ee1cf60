/**
 * The decoder on a graph: hidden = embed(tokens); for every layer hidden += attention(norm(hidden)) and
 * hidden += gate(norm(hidden)); loss = cross-entropy(norm(hidden)·embedᵀ). One graph holds forward and backward, one
 * the forward half alone.
 *
 * Legend: B rows, T tokens of a row, N = B·T, D hidden size, H heads, G key and value heads, S size of a head,
 * F feed-forward size, V vocabulary.
 *
 * Source: the llama architecture, Touvron et al. 2023, arXiv:2302.13971.
 */
import { type AttentionBlock, attend, createMasks, listBlocks } from '../graph/attention.ts';
import { crossEntropy } from '../graph/cross-entropy.ts';
import { differentiate } from '../graph/differentiate.ts';
import type { OnnxRuntime } from '../graph/onnx-library.ts';
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
import { createSession, type Feeds, type GraphSession } from '../graph/session.ts';
import { createTensorGraph, type TensorGraph, type Value } from '../graph/tensor-graph.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import type { TokenRow } from '../token-row.ts';

export type Decoder = {
  /** B, the rows of every call. */
  rows: number;
  /** T, the tokens of every row. */
  tokens: number;
  /**
   * Forward and backward.
   *
   * @returns `loss` = Σ w·ℓ over all tokens, in nats; `tokenLosses` ℓ, `[B·T]`; `gradients` of `loss` by weight.
   */
  step(batch: Batch): Promise<{ loss: number; tokenLosses: Float32Array; gradients: Weights }>;
  /** ℓ = −log p(target), `[B·T]`, forward only. */
  score(batch: Batch): Promise<Float32Array>;
  /** Frees what the runtime holds. */
  release(): Promise<void>;
};

export type Batch = { weights: Weights; rows: readonly TokenRow[] };

export type DecoderOptions = {
  rows: number;
  /** At most `config.contextTokens`. */
  tokens: number;
  /** Attention probabilities are computed again in the backward pass: less memory, more time. */
  recompute?: boolean;
  /** Queries of one block of attention. */
  blockTokens?: number;
  /** Rows of N whose logits stand at once. */
  chunkRows?: number;
  threads?: number;
  /** The runtime, where it is not to be looked up. */
  lib?: OnnxRuntime;
};

/** @throws {RangeError} The rows are longer than the context. */
export async function createDecoder(
  config: ModelConfig,
  {
    rows: B,
    tokens: T,
    recompute = false,
    blockTokens = 256,
    chunkRows = 2048,
    threads,
    lib,
  }: DecoderOptions,
): Promise<Decoder> {
  if (T > config.contextTokens)
    throw new RangeError(`Expected rows of at most ${config.contextTokens} tokens, got ${T}.`);
  const build = (): ReturnType<typeof buildForward> =>
    buildForward(config, { B, T, recompute, blockTokens, chunkRows });
  let stepping: Promise<GraphSession> | undefined;
  let scoring: Promise<GraphSession> | undefined;
  const openStep = (): Promise<GraphSession> => {
    const { graph, losses, seed, weights, embedded } = build();
    const wanted = [...weights.values()];
    const [ofEmbedded, ...gradients] = differentiate(graph, losses, seed, [embedded, ...wanted]);
    const outputs = Object.fromEntries(wanted.map(({ name }, index) => [name, gradients[index] as Value]));
    return createSession(graph, { losses, embedded: ofEmbedded as Value, ...outputs }, { threads, lib });
  };
  const openScore = (): Promise<GraphSession> => {
    const { graph, losses } = build();
    // The seed and the weights of the loss have no part in it.
    return createSession(
      { ...graph, inputs: graph.inputs.filter(({ name }) => name !== 'lossWeights') },
      { losses },
      { threads, lib },
    );
  };
  const feed = ({ weights, rows }: Batch): Feeds => {
    if (rows.length !== B || rows.some(({ tokens }) => tokens.length !== T))
      throw new RangeError(
        `Expected ${B} rows of ${T} tokens, got ${rows.length} of ${rows[0]?.tokens.length}.`,
      );
    const feeds: Feeds = {
      tokens: join(rows, (row) => row.tokens, new Int32Array(B * T)),
      targets: BigInt64Array.from(
        join(rows, (row) => row.targets, new Int32Array(B * T)),
        BigInt,
      ),
      positions: BigInt64Array.from(
        join(rows, (row) => row.positions, new Int32Array(B * T)),
        BigInt,
      ),
      documents: join(rows, (row) => apart(row.documents), new Int32Array(B * T)),
    };
    for (const [name, { data }] of weights) feeds[name] = data;
    return feeds;
  };

  return {
    rows: B,
    tokens: T,
    async step(batch) {
      stepping ??= openStep();
      const lossWeights = join(batch.rows, (row) => row.weights, new Float32Array(B * T));
      const feeds = feed(batch);
      const found = await (await stepping).run({ ...feeds, lossWeights });
      const tokenLosses = found.get('losses') as Float32Array;
      const gradients: Weights = new Map(
        listWeights(config).map(({ name, shape }) => [
          name,
          { shape, data: found.get(name) as Float32Array },
        ]),
      );
      addRows(
        gradients.get(embedName)?.data as Float32Array,
        feeds.tokens as Int32Array,
        found.get('embedded') as Float32Array,
        config.hiddenSize,
      );
      return { loss: dot(tokenLosses, lossWeights), tokenLosses, gradients };
    },
    async score(batch) {
      scoring ??= openScore();
      return (await (await scoring).run(feed(batch))).get('losses') as Float32Array;
    },
    async release() {
      for (const session of [stepping, scoring]) await (await session)?.release();
    },
  };
}

const embedName = 'model.embed_tokens.weight';

type Shape = { B: number; T: number; recompute: boolean; blockTokens: number; chunkRows: number };

/** The forward half: from tokens to the loss of every token. */
function buildForward(
  config: ModelConfig,
  { B, T, recompute, blockTokens, chunkRows }: Shape,
): {
  graph: TensorGraph;
  losses: Value;
  seed: Value;
  weights: Map<string, Value>;
  /** The looked-up embeddings, `[N, D]`: their gradient is added to the rows of the table outside of the graph. */
  embedded: Value;
} {
  const { hiddenSize: D, layers, heads: H, keyValueHeads: G, normEpsilon } = config;
  const S = D / H;
  const N = B * T;
  const graph = createTensorGraph();
  const tokens = graph.input('tokens', [N], 'int32');
  const targets = graph.input('targets', [N], 'int64');
  const positions = graph.input('positions', [B, T], 'int64');
  const documents = graph.input('documents', [B, T], 'int32');
  const seed = graph.input('lossWeights', [N]);
  const weights = new Map(listWeights(config).map(({ name, shape }) => [name, graph.input(name, shape)]));
  const weight = (name: string): Value => weights.get(`model.${name}.weight`) as Value;
  const blocks: AttentionBlock[] = createMasks(graph, documents, listBlocks(T, blockTokens));
  const angles = { positions, ...createAngles(graph, config) };

  const embedding = weight('embed_tokens');
  const embedded = graph.node('Gather', [embedding, tokens], [N, D], { attributes: { axis: 0 } });
  let hidden = embedded;
  for (let layer = 0; layer < layers; layer += 1) {
    const of = (name: string): Value => weight(`layers.${layer}.${name}`);
    const split = (x: Value, count: number): Value =>
      transpose(graph, reshape(graph, x, [B, T, count, S]), [0, 2, 1, 3]);

    const x = rmsNorm(graph, hidden, of('input_layernorm'), normEpsilon);
    const q = rotate(graph, split(linear(graph, x, of('self_attn.q_proj')), H), angles);
    const k = rotate(graph, split(linear(graph, x, of('self_attn.k_proj')), G), angles);
    const v = split(linear(graph, x, of('self_attn.v_proj')), G);
    const seen = attend(graph, q, repeatHeads(graph, k, H / G), repeatHeads(graph, v, H / G), blocks, {
      recompute,
    });
    const joined = reshape(graph, transpose(graph, seen, [0, 2, 1, 3]), [N, D]);
    hidden = add(graph, hidden, linear(graph, joined, of('self_attn.o_proj')));

    const y = rmsNorm(graph, hidden, of('post_attention_layernorm'), normEpsilon);
    const gated = swiGlu(graph, linear(graph, y, of('mlp.gate_proj')), linear(graph, y, of('mlp.up_proj')));
    hidden = add(graph, hidden, linear(graph, gated, of('mlp.down_proj')));
  }
  const last = rmsNorm(graph, hidden, weight('norm'), normEpsilon);
  const losses = crossEntropy(graph, last, embedding, targets, { chunkRows });
  return { graph, losses, seed, weights, embedded };
}

/** Cosines and sines of every position: angle = position · base^(−2i/S). */
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

function join<T extends Int32Array | Float32Array>(
  rows: readonly TokenRow[],
  read: (row: TokenRow) => T,
  target: T,
): T {
  let at = 0;
  for (const row of rows) {
    const part = read(row);
    target.set(part, at);
    at += part.length;
  }
  return target;
}

/** Padding sees itself only: every token of it is a document of its own. */
const apart = (documents: Int32Array): Int32Array =>
  documents.map((document, t) => (document < 0 ? -1 - t : document));

/** Adds the gradient of each looked-up row to its row of the table; in one order, so that the sum is always the same. */
function addRows(table: Float32Array, tokens: Int32Array, gradients: Float32Array, columns: number): void {
  for (let n = 0; n < tokens.length; n += 1) {
    const [to, from] = [(tokens[n] as number) * columns, n * columns];
    for (let column = 0; column < columns; column += 1)
      table[to + column] = (table[to + column] as number) + (gradients[from + column] as number);
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
