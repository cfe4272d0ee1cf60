/**
 * The decoder as plain loops: the oracle that faster paths (the training graph, WebAssembly, exported files) are
 * compared with. It is written to be read, not to be fast.
 *
 * Legend: T tokens, V vocabulary, D hidden size, H query heads, G key and value heads, S = D / H size of a head,
 * F inner size of the feed-forward block, C context.
 */
import { listWeights, type ModelConfig, type Weights } from './model-config.ts';
import { readWeight } from './read-weight.ts';

export type ReferenceDecoder = {
  /** Logits `[T, V]` of `tokens` read from position 0; what was read before is forgotten. */
  logits(tokens: Int32Array): Float32Array;
  /** Reads one more token and gives the logits `[V]` of what follows it. */
  next(token: number): Float32Array;
  /** Keeps the first `position` tokens and forgets the rest. */
  rewind(position: number): void;
  /** Tokens read so far. */
  readonly position: number;
};

/**
 * Creates a decoder over `weights`, which it reads and never changes.
 *
 * Values are stored as float32; sums of products run in double precision and are rounded once, so that its own
 * rounding stays well under that of any float32 kernel it is compared with.
 *
 * `h ← h + Wo·attention(norm(h))`, then `h ← h + Wdown·(silu(Wgate·n) ⊙ Wup·n)` with `n = norm(h)`, for each layer;
 * logits are `embed · norm(h)`.
 *
 * @throws {RangeError} A weight is missing or has another shape, a token is outside the vocabulary, or the context is
 * full.
 *
 * Source: the llama architecture; Touvron et al. 2023, arXiv:2302.13971.
 */
export function createReferenceDecoder(config: ModelConfig, weights: Weights): ReferenceDecoder {
  const { vocabularySize, contextTokens, hiddenSize, layers, heads, keyValueHeads, feedForwardSize } = config;
  const headSize = hiddenSize / heads;
  const cacheWidth = keyValueHeads * headSize;
  const weight = readWeights(config, weights);
  const embedding = weight('model.embed_tokens');
  const keys = Array.from({ length: layers }, () => new Float32Array(contextTokens * cacheWidth));
  const values = Array.from({ length: layers }, () => new Float32Array(contextTokens * cacheWidth));
  let position = 0;

  const attend = (queries: Float32Array, layer: number): Float32Array => {
    const layerKeys = keys[layer] as Float32Array;
    const layerValues = values[layer] as Float32Array;
    const mixed = new Float32Array(hiddenSize);
    const scores = new Float64Array(position + 1);
    for (let head = 0; head < heads; head += 1) {
      const offset = Math.floor((head * keyValueHeads) / heads) * headSize;
      let highest = -Infinity;
      for (let past = 0; past <= position; past += 1) {
        let dot = 0;
        for (let unit = 0; unit < headSize; unit += 1)
          dot += at(queries, head * headSize + unit) * at(layerKeys, past * cacheWidth + offset + unit);
        scores[past] = dot / Math.sqrt(headSize);
        highest = Math.max(highest, at(scores, past));
      }
      let total = 0;
      for (let past = 0; past <= position; past += 1)
        total += scores[past] = Math.exp(at(scores, past) - highest);
      for (let unit = 0; unit < headSize; unit += 1) {
        let sum = 0;
        for (let past = 0; past <= position; past += 1)
          sum += at(scores, past) * at(layerValues, past * cacheWidth + offset + unit);
        mixed[head * headSize + unit] = sum / total;
      }
    }
    return mixed;
  };

  const readToken = (token: number): Float32Array => {
    if (!Number.isInteger(token) || token < 0 || token >= vocabularySize)
      throw new RangeError(`Expected a token from 0 to ${vocabularySize - 1}, got \`${token}\`.`);
    if (position >= contextTokens)
      throw new RangeError(`Expected at most ${contextTokens} tokens of context, got one more.`);
    const hidden = embedding.slice(token * hiddenSize, (token + 1) * hiddenSize);
    for (let layer = 0; layer < layers; layer += 1) {
      const of = (name: string): Float32Array => weight(`model.layers.${layer}.${name}`);
      const before = normalise(hidden, of('input_layernorm'), config.normEpsilon);
      const queries = multiply(of('self_attn.q_proj'), before);
      const key = multiply(of('self_attn.k_proj'), before);
      rotateHalves(queries, headSize, position, config.ropeBase);
      rotateHalves(key, headSize, position, config.ropeBase);
      keys[layer]?.set(key, position * cacheWidth);
      values[layer]?.set(multiply(of('self_attn.v_proj'), before), position * cacheWidth);
      addTo(hidden, multiply(of('self_attn.o_proj'), attend(queries, layer)));

      const between = normalise(hidden, of('post_attention_layernorm'), config.normEpsilon);
      const gate = multiply(of('mlp.gate_proj'), between);
      const up = multiply(of('mlp.up_proj'), between);
      for (let unit = 0; unit < feedForwardSize; unit += 1) {
        const x = at(gate, unit);
        gate[unit] = (x / (1 + Math.exp(-x))) * at(up, unit);
      }
      addTo(hidden, multiply(of('mlp.down_proj'), gate));
    }
    position += 1;
    return hidden;
  };

  const next = (token: number): Float32Array =>
    multiply(embedding, normalise(readToken(token), weight('model.norm'), config.normEpsilon));

  return {
    logits(tokens) {
      position = 0;
      const all = new Float32Array(tokens.length * vocabularySize);
      for (const [index, token] of tokens.entries()) all.set(next(token), index * vocabularySize);
      return all;
    },
    next,
    rewind(to) {
      if (!Number.isInteger(to) || to < 0 || to > position)
        throw new RangeError(`Expected a position from 0 to ${position}, got \`${to}\`.`);
      position = to;
    },
    get position() {
      return position;
    },
  };
}

