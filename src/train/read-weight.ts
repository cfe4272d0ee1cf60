/** One weight of a model, held against what the configuration says of it. */
import type { Weights } from './model-config.ts';

/**
 * The numbers of a weight, not copied.
 *
 * @param expected - Name and shape, an entry of `listWeights`.
 * @throws {RangeError} It is missing, has another shape, or its numbers do not fill the shape.
 */
export function readWeight(
  weights: Weights,
  { name, shape }: { name: string; shape: readonly number[] },
): Float32Array {
  const found = weights.get(name);
  const length = shape.reduce((product, size) => product * size, 1);
  if (found?.shape.join() !== shape.join() || found.data.length !== length)
    throw new RangeError(
      `Expected \`${name}\` to be [${shape.join(', ')}], got ${found ? `[${found.shape.join(', ')}] with ${found.data.length} numbers` : 'nothing'}.`,
    );
  return found.data;
}
