/**
 * What changed in a saved REPL from one cell to the next. The material lies in every snapshot; in a patch only what a
 * cell wrote does, so that a run of thirty cells does not keep thirty copies of its sources.
 */
import { gunzipSync, gzipSync } from 'node:zlib';

/** Snapshots are the interpreter's memory, compressed; patches are between memories. */
export const unpackSnapshot = (snapshot: Uint8Array): Buffer => gunzipSync(snapshot);
export const packSnapshot = (memory: Uint8Array): Uint8Array => gzipSync(memory, { level: 1 });

/** Small enough that a changed counter does not carry a page with it. */
const blockBytes = 256;

/** @returns Base64 of the compressed patch: length of `after`, then runs of changed blocks (first, bytes, content). */
export function createPatch(before: Buffer, after: Buffer): string {
  const parts: Buffer[] = [renderNumbers(after.length)];
  const isSame = (from: number): boolean => {
    const to = Math.min(from + blockBytes, after.length);
    return to <= before.length && before.compare(after, from, to, from, to) === 0;
  };
  for (let from = 0; from < after.length; ) {
    if (isSame(from)) {
      from += blockBytes;
      continue;
    }
    let to = from;
    while (to < after.length && !isSame(to)) to += blockBytes;
    const changed = after.subarray(from, Math.min(to, after.length));
    parts.push(renderNumbers(from, changed.length), changed);
    from = to;
  }
  return gzipSync(Buffer.concat(parts)).toString('base64');
}

/** @returns The `after` of `createPatch`, given its `before`. */
export function applyPatch(before: Buffer, patch: string): Buffer {
  const bytes = gunzipSync(Buffer.from(patch, 'base64'));
  const after = Buffer.alloc(bytes.readUInt32LE(0));
  before.copy(after);
  for (let at = 4; at < bytes.length; ) {
    const [from, length] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    bytes.copy(after, from, at + 8, at + 8 + length);
    at += 8 + length;
  }
  return after;
}

function renderNumbers(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number, index * 4);
  return bytes;
}
