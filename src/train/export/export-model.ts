/** What is exported: a model, its tokenizer, and how a conversation is written down for it. */
import type { ModelConfig, Weights } from '../model-config.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

export type ExportModel = {
  config: ModelConfig;
  weights: Weights;
  tokenizer: Tokenizer;
  /** Jinja, from `messages` and `add_generation_prompt` to the text the model reads. */
  chatTemplate: string;
  /** Special token that ends a turn, e.g. `<|end|>`. */
  endToken: string;
  /** Special token that fills rows; left out: the end token. */
  padToken?: string;
};

/**
 * The ids of the end and the padding token.
 *
 * @throws {RangeError} One of them is no special token, or model and tokenizer differ in the size of the vocabulary.
 */
export function findTokenIds(model: ExportModel): { endId: number; padId: number } {
  const { config, tokenizer, endToken, padToken = endToken } = model;
  if (tokenizer.vocabularySize !== config.vocabularySize)
    throw new RangeError(
      `Expected a tokenizer of ${config.vocabularySize} tokens, as the model has, got ${tokenizer.vocabularySize}.`,
    );
  return { endId: tokenizer.specialId(endToken), padId: tokenizer.specialId(padToken) };
}
