/** The image of a probe: three stripes, drawn here, whose colours nobody can guess. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { ImageFile, ImageRef } from '../images/image.ts';

const colours = {
  red: [220, 20, 20],
  green: [20, 160, 40],
  blue: [20, 60, 220],
  yellow: [250, 220, 20],
  black: [0, 0, 0],
  white: [255, 255, 255],
} as const;

type Colour = keyof typeof colours;

const stripes = 3;
/** Small, and still larger than the patches that models cut images into. */
const stripeWidth = 96;
const height = 192;

/** Stripes in colours of which no two are alike, from left to right. */
export function drawStripes(random: () => number): { ref: ImageRef; file: ImageFile; colours: Colour[] } {
  const left = Object.keys(colours) as Colour[];
  const chosen = Array.from(
    { length: stripes },
    () => left.splice(Math.min(left.length - 1, Math.floor(random() * left.length)), 1)[0] as Colour,
  );
  const row = [
    0,
    ...chosen.flatMap((name) => Array.from({ length: stripeWidth }, () => colours[name]).flat()),
  ];
  const width = stripes * stripeWidth;
  const bytes = encodePng(Buffer.from(Array.from({ length: height }, () => row).flat()), { width, height });
  const size = { mediaType: 'image/png', width, height };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    ref: { ...size, sha256, label: 'Image' },
    file: { ...size, bytes, name: 'the image of the probe' },
    colours: chosen,
  };
}

/** The names of colours in a reply, in its order. */
export function readColours(reply: string): Colour[] {
  const names = new RegExp(Object.keys(colours).join('|'), 'gi');
  return [...reply.matchAll(names)].map(([name]) => name.toLowerCase() as Colour);
}

/** @param rows - Eight bits of red, green and blue; each row after a filter byte. */
function encodePng(rows: Uint8Array, { width, height }: { width: number; height: number }): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
