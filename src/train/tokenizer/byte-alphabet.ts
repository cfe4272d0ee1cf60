/**
 * One printable character for each of the 256 bytes, so that any bytes can stand in a JSON file as text: the visible
 * Latin-1 characters stand for themselves, the other 68 bytes in ascending order for U+0100, U+0101, and so on.
 *
 * Source: the byte alphabet of GPT-2, which tokenizer.json and GGUF files share. Radford et al. 2019, "Language Models
 * are Unsupervised Multitask Learners".
 */
const characters = createAlphabet();
const bytesByCharacter = new Map([...characters].map((character, byte) => [character, byte]));

/** The character of a byte from 0 to 255. */
export const byteToCharacter = (byte: number): string => characters[byte] as string;

/** The bytes that a string of the alphabet stands for; undefined where a character is none of the 256. */
export function parseBytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = bytesByCharacter.get(text.charAt(index));
    if (byte === undefined) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

function createAlphabet(): readonly string[] {
  const isVisible = (byte: number): boolean =>
    (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte <= 0xff && byte !== 0xad);
  let hidden = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    if (isVisible(byte)) return String.fromCharCode(byte);
    hidden += 1;
    return String.fromCharCode(0xff + hidden);
  });
}
