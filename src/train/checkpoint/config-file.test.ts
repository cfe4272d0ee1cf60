import { describe, expect, it } from 'vitest';
import { parseConfigFile, renderConfigFile } from './config-file.ts';

const config = {
  vocabularySize: 4096,
  contextTokens: 4096,
  hiddenSize: 256,
  layers: 6,
  heads: 4,
  keyValueHeads: 2,
  feedForwardSize: 704,
  ropeBase: 10_000.5,
  normEpsilon: 1e-5,
};

describe('config.json', () => {
  it('has the field names of transformers', () => {
    const fields = JSON.parse(renderConfigFile(config, { dtype: 'bfloat16', endId: 3, padId: 0 }));
    expect(fields).toMatchObject({
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      vocab_size: 4096,
      max_position_embeddings: 4096,
      hidden_size: 256,
      num_hidden_layers: 6,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      intermediate_size: 704,
      head_dim: 64,
      rope_theta: 10_000.5,
      rms_norm_eps: 1e-5,
      hidden_act: 'silu',
      tie_word_embeddings: true,
      torch_dtype: 'bfloat16',
      eos_token_id: 3,
      pad_token_id: 0,
    });
  });

  it('comes back as it was', () => {
    expect(parseConfigFile(renderConfigFile(config))).toEqual(config);
  });

  it.each([
    [{ model_type: 'mistral' }, 'Expected `model_type` in `x/config.json` to be `"llama"`, got `"mistral"`.'],
    [{ tie_word_embeddings: false }, 'to be `true`, got `false`'],
    [{ rope_scaling: { type: 'linear' } }, 'Expected `rope_scaling` in `x/config.json` to be `null`'],
    [{ attention_bias: true }, 'Expected `attention_bias`'],
    [{ hidden_size: 0 }, 'Expected `hidden_size` in `x/config.json` to be a positive integer, got `0`.'],
    [
      { vocab_size: undefined },
      'Expected `vocab_size` in `x/config.json` to be a positive integer, got `undefined`.',
    ],
    [{ num_attention_heads: 256 }, 'heads of even size'],
    [{ num_key_value_heads: 3 }, 'a divisor of `num_attention_heads`'],
    [{ head_dim: 32 }, 'Expected `head_dim` in `x/config.json` to be `64`'],
    [{ rope_theta: null }, 'a positive number, got `null`'],
  ])('refuses %j', (change, message) => {
    const text = JSON.stringify({ ...JSON.parse(renderConfigFile(config)), ...change });
    expect(() => parseConfigFile(text, 'x/config.json')).toThrow(message);
  });

  it('refuses what is no JSON', () => {
    expect(() => parseConfigFile('{', 'x/config.json')).toThrow('Expected `x/config.json` to be JSON');
  });
});
