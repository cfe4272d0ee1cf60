/**
 * The decoder, ready to be trained: losses and gradients of rows under given weights. One graph holds the forward and the
 * backward pass; scores and logits have graphs of their own, made when first asked for.
 */
import { crossEntropy } from '../graph/cross-entropy.ts';
import { differentiate } from '../graph/differentiate.ts';
import type { OnnxRuntime } from '../graph/onnx-library.ts';
import { linear } from '../graph/operations.ts';
import { createSession, type Feeds, type GraphSession } from '../graph/session.ts';
import type { Value } from '../graph/tensor-graph.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { readWeight } from '../read-weight.ts';
import type { TokenRow } from '../token-row.ts';
import { buildForward } from './forward.ts';

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
  /** Of what follows every token, `[B·T·V]`, forward only. They all stand at once: for small rows. */
  logits(batch: Batch): Promise<Float32Array>;
  /** Frees what the runtime holds. */
  release(): Promise<void>;
};

type Batch = { weights: Weights; rows: readonly TokenRow[] };

export type DecoderOptions = {
  rows: number;
  /** At most `config.contextTokens`. */
  tokens: number;
  /** The backward pass computes every layer again and only its input is kept: far less memory, more time. */
  recompute?: boolean;
  /** Queries of one block of attention. */
  blockTokens?: number;
  /** Tokens whose logits stand at once. */
  chunkRows?: number;
  /** Default all cores. */
  threads?: number;
  /** The runtime, where it is not to be looked up. */
  lib?: OnnxRuntime;
};

/**
 * A token sees those of its own document up to itself; padding sees itself only.
 *
 * Gradients are of the weighted sum, so those of micro-batches just add up. Every call throws a `RangeError` that says
 * so where rows are not `[B, T]` or a weight is missing or has another shape.
 *
 * @throws {RangeError} The rows are longer than the context.
 */
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
  const N = B * T;
  const forward = (): ReturnType<typeof buildForward> =>
    buildForward(config, { rows: B, tokens: T, recompute, blockTokens });

  const opened: Promise<GraphSession>[] = [];
  /** Makes a session at the first call and gives the same one ever after. */
  const once = (open: () => Promise<GraphSession>): (() => Promise<GraphSession>) => {
    let session: Promise<GraphSession> | undefined;
    return () => {
      if (session !== undefined) return session;
      session = open();
      opened.push(session);
      return session;
    };
  };
  const openStep = once(() => {
    const { graph, embedding, embedded, last, weights } = forward();
    const losses = crossEntropy(graph, last, embedding, graph.input('targets', [N], 'int64'), { chunkRows });
    const lossWeights = graph.input('lossWeights', [N]);
    const wanted = [...weights.values()];
    const [ofEmbedded, ...gradients] = differentiate(graph, losses, lossWeights, [embedded, ...wanted]);
    const outputs = Object.fromEntries(wanted.map(({ name }, index) => [name, gradients[index] as Value]));
    return createSession(graph, { losses, embedded: ofEmbedded as Value, ...outputs }, { threads, lib });
  });
  const openScore = once(() => {
    const { graph, embedding, last } = forward();
    const losses = crossEntropy(graph, last, embedding, graph.input('targets', [N], 'int64'), { chunkRows });
    return createSession(graph, { losses }, { threads, lib });
  });
  const openLogits = once(() => {
    const { graph, embedding, last } = forward();
    return createSession(graph, { logits: linear(graph, last, embedding) }, { threads, lib });
  });

  const feed = ({ weights, rows }: Batch): Feeds & { tokens: Int32Array; lossWeights: Float32Array } => {
    if (rows.length !== B || rows.some(({ tokens }) => tokens.length !== T))
      throw new RangeError(
        `Expected ${B} rows of ${T} tokens, got ${rows.length} of ${[...new Set(rows.map(({ tokens }) => tokens.length))].join(', ')}.`,
      );
    const whole = (read: (row: TokenRow) => Int32Array): Int32Array => join(rows, read, new Int32Array(N));
    return {
      ...Object.fromEntries(listWeights(config).map((entry) => [entry.name, readWeight(weights, entry)])),
      tokens: whole(({ tokens }) => tokens),
      targets: BigInt64Array.from(
        whole(({ targets }) => targets),
        BigInt,
      ),
      positions: BigInt64Array.from(
        whole(({ positions }) => positions),
        BigInt,
      ),
      documents: whole(({ documents }) => setApart(documents)),
      lossWeights: join(rows, (row) => row.weights, new Float32Array(N)),
    };
  };
  const runForOne = async (open: () => Promise<GraphSession>, output: string, batch: Batch) => {
    const feeds = feed(batch);
    return (await (await open()).run(feeds)).get(output) as Float32Array;
  };

  return {
    rows: B,
    tokens: T,
    async step(batch) {
      const feeds = feed(batch);
      const found = await (await openStep()).run(feeds);
      const tokenLosses = found.get('losses') as Float32Array;
      const gradients: Weights = new Map(
        listWeights(config).map(({ name, shape }) => [
          name,
          { shape, data: found.get(name) as Float32Array },
        ]),
      );
      const ofTable = gradients.get('model.embed_tokens.weight')?.data as Float32Array;
      addRows(ofTable, feeds.tokens, found.get('embedded') as Float32Array, config.hiddenSize);
      return { loss: dot(tokenLosses, feeds.lossWeights), tokenLosses, gradients };
    },
    score: (batch) => runForOne(openScore, 'losses', batch),
    logits: (batch) => runForOne(openLogits, 'logits', batch),
    async release() {
      for (const session of await Promise.allSettled(opened))
        if (session.status === 'fulfilled') await session.value.release();
    },
  };
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
const setApart = (documents: Int32Array): Int32Array =>
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
