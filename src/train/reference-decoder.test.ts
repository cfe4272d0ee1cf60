import { describe, expect, it } from 'vitest';
import { listWeights, type ModelConfig, type Weights } from './model-config.ts';
import { createReferenceDecoder } from './reference-decoder.ts';

const small: ModelConfig = {
  vocabularySize: 23,
  contextTokens: 16,
  hiddenSize: 16,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  feedForwardSize: 24,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};
const tokens = Int32Array.of(3, 14, 1, 5, 9, 2, 6, 5);

function createWeights(config: ModelConfig): Weights {
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return new Map(
    listWeights(config).map(({ name, shape }) => [
      name,
      { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, draw) },
    ]),
  );
}

/** One layer, one head of two numbers, two tokens with embeddings [1, 0] and [0, 1]; identity unless overridden. */
function createTiny(overrides: Record<string, number[]>): ReturnType<typeof createReferenceDecoder> {
  const config = {
    ...small,
    vocabularySize: 2,
    hiddenSize: 2,
    layers: 1,
    heads: 1,
    keyValueHeads: 1,
    feedForwardSize: 1,
    normEpsilon: 0,
  };
  const weights: Weights = new Map();
  for (const { name, shape } of listWeights(config)) {
    const part = name.replace(/^model\.(layers\.0\.)?(self_attn\.|mlp\.)?/, '').replace('.weight', '');
    const plain = /norm/.test(part) ? [1, 1] : /gate|up|down/.test(part) ? [0, 0] : [1, 0, 0, 1];
    weights.set(name, { shape, data: Float32Array.from(overrides[part] ?? plain) });
  }
  return createReferenceDecoder(config, weights);
}

const rms = (vector: number[]): number => Math.hypot(...vector) / Math.sqrt(vector.length);

describe('createReferenceDecoder', () => {
  it('rotates, attends and normalises as worked out by hand', () => {
    // Position 0 reads [1, 0], normalised [√2, 0]; position 1 reads [0, 1], normalised [0, √2]. The head has one
    // pair, so its angle is the position itself: q₁ = k₁ = √2·[−sin 1, cos 1], k₀ = √2·[1, 0].
    // Scores: q₁·k₀ / √2 = −2 sin 1 / √2 and q₁·k₁ / √2 = 2 / √2.
    const first = Math.exp((-2 * Math.sin(1)) / Math.SQRT2);
    const second = Math.exp(2 / Math.SQRT2);
    const share = first / (first + second);
    const hidden = [Math.SQRT2 * share, 1 + Math.SQRT2 * (1 - share)];
    const logits = createTiny({}).logits(Int32Array.of(0, 1));
    expect(logits[2]).toBeCloseTo((hidden[0] ?? 0) / rms(hidden), 6);
    expect(logits[3]).toBeCloseTo((hidden[1] ?? 0) / rms(hidden), 6);
  });

  it('gates the feed-forward block as worked out by hand', () => {
    // Without attention the block reads [√2, 0]: gate 3·√2, up 0.5·√2, and writes silu(gate)·up to the second number.
    const gate = 3 * Math.SQRT2;
    const hidden = [1, (gate / (1 + Math.exp(-gate))) * 0.5 * Math.SQRT2];
    const decoder = createTiny({
      o_proj: [0, 0, 0, 0],
      gate_proj: [3, 0],
      up_proj: [0.5, 0],
      down_proj: [0, 1],
    });
    const logits = decoder.logits(Int32Array.of(0));
    expect(logits[0]).toBeCloseTo((hidden[0] ?? 0) / rms(hidden), 6);
    expect(logits[1]).toBeCloseTo((hidden[1] ?? 0) / rms(hidden), 6);
  });

  it('shares one key and value head among a group of query heads', () => {
    const weights = createWeights(small);
    const repeated: Weights = new Map(weights);
    for (const { name, shape } of listWeights({ ...small, keyValueHeads: 4 })) {
      const data = weights.get(name)?.data;
      if (!data || !/[kv]_proj/.test(name)) continue;
      // Each of the 2 heads has 4 rows of 16 numbers; heads 0 and 1 read the first, 2 and 3 the second.
      const heads = [0, 0, 1, 1].map((head) => data.slice(head * 64, (head + 1) * 64));
      repeated.set(name, { shape, data: Float32Array.from(heads.flatMap((head) => [...head])) });
    }
    const grouped = createReferenceDecoder(small, weights).logits(tokens);
    const full = createReferenceDecoder({ ...small, keyValueHeads: 4 }, repeated).logits(tokens);
    expect(full).toEqual(grouped);
  });

  it('does not let a token see what comes after it', () => {
    const decoder = createReferenceDecoder(small, createWeights(small));
    const before = decoder.logits(tokens).slice(0, 5 * 23);
    const changed = decoder.logits(tokens.map((token, index) => (index >= 5 ? token + 1 : token)));
    expect(changed.slice(0, 5 * 23)).toEqual(before);
    expect(changed.slice(5 * 23, 6 * 23)).not.toEqual(decoder.logits(tokens).slice(5 * 23, 6 * 23));
  });

  it('gives the same token by token, and after going back, as in one go', () => {
    const decoder = createReferenceDecoder(small, createWeights(small));
    const whole = decoder.logits(tokens);
    decoder.rewind(3);
    decoder.next(20);
    decoder.rewind(3);
    for (const [index, token] of tokens.entries())
      if (index >= 3) expect(decoder.next(token)).toEqual(whole.slice(index * 23, (index + 1) * 23));
    expect(decoder.position).toBe(8);
  });

  it('names what is wrong with its weights, a token or the context', () => {
    const weights = createWeights(small);
    const decoder = createReferenceDecoder(small, weights);
    expect(() => decoder.next(23)).toThrow('Expected a token from 0 to 22, got `23`.');
    expect(() => decoder.logits(new Int32Array(17))).toThrow('Expected at most 16 tokens of context');
    weights.delete('model.norm.weight');
    expect(() => createReferenceDecoder(small, weights)).toThrow(
      'Expected `model.norm.weight` to be [16], got nothing.',
    );
  });
});
