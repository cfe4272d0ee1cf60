/** Makes an image small enough for an endpoint, or turns it into a format that the endpoint takes. */
import { imageSize } from 'image-size';
import { UsageError } from '../../errors.ts';
import type { ImageFile } from './image.ts';
import { scaleToEdge } from './image-tokens.ts';

export type FitLimits = { edgeInPixels: number; maxBytes: number; mediaTypes: readonly string[] };

/** What can be decoded here. WebP cannot: it goes out as it is or not at all. */
const decodable: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif']);
const jpegQuality = 88;
/** Each time it is still too large in bytes, so much less of the edge. */
const shrink = 0.75;
const mostTries = 8;

/** Whether an image within these limits needs no work. */
function fitsAsIs(
  { bytes, mediaType, width, height }: Omit<ImageFile, 'name' | 'bytes'> & { bytes: number },
  { edgeInPixels, maxBytes, mediaTypes }: FitLimits,
): boolean {
  return mediaTypes.includes(mediaType) && Math.max(width, height) <= edgeInPixels && bytes <= maxBytes;
}

/** @throws {UsageError} The image would have to be made smaller, and is of a format that cannot be. */
export function requireFit(
  image: Omit<ImageFile, 'bytes'> & { bytes: number },
  limits: FitLimits,
  /** Who sets the limits, for the message. */
  who: string,
): void {
  if (fitsAsIs(image, limits) || decodable.has(image.mediaType)) return;
  throw tooLarge(image, limits, who);
}

/**
 * The image as it is where it fits, else scaled down as a JPEG on white, upright.
 *
 * Scaling is done at twice the size and averaged, so that lettering stays legible.
 *
 * @throws {UsageError} It cannot be decoded, or not be made small enough.
 */
export async function fitImage(image: ImageFile, limits: FitLimits): Promise<ImageFile> {
  const isUpright = image.mediaType !== 'image/jpeg' || orientationOf(image.bytes) === 1;
  if (isUpright && fitsAsIs({ ...image, bytes: image.bytes.length }, limits)) return image;
  if (!decodable.has(image.mediaType)) {
    throw tooLarge({ ...image, bytes: image.bytes.length }, limits, 'the model');
  }
  let edgeInPixels = Math.min(limits.edgeInPixels, Math.max(image.width, image.height));
  for (let tries = 0; tries < mostTries; tries += 1) {
    const size = scaleToEdge(image, edgeInPixels);
    const bytes = await encodeAt(image, size);
    if (bytes.length <= limits.maxBytes) return { ...image, ...size, bytes, mediaType: 'image/jpeg' };
    edgeInPixels = Math.floor(edgeInPixels * shrink);
  }
  throw tooLarge({ ...image, bytes: image.bytes.length }, limits, 'the model');
}

/** 1: upright; 2 to 8: turned or mirrored, as the Exif data of a camera say. */
export function orientationOf(bytes: Uint8Array): number {
  try {
    const { orientation = 1 } = imageSize(bytes);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch {
    // A damaged header is told where the image is read.
    return 1;
  }
}

type Size = { width: number; height: number };

async function encodeAt(image: ImageFile, size: Size): Promise<Uint8Array> {
  const { default: jpeg } = await import('jpeg-js');
  const isReduced = image.width >= 2 * size.width && image.height >= 2 * size.height;
  const factor = isReduced ? 2 : 1;
  const drawn = { width: size.width * factor, height: size.height * factor };
  const data = averageOnWhite(await draw(image, drawn), size, factor);
  return jpeg.encode({ ...size, data }, jpegQuality).data;
}

/** Premultiplied RGBA of the upright image at a size. */
async function draw({ bytes, mediaType, width, height, name }: ImageFile, size: Size): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const orientation = mediaType === 'image/jpeg' ? orientationOf(bytes) : 1;
  const isTurned = orientation > 4;
  const stored = isTurned ? { width: height, height: width } : { width, height };
  const link = `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">` +
    `<image transform="${upright(orientation, stored)}" width="${stored.width}" height="${stored.height}" ` +
    `preserveAspectRatio="none" href="${link}"/></svg>`;
  const pixels = new Resvg(svg).render().pixels;
  // Data that is no image leaves the canvas as it was.
  if (pixels.every((value) => value === 0)) {
    throw new UsageError(
      `Expected \`${name}\` to be a whole ${formatOf(mediaType)} image, but it could not be decoded. Export it again as PNG or JPEG.`,
    );
  }
  return pixels;
}

/** The transformation that Exif orientation asks for, of an image of the stored size. */
function upright(orientation: number, { width, height }: Size): string {
  const matrices = [
    [1, 0, 0, 1, 0, 0],
    [-1, 0, 0, 1, width, 0],
    [-1, 0, 0, -1, width, height],
    [1, 0, 0, -1, 0, height],
    [0, 1, 1, 0, 0, 0],
    [0, 1, -1, 0, height, 0],
    [0, -1, -1, 0, height, width],
    [0, -1, 1, 0, 0, width],
  ];
  return `matrix(${(matrices[orientation - 1] ?? matrices[0] ?? []).join(' ')})`;
}

/** Averages squares of pixels and puts white behind them. */
function averageOnWhite(pixels: Uint8Array, { width, height }: Size, factor: number): Uint8Array {
  const result = new Uint8Array(width * height * 4);
  const row = width * factor * 4;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let down = 0; down < factor; down += 1) {
          for (let right = 0; right < factor; right += 1) {
            const from = (y * factor + down) * row + (x * factor + right) * 4;
            sum += (pixels[from + channel] ?? 0) + 255 - (pixels[from + 3] ?? 0);
          }
        }
        result[to + channel] = Math.min(255, Math.round(sum / (factor * factor)));
      }
      result[to + 3] = 255;
    }
  }
  return result;
}

const formatOf = (mediaType: string): string => mediaType.replace('image/', '').toUpperCase();

function tooLarge(
  { name, mediaType, width, height, bytes }: Omit<ImageFile, 'bytes'> & { bytes: number },
  { edgeInPixels, maxBytes, mediaTypes }: FitLimits,
  who: string,
): UsageError {
  const formats = mediaTypes.map(formatOf).join(', ');
  const isSmall = Math.max(width, height) <= edgeInPixels && bytes <= maxBytes;
  if (isSmall && !mediaTypes.includes(mediaType)) {
    return new UsageError(
      `Expected \`${name}\` to be ${formats} for ${who}, got ${formatOf(mediaType)}, which cannot be converted here. Save it as PNG or JPEG.`,
    );
  }
  return new UsageError(
    `Expected \`${name}\` to be ${formats} of at most ${edgeInPixels} pixels and ${(maxBytes / 1e6).toFixed(1)} MB for ${who}, ` +
      `got ${formatOf(mediaType)} of ${width} × ${height} pixels and ${(bytes / 1e6).toFixed(1)} MB, which cannot be made smaller here. ` +
      'Save it as PNG or JPEG.',
  );
}
