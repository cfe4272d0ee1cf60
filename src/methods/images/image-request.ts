/** The images of a request: found and measured, and refused where the method or the model cannot show them. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import { orientationOf, requireFit } from '../../model/images/fit-image.ts';
import { bytesForEach, imageLimitsOf } from '../../model/images/image-limits.ts';
import { findSight } from '../../model/images/sight.ts';
import { loadSources } from '../../read/load-sources.ts';
import type { Source } from '../../read/source.ts';
import type { RefusalPolicy } from '../../write/draft-section.ts';
import { keptLimits } from './kept-limits.ts';

/** An image as the request keeps it; its bytes are in steps of the run. */
export type ImageRecord = {
  /** Of the file, in hexadecimal. */
  sha256: string;
  path: string;
  /** Name of the file, without its folder. */
  name: string;
  mediaType: string;
  /** In pixels, upright. */
  width: number;
  height: number;
  bytes: number;
};

/** Methods that show images: those that give each section its own, and those that show all with every request. */
const showingOwn = ['longhand', 'tree', 'chain'];
const showingAll = ['longwriter-v', 'native'];

/** Whether a method sends all images with every request. */
export const showsAllImages = (method: string): boolean => showingAll.includes(method);

/** @throws {UsageError} Images are named and the method shows none, or none are named for a method made for them. */
export function checkImageMethod(method: string, images: readonly string[] = []): void {
  if (images.length === 0) {
    if (method !== 'longwriter-v') return;
    throw new UsageError(
      'Expected `image` to name what `longwriter-v` writes about, got none. Name images with --image PATH.',
    );
  }
  const seeing = [...showingOwn, ...showingAll];
  if (seeing.includes(method)) return;
  throw new UsageError(
    `Expected \`method\` to be ${seeing.slice(0, -1).join(', ')} or ${seeing.at(-1)} for a text about images, got \`${method}\`: it shows none. Leave --method out.`,
  );
}

/** Names under which a person keeps pictures, also of formats that cannot be shown. */
const pictureName = /\.(?:png|jpe?g|gif|webp|heic|heif|tiff?|bmp|avif)$/i;

/**
 * Finds the images that a person named, in the order named; a folder's in the order of their names. Other files of a
 * folder are passed over, except those that are called images and are none that can be shown.
 *
 * @throws {UsageError} A named file is no image or cannot be read, or nothing named is an image.
 */
export async function readImages(paths: readonly string[]): Promise<ImageRecord[]> {
  const records: ImageRecord[] = [];
  for (const path of paths) {
    if (/^https?:/i.test(path)) {
      throw new UsageError(
        `Expected \`image\` to name a file or folder, got the address \`${path}\`: images are not fetched. Save it and name the file.`,
      );
    }
    const before = records.length;
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    for await (const source of loadSources([path])) {
      const isMeant = !isFolder || pictureName.test(source.path ?? '');
      if (source.problem !== undefined && isMeant) throw new UsageError(source.problem);
      const found = source.problem === undefined ? await recordImages([source]) : [];
      records.push(...found);
      if (found.length === 0 && isMeant) {
        throw new UsageError(
          `Expected \`image\` to name a PNG, JPEG, GIF or WebP image or a folder of them, got \`${source.path ?? path}\`, which is none. A text goes to --source.`,
        );
      }
    }
    if (records.length === before) {
      throw new UsageError(
        `Expected \`image\` to name a PNG, JPEG, GIF or WebP image or a folder of them, got \`${path}\`, which holds none.`,
      );
    }
  }
  return withoutCopies(records);
}

/** Those of the sources that are images on this machine, with the size they have when they stand upright. */
export async function recordImages(sources: readonly Source[]): Promise<ImageRecord[]> {
  const records: ImageRecord[] = [];
  for (const { sha256, path, mediaType, image, bytes } of sources) {
    if (image === undefined || path === undefined) continue;
    const isTurned = mediaType === 'image/jpeg' && orientationOf(await readFile(path)) > 4;
    const { width, height } = isTurned ? { width: image.height, height: image.width } : image;
    records.push({ sha256, path, name: basename(path), mediaType, width, height, bytes });
  }
  return records;
}

/** The same picture is one figure, however often it is named. */
export function withoutCopies(records: readonly ImageRecord[]): ImageRecord[] {
  return [...new Map(records.map((record) => [record.sha256, record])).values()];
}

/**
 * Whether every model that will be shown images sees them, and takes them as they are or made smaller.
 *
 * @returns Sentences for people about models of which nobody knows whether they see.
 * @throws {UsageError} One of them does not see, or the method sends more at once than it takes.
 */
export function checkSight(
  {
    images = [],
    method,
    models,
    onRefusal,
  }: {
    images?: readonly ImageRecord[];
    method: string;
    models: { writer: string; planner?: string };
    onRefusal: RefusalPolicy;
  },
  cards: Readonly<Record<string, CapabilityCard>>,
): string[] {
  if (images.length === 0) return [];
  const standIn = onRefusal.kind === 'switch' ? [onRefusal.address] : [];
  const planner = method === 'native' ? [] : [models.planner ?? models.writer];
  // A dry run may have no model yet.
  const addresses = new Set([models.writer, ...planner, ...standIn].filter((address) => address !== ''));
  for (const image of images) requireFit(image, keptLimits, 'a run');
  return [...addresses].flatMap((address) => {
    const { sees, reason } = findSight(address, cards[address]);
    if (sees === false) {
      throw new UsageError(
        `Expected \`model\` to see images, got \`${address}\`: ${reason}. Name a model that does with --model (\`longhand models probe <model>\` finds out), or leave the images out.`,
      );
    }
    const limits = imageLimitsOf(address);
    if (showsAllImages(method) && images.length > limits.imagesPerRequest) {
      throw new UsageError(
        `Expected at most ${limits.imagesPerRequest} images for \`${method}\`, which sends all of them with every request to ${address}, got ${images.length}. Leave --method out: longhand shows each section its own.`,
      );
    }
    const most = showsAllImages(method) ? images.length : 1;
    for (const image of images)
      requireFit(image, { ...limits, maxBytes: bytesForEach(limits, most) }, address);
    return sees === undefined
      ? [`It is not known whether ${address} sees images; \`longhand models probe ${address}\` finds out.`]
      : [];
  });
}
