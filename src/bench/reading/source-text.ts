/** Texts that a benchmark has read: in its own file, or in files beside it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UsageError } from '../../errors.ts';
import type { AskedSource } from '../../methods/answers/reading-attempt.ts';
import { detectKind } from '../../read/file-kind.ts';
import { readBytes } from '../../read/read-bytes.ts';

/** Of one text. */
const mostBytes = 256_000_000;

const hash = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** A text that is already here. */
export function createTextSource(title: string, text: string): AskedSource {
  return { title, characters: text.length, sha256: hash(text), readText: async () => text };
}

/**
 * A file that is hashed now and read when it is asked about: a benchmark may hold hundreds of books.
 *
 * @returns Undefined where the file cannot be opened.
 */
async function openFileSource(title: string, path: string): Promise<AskedSource | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  return { title, characters: bytes.length, sha256: hash(bytes), readText: () => readText(path) };
}

/** As `longhand read` does, but web pages are known by what they hold: they may have been saved under any name. */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  const isPage = /<(?:html|head|body|pre)\b/i.test(bytes.subarray(0, 4_000).toString('latin1'));
  const kind = detectKind(path, bytes, isPage ? 'text/html' : undefined)?.kind;
  const reading =
    kind === undefined ? undefined : await readBytes(bytes, kind, { maxUnpackedBytes: mostBytes });
  if (reading?.text.trim()) return reading.text;
  throw new UsageError(`Expected text in \`${path}\`, got none. Fetch the file anew.`);
}

/**
 * Opens many files, each once.
 *
 * @param files - Title by path.
 * @throws {UsageError} Some are missing; names the first of them and their number.
 */
export async function openFileSources(
  files: ReadonlyMap<string, string>,
  { benchmark, advice }: { benchmark: string; advice: string },
): Promise<Map<string, AskedSource>> {
  const sources = new Map<string, AskedSource>();
  const missing: string[] = [];
  for (const [path, title] of files) {
    const source = await openFileSource(title, path);
    if (source === undefined) missing.push(path);
    else sources.set(path, source);
  }
  const [first] = missing;
  if (first === undefined) return sources;
  throw new UsageError(
    `Expected ${files.size} texts for \`${benchmark}\`, but ${missing.length} of them cannot be read, the first being ${first}. ${advice}`,
  );
}
