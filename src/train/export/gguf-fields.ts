/**
 * The fields of a GGUF file: named, typed values, little-endian, strings with a 64-bit length before them.
 *
 * Source: the description of the GGUF format, version 3, in the ggml project.
 */

/** A value with the type it is written as; a plain string array is an array of strings. */
export type GgufValue =
  | { uint32: number }
  | { float32: number }
  | { bool: boolean }
  | { string: string }
  | { strings: readonly string[] }
  | { int32s: readonly number[] };

const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

export function renderField(key: string, value: GgufValue): Buffer {
  return Buffer.concat([renderString(key), ...renderValue(value)]);
}

export function renderString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([renderUint64(bytes.length), bytes]);
}

export function renderUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function renderUint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function renderValue(value: GgufValue): Buffer[] {
  if ('uint32' in value) return [renderUint32(types.uint32), renderUint32(value.uint32)];
  if ('float32' in value)
    return [renderUint32(types.float32), Buffer.from(Float32Array.of(value.float32).buffer)];
  if ('bool' in value) return [renderUint32(types.bool), Buffer.of(value.bool ? 1 : 0)];
  if ('string' in value) return [renderUint32(types.string), renderString(value.string)];
  const [type, items] =
    'strings' in value
      ? [types.string, value.strings.map(renderString)]
      : [types.int32, [Buffer.from(Int32Array.from(value.int32s).buffer)]];
  const count = 'strings' in value ? value.strings.length : value.int32s.length;
  return [renderUint32(types.array), renderUint32(type), renderUint64(count), ...items];
}
