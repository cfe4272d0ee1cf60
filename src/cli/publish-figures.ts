/** The pictures of a published text: found in the run, and put beside the text. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { findKeptImage } from '../methods/images/keep-images.ts';
import type { RunPlace } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import { runFolder } from '../run/projections.ts';
import { listFigurePaths } from '../write/figures/figure.ts';

/** Finds the bytes of a figure by its path in the Markdown; undefined where they are not to be had. */
export type FindFigure = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Looks in the folder of the run, and where that has come from another computer, in the steps it brought along.
 *
 * @param run.findStep - Absent: the folder alone.
 */
export function createFigureFinder({
  runId,
  place,
  request,
  findStep,
}: {
  runId: string;
  place: RunPlace;
  request?: Pick<WriteRequest, 'images'>;
  findStep?: (name: string) => Promise<{ value: unknown } | undefined>;
}): FindFigure {
  const folder = runFolder(place.home, runId);
  return async (path) => {
    const bytes = await readFile(join(folder, path)).catch(() => undefined);
    if (bytes !== undefined || findStep === undefined) return bytes;
    const hash = /-([0-9a-f]{8})\.\w+$/.exec(path)?.[1] ?? '';
    const image = request?.images?.find(({ sha256 }) => sha256.startsWith(hash));
    return image && findKeptImage(image.sha256, findStep);
  };
}

/** The figures that a text shows, as far as they are to be had. */
export async function loadFigures(
  markdown: string,
  findFigure: FindFigure,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const figures = new Map<string, Uint8Array>();
  for (const path of listFigurePaths(markdown)) {
    const bytes = await findFigure(path);
    if (bytes !== undefined) figures.set(path, bytes);
  }
  return figures;
}

/**
 * Writes figures below a folder, each whole or not at all.
 *
 * @throws {UsageError} The folder for them leads out of the one of the text.
 */
export async function saveFigures(folder: string, figures: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (figures.size === 0) return;
  const images = join(folder, 'images');
  await mkdir(images, { recursive: true });
  const [inner, outer] = [await realpath(images), await realpath(resolve(folder))];
  if (!inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`)) {
    throw new UsageError(
      `Expected \`${images}\` to be a folder for the figures of the text, got a link that leads to \`${inner}\`. Remove it, or choose another place for \`out\`.`,
    );
  }
  for (const [path, bytes] of figures) {
    const file = join(folder, path);
    const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    await writeFile(draft, bytes);
    await rename(draft, file);
  }
}
