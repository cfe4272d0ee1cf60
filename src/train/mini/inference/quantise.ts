/**
 * Weights as they are shipped: matrices in int8 with one float32 scale for each 32 weights of a row, norms in float32.
 *
 * Blocks, and not whole rows, because our initial embedding has one dimension ten times as large as the others: in a
 * scale for the row it would cost them three bits.
 */
import { listWeights, type ModelConfig, type Weights } from '../../model-config.ts';

/** Weights that share one scale. */
export const quantisedBlock = 32;

/** `values` is `[rows, columns]`, `scales` `[rows, columns / 32]`, both in row-major order. */
export type QuantisedMatrix = { rows: number; columns: number; values: Int8Array; scales: Float32Array };

/** All weights of a model by the names of `listWeights`. */
export type QuantisedWeights = {
  matrices: ReadonlyMap<string, QuantisedMatrix>;
  norms: ReadonlyMap<string, Float32Array>;
};

/**
 * Rounds a matrix to int8: in a block with the largest magnitude m, scale = m / 127 and value = round(weight / scale).
 *
 * A weight comes back within half a scale. A block of zeros has scale 0.
 *
 * @param weights - Float32, shape `[rows, columns]`; `columns` is a multiple of 32.
 * @throws {RangeError} Columns that are no multiple of 32, or a weight that is no finite number.
 */
export function quantiseMatrix(weights: Float32Array, rows: number, columns: number): QuantisedMatrix {
  if (columns % quantisedBlock !== 0 || weights.length !== rows * columns) {
    throw new RangeError(
      `Expected \`columns\` to be a multiple of ${quantisedBlock} and ${rows} rows of them, got ${columns} columns and ${weights.length} weights.`,
    );
  }
  const values = new Int8Array(weights.length);
  const scales = new Float32Array(weights.length / quantisedBlock);
  for (let block = 0; block < scales.length; block += 1) {
    const from = block * quantisedBlock;
    let largest = 0;
    for (let index = from; index < from + quantisedBlock; index += 1) {
      const weight = weights[index] as number;
      if (!Number.isFinite(weight)) {
        throw new RangeError(`Expected finite weights, got \`${weight}\` at ${index}.`);
      }
      largest = Math.max(largest, Math.abs(weight));
    }
    const scale = Math.fround(largest / 127);
    scales[block] = scale;
    if (scale === 0) continue;
    for (let index = from; index < from + quantisedBlock; index += 1) {
      // The scale is rounded, so that the largest weight may come out a little above 127.
      values[index] = Math.max(-127, Math.min(127, Math.round((weights[index] as number) / scale)));
    }
  }
  return { rows, columns, values, scales };
}

/**
 * Quantises a whole model.
 *
 * @throws {RangeError} A weight of the configuration is missing or has another shape.
 */
export function quantiseWeights(config: ModelConfig, weights: Weights): QuantisedWeights {
  const matrices = new Map<string, QuantisedMatrix>();
  const norms = new Map<string, Float32Array>();
  for (const { name, shape } of listWeights(config)) {
    const tensor = weights.get(name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) {
      throw new RangeError(
        `Expected the weight \`${name}\` in the shape [${shape.join(', ')}], got ${tensor === undefined ? 'none' : `[${tensor.shape.join(', ')}]`}.`,
      );
    }
    const [rows = 0, columns] = shape;
    if (columns === undefined) norms.set(name, tensor.data);
    else matrices.set(name, quantiseMatrix(tensor.data, rows, columns));
  }
  return { matrices, norms };
}

/** The weights as float32 again, rounded as they are shipped: what the quantised model really computes with. */
export function expandWeights(config: ModelConfig, { matrices, norms }: QuantisedWeights): Weights {
  const weights: Weights = new Map();
  for (const { name, shape } of listWeights(config)) {
    const matrix = matrices.get(name);
    const data =
      matrix === undefined
        ? (norms.get(name) as Float32Array)
        : Float32Array.from(
            matrix.values,
            (value, index) => value * (matrix.scales[Math.floor(index / quantisedBlock)] as number),
          );
    weights.set(name, { shape, data });
  }
  return weights;
}
