/** Reverse mode: from the gradient of one tensor to the gradients of all it came from. */
import type { TapeEntry, TensorGraph, Value } from './tensor-graph.ts';

/**
 * Adds the backward half of the graph.
 *
 * @param output - A tensor on the tape.
 * @param seed - Its gradient: dL/doutput, in the shape of `output`.
 * @param wanted - Tensors whose gradients are asked for, usually inputs.
 * @param tape - How `output` was made; default the graph's.
 * @returns In the order of `wanted`.
 * @throws {RangeError} A gradient has another shape than its tensor, or a wanted tensor has no part in the output.
 */
export function differentiate(
  graph: TensorGraph,
  output: Value,
  seed: Value,
  wanted: readonly Value[],
  tape: readonly TapeEntry[] = graph.tape,
): Value[] {
  const parts = new Map<string, Value[]>();
  const add = (value: Value, gradient: Value): void => {
    if (gradient.shape.join() !== value.shape.join())
      throw new RangeError(
        `Expected the gradient of \`${value.name}\` to have the shape [${value.shape}], got [${gradient.shape}].`,
      );
    parts.set(value.name, [...(parts.get(value.name) ?? []), gradient]);
  };
  /** All gradients that came to a tensor, as one. */
  const take = (value: Value): Value | undefined => {
    const found = parts.get(value.name) ?? [];
    if (found.length < 2) return found[0];
    const sum = graph.node('Sum', found, value.shape);
    parts.set(value.name, [sum]);
    return sum;
  };
  add(output, seed);
  for (const { inputs, output: made, backward } of tape.toReversed()) {
    const gradient = take(made);
    if (gradient === undefined) continue;
    const gradients = backward(gradient);
    for (const [index, input] of inputs.entries()) {
      const part = gradients[index];
      if (part !== undefined) add(input, part);
    }
  }
  return wanted.map((value) => {
    const gradient = take(value);
    if (gradient === undefined)
      throw new RangeError(`Expected \`${value.name}\` to have a part in \`${output.name}\`, it has none.`);
    return gradient;
  });
}
