/** Bytes into text, where a file does not say how it was written. */

const sampleBytes = 1_000_000;

/**
 * Reads bytes as UTF-8, or as what their first bytes or their shape name instead.
 *
 * UTF-16 needs its byte order mark. Bytes that are not UTF-8 are read as GB18030; where their high bytes stand
 * alone among ASCII, as accents do in Western European files, as Windows-1252. Line breaks become `\n`; NUL and half
 * surrogate pairs become U+FFFD.
 *
 * @param declared - What a server or a document says; used where the bytes are not UTF-8 and it is a known name.
 */
export function decodeText(bytes: Uint8Array, declared?: string): { text: string; encoding: string } {
  for (const encoding of candidates(bytes, declared)) {
    try {
      return { text: cleanText(new TextDecoder(encoding, { fatal: true }).decode(bytes)), encoding };
    } catch (error) {
      // An unknown name is a RangeError, wrong bytes are a TypeError; both mean: try the next one.
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    }
  }
  return { text: cleanText(new TextDecoder('windows-1252').decode(bytes)), encoding: 'windows-1252' };
}

/** Says whether bytes are something else than text: they hold a NUL and no UTF-16 mark. */
export function isBinary(bytes: Uint8Array): boolean {
  return utf16Mark(bytes) === undefined && bytes.subarray(0, 8_000).includes(0);
}

/** Makes text fit to be stored and counted in: `\n` line breaks, no NUL, no half surrogate pair. */
export function cleanText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return (lines.includes('\0') ? lines.replaceAll('\0', '\uFFFD') : lines).toWellFormed();
}

function candidates(bytes: Uint8Array, declared: string | undefined): string[] {
  const mark = utf16Mark(bytes);
  if (mark !== undefined) return [mark];
  const names = declared === undefined ? ['utf-8'] : ['utf-8', declared];
  return hasLoneHighBytes(bytes) ? names : [...names, 'gb18030'];
}

function utf16Mark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** In GB18030 nearly every high byte has another beside it; an accent in a Western word seldom has. */
function hasLoneHighBytes(bytes: Uint8Array): boolean {
  let high = 0;
  let alone = 0;
  const end = Math.min(bytes.length, sampleBytes);
  for (let index = 0; index < end; index += 1) {
    if (!isHigh(bytes[index])) continue;
    high += 1;
    if (!isHigh(bytes[index - 1]) && !isHigh(bytes[index + 1])) alone += 1;
  }
  return alone * 2 > high;
}

const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80;
