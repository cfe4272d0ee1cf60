/**
 * Writes a tiny language model as a GGUF file (version 3, llama architecture, fp32), for tests and benches of what
 * runs such files. It is no practice model and knows nothing.
 *
 * All its layers compute, with small seeded weights; its head is a chain: after the line break that opens an answer
 * comes the first word of a made-up text, after each word the next, and after the last one the end of the turn. So a
 * greedy answer is always the same text of `replyWords` words and ends by itself. The vocabulary has all 256 bytes,
 * so that any text in any script can be read.
 */
import { writeFileSync } from 'node:fs';

export type TinyGguf = {
  layers?: number;
  /** Width of the model; a multiple of 64, the width of a head. */
  width?: number;
  /** Context the file says it was made for, in tokens. */
  contextTokens?: number;
  replyWords?: number;
  /** How sure the chain is: at 12 a draw at temperature 1 nearly always follows it, at 4 hardly ever. */
  certainty?: number;
  seed?: number;
};

const headWidth = 64;
const turnEnd = '<|im_end|>';
const turnStart = '<|im_start|>';
const chatTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Token types of the format. */
const normal = 1;
const control = 3;

/**
 * Writes the file.
 *
 * @returns What a greedy answer reads, without the space it begins with.
 */
export function writeTinyGguf(
  path: string,
  { layers = 1, width = 64, contextTokens = 2048, replyWords = 60, certainty = 12, seed = 1 }: TinyGguf = {},
): string {
  const random = createNormal(seed);
  const words = makeWords(replyWords);
  const bytes = byteLetters();
  const merges = ['t h', 'h e', 'i n', 'e r', 'a n', 'Ġ t', 'Ġ a', 'Ġ w', 'o u', 'r e'];
  const tokens = [
    ...bytes,
    ...merges.map((merge) => merge.replace(' ', '')),
    ...words.map((word) => `Ġ${word}`),
    turnStart,
    turnEnd,
  ];
  const types = tokens.map((token) => (token.startsWith('<|') ? control : normal));
  const vocabulary = tokens.length;
  const inner = Math.ceil((width * 2.75) / 32) * 32;
  const end = tokens.indexOf(turnEnd);

  const embedding = matrix(vocabulary * width, () => random());
  const head = matrix(vocabulary * width, () => random() * 0.01);
  const firstWord = bytes.length + merges.length;
  const chain = [bytes.indexOf('Ċ'), ...words.map((_, index) => firstWord + index), end];
  for (const [index, token] of chain.slice(0, -1).entries()) {
    const next = chain[index + 1] ?? end;
    for (let unit = 0; unit < width; unit += 1) {
      const value = head[next * width + unit] ?? 0;
      head[next * width + unit] = value + ((embedding[token * width + unit] ?? 0) * certainty) / width;
    }
  }

  const ones = matrix(width, () => 1);
  const dense = (rows: number, columns: number, deviation: number): Float32Array =>
    matrix(rows * columns, () => random() * deviation);
  const tensors: Tensor[] = [
    { name: 'token_embd.weight', shape: [width, vocabulary], values: embedding },
    { name: 'output_norm.weight', shape: [width], values: ones },
    { name: 'output.weight', shape: [width, vocabulary], values: head },
    ...Array.from({ length: layers }, (_, layer): Tensor[] => {
      const square = (name: string, deviation: number): Tensor => ({
        name: `blk.${layer}.${name}.weight`,
        shape: [width, width],
        values: dense(width, width, deviation),
      });
      return [
        { name: `blk.${layer}.attn_norm.weight`, shape: [width], values: ones },
        square('attn_q', 0.05),
        square('attn_k', 0.05),
        square('attn_v', 0.05),
        // What layers add stays small beside the token itself, or the chain would break.
        square('attn_output', 0.001),
        { name: `blk.${layer}.ffn_norm.weight`, shape: [width], values: ones },
        { name: `blk.${layer}.ffn_gate.weight`, shape: [width, inner], values: dense(width, inner, 0.05) },
        { name: `blk.${layer}.ffn_up.weight`, shape: [width, inner], values: dense(width, inner, 0.05) },
        { name: `blk.${layer}.ffn_down.weight`, shape: [inner, width], values: dense(inner, width, 0.001) },
      ];
    }).flat(),
  ];

  const fields: Buffer[] = [
    field('general.architecture', text('llama')),
    field('general.name', text('tiny')),
    field('llama.context_length', uint(contextTokens)),
    field('llama.embedding_length', uint(width)),
    field('llama.block_count', uint(layers)),
    field('llama.feed_forward_length', uint(inner)),
    field('llama.rope.dimension_count', uint(headWidth)),
    field('llama.attention.head_count', uint(width / headWidth)),
    field('llama.attention.head_count_kv', uint(width / headWidth)),
    field('llama.attention.layer_norm_rms_epsilon', float(1e-5)),
    field('llama.vocab_size', uint(vocabulary)),
    field('tokenizer.ggml.model', text('gpt2')),
    field('tokenizer.ggml.pre', text('gpt-2')),
    field('tokenizer.ggml.tokens', list(8, tokens.map(string))),
    field(
      'tokenizer.ggml.token_type',
      list(
        5,
        types.map((type) => u32(type)),
      ),
    ),
    field('tokenizer.ggml.merges', list(8, merges.map(string))),
    field('tokenizer.ggml.eos_token_id', uint(end)),
    field('tokenizer.ggml.bos_token_id', uint(end)),
    field('tokenizer.ggml.add_bos_token', Buffer.concat([u32(7), Buffer.from([0])])),
    field('tokenizer.chat_template', text(chatTemplate)),
  ];
  writeFileSync(path, assemble(fields, tensors));
  return words.join(' ');
}

