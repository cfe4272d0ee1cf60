/**
 * The forward pass of mini, one token or a batch of them at a time, with the keys and values of all earlier tokens kept.
 *
 * Per layer, with h = RMSNorm(x): x += O · attention(rotate(Q h), rotate(K h), V h); then, with h = RMSNorm(x):
 * x += D · (silu(G h) ⊙ U h). Logits are the embedding times RMSNorm(x) (tied head).
 */
import type { ModelConfig } from '../../model-config.ts';
import type { KernelMemory, KernelName } from './kernels.ts';
import { createPlainKernels } from './plain-kernels.ts';
import type { QuantisedMatrix, QuantisedWeights } from './quantise.ts';
import { createWasmKernels } from './wasm-kernels.ts';

/** Tokens that go through the matrices together while a prompt is read. */
const batchTokens = 32;

/** Positions are counted from 0; logits are `[V]`, valid until the next call. */
export type MiniDecoder = {
  /** Tokens read so far; the next one stands at this position. */
  readonly position: number;
  /** Positions there are. */
  readonly contextTokens: number;
  /**
   * Reads tokens, and gives the logits of what follows the last.
   *
   * @throws {RangeError} No tokens, more than there are positions for, or an id outside the vocabulary.
   */
  prefill(tokens: ArrayLike<number>): Float32Array;
  /** Reads one token. */
  next(token: number): Float32Array;
  /**
   * Forgets everything from this position on.
   *
   * @throws {RangeError} A position behind the present one.
   */
  rewind(position: number): void;
};

/**
 * Creates a decoder.
 *
 * @param options.kernel - `wasm`, or `plain` TypeScript, which gives the same to about 1e-5. Left out: `wasm` where the
 *   platform has SIMD.
 * @throws {RangeError} A configuration the kernels have no shape for, or `wasm` asked where there is none.
 */
