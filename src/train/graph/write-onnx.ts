/**
 * Writes a graph as an ONNX file, in memory. Only the few fields of the protobuf schema that we need: field numbers
 * are those of onnx.proto (ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto, ValueInfoProto).
 */
import type { Attribute, Constant, ElementType, GraphNode, Value } from './tensor-graph.ts';

const irVersion = 10;
const operatorSets = [
  { domain: '', version: 21 },
  { domain: 'com.microsoft', version: 1 },
];
const dataTypes: Record<ElementType, number> = { float: 1, int32: 6, int64: 7, bool: 9 };

type Bytes = Uint8Array;

const text = new TextEncoder();

function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return bytes;
}

const numberField = (field: number, value: number | bigint): Bytes =>
  Uint8Array.from([...varint(field << 3), ...varint(value)]);

function floatField(field: number, value: number): Bytes {
  const bytes = new Uint8Array(5);
  bytes[0] = (field << 3) | 5;
  new DataView(bytes.buffer).setFloat32(1, value, true);
  return bytes;
}

function bytesField(field: number, content: Bytes): Bytes {
  return concat([Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content]);
}

const textField = (field: number, content: string): Bytes => bytesField(field, text.encode(content));

function concat(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const message = (...parts: readonly (Bytes | readonly Bytes[])[]): Bytes => concat(parts.flat() as Bytes[]);

function writeAttribute(name: string, value: Attribute): Bytes {
  const named = textField(1, name);
  if (typeof value === 'string') return message(named, textField(4, value), numberField(20, 3));
  if (typeof value === 'number') return message(named, numberField(3, value), numberField(20, 2));
  if ('float' in value) return message(named, floatField(2, value.float), numberField(20, 1));
  return message(
    named,
    value.map((each) => numberField(8, each)),
    numberField(20, 7),
  );
}

const writeNode = ({ operator, domain, inputs, outputs, attributes }: GraphNode): Bytes =>
  message(
    inputs.map((name) => textField(1, name)),
    outputs.map((name) => textField(2, name)),
    textField(4, operator),
    Object.entries(attributes).map(([name, value]) => bytesField(5, writeAttribute(name, value))),
    domain === '' ? [] : textField(7, domain),
  );

function writeConstant({ name, shape, type, data }: Constant): Bytes {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(
    shape.map((size) => numberField(1, size)),
    numberField(2, dataTypes[type]),
    textField(8, name),
    bytesField(9, raw),
  );
}

function writeValue({ name, shape, type }: Value): Bytes {
  const dimensions = shape.map((size) => bytesField(1, numberField(1, size)));
  const tensor = message(numberField(1, dataTypes[type]), bytesField(2, message(dimensions)));
  return message(textField(1, name), bytesField(2, bytesField(1, tensor)));
}

/** The bytes of an ONNX model. */
export function writeOnnx({
  nodes,
  constants,
  inputs,
  outputs,
}: {
  nodes: readonly GraphNode[];
  constants: readonly Constant[];
  inputs: readonly Value[];
  outputs: readonly Value[];
}): Bytes {
  const graph = message(
    nodes.map((node) => bytesField(1, writeNode(node))),
    textField(2, 'longhand'),
    constants.map((constant) => bytesField(5, writeConstant(constant))),
    inputs.map((value) => bytesField(11, writeValue(value))),
    outputs.map((value) => bytesField(12, writeValue(value))),
  );
  return message(
    numberField(1, irVersion),
    textField(2, 'longhand'),
    bytesField(7, graph),
    operatorSets.map(({ domain, version }) =>
      bytesField(8, message(textField(1, domain), numberField(2, version))),
    ),
  );
}
