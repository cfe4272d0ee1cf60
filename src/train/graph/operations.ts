/**
 * Tensor operations with their derivatives, side by side. Each takes the graph first and adds itself to its tape.
 *
 * Legend: N rows, D columns in, F columns out; B batch, T tokens, H heads, S size of a head. g is the gradient of what
 * came out.
 */
import { sizeOf, type TensorGraph, type Value } from './tensor-graph.ts';

const microsoft = 'com.microsoft';

function checkShape(name: string, value: Value, shape: readonly number[]): void {
  if (value.shape.join() !== shape.join())
    throw new RangeError(`Expected \`${name}\` to have the shape [${shape}], got [${value.shape}].`);
}

/** y = x + z, of equal shapes. dx = dz = g. */
export function add(graph: TensorGraph, x: Value, z: Value): Value {
  checkShape('z', z, x.shape);
  const output = graph.node('Add', [x, z], x.shape);
  return graph.record({ inputs: [x, z], output, backward: (g) => [g, g] });
}

/** y = x · z, element by element, of equal shapes. dx = g·z, dz = g·x. */
export function multiply(graph: TensorGraph, x: Value, z: Value): Value {
  checkShape('z', z, x.shape);
  const output = graph.node('Mul', [x, z], x.shape);
  return graph.record({
    inputs: [x, z],
    output,
    backward: (g) => [graph.node('Mul', [g, z], x.shape), graph.node('Mul', [g, x], x.shape)],
  });
}

/**
 * y = x·wᵀ. dx = g·w, dw = gᵀ·x.
 *
 * @param x - `[N, D]`.
 * @param w - `[F, D]`, as weights are stored.
 * @returns `[N, F]`.
 */
export function linear(graph: TensorGraph, x: Value, w: Value): Value {
  const [rows = 0, inputs = 0] = x.shape;
  const [outputs = 0] = w.shape;
  checkShape('w', w, [outputs, inputs]);
  const output = graph.node('Gemm', [x, w], [rows, outputs], { attributes: { transB: 1 } });
  return graph.record({
    inputs: [x, w],
    output,
    backward: (g) => [
      graph.node('Gemm', [g, w], x.shape),
      graph.node('Gemm', [g, x], w.shape, { attributes: { transA: 1 } }),
    ],
  });
}

/** The same numbers in another shape; so for g. */
export function reshape(graph: TensorGraph, x: Value, shape: readonly number[]): Value {
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw new RangeError(`Expected a shape of ${sizeOf(x.shape)} numbers for [${x.shape}], got [${shape}].`);
  const to = (value: Value, target: readonly number[]): Value =>
    graph.node('Reshape', [value, graph.integers(...target)], target);
  return graph.record({ inputs: [x], output: to(x, shape), backward: (g) => [to(g, x.shape)] });
}

/** Axes in another order: axis i of the outcome is axis `order[i]` of x. */
export function transpose(graph: TensorGraph, x: Value, order: readonly number[]): Value {
  const to = (value: Value, perm: readonly number[]): Value =>
    graph.node(
      'Transpose',
      [value],
      perm.map((axis) => value.shape[axis] as number),
      { attributes: { perm } },
    );
  const back = order.map((_axis, index) => order.indexOf(index));
  return graph.record({ inputs: [x], output: to(x, order), backward: (g) => [to(g, back)] });
}

/**
 * Root-mean-square norm: y = x̂·w with x̂ = x·r and r = 1/√(mean(x²) + ε), over the last axis.
 * dx = r·(g·w − x̂·mean(g·w·x̂)), dw = Σ over rows of g·x̂.
 *
 * @param x - `[N, D]`.
 * @param w - `[D]`.
 *
 * Source: Zhang & Sennrich 2019, arXiv:1910.07467.
 */
