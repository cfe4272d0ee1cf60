/** A file of JSON lines that is written as it grows, no faster than the disk takes it, and has its name when it is whole. */
import { once } from 'node:events';
import { constants, createWriteStream } from 'node:fs';
import { access, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { UsageError } from '../errors.ts';

export type LineWriter = {
  write(row: unknown): Promise<void>;
  readonly count: number;
  /** Resolved when all is written and the file has its name. */
  close(): Promise<void>;
};

/** The name of a file until it is whole: what an interrupted command leaves does not look finished. */
export const unfinishedPath = (path: string): string => `${path}.part`;

/**
 * Makes the folder where it is not there.
 *
 * @throws {UsageError} Nothing can be written there.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(
      `Expected \`${folder}\` to be a folder that can be written to, got “${(error as Error).message}”. Name another place with --out.`,
      { cause: error },
    );
  }
}

/**
 * Begins the file anew; its folder is made where it is not there. A file of the name stays until `close`.
 *
 * @throws {UsageError} Nothing can be written there.
 */
export async function openLineWriter(path: string): Promise<LineWriter> {
  await makeFolder(dirname(path));
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
