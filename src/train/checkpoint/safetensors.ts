/**
 * The safetensors format: 8 bytes with the length of the header, a JSON header `{name: {dtype, shape, data_offsets}}`
 * and the numbers, little-endian, one tensor after another without gaps.
 *
 * Source: the format description of the safetensors project, state of 2026-11.
 */
import { UsageError } from '../../errors.ts';
import { convertFromBfloat16, convertFromFloat16 } from './half-precision.ts';

/** Typed arrays per number type. `F16` and `BF16` are bit patterns: see half-precision.ts. */
type Arrays = {
  F32: Float32Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I8: Int8Array;
  U8: Uint8Array;
  I32: Int32Array;
};

/** One tensor as the file holds it, row-major; the product of `shape` is the length of `data`. */
export type StoredTensor = {
  [Type in keyof Arrays]: { dtype: Type; shape: readonly number[]; data: Arrays[Type] };
}[keyof Arrays];

const arrays = {
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  I32: Int32Array,
} as const;

/** Above this a header is taken for a lie; the limit of the format's own library. */
const longestHeaderInBytes = 100_000_000;

/**
 * Renders tensors as a file.
 *
 * Wider number types come first, so that every tensor is aligned to its own width; otherwise the order is the map's.
 * Equal input gives equal bytes.
 *
 * @param metadata - Free text fields; `__metadata__` of the header.
 * @throws {RangeError} The numbers of a tensor do not fill its shape, or one is called `__metadata__`.
 */
export function renderSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const placed = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const entries: [string, object][] = Object.keys(metadata).length > 0 ? [['__metadata__', metadata]] : [];
  let offset = 0;
  for (const [name, { dtype, shape, data }] of placed) {
    if (name === '__metadata__' || countElements(shape) !== data.length) {
      throw new RangeError(
        `Expected tensor \`${name}\` to hold the numbers of shape [${shape.join(', ')}], got ${data.length}.`,
      );
    }
    entries.push([name, { dtype, shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(start + offset).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(header, 8);
  let position = start;
  for (const [, { data }] of placed) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/**
 * Parses a file. Nothing in its header is believed: every offset is checked against the shape and the end of the file,
 * and the tensors have to cover it without gap or overlap.
 *
 * @param path - What to call the file in errors.
 * @returns Tensors in the order of the file, copied out of `bytes`; `metadata` is empty where there is none.
 * @throws {UsageError} The file is cut, contradicts itself or holds a number type other than those of `StoredTensor`.
 */
export function parseSafetensors(
  bytes: Uint8Array,
  path = 'the safetensors file',
): { tensors: Map<string, StoredTensor>; metadata: Record<string, string> } {
  const { header, start } = parseHeader(bytes, path);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== 'string'))
    throw damaged(path, '`__metadata__` to be an object of strings', JSON.stringify(metadata));
  const placed = Object.entries(entries)
    .map(([name, entry]) => ({ name, ...parseEntry(name, entry, path) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);

  let position = 0;
  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, begin, end } of placed) {
    if (begin !== position)
      throw damaged(path, `tensor \`${name}\` to begin at byte ${position} of the numbers`, String(begin));
    if (start + end > bytes.length)
      throw damaged(path, `${start + end} bytes for tensor \`${name}\``, `${bytes.length} bytes`);
    // Not `bytes.slice`: a Buffer's gives a view, which may begin at any address.
    const data = new arrays[dtype](Uint8Array.prototype.slice.call(bytes, start + begin, start + end).buffer);
    tensors.set(name, { dtype, shape, data } as StoredTensor);
    position = end;
  }
  if (start + position !== bytes.length)
    throw damaged(path, `${start + position} bytes in all`, `${bytes.length} bytes`);
  return { tensors, metadata: metadata as Record<string, string> };
}

/** The numbers of a floating-point tensor; F32 as they are, the 16-bit types widened exactly. */
export function readFloats(tensor: StoredTensor): Float32Array {
  if (tensor.dtype === 'F32') return tensor.data;
  if (tensor.dtype === 'F16') return convertFromFloat16(tensor.data);
  if (tensor.dtype === 'BF16') return convertFromBfloat16(tensor.data);
  throw new RangeError(`Expected a floating-point tensor, got \`${tensor.dtype}\`.`);
}

function parseHeader(bytes: Uint8Array, path: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw damaged(path, 'at least 8 bytes', String(bytes.length));
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > longestHeaderInBytes || 8 + length > bytes.length)
    throw damaged(path, `a header inside its ${bytes.length} bytes`, `a header of ${length} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw damaged(path, 'a header of JSON', (cause as Error).message, cause);
  }
  if (!isRecord(header)) throw damaged(path, 'a header that is a JSON object', JSON.stringify(header));
  return { header, start: 8 + length };
}

type Placed = { dtype: keyof Arrays; shape: number[]; begin: number; end: number };

function parseEntry(name: string, entry: unknown, path: string): Placed {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if (typeof dtype !== 'string' || !Object.hasOwn(arrays, dtype))
    throw damaged(path, `tensor \`${name}\` to be ${Object.keys(arrays).join(', ')}`, JSON.stringify(dtype));
  if (!isSizes(shape)) throw damaged(path, `tensor \`${name}\` to have a shape`, JSON.stringify(shape));
  const width = arrays[dtype as keyof Arrays].BYTES_PER_ELEMENT;
  const [begin, end] = isSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined || end - begin !== countElements(shape) * width)
    throw damaged(
      path,
      `the \`data_offsets\` of tensor \`${name}\` to span ${countElements(shape) * width} bytes, as its shape [${shape.join(', ')}] needs`,
      JSON.stringify(offsets),
    );
  return { dtype: dtype as keyof Arrays, shape, begin, end };
}

const countElements = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function damaged(path: string, expected: string, found: string | undefined, cause?: unknown): UsageError {
  return new UsageError(
    `Expected \`${path}\` to be a safetensors file with ${expected}, got ${found ?? 'nothing'}. Copy it again or take another one.`,
    { cause },
  );
}
