import fc from 'fast-check';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { drawStripes } from '../model/card/probe-image.ts';
import { isWholeImage } from './whole-image.ts';

const data = Buffer.alloc(40 * 30 * 4, 200);
const photograph = jpeg.encode({ width: 40, height: 30, data }, 90).data;
const thumbnail = Buffer.concat([Buffer.from('\xff\xe1\x00\x08\xff\xd8..\xff\xd9', 'latin1')]);
const riff = Buffer.from('RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0', 'latin1');

const images: Record<string, Uint8Array> = {
  png: drawStripes(() => 0.5).file.bytes,
  jpeg: photograph,
  'jpeg with a thumbnail': Buffer.concat([photograph.subarray(0, 2), thumbnail, photograph.subarray(2)]),
  gif: Buffer.from('R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64').subarray(0, -1),
  webp: riff,
};

describe('whether an image is all there', () => {
  it.each(Object.entries(images))('%s: only with its last byte, whatever comes behind it', (_name, bytes) => {
    expect(isWholeImage(bytes)).toBe(true);
    expect(isWholeImage(Buffer.concat([bytes, Buffer.from('\n<!-- more -->')]))).toBe(true);
    const cut = fc.integer({ min: 12, max: bytes.length - 1 });
    fc.assert(
      fc.property(cut, (length) => {
        expect(isWholeImage(bytes.subarray(0, length))).toBe(false);
      }),
    );
  });

  it('ends on any bytes', () => {
    const heads = fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8', 'GIF89a', 'RIFF\x09\0\0\0WEBP');
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        expect(typeof isWholeImage(Buffer.concat([Buffer.from(head, 'latin1'), rest]))).toBe('boolean');
      }),
    );
  });
});
