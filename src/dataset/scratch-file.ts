/** Pieces of bytes that are too many for memory: appended to a file, read back by number, gone at the end. */
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type ScratchFile = {
  /** @returns The number of the piece, from 0. */
  append(bytes: Uint8Array): number;
  /** A copy of a piece. */
  read(piece: number): Uint8Array;
  /** Bytes of a piece, without reading it. */
  size(piece: number): number;
  readonly count: number;
  [Symbol.dispose](): void;
};

/** Bytes that are gathered before they are written. */
const gathered = 1 << 20;
let opened = 0;

/**
 * Opens an empty scratch file. In memory there is its table of places, 8 bytes a piece.
 *
 * @param folder - Made where it is not there. The file is hidden from the start where the system allows it, so that a
 *   killed process leaves nothing.
 */
export function openScratchFile(folder: string): ScratchFile {
  mkdirSync(folder, { recursive: true });
  opened += 1;
  const path = join(folder, `.scratch-${process.pid}-${opened}`);
  const file = openSync(path, 'w+');
  const isHidden = process.platform !== 'win32';
  if (isHidden) rmSync(path);
  let ends = new Float64Array(1024);
  let count = 0;
  let written = 0;
  let pending = Buffer.alloc(gathered);
  let used = 0;
  const startOf = (piece: number): number => (piece === 0 ? 0 : (ends[piece - 1] ?? 0));
  const flush = (): void => {
    for (let done = 0; done < used; ) done += writeSync(file, pending, done, used - done, written + done);
    written += used;
    used = 0;
  };
  return {
    append(bytes) {
      if (used + bytes.length > pending.length) flush();
      if (bytes.length > pending.length) pending = Buffer.alloc(bytes.length);
      pending.set(bytes, used);
      used += bytes.length;
      if (count === ends.length) {
        const longer = new Float64Array(ends.length * 2);
        longer.set(ends);
        ends = longer;
      }
      ends[count] = written + used;
      count += 1;
      return count - 1;
    },
    read(piece) {
      const start = startOf(piece);
      const end = ends[piece] ?? 0;
      if (start >= written) return Uint8Array.from(pending.subarray(start - written, end - written));
      const bytes = new Uint8Array(end - start);
      for (let done = 0; done < bytes.length; )
        done += readSync(file, bytes, done, bytes.length - done, start + done);
      return bytes;
    },
    size: (piece) => (ends[piece] ?? 0) - startOf(piece),
    get count() {
      return count;
    },
    [Symbol.dispose]() {
      closeSync(file);
      if (!isHidden) rmSync(path, { force: true });
    },
  };
}