export function rmsNorm(graph: TensorGraph, x: Value, w: Value, epsilon: number): Value {
  const [rows = 0, columns = 0] = x.shape;
  checkShape('w', w, [columns]);
  const [output, inverse] = graph.nodeWithOutputs(
    'SimplifiedLayerNormalization',
    [x, w],
    [x.shape, [rows, 1]],
    {
      attributes: { axis: -1, epsilon: { float: epsilon }, stash_type: 1 },
    },
  ) as [Value, Value];
  return graph.record({
    inputs: [x, w],
    output,
    backward: (g) => {
      const unit = graph.node('Mul', [x, inverse], x.shape);
      const scaled = graph.node('Mul', [g, w], x.shape);
      const products = graph.node('Mul', [scaled, unit], x.shape);
      const mean = graph.node('ReduceMean', [products, graph.integers(-1)], [rows, 1]);
      const along = graph.node('Mul', [unit, mean], x.shape);
      const across = graph.node('Sub', [scaled, along], x.shape);
      const weighted = graph.node('Mul', [g, unit], x.shape);
      return [
        graph.node('Mul', [across, inverse], x.shape),
        graph.node('ReduceSum', [weighted, graph.integers(0)], w.shape, { attributes: { keepdims: 0 } }),
      ];
    },
  });
}

/**
 * Gated unit: y = silu(a)·b with silu(a) = a·σ(a). dsilu/da = σ(a) + silu(a)·(1 − σ(a)).
 *
 * Source: Shazeer 2020, "GLU Variants Improve Transformer", arXiv:2002.05202.
 */
export function swiGlu(graph: TensorGraph, a: Value, b: Value): Value {
  const { shape } = a;
  checkShape('b', b, shape);
  const silu = graph.node('QuickGelu', [a], shape, {
    domain: microsoft,
    attributes: { alpha: { float: 1 } },
  });
  const output = graph.node('Mul', [silu, b], shape);
  return graph.record({
    inputs: [a, b],
    output,
    backward: (g) => {
      const sigma = graph.node('Sigmoid', [a], shape);
      const both = graph.node('Mul', [silu, sigma], shape);
      const rest = graph.node('Sub', [silu, both], shape);
      const slope = graph.node('Add', [sigma, rest], shape);
      const through = graph.node('Mul', [g, b], shape);
      return [graph.node('Mul', [through, slope], shape), graph.node('Mul', [g, silu], shape)];
    },
  });
}

/**
 * Rotary positions: halves of each head rotate against each other by the angles of `cos` and `sin`. It is a rotation, so
 * the gradient turns back: the same with −sin.
 *
 * @param x - `[B, H, T, S]`.
 * @param tables.positions - `[B, T]`, int64.
 * @param tables.cos - `[positions, S/2]`; so are `sin` and `minusSin`.
 *
 * Source: Su et al. 2021, "RoFormer", arXiv:2104.09864.
 */
export function rotate(
  graph: TensorGraph,
  x: Value,
  { positions, cos, sin, minusSin }: { positions: Value; cos: Value; sin: Value; minusSin: Value },
): Value {
  const turn = (value: Value, by: Value): Value =>
    graph.node('RotaryEmbedding', [value, positions, cos, by], x.shape, {
      domain: microsoft,
      attributes: { interleaved: 0 },
    });
  return graph.record({ inputs: [x], output: turn(x, sin), backward: (g) => [turn(g, minusSin)] });
}

/**
 * Every head `times` times in a row, for queries that share keys and values. The gradients of the copies add up.
 *
 * @param x - `[B, G, T, S]`.
 * @returns `[B, G·times, T, S]`.
 */
export function repeatHeads(graph: TensorGraph, x: Value, times: number): Value {
  if (times === 1) return x;
  const [batch = 0, groups = 0, tokens = 0, size = 0] = x.shape;
  const apart = [batch, groups, times, tokens, size];
  const single = graph.node(
    'Reshape',
    [x, graph.integers(batch, groups, 1, tokens, size)],
    [batch, groups, 1, tokens, size],
  );
  const copies = graph.node('Expand', [single, graph.integers(...apart)], apart);
  const joined = [batch, groups * times, tokens, size];
  const output = graph.node('Reshape', [copies, graph.integers(...joined)], joined);
  return graph.record({
    inputs: [x],
    output,
    backward: (g) => {
      const split = graph.node('Reshape', [g, graph.integers(...apart)], apart);
      return [graph.node('ReduceSum', [split, graph.integers(2)], x.shape, { attributes: { keepdims: 0 } })];
    },
  });
}
