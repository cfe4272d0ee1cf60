/** The few facts of a GGUF file that are needed before it is loaded, read from its first bytes. */
import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../../errors.ts';

export type GgufHeader = {
  architecture: string | undefined;
  /** Context the model was made for. */
  contextTokens: number | undefined;
  /** Memory one token takes in a 16-bit KV cache; undefined where the file does not say enough. */
  cacheBytesPerToken: number | undefined;
};

/** Sizes of the number types of the format, by type id. */
const sizes: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
/** Facts come before the vocabulary, which is megabytes: past this only the vocabulary is left. */
const headBytes = 1 << 20;

/**
 * Reads the header.
 *
 * @throws {UsageError} No GGUF file, or not of version 2 or 3.
 */
export function readGgufHeader(path: string): GgufHeader {
  const head = readHead(path);
  const version = head.length >= 24 ? head.readUInt32LE(4) : 0;
  if (head.toString('latin1', 0, 4) !== 'GGUF' || (version !== 2 && version !== 3)) {
    throw new UsageError(
      `Expected \`${path}\` to be a GGUF file of version 2 or 3, got ${head.length === 0 ? 'an empty file' : 'something else'}. Fetch or copy it again.`,
    );
  }
  const fields = readFields(head, Number(head.readBigUInt64LE(16)));
  const architecture = fields.get('general.architecture');
  const number = (name: string): number | undefined => {
    const value = fields.get(`${String(architecture)}.${name}`);
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const layers = number('block_count');
  const heads = number('attention.head_count');
  const width = number('embedding_length');
  const keyWidth = number('attention.key_length') ?? (width && heads && width / heads);
  const valueWidth = number('attention.value_length') ?? keyWidth;
  const cacheHeads = number('attention.head_count_kv') ?? heads;
  return {
    architecture: typeof architecture === 'string' ? architecture : undefined,
    contextTokens: number('context_length'),
    cacheBytesPerToken:
      layers && cacheHeads && keyWidth && valueWidth && 2 * layers * cacheHeads * (keyWidth + valueWidth),
  };
}

function readHead(path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(headBytes);
    return buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
  } catch (cause) {
    throw new UsageError(
      `Expected \`${path}\` to be a file that can be read, got: ${(cause as Error).message}.`,
      { cause },
    );
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Fields with one value, as far as `head` reaches; lists are passed over. */
function readFields(head: Buffer, count: number): Map<string, string | number> {
  const fields = new Map<string, string | number>();
  let position = 24;
  const readLength = (): number => {
    position += 8;
    return Number(head.readBigUInt64LE(position - 8));
  };
  const readString = (): string => {
    const length = readLength();
    position += length;
    if (position > head.length) throw new RangeError('beyond the head');
    return head.toString('utf8', position - length, position);
  };
  try {
    for (let index = 0; index < count; index += 1) {
      const key = readString();
      const type = head.readUInt32LE(position);
      position += 4;
      if (type === 8) fields.set(key, readString());
      else if (type === 9) {
        const itemType = head.readUInt32LE(position);
        position += 4;
        const items = readLength();
        if (itemType === 8) for (let item = 0; item < items; item += 1) readString();
        else position += items * (sizes[itemType] ?? Number.NaN);
      } else {
        if (type === 4) fields.set(key, head.readUInt32LE(position));
        if (type === 5) fields.set(key, head.readInt32LE(position));
        if (type === 10) fields.set(key, Number(head.readBigUInt64LE(position)));
        position += sizes[type] ?? Number.NaN;
      }
    }
  } catch (error) {
    // The vocabulary goes on behind the head, or the file is cut: loading it will say which.
    if (!(error instanceof RangeError)) throw error;
  }
  return fields;
}
