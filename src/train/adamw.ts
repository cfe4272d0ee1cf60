/** AdamW over all weights of a model. */
import type { Weights } from './model-config.ts';

/** Running means of the gradients and of their squares, by weight. */
export type Moments = { first: Weights; second: Weights };

/** Moments of a training that begins: all zero. */
export function createMoments(weights: Weights): Moments {
  const zeros = (): Weights =>
    new Map(
      [...weights].map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
    );
  return { first: zeros(), second: zeros() };
}

/**
 * One step of AdamW, in place: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
 * w ← w − η·λ·w − η·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ). Norms (weights of one dimension) do not decay.
 *
 * @param options.step - t, 1 for the first.
 * @param options.learningRate - η, of this step.
 * @param options.weightDecay - λ.
 * @param options.epsilon - ε; default 1e-8.
 *
 * Source: Loshchilov & Hutter 2017, "Decoupled Weight Decay Regularization", arXiv:1711.05101.
 */
export function adamw(
  weights: Weights,
  gradients: Weights,
  { first, second }: Moments,
  {
    step,
    learningRate,
    betas: [beta1, beta2],
    weightDecay,
    epsilon = 1e-8,
  }: {
    step: number;
    learningRate: number;
    betas: readonly [number, number];
    weightDecay: number;
    epsilon?: number;
  },
): void {
  const rate = learningRate / (1 - beta1 ** step);
  const secondCorrection = 1 / (1 - beta2 ** step);
  for (const [name, { shape, data }] of weights) {
    const gradient = dataOf(gradients, name, data.length);
    const mean = dataOf(first, name, data.length);
    const square = dataOf(second, name, data.length);
    const kept = shape.length > 1 ? 1 - learningRate * weightDecay : 1;
    for (let index = 0; index < data.length; index += 1) {
      const g = gradient[index] as number;
      const m = beta1 * (mean[index] as number) + (1 - beta1) * g;
      const v = beta2 * (square[index] as number) + (1 - beta2) * g * g;
      mean[index] = m;
      square[index] = v;
      data[index] = (data[index] as number) * kept - (rate * m) / (Math.sqrt(v * secondCorrection) + epsilon);
    }
  }
}

function dataOf(weights: Weights, name: string, length: number): Float32Array {
  const { data } = weights.get(name) ?? {};
  if (data?.length !== length)
    throw new RangeError(`Expected ${length} numbers for \`${name}\`, got ${data?.length ?? 'none'}.`);
  return data;
}
