/**
 * The shape of our small decoder: the llama architecture (RMSNorm before each block, rotary positions, SwiGLU,
 * optionally grouped key and value heads, output head tied to the embedding, no biases).
 *
 * Names, shapes and the rotary layout (halves of a head rotate against each other) are those of a transformers
 * checkpoint of this architecture, so that a checkpoint of ours is one of theirs.
 */
export type ModelConfig = {
  /** V. Rows of the embedding, special tokens included. */
  vocabularySize: number;
  /** T. Longest row in tokens. */
  contextTokens: number;
  /** D. */
  hiddenSize: number;
  /** L. */
  layers: number;
  /** H; `hiddenSize / heads` is the size of a head and even. */
  heads: number;
  /** G; divides `heads`. Equal to `heads`: every query head has its own keys and values. */
  keyValueHeads: number;
  /** F, the inner size of the gated feed-forward block. */
  feedForwardSize: number;
  /** Base of the rotary wavelengths. */
  ropeBase: number;
  /** Added to the mean square in every RMSNorm. */
  normEpsilon: number;
};

/** A dense array in row-major order; the product of `shape` is the length of `data`. */
export type Tensor = { shape: readonly number[]; data: Float32Array };

/** All weights of a model by their transformers name, in the order of `listWeights`. */
export type Weights = Map<string, Tensor>;

/**
 * The name and the shape of every weight, in a fixed order. Matrices are `[outputs, inputs]`.
 *
 * The head is tied: logits are `hidden · embedᵀ`, so there is no `lm_head.weight`.
 */
export function listWeights(config: ModelConfig): { name: string; shape: readonly number[] }[] {
  const { vocabularySize, hiddenSize, layers, heads, keyValueHeads, feedForwardSize } = config;
  const headSize = hiddenSize / heads;
  const weights: { name: string; shape: readonly number[] }[] = [
    { name: 'model.embed_tokens.weight', shape: [vocabularySize, hiddenSize] },
  ];
  for (let layer = 0; layer < layers; layer += 1) {
    const add = (name: string, ...shape: number[]): void => {
      weights.push({ name: `model.layers.${layer}.${name}.weight`, shape });
    };
    add('input_layernorm', hiddenSize);
    add('self_attn.q_proj', heads * headSize, hiddenSize);
    add('self_attn.k_proj', keyValueHeads * headSize, hiddenSize);
    add('self_attn.v_proj', keyValueHeads * headSize, hiddenSize);
    add('self_attn.o_proj', hiddenSize, heads * headSize);
    add('post_attention_layernorm', hiddenSize);
    add('mlp.gate_proj', feedForwardSize, hiddenSize);
    add('mlp.up_proj', feedForwardSize, hiddenSize);
    add('mlp.down_proj', hiddenSize, feedForwardSize);
  }
  weights.push({ name: 'model.norm.weight', shape: [hiddenSize] });
  return weights;
}
