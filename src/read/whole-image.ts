/** Whether an image file is all there: a download that broke off has a good header, and the rest of it is blank. */

/**
 * Follows the blocks of a PNG, JPEG, GIF or WebP file to their end. What comes behind the end is of no account; damage
 * inside a block is not found.
 */
export function isWholeImage(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.toString('latin1', 0, 12);
  try {
    if (head.startsWith('\x89PNG')) return reachesPngEnd(view);
    if (head.startsWith('\xff\xd8')) return reachesJpegEnd(view);
    if (head.startsWith('GIF8')) return reachesGifPicture(view);
    return !head.endsWith('WEBP') || view.readUInt32LE(4) + 8 <= view.length;
  } catch (error) {
    // Read beyond the last byte.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function reachesPngEnd(view: Buffer): boolean {
  for (let at = 8; ; at += view.readUInt32BE(at) + 12)
    if (view.toString('latin1', at + 4, at + 8) === 'IEND') return at + 12 <= view.length;
}

const startOfScan = 0xffda;

/** Segments first, since a thumbnail among them has an end of its own; then the scans. */
function reachesJpegEnd(view: Buffer): boolean {
  let at = 2;
  for (let mark = view.readUInt16BE(at); mark !== startOfScan; mark = view.readUInt16BE(at)) {
    const isMark = mark > 0xff00 && mark < 0xffff;
    // Decoders pass over what stands between two segments.
    at += isMark ? view.readUInt16BE(at + 2) + 2 : 1;
  }
  return view.indexOf(Buffer.from([0xff, 0xd9]), at) > 0;
}

/** To the end of the first picture; an animation may lack its last ones. */
function reachesGifPicture(view: Buffer): boolean {
  const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + colours(view.readUInt8(10));
  while (view.readUInt8(at) === 0x21) at = skipBlocks(view, at + 2);
  if (view.readUInt8(at) !== 0x2c) return false;
  return skipBlocks(view, at + 11 + colours(view.readUInt8(at + 9))) <= view.length;
}

function skipBlocks(view: Buffer, from: number): number {
  let at = from;
  for (let size = view.readUInt8(at); size > 0; size = view.readUInt8(at)) at += size + 1;
  return at + 1;
}
