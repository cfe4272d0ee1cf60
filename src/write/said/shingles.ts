/** Fingerprints of a text: equal passages share some, different texts next to none. */
import { createHash } from 'node:crypto';

const unitsPerShingle = 8;
const window = 4;
const unitPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]|[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

/** Characters of scripts that are written without spaces, words of all others, lower-cased. */
export function splitUnits(text: string): string[] {
  return text.toLowerCase().match(unitPattern) ?? [];
}

/** Hashes of some of the runs of eight units, chosen by winnowing: of any four in a row the least. */
export function sampleShingles(text: string): string[] {
  const units = splitUnits(text);
  const hashes = Array.from({ length: Math.max(0, units.length - unitsPerShingle + 1) }, (_each, at) =>
    createHash('sha1')
      .update(units.slice(at, at + unitsPerShingle).join(' '))
      .digest('base64url')
      .slice(0, 10),
  );
  const chosen = new Set<string>();
  for (let at = 0; at < hashes.length; at += 1) {
    const near = hashes.slice(at, at + window);
    chosen.add(near.reduce((least, hash) => (hash < least ? hash : least)));
    if (at + window >= hashes.length) break;
  }
  return [...chosen];
}
