/**
 * A graph of tensor operations with fixed shapes, and the tape of what was done with derivatives.
 *
 * Nodes are ONNX operators. `node` adds one as it is; an operation (`operations.ts`) adds some and puts on the tape how
 * gradients go back through them. `differentiate` reads the tape from its end.
 */
export type ElementType = InputType | 'bool';
type InputType = 'float' | 'int32' | 'int64';

/** A tensor of the graph: known by its name, not yet by its numbers. */
export type Value = { name: string; shape: readonly number[]; type: ElementType };

type GraphInput = Value & { type: InputType };

export type Attribute = number | readonly number[] | string | { float: number };

export type GraphNode = {
  operator: string;
  /** '' for the standard operators. */
  domain: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
};

export type Constant = Value & { data: Float32Array | Int32Array | BigInt64Array };

/** One operation: what went in, what came out, and what a gradient of the outcome gives for each input. */
export type TapeEntry = {
  inputs: readonly Value[];
  output: Value;
  /** @returns Gradients in the order of `inputs`; undefined where an input has none. */
  backward: (gradient: Value) => (Value | undefined)[];
};

export type TensorGraph = {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly GraphInput[];
  readonly tape: readonly TapeEntry[];
  /** A tensor that is fed in every run. */
  input(name: string, shape: readonly number[], type?: InputType): Value;
  /** A tensor that is always the same; equal small ones are one. */
  constant(data: Constant['data'], shape: readonly number[]): Value;
  /** A list of whole numbers, as operators take shapes, axes and bounds. */
  integers(...values: readonly number[]): Value;
  scalar(value: number): Value;
  /** Adds an operator; '' is an input that is left out. */
  node(
    operator: string,
    inputs: readonly (Value | '')[],
    shape: readonly number[],
    options?: { attributes?: GraphNode['attributes']; domain?: string; type?: ElementType },
  ): Value;
  /** Adds an operator of several outputs. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly Value[],
    shapes: readonly (readonly number[])[],
    options?: { attributes?: GraphNode['attributes']; domain?: string },
  ): Value[];
  record(entry: TapeEntry): Value;
  /** What `build` gives, with its operations on a tape of their own. */
  trace(build: () => Value): { output: Value; tape: readonly TapeEntry[] };
};

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export function createTensorGraph(): TensorGraph {
  const nodes: GraphNode[] = [];
  const constants: Constant[] = [];
  const inputs: GraphInput[] = [];
  let tape: TapeEntry[] = [];
  const known = new Map<string, Value>();
  let count = 0;
  const nameNext = (operator: string): string => `${operator}_${count++}`;

  const graph: TensorGraph = {
    nodes,
    constants,
    inputs,
    get tape() {
      return tape;
    },
    input(name, shape, type = 'float') {
      const value = { name, shape, type };
      inputs.push(value);
      return value;
    },
    constant(data, shape) {
      const type = data instanceof Float32Array ? 'float' : data instanceof Int32Array ? 'int32' : 'int64';
      const key = data.length <= 16 ? `${type} ${shape.join('x')} ${data.join(',')}` : undefined;
      const same = key === undefined ? undefined : known.get(key);
      if (same !== undefined) return same;
      const value: Constant = { name: nameNext('constant'), shape, type, data };
      constants.push(value);
      if (key !== undefined) known.set(key, value);
      return value;
    },
    integers: (...values) => graph.constant(BigInt64Array.from(values, BigInt), [values.length]),
    scalar: (value) => graph.constant(Float32Array.of(value), []),
    node(operator, from, shape, { attributes = {}, domain = '', type = 'float' } = {}) {
      const name = nameNext(operator);
      nodes.push({
        operator,
        domain,
        inputs: from.map((value) => (value === '' ? '' : value.name)),
        outputs: [name],
        attributes,
      });
      return { name, shape, type };
    },
    nodeWithOutputs(operator, from, shapes, { attributes = {}, domain = '' } = {}) {
      const outputs = shapes.map((shape): Value => ({ name: nameNext(operator), shape, type: 'float' }));
      nodes.push({
        operator,
        domain,
        inputs: from.map(({ name }) => name),
        outputs: outputs.map(({ name }) => name),
        attributes,
      });
      return outputs;
    },
    record(entry) {
      tape.push(entry);
      return entry.output;
    },
    trace(build) {
      const outer = tape;
      const own: TapeEntry[] = [];
      tape = own;
      try {
        return { output: build(), tape: own };
      } finally {
        tape = outer;
      }
    },
  };
  return graph;
}
