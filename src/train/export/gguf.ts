/** GGUF, version 3: the file that llama.cpp and what is built on it run. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelConfig } from '../model-config.ts';
import { type ExportModel, findTokenIds } from './export-model.ts';
import { type GgufValue, renderField, renderString, renderUint32, renderUint64 } from './gguf-fields.ts';
import { type GgufPrecision, type GgufTensor, ggufTypes, listGgufTensors } from './gguf-tensors.ts';

const alignmentInBytes = 32;
/** What the format calls files by the type of most of their weights. */
const fileTypes: Record<GgufPrecision, number> = { f32: 0, f16: 1, q8_0: 7 };
const tokenTypes = { normal: 1, control: 3 };

/**
 * Writes a model with its tokenizer as a GGUF file of the llama architecture, tensor by tensor; `path` appears when the
 * file is whole.
 *
 * @param options.name - Name of the model, as tools show it.
 * @param options.precision - Of the matrices; norms stay `f32`. Default `f32`.
 * @throws {RangeError} A weight is missing or has another shape, or the tokenizer is that of another
 * model.
 */
export async function writeGguf(
  path: string,
  model: ExportModel,
  { name, precision = 'f32' }: { name: string; precision?: GgufPrecision },
): Promise<void> {
  const tensors = listGgufTensors(model.config, model.weights, precision);
  const fields = Object.entries({
    'general.architecture': { string: 'llama' },
    'general.name': { string: name },
    'general.alignment': { uint32: alignmentInBytes },
    'general.file_type': { uint32: fileTypes[precision] },
    ...(precision === 'q8_0' && { 'general.quantization_version': { uint32: 2 } }),
    ...modelFields(model.config),
    ...tokenizerFields(model),
  } satisfies Record<string, GgufValue>).map(([key, value]) => renderField(key, value));

  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(4).toString('hex')}.draft`;
  const file = await open(draft, 'wx');
  try {
    const head = renderHead(fields, tensors);
    await file.writeFile(pad(head));
    for (const tensor of tensors) await file.writeFile(pad(tensor.render()));
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

function modelFields(config: ModelConfig): Record<string, GgufValue> {
  return {
    'llama.context_length': { uint32: config.contextTokens },
    'llama.embedding_length': { uint32: config.hiddenSize },
    'llama.block_count': { uint32: config.layers },
    'llama.feed_forward_length': { uint32: config.feedForwardSize },
    'llama.attention.head_count': { uint32: config.heads },
    'llama.attention.head_count_kv': { uint32: config.keyValueHeads },
    'llama.attention.layer_norm_rms_epsilon': { float32: config.normEpsilon },
    'llama.rope.dimension_count': { uint32: config.hiddenSize / config.heads },
    'llama.rope.freq_base': { float32: config.ropeBase },
    'llama.vocab_size': { uint32: config.vocabularySize },
  };
}

function tokenizerFields(model: ExportModel): Record<string, GgufValue> {
  const { tokens, merges, special, preTokenizer } = model.tokenizer;
  const { endId, padId } = findTokenIds(model);
  const control = new Set(special.map(({ id }) => id));
  const end = { uint32: endId };
  return {
    'tokenizer.ggml.model': { string: 'gpt2' },
    'tokenizer.ggml.pre': { string: preTokenizer },
    'tokenizer.ggml.tokens': { strings: tokens },
    'tokenizer.ggml.token_type': {
      int32s: tokens.map((_, id) => (control.has(id) ? tokenTypes.control : tokenTypes.normal)),
    },
    'tokenizer.ggml.merges': { strings: merges },
    // Without a first token of its own llama.cpp would take id 11, whatever that is here.
    'tokenizer.ggml.bos_token_id': end,
    'tokenizer.ggml.add_bos_token': { bool: false },
    'tokenizer.ggml.eos_token_id': end,
    'tokenizer.ggml.eot_token_id': end,
    'tokenizer.ggml.padding_token_id': { uint32: padId },
    'tokenizer.ggml.add_space_prefix': { bool: false },
    'tokenizer.chat_template': { string: model.chatTemplate },
  };
}

function renderHead(fields: readonly Buffer[], tensors: readonly GgufTensor[]): Buffer {
  let offset = 0;
  const entries = tensors.map(({ name, sizes, type, sizeInBytes }) => {
    const entry = [
      renderString(name),
      renderUint32(sizes.length),
      ...sizes.map(renderUint64),
      renderUint32(ggufTypes[type]),
      renderUint64(offset),
    ];
    offset += align(sizeInBytes);
    return Buffer.concat(entry);
  });
  return Buffer.concat([
    Buffer.from('GGUF'),
    renderUint32(3),
    renderUint64(tensors.length),
    renderUint64(fields.length),
    ...fields,
    ...entries,
  ]);
}

const align = (bytes: number): number => Math.ceil(bytes / alignmentInBytes) * alignmentInBytes;

function pad(bytes: Uint8Array): Uint8Array {
  const rest = align(bytes.length) - bytes.length;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(rest)]);
}
