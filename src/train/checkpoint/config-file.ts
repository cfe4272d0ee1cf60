/** `config.json` of a model folder: our configuration under the field names of transformers' llama models. */
import { UsageError } from '../../errors.ts';
import type { ModelConfig } from '../model-config.ts';

/** What the file says of the numbers and tokens beside the model's shape. */
export type ConfigFileFacts = {
  /** Number type of the weights beside it. */
  dtype?: 'float32' | 'float16' | 'bfloat16';
  /** Token that ends a turn. */
  endId?: number;
  padId?: number;
};

/** Whole numbers of the configuration by their name in the file. */
const sizes = {
  vocabularySize: 'vocab_size',
  contextTokens: 'max_position_embeddings',
  hiddenSize: 'hidden_size',
  layers: 'num_hidden_layers',
  heads: 'num_attention_heads',
  keyValueHeads: 'num_key_value_heads',
  feedForwardSize: 'intermediate_size',
} as const;

/** What our decoder cannot do otherwise; a file that says something else is refused. Absent means this. */
const fixed: Record<string, unknown> = {
  hidden_act: 'silu',
  attention_bias: false,
  mlp_bias: false,
  rope_scaling: null,
};

/** Renders the file; every number survives `parseConfigFile` exactly. */
export function renderConfigFile(config: ModelConfig, facts: ConfigFileFacts = {}): string {
  const { dtype = 'float32', endId, padId } = facts;
  const fields = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    ...Object.fromEntries(
      Object.entries(sizes).map(([name, field]) => [field, config[name as keyof typeof sizes]]),
    ),
    head_dim: config.hiddenSize / config.heads,
    rms_norm_eps: config.normEpsilon,
    rope_theta: config.ropeBase,
    tie_word_embeddings: true,
    ...fixed,
    // Said even where absent: the default of the format is a token of another vocabulary.
    bos_token_id: endId ?? null,
    eos_token_id: endId ?? null,
    pad_token_id: padId ?? null,
    torch_dtype: dtype,
    use_cache: true,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/**
 * Parses the file.
 *
 * @param path - What to call the file in errors.
 * @throws {UsageError} No JSON, a size is missing or does not fit the others, or the model is of a kind our decoder
 * does not compute (biases, scaled rotary positions, an untied head, another architecture).
 */
export function parseConfigFile(text: string, path = 'config.json'): ModelConfig {
  let fields: Record<string, unknown>;
  try {
    fields = { ...(JSON.parse(text) as object) };
  } catch (cause) {
    throw new UsageError(`Expected \`${path}\` to be JSON, got: ${(cause as Error).message}.`, { cause });
  }
  const refuse = (field: string, expected: string): UsageError =>
    new UsageError(
      `Expected \`${field}\` in \`${path}\` to be ${expected}, got \`${JSON.stringify(fields[field])}\`. Only llama models of this kind can be read.`,
    );
  const size = (field: string): number => {
    const value = fields[field];
    if (!Number.isSafeInteger(value) || (value as number) <= 0) throw refuse(field, 'a positive integer');
    return value as number;
  };
  const positive = (field: string): number => {
    const value = fields[field];
    if (typeof value !== 'number' || !(value > 0)) throw refuse(field, 'a positive number');
    return value;
  };

  if (fields.model_type !== 'llama') throw refuse('model_type', '`"llama"`');
  if (fields.tie_word_embeddings !== true) throw refuse('tie_word_embeddings', '`true`');
  for (const [field, value] of Object.entries(fixed))
    if ((fields[field] ?? value) !== value) throw refuse(field, `\`${JSON.stringify(value)}\``);
  const config: ModelConfig = {
    ...(Object.fromEntries(Object.entries(sizes).map(([name, field]) => [name, size(field)])) as Record<
      keyof typeof sizes,
      number
    >),
    ropeBase: positive('rope_theta'),
    normEpsilon: positive('rms_norm_eps'),
  };
  const headSize = config.hiddenSize / config.heads;
  if (headSize % 2 !== 0)
    throw refuse('num_attention_heads', 'a divisor of `hidden_size` with heads of even size');
  if ((fields.head_dim ?? headSize) !== headSize) throw refuse('head_dim', `\`${headSize}\``);
  if (config.heads % config.keyValueHeads !== 0)
    throw refuse('num_key_value_heads', 'a divisor of `num_attention_heads`');
  return config;
}
