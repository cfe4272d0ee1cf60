/** Memory for time: what a part of the graph needs for its gradients is computed again instead of being kept. */
import { differentiate } from './differentiate.ts';
import { sizeOf, type TensorGraph, type Value } from './tensor-graph.ts';

/**
 * `build(x)`, of which only x stays until the backward pass. That builds the part a second time and goes back through
 * the second one. The same operators on the same numbers: gradients are equal bit for bit.
 *
 * @param build - Adds the part to the graph; from `x` and inputs of the graph only.
 *
 * Source: Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost", arXiv:1604.06174.
 */
export function recompute(graph: TensorGraph, x: Value, build: (x: Value) => Value): Value {
  const { output, tape } = graph.trace(() => build(x));
  const made = new Set(tape.map((entry) => entry.output.name));
  const sources = new Map(
    tape
      .flatMap(({ inputs }) => inputs)
      .filter(({ name }) => !made.has(name))
      .map((value) => [value.name, value]),
  );
  return graph.record({
    inputs: [...sources.values()],
    output,
    backward: (g) => {
      const again = waitFor(graph, x, g);
      const second = graph.trace(() => build(again));
      const wanted = [...sources.values()].map((source) => (source.name === x.name ? again : source));
      return differentiate(graph, second.output, g, wanted, second.tape);
    },
  });
}

/**
 * x, there only once `other` is. Else the second part could be done early, or the runtime's optimiser would see that it
 * equals the first one and keep that.
 */
function waitFor(graph: TensorGraph, x: Value, other: Value): Value {
  const flat = graph.node('Reshape', [other, graph.integers(-1)], [sizeOf(other.shape)]);
  const first = graph.node('Slice', [flat, graph.integers(0), graph.integers(1), graph.integers(0)], [1]);
  const nothing = graph.node('Mul', [first, graph.scalar(0)], [1]);
  return graph.node('Add', [x, nothing], x.shape);
}
