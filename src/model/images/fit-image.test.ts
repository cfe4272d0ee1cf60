import fc from 'fast-check';
import { imageSize } from 'image-size';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { fitImage, requireFit } from './fit-image.ts';
import type { ImageFile } from './image.ts';
import { scaleToEdge } from './image-tokens.ts';

const limits = { edgeInPixels: 100, maxBytes: 50_000, mediaTypes: ['image/png', 'image/jpeg'] };

/** Left half red, right half blue. */
function drawHalves(width: number, height: number): ImageFile {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < width * height; at += 1) {
    const isLeft = at % width < width / 2;
    data.set(isLeft ? [230, 0, 0] : [0, 0, 230], at * 4);
  }
  const { data: bytes } = jpeg.encode({ width, height, data }, 90);
  return { bytes, mediaType: 'image/jpeg', width, height, name: 'halves.jpg' };
}

function colourAt({ bytes }: ImageFile, x: number, y: number): 'red' | 'blue' | 'white' | 'other' {
  const { width, data } = jpeg.decode(bytes, { useTArray: true });
  const [red = 0, green = 0, blue = 0] = data.slice((y * width + x) * 4);
  if (Math.min(red, green, blue) > 200) return 'white';
  return red > 150 && blue < 100 ? 'red' : blue > 150 && red < 100 ? 'blue' : 'other';
}

/** The bytes of a camera that says: turn me a quarter to the right. */
function withOrientation(bytes: Uint8Array, orientation: number): Uint8Array {
  const exif = Buffer.alloc(36);
  exif.write('\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 0, 'latin1');
  exif.writeUInt16LE(orientation, 28);
  return Buffer.concat([bytes.slice(0, 2), exif, bytes.slice(2)]);
}

describe('fitting an image', () => {
  it('leaves one that fits byte for byte', async () => {
    const image = drawHalves(80, 40);
    expect((await fitImage(image, limits)).bytes).toBe(image.bytes);
  });

  it('scales one down that is too wide, and keeps what it shows', async () => {
    const small = await fitImage(drawHalves(640, 320), limits);
    expect(small).toMatchObject({ width: 100, height: 50, mediaType: 'image/jpeg' });
    expect(imageSize(small.bytes)).toMatchObject({ width: 100, height: 50 });
    expect(colourAt(small, 20, 25)).toBe('red');
    expect(colourAt(small, 80, 25)).toBe('blue');
  });

  it('goes on making it smaller until its bytes fit', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 4 }, (_each, at) => (at * 7919 * at) % 251));
    const { data: bytes } = jpeg.encode({ width: 300, height: 300, data: noise }, 95);
    const image = { bytes, mediaType: 'image/jpeg', width: 300, height: 300, name: 'noise.jpg' };
    const small = await fitImage(image, { ...limits, edgeInPixels: 300, maxBytes: 5_000 });
    expect(small.bytes.length).toBeLessThanOrEqual(5_000);
    expect(small.width).toBeLessThan(300);
  });

  it('turns a photograph upright', async () => {
    const { bytes } = drawHalves(400, 200);
    const turned = { bytes: withOrientation(bytes, 6), mediaType: 'image/jpeg', width: 200, height: 400 };
    expect(imageSize(turned.bytes).orientation).toBe(6);
    const upright = await fitImage({ ...turned, name: 'camera.jpg' }, limits);
    expect(upright).toMatchObject({ width: 50, height: 100 });
    expect(colourAt(upright, 25, 10)).toBe('red');
    expect(colourAt(upright, 25, 90)).toBe('blue');
  });

  it('puts white behind what is transparent, and makes JPEG of GIF where it is not taken', async () => {
    const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
    const red = Buffer.from('R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
    const image = { bytes: red, mediaType: 'image/gif', width: 1, height: 1, name: 'dot.gif' };
    const small = await fitImage(image, limits);
    expect(small.mediaType).toBe('image/jpeg');
    expect(colourAt(small, 0, 0)).toBe('red');
    // Nothing but transparency cannot be told from data that is no image.
    await expect(fitImage({ ...image, bytes: gif }, limits)).rejects.toThrow(
      /`dot\.gif` .* could not be decoded/,
    );
  });

  it('names the image that cannot be made to fit', async () => {
    const webp = {
      bytes: Buffer.alloc(90_000),
      mediaType: 'image/webp',
      width: 3_000,
      height: 2_000,
      name: 'a.webp',
    };
    await expect(fitImage(webp, limits)).rejects.toThrow(
      /`a\.webp` to be PNG, JPEG of at most 100 pixels .* got WEBP of 3000 × 2000 pixels .* Save it as PNG or JPEG\./,
    );
    expect(() => requireFit({ ...webp, bytes: 90_000 }, limits, 'ollama:x')).toThrow(
      /for ollama:x, got WEBP/,
    );
    expect(() =>
      requireFit({ ...webp, mediaType: 'image/png', bytes: 90_000 }, limits, 'ollama:x'),
    ).not.toThrow();
    // A small one is told what is wrong with it, and nothing else.
    expect(() => requireFit({ ...webp, bytes: 900, width: 9, height: 9 }, limits, 'ollama:x')).toThrow(
      /^Expected `a\.webp` to be PNG, JPEG for ollama:x, got WEBP, which cannot be converted here\./,
    );
    const broken = { ...webp, mediaType: 'image/png', name: 'b.png' };
    await expect(fitImage(broken, limits)).rejects.toThrow(/`b\.png` to be a whole PNG image/);
  });

  it('never grows, and keeps its proportions, whatever its size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 9_000 }), (width, height) => {
        const scaled = scaleToEdge({ width, height }, 1_568);
        expect(Math.max(scaled.width, scaled.height)).toBeLessThanOrEqual(
          Math.max(1, Math.min(1_568, Math.max(width, height))),
        );
        expect(Math.abs(scaled.width * height - scaled.height * width)).toBeLessThanOrEqual(
          Math.max(width, height),
        );
      }),
    );
  });
});
