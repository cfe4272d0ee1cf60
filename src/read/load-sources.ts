/** Files, folders and web addresses in; one source after the other out. */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { detectLanguage } from '../text/language.ts';
import { fetchUrl } from './fetch-url.ts';
import { detectKind } from './file-kind.ts';
import { readBytes } from './read-bytes.ts';
import type { Source, SourceProblem } from './source.ts';
import { walkFolder } from './walk-folder.ts';

const languageSampleCharacters = 100_000;

export type LoadOptions = {
  /** Whether `http:` and `https:` addresses may be fetched. @default false */
  allowHttp?: boolean;
  /** Per file, as stored and as unpacked. @default 256_000_000 */
  maxBytes?: number;
  /** Per web address, redirects included. @default 30_000 */
  timeoutInMs?: number;
  abortSignal?: AbortSignal;
};

/** One thing to read, found but not yet opened. */
type Place = { path?: string; url?: string; name: string; isInFolder: boolean };

/**
 * Reads sources one at a time, in the order named; a folder's files in code-point order of their paths.
 *
 * Read are text of any kind (code too), Markdown, HTML, PDF, DOCX, EPUB, CSV, TSV, JSON, JSON lines and PNG, JPEG, GIF
 * and WebP images, whose bytes are only measured. A file named twice is read once. In folders hidden files,
 * `node_modules`, links, what `.gitignore` names, empty files and unknown binary data are passed over; everything else
 * that cannot be read comes as a `SourceProblem` row. Problems before the first good source come together with it.
 *
 * @throws {UsageError} Nothing could be read (the message tells every problem), or an address was named without
 *   `allowHttp`.
 */
export async function* loadSources(
  paths: readonly string[],
  options: LoadOptions = {},
): AsyncGenerator<Source | SourceProblem> {
  const address = paths.find(isAddress);
  if (address !== undefined && !options.allowHttp) {
    throw new UsageError(
      `Expected sources to be files, got the address \`${address}\`. Allow web addresses, or save it as a file.`,
    );
  }
  const copies = new Map<string, number>();
  const problems: SourceProblem[] = [];
  let hasSource = false;
  for await (const place of findPlaces(paths)) {
    options.abortSignal?.throwIfAborted();
    const result = 'problem' in place ? place : await loadPlace(place, options);
    if (result === undefined) continue;
    if (result.problem !== undefined) {
      if (hasSource) yield result;
      else problems.push(result);
      continue;
    }
    if (!hasSource) yield* problems;
    hasSource = true;
    const copy = (copies.get(result.id) ?? 0) + 1;
    copies.set(result.id, copy);
    yield copy === 1 ? result : { ...result, id: `${result.id}-${copy}` };
  }
  if (!hasSource) {
    const reasons = problems.map(({ problem }) => problem);
    throw new UsageError(
      reasons.join('\n') ||
        `Expected at least one source that can be read, got ${paths.length === 0 ? 'none' : `\`${paths.join('`, `')}\` without any`}. Name a file or a folder.`,
    );
  }
}

const isAddress = (path: string): boolean => /^https?:/i.test(path);

async function* findPlaces(paths: readonly string[]): AsyncGenerator<Place | SourceProblem> {
  const seen = new Set<string>();
  const isNew = (key: string): boolean => !seen.has(key) && seen.add(key) !== undefined;
  for (const path of paths) {
    if (isAddress(path)) {
      if (isNew(path)) yield { url: path, name: path, isInFolder: false };
      continue;
    }
    const status = await stat(path).catch(() => undefined);
    if (status === undefined) yield problemOf({ path }, 'Expected a file or folder, got none there.');
    else if (status.isDirectory()) {
      for await (const inner of walkFolder(path)) {
        const file = join(path, inner);
        if (isNew(await realpath(file))) yield { path: file, name: inner, isInFolder: true };
      }
    } else if (!status.isFile()) yield problemOf({ path }, 'Expected a file or folder, got something else.');
    else if (isNew(await realpath(path))) yield { path, name: basename(path), isInFolder: false };
  }
}

async function loadPlace(place: Place, options: LoadOptions): Promise<Source | SourceProblem | undefined> {
  try {
    return await load(place, options);
  } catch (error) {
    options.abortSignal?.throwIfAborted();
    if (error instanceof RangeError) {
      // A parser that ran out of stack, or a text longer than a string can be.
      return problemOf(
        place,
        `Expected a document a parser can hold, got: ${error.message}. Save its text alone.`,
      );
    }
    if (!(error instanceof UsageError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    return problemOf(place, (error as Error).message);
  }
}

async function load(place: Place, options: LoadOptions): Promise<Source | undefined> {
  const maxBytes = options.maxBytes ?? 256_000_000;
  const { abortSignal } = options;
  const { bytes, url, contentType, charset } = await readPlace(place, maxBytes, options);
  if (bytes.length === 0 && place.isInFolder) return undefined;
  const found = detectKind(url === undefined ? place.name : new URL(url).pathname, bytes, contentType);
  if (found === undefined && place.isInFolder) return undefined;
  if (found === undefined) {
    throw new UsageError(
      'Expected text, Markdown, HTML, PDF, DOCX, EPUB, CSV, JSON or an image, got other binary data. Convert it to one of these.',
    );
  }
  const reading = await readBytes(bytes, found.kind, { maxUnpackedBytes: maxBytes, charset, abortSignal });
  if (reading.image === undefined && reading.text.trim() === '') {
    if (place.isInFolder) return undefined;
    throw new UsageError('Expected text, got an empty document. Check that the right file was named.');
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    id: sha256.slice(0, 12),
    path: place.path,
    url,
    title: reading.title ?? place.name,
    mediaType: found.mediaType,
    sha256,
    bytes: bytes.length,
    text: reading.text,
    language: detectLanguage(reading.text.slice(0, languageSampleCharacters)),
    encoding: reading.encoding,
    parts: reading.parts ?? [],
    image: reading.image,
  };
}

type Opened = { bytes: Uint8Array; url?: string; contentType?: string; charset?: string };

async function readPlace(place: Place, maxBytes: number, options: LoadOptions): Promise<Opened> {
  const { abortSignal, timeoutInMs = 30_000 } = options;
  if (place.path === undefined) {
    const { url, bytes, contentType, charset } = await fetchUrl(place.url ?? '', {
      maxBytes,
      timeoutInMs,
      abortSignal,
    });
    return { url, bytes, ...(contentType && { contentType }), ...(charset && { charset }) };
  }
  const { size } = await stat(place.path);
  if (size > maxBytes) {
    throw new UsageError(
      `Expected at most ${maxBytes / 1e6} MB, got ${Math.ceil(size / 1e6)} MB. Split the file.`,
    );
  }
  return { bytes: await readFile(place.path, { signal: abortSignal }) };
}

function problemOf({ path, url }: { path?: string; url?: string }, reason: string): SourceProblem {
  return { path, url, problem: `\`${path ?? url}\` could not be read. ${reason}` };
}
