/** A model's weights as one safetensors file under their transformers names. */
import { UsageError } from '../../errors.ts';
import { listWeights, type ModelConfig, type Weights } from '../model-config.ts';
import { readWeight } from '../read-weight.ts';
import { convertToBfloat16, convertToFloat16 } from './half-precision.ts';
import { parseSafetensors, readFloats, renderSafetensors, type StoredTensor } from './safetensors.ts';

/** Exact, or rounded to 16 bits. */
export type WeightsPrecision = 'F32' | 'F16' | 'BF16';

/**
 * Renders weights, or anything that has their names and shapes.
 *
 * @throws {RangeError} A tensor is missing or has another shape than `listWeights` says.
 */
export function renderWeightsFile(
  config: ModelConfig,
  weights: Weights,
  { precision = 'F32' }: { precision?: WeightsPrecision } = {},
): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, shape } of listWeights(config))
    tensors.set(name, convertTo(precision, shape, readWeight(weights, { name, shape })));
  // The field tells transformers in which framework's layout the matrices are.
  return renderSafetensors(tensors, { format: 'pt' });
}

/**
 * Parses such a file; 16-bit weights are widened exactly.
 *
 * @param path - What to call the file in errors.
 * @throws {UsageError} The file is damaged, or a weight is missing, unknown or of another shape than `config` says.
 */
export function parseWeightsFile(config: ModelConfig, bytes: Uint8Array, path: string): Weights {
  const { tensors } = parseSafetensors(bytes, path);
  const weights: Weights = new Map();
  for (const { name, shape } of listWeights(config)) {
    const tensor = tensors.get(name);
    const isFloat = tensor?.dtype === 'F32' || tensor?.dtype === 'F16' || tensor?.dtype === 'BF16';
    if (!isFloat || tensor.shape.join() !== shape.join())
      throw new UsageError(
        `Expected \`${name}\` in \`${path}\` to be floating-point numbers of shape [${shape.join(', ')}], got ${
          tensor ? `${tensor.dtype} of shape [${tensor.shape.join(', ')}]` : 'nothing'
        }. Use the \`config.json\` that belongs to it.`,
      );
    weights.set(name, { shape, data: readFloats(tensor) });
    tensors.delete(name);
  }
  const [unknown] = tensors.keys();
  if (unknown !== undefined)
    throw new UsageError(
      `Expected \`${path}\` to hold the weights that its \`config.json\` names, got also \`${unknown}\`. Use the \`config.json\` that belongs to it.`,
    );
  return weights;
}

function convertTo(precision: WeightsPrecision, shape: readonly number[], data: Float32Array): StoredTensor {
  if (precision === 'F16') return { dtype: 'F16', shape, data: convertToFloat16(data) };
  if (precision === 'BF16') return { dtype: 'BF16', shape, data: convertToBfloat16(data) };
  return { dtype: 'F32', shape, data };
}
