/** Weights in the names, layouts and number types of llama.cpp. */
import { convertToFloat16 } from '../checkpoint/half-precision.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { readWeight } from '../read-weight.ts';

/** `q8_0`: blocks of 32 numbers of 8 bits with one 16-bit scale, about a quarter of `f32`. */
export type GgufPrecision = 'f32' | 'f16' | 'q8_0';

export type GgufTensor = {
  name: string;
  /** Fastest-running size first, so a matrix is `[inputs, outputs]`. */
  sizes: readonly number[];
  type: GgufPrecision;
  sizeInBytes: number;
  /** Made when it is written, so that one tensor at a time is held twice. */
  render(): Uint8Array;
};

/** Numbers of the format for the types. */
export const ggufTypes: Record<GgufPrecision, number> = { f32: 0, f16: 1, q8_0: 8 };

const blockElements = 32;
const bytesPer: Record<GgufPrecision, number> = { f32: 4, f16: 2, q8_0: (2 + blockElements) / blockElements };

const layerNames: Record<string, string> = {
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  post_attention_layernorm: 'ffn_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};

/**
 * Lists the tensors of a file in its order.
 *
 * Norms are always `f32`. A matrix whose rows are no whole blocks of 32 falls back from `q8_0` to `f16`. The head is
 * tied, so there is none: llama.cpp then uses the embedding.
 *
 * @throws {RangeError} A weight is missing or has another shape than `listWeights` says.
 */
export function listGgufTensors(
  config: ModelConfig,
  weights: Weights,
  precision: GgufPrecision,
): GgufTensor[] {
  return listWeights(config).map(({ name, shape }) => {
    const data = readWeight(weights, { name, shape });
    const columns = shape.at(-1) ?? 0;
    const type =
      shape.length < 2 ? 'f32' : precision === 'q8_0' && columns % blockElements ? 'f16' : precision;
    const headRows = /self_attn\.[qk]_proj/.test(name) ? config.hiddenSize / config.heads : 0;
    return {
      name: nameTensor(name),
      sizes: [...shape].reverse(),
      type,
      sizeInBytes: data.length * bytesPer[type],
      render: () => renderNumbers(headRows ? pairHalves(data, columns, headRows) : data, type),
    };
  });
}

function nameTensor(name: string): string {
  if (name === 'model.embed_tokens.weight') return 'token_embd.weight';
  if (name === 'model.norm.weight') return 'output_norm.weight';
  const [, layer = '', part = ''] = /^model\.layers\.(\d+)\.(.+)\.weight$/.exec(name) ?? [];
  return `blk.${layer}.${layerNames[part]}.weight`;
}

/**
 * Reorders the rows of each head from halves to pairs.
 *
 * We turn row i with row i + S/2 of a head of S rows; llama.cpp turns rows 2i and 2i + 1 by the same angle. Attention
 * multiplies queries with keys only, so the same order in both changes no score.
 *
 * @param columns - Numbers of one row.
 * @param headRows - S.
 */
function pairHalves(matrix: Float32Array, columns: number, headRows: number): Float32Array {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row * columns < matrix.length; row += 1) {
    const inHead = row % headRows;
    const [pair, second] = [Math.floor(inHead / 2), inHead % 2];
    const from = row - inHead + pair + second * (headRows / 2);
    result.set(matrix.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return result;
}

function renderNumbers(values: Float32Array, type: GgufPrecision): Uint8Array {
  if (type === 'f32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (type === 'f16') return new Uint8Array(convertToFloat16(values).buffer);
  return quantiseBlocks(values);
}

/** Per block of 32: scale `d = max|x| / 127` as binary16, then 32 signed bytes `round(x / d)`. */
function quantiseBlocks(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * bytesPer.q8_0);
  const view = new DataView(bytes.buffer);
  const scales = new Float32Array(values.length / blockElements);
  for (let block = 0; block < scales.length; block += 1) {
    let largest = 0;
    for (const x of values.subarray(block * blockElements, (block + 1) * blockElements))
      largest = Math.max(largest, Math.abs(x));
    scales[block] = largest / 127;
  }
  const halves = convertToFloat16(scales);
  for (let block = 0; block < scales.length; block += 1) {
    const start = block * (2 + blockElements);
    const scale = scales[block] as number;
    view.setUint16(start, halves[block] as number, true);
    for (let index = 0; index < blockElements; index += 1) {
      const x = values[block * blockElements + index] as number;
      view.setInt8(start + 2 + index, scale > 0 ? Math.round(x / scale) : 0);
    }
  }
  return bytes;
}
