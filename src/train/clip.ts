/** Gradients that are too long together are shortened together. */
import type { Weights } from './model-config.ts';

/**
 * Scales all gradients by min(1, maxNorm/‖g‖), in place, with ‖g‖ the Euclidean norm over all of them.
 *
 * @returns ‖g‖ before.
 * @throws {RangeError} A gradient is not finite: going on would spoil the weights.
 *
 * Source: Pascanu et al. 2012, arXiv:1211.5063.
 */
export function clipByGlobalNorm(gradients: Weights, maxNorm: number): number {
  let squares = 0;
  for (const { data } of gradients.values()) for (const value of data) squares += value * value;
  const norm = Math.sqrt(squares);
  if (!Number.isFinite(norm))
    throw new RangeError(
      'Expected finite gradients, got some that are not. The learning rate is likely too high; the last checkpoint is whole.',
    );
  if (norm <= maxNorm) return norm;
  const scale = maxNorm / norm;
  for (const { data } of gradients.values())
    for (let index = 0; index < data.length; index += 1) data[index] = (data[index] as number) * scale;
  return norm;
}
