/** The pack as a file: written whole or not at all, read in pieces. Never more than one line of it is in memory. */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { UsageError } from '../errors.ts';
import { damaged, foreign, type PackEntry, parsePack, renderPack } from './pack-format.ts';

/** No line is longer than a whole manuscript; a file that claims so would only fill the memory. */
const longestLineInBytes = 256 * 1024 * 1024;
const lineFeed = 10;

/**
 * Writes entries as a pack, replacing a file that is there.
 *
 * @returns The size of the file, in bytes.
 * @throws {UsageError} The file cannot be written there. What `entries` throws comes through; no file is left then.
 */
export async function writePackFile(path: string, entries: AsyncIterable<PackEntry>): Promise<number> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    if ((await stat(path).catch(() => undefined))?.isDirectory()) throw notWritable(path, 'it is a folder');
    await mkdir(dirname(path), { recursive: true }).catch((error: Error) => {
      throw notWritable(path, error.message, error);
    });
    await pipeline(Readable.from(renderPack(entries)), createGzip(), createWriteStream(draft));
    await rename(draft, path);
    return (await stat(path)).size;
  } catch (error) {
    await rm(draft, { force: true });
    const isOfFile = (error as NodeJS.ErrnoException).path !== undefined && !(error instanceof UsageError);
    throw isOfFile ? notWritable(path, (error as Error).message, error) : error;
  }
}

/**
 * The entries of a pack; whole only when the iteration has ended without an error.
 *
 * @throws {UsageError} No such file, or what `parsePack` finds.
 */
export function readPackFile(path: string): AsyncGenerator<PackEntry> {
  return parsePack(splitLines(unzip(path), path), path);
}

async function* unzip(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const unzipped = createGunzip();
  file.on('error', (error) => unzipped.destroy(error));
  try {
    for await (const chunk of file.pipe(unzipped)) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (message === 'incorrect header check') throw foreign(path, error);
    if (code === 'Z_BUF_ERROR') throw damaged(path, 'it is cut', error);
    if (code?.startsWith('Z_')) throw damaged(path, 'its bytes changed', error);
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new UsageError(
      `Expected a packed run at \`${path}\`, but ${why}. \`longhand runs pack <run>\` makes one.`,
      { cause: error },
    );
  } finally {
    file.destroy();
    unzipped.destroy();
  }
}

/** By line feeds alone: a text may hold other characters that some readers take for the end of a line. */
async function* splitLines(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
      pieces = [];
      size = 0;
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    size += rest.length;
    if (size > longestLineInBytes) throw damaged(path, 'one of its lines has no end');
    if (rest.length > 0) pieces.push(rest);
  }
  if (pieces.length > 0) yield Buffer.concat(pieces).toString('utf8');
}

function notWritable(path: string, why: string, cause?: unknown): UsageError {
  return new UsageError(
    `Expected \`out\` to be a file that can be written, got \`${path}\`: ${why}. Choose another place with --out FILE.`,
    { cause },
  );
}
