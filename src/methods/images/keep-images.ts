/** The bytes of a run's images: kept with the run, so that it can go on when the files are gone or changed. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { fitImage } from '../../model/images/fit-image.ts';
import type { ImageFile } from '../../model/images/image.ts';
import type { RunContext } from '../../run/run-context.ts';
import type { ImageRecord } from './image-request.ts';
import { keptLimits } from './kept-limits.ts';

/** The database takes a text in pieces of this many characters. */
const pieceCharacters = 1_000_000;
type KeptImage = Pick<ImageFile, 'mediaType' | 'width' | 'height'> & { pieces: number };

/**
 * Gives an image of the request: from the run where it holds it, else from its file, and keeps it in steps, base64 in
 * pieces, at most 2,048 pixels wide and high and upright. So packs and databases carry images like everything else.
 *
 * @throws {UsageError} A run that was stopped before it held the image finds its file gone or changed, or it is damaged.
 */
export async function keepImage(record: ImageRecord, context: Pick<RunContext, 'step'>): Promise<ImageFile> {
  const { sha256, name } = record;
  const step = `image-${sha256.slice(0, 12)}`;
  let made: Promise<ImageFile> | undefined;
  const make = (): Promise<ImageFile> => {
    made ??= makeCopy(record);
    return made;
  };
  const head = await context.step(`${step}/head`, async (): Promise<KeptImage> => {
    const { mediaType, width, height, bytes } = await make();
    return { mediaType, width, height, pieces: Math.ceil(lengthAsText(bytes) / pieceCharacters) };
  });
  let text = '';
  for (let piece = 0; piece < head.pieces; piece += 1) {
    const from = piece * pieceCharacters;
    text += await context.step(`${step}/bytes-${piece + 1}`, async () =>
      toText((await make()).bytes).slice(from, from + pieceCharacters),
    );
  }
  return { ...head, name, bytes: Buffer.from(text, 'base64') };
}

/** The same from steps that are there; undefined where one is missing. */
export async function findKeptImage(
  sha256: string,
  findStep: (name: string) => Promise<{ value: unknown } | undefined>,
): Promise<Uint8Array | undefined> {
  const step = `image-${sha256.slice(0, 12)}`;
  const head = (await findStep(`${step}/head`))?.value as KeptImage | undefined;
  let text = '';
  for (let piece = 1; piece <= (head?.pieces ?? 0); piece += 1) {
    const found = await findStep(`${step}/bytes-${piece}`);
    if (found === undefined) return undefined;
    text += found.value as string;
  }
  return head === undefined ? undefined : Buffer.from(text, 'base64');
}

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const lengthAsText = (bytes: Uint8Array): number => Math.ceil(bytes.length / 3) * 4;

async function makeCopy(record: ImageRecord): Promise<ImageFile> {
  const { path, sha256, mediaType, width, height, name } = record;
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UsageError(
      `Expected the image \`${path}\` to be where it was when the run began, found none there. Put it back and resume.`,
      { cause },
    );
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new UsageError(
      `Expected the image \`${path}\` to be as it was when the run began, but it has changed. Put the old file back and resume, or start anew.`,
    );
  }
  return fitImage({ bytes, mediaType, width, height, name }, keptLimits);
}

/** Puts a copy into the folder of the run, where its manuscript shows it. */
export async function projectImage(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, bytes);
  await rename(`${file}.tmp`, file);
}
