/** A file of JSON lines that is written as it grows, no faster than the disk takes it, and has its name when it is whole. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

export type LineWriter = {
  write(row: unknown): Promise<void>;
  readonly count: number;
  /** Resolved when all is written and the file has its name. */
  close(): Promise<void>;
};

/** The name of a file until it is whole: what an interrupted command leaves does not look finished. */
export const unfinishedPath = (path: string): string => `${path}.part`;

/** Begins the file anew; its folder is made where it is not there. A file of the name stays until `close`. */
export async function openLineWriter(path: string): Promise<LineWriter> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = unfinishedPath(path);
  const stream = createWriteStream(unfinished, { highWaterMark: 1 << 18 });
  await once(stream, 'open');
  // Reported by the next write, or by `close`.
  stream.on('error', () => {});
  let count = 0;
  return {
    async write(row) {
      if (stream.errored) throw stream.errored;
      count += 1;
      if (!stream.write(`${JSON.stringify(row)}\n`)) await once(stream, 'drain');
    },
    get count() {
      return count;
    },
    async close() {
      stream.end();
      await finished(stream);
      await rename(unfinished, path);
    },
  };
}