export function createMiniDecoder(
  config: ModelConfig,
  weights: QuantisedWeights,
  { kernel }: { kernel?: KernelName | undefined } = {},
): MiniDecoder {
  checkConfig(config);
  const { vocabularySize, hiddenSize, layers, heads, keyValueHeads, feedForwardSize } = config;
  const headSize = hiddenSize / heads;
  const keySize = keyValueHeads * headSize;
  const contextTokens = roundUp(config.contextTokens, 4);
  const half = headSize / 2;

  // The size of the memory is known once everything has its place in it.
  let bytes = 64;
  const place = (size: number): number => {
    const address = bytes;
    bytes += roundUp(size, 16);
    return address;
  };
  const fill: ((buffer: ArrayBuffer) => void)[] = [];
  const placeMatrix = (name: string) => {
    const matrix = weights.matrices.get(name) as QuantisedMatrix;
    // The kernels take four rows at a time; those behind the last stay zero.
    const rows = roundUp(matrix.rows, 4);
    const values = place(rows * matrix.columns);
    const scales = place((rows * matrix.columns) / 8);
    fill.push((buffer) => {
      new Int8Array(buffer, values).set(matrix.values);
      new Float32Array(buffer, scales).set(matrix.scales);
    });
    return { values, scales, rows, columns: matrix.columns };
  };
  const placeNorm = (name: string): number => {
    const address = place(hiddenSize * 4);
    fill.push((buffer) => new Float32Array(buffer, address).set(weights.norms.get(name) as Float32Array));
    return address;
  };

  const embedding = placeMatrix('model.embed_tokens.weight');
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const name = (part: string): string => `model.layers.${layer}.${part}.weight`;
    return {
      attentionNorm: placeNorm(name('input_layernorm')),
      query: placeMatrix(name('self_attn.q_proj')),
      key: placeMatrix(name('self_attn.k_proj')),
      value: placeMatrix(name('self_attn.v_proj')),
      output: placeMatrix(name('self_attn.o_proj')),
      feedForwardNorm: placeNorm(name('post_attention_layernorm')),
      gate: placeMatrix(name('mlp.gate_proj')),
      up: placeMatrix(name('mlp.up_proj')),
      down: placeMatrix(name('mlp.down_proj')),
      keys: place(contextTokens * keySize * 4),
      values: place(contextTokens * keySize * 4),
    };
  });
  const finalNorm = placeNorm('model.norm.weight');
  const cosines = place(contextTokens * half * 4);
  const sines = place(contextTokens * half * 4);
  const stream = place(batchTokens * hiddenSize * 4);
  const normed = place(batchTokens * hiddenSize * 4);
  const queries = place(batchTokens * hiddenSize * 4);
  const newKeys = place(batchTokens * keySize * 4);
  const newValues = place(batchTokens * keySize * 4);
  const attended = place(batchTokens * hiddenSize * 4);
  const gates = place(batchTokens * feedForwardSize * 4);
  const ups = place(batchTokens * feedForwardSize * 4);
  const scores = place(contextTokens * 4);
  const scratch = place(4 * Math.max(hiddenSize, feedForwardSize) * 4);
  const logits = place(embedding.rows * 4);

  const { kernels, buffer } = createKernels(bytes, kernel);
  const numbers = new Float32Array(buffer);
  for (const write of fill) write(buffer);
  for (let position = 0; position < contextTokens; position += 1) {
    for (let index = 0; index < half; index += 1) {
      const angle = position * config.ropeBase ** (-index / half);
      numbers[cosines / 4 + position * half + index] = Math.cos(angle);
      numbers[sines / 4 + position * half + index] = Math.sin(angle);
    }
  }
  const result = numbers.subarray(logits / 4, logits / 4 + vocabularySize);

  const multiply = (
    { values, scales, rows, columns }: typeof embedding,
    input: number,
    output: number,
    tokens: number,
    isAdded = false,
  ): void => kernels.multiply(values, scales, input, output, scratch, rows, columns, tokens, isAdded);

  /** Puts the new keys or values `[tokens, G, headSize]` into a cache `[G, contextTokens, headSize]`. */
  const remember = (cache: number, news: number, tokens: number): void => {
    for (let token = 0; token < tokens; token += 1) {
      for (let head = 0; head < keyValueHeads; head += 1) {
        const from = news / 4 + token * keySize + head * headSize;
        const to = cache / 4 + (head * contextTokens + position + token) * headSize;
        numbers.copyWithin(to, from, from + headSize);
      }
    }
  };

  let position = 0;

  /** Reads at most `batchTokens`. */
  const read = (tokens: ArrayLike<number>, from: number, count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const row = (tokens[from + index] as number) * hiddenSize;
      kernels.expand(
        embedding.values + row,
        embedding.scales + row / 8,
        stream + index * hiddenSize * 4,
        hiddenSize,
      );
    }
    const tables = position * half * 4;
    for (const block of blocks) {
      kernels.normalise(stream, block.attentionNorm, normed, hiddenSize, count, config.normEpsilon);
      multiply(block.query, normed, queries, count);
      multiply(block.key, normed, newKeys, count);
      multiply(block.value, normed, newValues, count);
      kernels.rotate(queries, cosines + tables, sines + tables, heads, headSize, count);
      kernels.rotate(newKeys, cosines + tables, sines + tables, keyValueHeads, headSize, count);
      remember(block.keys, newKeys, count);
      remember(block.values, newValues, count);
      kernels.attend(
        queries,
        block.keys,
        block.values,
        scores,
        attended,
        heads,
        keyValueHeads,
        headSize,
        contextTokens,
        position,
        count,
      );
      multiply(block.output, attended, stream, count, true);
      kernels.normalise(stream, block.feedForwardNorm, normed, hiddenSize, count, config.normEpsilon);
      multiply(block.gate, normed, gates, count);
      multiply(block.up, normed, ups, count);
      kernels.gate(gates, ups, count * feedForwardSize);
      multiply(block.down, gates, stream, count, true);
    }
    position += count;
  };

  const prefill = (tokens: ArrayLike<number>): Float32Array => {
    checkTokens(tokens, { vocabularySize, left: config.contextTokens - position });
    let count = 0;
    for (let from = 0; from < tokens.length; from += count) {
      count = Math.min(batchTokens, tokens.length - from);
      read(tokens, from, count);
    }
    const last = stream + (count - 1) * hiddenSize * 4;
    kernels.normalise(last, finalNorm, normed, hiddenSize, 1, config.normEpsilon);
    multiply(embedding, normed, logits, 1);
    return result;
  };

  return {
    get position() {
      return position;
    },
    contextTokens: config.contextTokens,
    prefill,
    next: (token) => prefill([token]),
    rewind(to) {
      if (!Number.isInteger(to) || to < 0 || to > position) {
        throw new RangeError(`Expected \`position\` to be from 0 to ${position}, got \`${to}\`.`);
      }
      position = to;
    },
  };
}

function createKernels(bytes: number, kernel: KernelName | undefined): KernelMemory {
  if (kernel === 'plain') return createPlainKernels(bytes);
  const fast = createWasmKernels(bytes);
  if (fast === undefined && kernel === 'wasm') {
    throw new RangeError(
      'Expected a platform with WebAssembly SIMD for the kernel `wasm`, this one has none. Use `plain`.',
    );
  }
  return fast ?? createPlainKernels(bytes);
}

function checkConfig({ hiddenSize, heads, keyValueHeads, feedForwardSize }: ModelConfig): void {
  const expect = (name: string, value: number, divisor: number): void => {
    if (value < 1 || value % divisor !== 0) {
      throw new RangeError(`Expected \`${name}\` to be a multiple of ${divisor}, got \`${value}\`.`);
    }
  };
  expect('hiddenSize', hiddenSize, 32);
  expect('feedForwardSize', feedForwardSize, 32);
  expect('hiddenSize / heads', hiddenSize / heads, 16);
  expect('heads', heads, keyValueHeads);
}

function checkTokens(
  tokens: ArrayLike<number>,
  { vocabularySize, left }: { vocabularySize: number; left: number },
): void {
  if (tokens.length === 0 || tokens.length > left) {
    throw new RangeError(`Expected from 1 to ${left} tokens, got ${tokens.length}.`);
  }
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!Number.isInteger(token) || (token as number) < 0 || (token as number) >= vocabularySize) {
      throw new RangeError(`Expected tokens from 0 to ${vocabularySize - 1}, got \`${token}\` at ${index}.`);
    }
  }
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
