/** A folder that `AutoModelForCausalLM.from_pretrained` and `AutoTokenizer.from_pretrained` of transformers load. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderConfigFile } from '../checkpoint/config-file.ts';
import { renderWeightsFile, type WeightsPrecision } from '../checkpoint/weights-file.ts';
import { renderTokenizerFile } from '../tokenizer/tokenizer-file.ts';
import { type ExportModel, findTokenIds } from './export-model.ts';

const dtypes = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;

/**
 * Writes the folder; files of these names that are in it are replaced, `config.json` last.
 *
 * @param options.precision - Of all weights; default `F32`, which is exact.
 * @throws {RangeError} A weight is missing or has another shape, or the tokenizer is that of another model.
 */
export async function writeTransformersFolder(
  folder: string,
  model: ExportModel,
  { precision = 'F32' }: { precision?: WeightsPrecision } = {},
): Promise<void> {
  const { config, weights, tokenizer, chatTemplate, endToken, padToken = endToken } = model;
  const { endId, padId } = findTokenIds(model);
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  const files: Record<string, string | Uint8Array> = {
    'model.safetensors': renderWeightsFile(config, weights, { precision }),
    'tokenizer.json': renderTokenizerFile(tokenizer),
    'tokenizer_config.json': json({
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: config.contextTokens,
      eos_token: endToken,
      pad_token: padToken,
      // Spaces before punctuation are text of ours, not an artefact to be cleaned away.
      clean_up_tokenization_spaces: false,
      chat_template: chatTemplate,
    }),
    'generation_config.json': json({ eos_token_id: endId, pad_token_id: padId, do_sample: true }),
    'config.json': renderConfigFile(config, { dtype: dtypes[precision], endId, padId }),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}