type Tensor = { name: string; shape: number[]; values: Float32Array };

const alignment = 32;
const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

function assemble(fields: Buffer[], tensors: Tensor[]): Buffer {
  let offset = 0;
  const infos = tensors.map(({ name, shape, values }) => {
    const info = Buffer.concat([string(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset)]);
    offset += aligned(values.byteLength);
    return info;
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(fields.length),
    ...fields,
    ...infos,
  ]);
  const file = Buffer.alloc(aligned(head.length) + offset);
  head.copy(file);
  let position = aligned(head.length);
  for (const { values } of tensors) {
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).copy(file, position);
    position += aligned(values.byteLength);
  }
  return file;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

const string = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const field = (key: string, value: Buffer): Buffer => Buffer.concat([string(key), value]);
const uint = (value: number): Buffer => Buffer.concat([u32(4), u32(value)]);
const text = (value: string): Buffer => Buffer.concat([u32(8), string(value)]);
const list = (type: number, items: Buffer[]): Buffer =>
  Buffer.concat([u32(9), u32(type), u64(items.length), ...items]);

function float(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32LE(6);
  buffer.writeFloatLE(value, 4);
  return buffer;
}

function matrix(length: number, value: () => number): Float32Array {
  return Float32Array.from({ length }, value);
}

/** Letters that stand for the 256 bytes in a byte-level vocabulary: printable ones for themselves, others from 256 on. */
function byteLetters(): string[] {
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    return String.fromCharCode(isPrintable ? byte : spare++);
  });
}

/** Distinct words of two or three syllables, each twelfth with a full stop. */
function makeWords(count: number): string[] {
  const syllables = ['la', 'mo', 'ri', 'ten', 'sa', 'vu', 'kel', 'do', 'ni', 'par', 'go', 'shi'];
  return Array.from({ length: count }, (_, index) => {
    const parts: string[] = [];
    for (let rest = index + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
      parts.push(syllables[rest % syllables.length] ?? '');
    return parts.join('') + (index % 12 === 11 || index === count - 1 ? '.' : '');
  });
}

/** Seeded draws from the standard normal distribution: Box and Muller over mulberry32. */
function createNormal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Whether node-llama-cpp is installed; prints the one line that says why tests are skipped where it is not. */
export async function hasLlama(): Promise<boolean> {
  const name = 'node-llama-cpp';
  try {
    await import(name);
    return true;
  } catch {
    console.log('Skipped: tests of GGUF models need node-llama-cpp (`npm run setup:native`).');
    return false;
  }
}