/** Indexing inside the bounds that `readWeight` has checked. */
const at = (array: Float32Array | Float64Array, index: number): number => array[index] as number;

/** Checks every weight once and gives its numbers by its name without `.weight`. */
function readWeights(config: ModelConfig, weights: Weights): (name: string) => Float32Array {
  const numbers = new Map(listWeights(config).map((entry) => [entry.name, readWeight(weights, entry)]));
  return (name) => numbers.get(`${name}.weight`) as Float32Array;
}

/** `y = M·x`; M `[rows, x.length]`, row-major. */
function multiply(matrix: Float32Array, vector: Float32Array): Float32Array {
  const columns = vector.length;
  const result = new Float32Array(matrix.length / columns);
  for (let row = 0; row < result.length; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1)
      sum += at(matrix, row * columns + column) * at(vector, column);
    result[row] = sum;
  }
  return result;
}

/** RMSNorm: `x / √(mean(x²) + ε) ⊙ scale`. Zhang & Sennrich 2019, arXiv:1910.07467. */
function normalise(vector: Float32Array, scale: Float32Array, epsilon: number): Float32Array {
  let squares = 0;
  for (const x of vector) squares += x * x;
  const factor = 1 / Math.sqrt(squares / vector.length + epsilon);
  return vector.map((x, index) => x * factor * at(scale, index));
}

/**
 * Rotary positions, in place, on each head of S numbers: number i of the first half and number i of the second turn
 * together by the angle `position · base^(−2i/S)`. Su et al. 2021, arXiv:2104.09864, in the layout of transformers.
 */
function rotateHalves(vector: Float32Array, headSize: number, position: number, base: number): void {
  const half = headSize / 2;
  for (let head = 0; head < vector.length; head += headSize) {
    for (let index = 0; index < half; index += 1) {
      const angle = position * base ** ((-2 * index) / headSize);
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      const [first, second] = [at(vector, head + index), at(vector, head + half + index)];
      vector[head + index] = first * cosine - second * sine;
      vector[head + half + index] = first * sine + second * cosine;
    }
  }
}

function addTo(sum: Float32Array, term: Float32Array): void {
  for (const [index, x] of term.entries()) sum[index] = at(sum, index) + x;
}
