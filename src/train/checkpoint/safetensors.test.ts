import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { parseSafetensors, readFloats, renderSafetensors, type StoredTensor } from './safetensors.ts';

const pair: StoredTensor = { dtype: 'F32', shape: [2], data: Float32Array.of(1, -2) };

/** A file with this header, whatever it says, and so many bytes of numbers. */
function createFile(header: unknown, numbers: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + numbers);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe('safetensors', () => {
  it('renders the bytes of the format', () => {
    const bytes = renderSafetensors(new Map([['a', pair]]), { format: 'pt' });
    const header = '{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    expect(Buffer.from(bytes).readBigUInt64LE(0)).toBe(88n);
    expect(Buffer.from(bytes).toString('latin1', 8, 96)).toBe(header.padEnd(88));
    expect(Buffer.from(bytes.subarray(96)).toString('hex')).toBe('0000803f000000c0');
  });

  it('gives any tensors and metadata back bit for bit, also out of a Buffer at an odd address', () => {
    const shape = fc.array(fc.nat(4), { maxLength: 3 });
    const tensor = fc
      .tuple(shape, fc.constantFrom('F32', 'F16', 'BF16', 'I8', 'U8', 'I32' as const), fc.integer())
      .map(([sizes, dtype, seed]) => {
        const length = sizes.reduce((product, size) => product * size, 1);
        const kind = {
          F32: Uint32Array,
          F16: Uint16Array,
          BF16: Uint16Array,
          I8: Int8Array,
          U8: Uint8Array,
          I32: Int32Array,
        }[dtype];
        const bits = new kind(length).map((_: number, index: number) => Math.imul(seed ^ index, 0x9e3779b1));
        return {
          dtype,
          shape: sizes,
          data: dtype === 'F32' ? new Float32Array(bits.buffer) : bits,
        } as StoredTensor;
      });
    const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__metadata__');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name, maxLength: 6 }),
        fc.dictionary(fc.string(), fc.string(), { maxKeys: 3, noNullPrototype: true }),
        (tensors, metadata) => {
          const bytes = renderSafetensors(new Map(tensors), metadata);
          const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
          const parsed = parseSafetensors(shifted);
          const bits = (stored: StoredTensor | undefined) =>
            stored && {
              ...stored,
              data: Buffer.from(stored.data.buffer, stored.data.byteOffset, stored.data.byteLength).toString(
                'hex',
              ),
            };
          expect(Object.entries(parsed.metadata)).toEqual(Object.entries(metadata));
          expect(parsed.tensors.size).toBe(tensors.length);
          for (const [name, stored] of tensors) expect(bits(parsed.tensors.get(name))).toEqual(bits(stored));
        },
      ),
    );
  });

  it('refuses a file cut anywhere', () => {
    const bytes = renderSafetensors(
      new Map<string, StoredTensor>([
        ['a', pair],
        ['b', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
      ]),
    );
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => parseSafetensors(bytes.subarray(0, length), 'x.safetensors')).toThrow(UsageError);
  });

  it.each([
    ['a header longer than the file', createFile('', 0).fill(255, 0, 8), 'a header inside its 8 bytes'],
    ['no JSON', createFile('{"a"', 0), 'a header of JSON'],
    ['a list', createFile([], 0), 'a header that is a JSON object'],
    ['bytes after the last tensor', createFile({}, 4), 'bytes in all'],
    [
      'metadata of numbers',
      createFile({ __metadata__: { a: 1 } }, 0),
      '`__metadata__` to be an object of strings',
    ],
    ['an unknown type', createFile({ a: { dtype: 'F8', shape: [1], data_offsets: [0, 1] } }, 1), 'got "F8"'],
    [
      'a type out of the prototype',
      createFile({ a: { dtype: 'constructor', shape: [1], data_offsets: [0, 1] } }, 1),
      'got "constructor"',
    ],
    [
      'a negative size',
      createFile({ a: { dtype: 'U8', shape: [-1], data_offsets: [0, 1] } }, 1),
      'to have a shape',
    ],
    [
      'a shape beyond its bytes',
      createFile({ a: { dtype: 'F32', shape: [2 ** 20, 2 ** 20], data_offsets: [0, 8] } }, 8),
      'as its shape [1048576, 1048576] needs',
    ],
    [
      'offsets beyond the file',
      createFile({ a: { dtype: 'U8', shape: [9], data_offsets: [0, 9] } }, 8),
      'for tensor `a`',
    ],
    ['a gap', createFile({ a: { dtype: 'U8', shape: [1], data_offsets: [1, 2] } }, 2), 'to begin at byte 0'],
    [
      'an overlap',
      createFile(
        {
          a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
          b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] },
        },
        3,
      ),
      'tensor `b` to begin at byte 2',
    ],
    ['no entry', createFile({ a: null }, 0), 'tensor `a` to be F32'],
  ])('refuses %s and says so', (_title, bytes, message) => {
    expect(() => parseSafetensors(bytes, 'x.safetensors')).toThrow(message);
    expect(() => parseSafetensors(bytes, 'x.safetensors')).toThrow('`x.safetensors`');
  });

  it('refuses to render numbers that do not fill their shape', () => {
    expect(() => renderSafetensors(new Map([['a', { ...pair, shape: [3] }]]))).toThrow(
      'Expected tensor `a` to hold the numbers of shape [3], got 2.',
    );
  });

  it('widens 16-bit numbers and refuses integers as floats', () => {
    expect([...readFloats({ dtype: 'F16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) })]).toEqual([
      1, -2,
    ]);
    expect([...readFloats({ dtype: 'BF16', shape: [1], data: Uint16Array.of(0x4049) })]).toEqual([3.140625]);
    expect(() => readFloats({ dtype: 'I8', shape: [1], data: Int8Array.of(1) })).toThrow('got `I8`');
  });
});
