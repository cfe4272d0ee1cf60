/** A file of JSON lines that is written as it grows, no faster than the disk takes it. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

export type LineWriter = {
  write(row: unknown): Promise<void>;
  readonly count: number;
  /** Resolved when all is written. */
  close(): Promise<void>;
};

/** Begins the file anew; its folder is made where it is not there. */
export async function openLineWriter(path: string): Promise<LineWriter> {
  await mkdir(dirname(path), { recursive: true });
  const stream = createWriteStream(path, { highWaterMark: 1 << 18 });
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
    },
  };
}
