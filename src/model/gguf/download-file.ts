/** One file over HTTP that can be broken off at any byte and gone on with. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { ModelCallError, UsageError } from '../../errors.ts';

/** A connection that breaks is taken up again so often in a row without a byte gained. */
const tries = 5;
const waitInMs = 500;

type Options = {
  fetch: typeof globalThis.fetch;
  headers: Record<string, string>;
  abortSignal?: AbortSignal | undefined;
  /** Checked at the end, where known. */
  sha256?: string | undefined;
  onProgress: (progress: { doneBytes: number; totalBytes: number }) => void;
};

/**
 * Downloads to `path.part` and gives the file its name when it is whole. A file that is there already is left alone.
 *
 * Beside the part lies the ETag of what it is a part of: a server that has another file by now is read from the start.
 *
 * @throws {UsageError} The server has no such file, or what came is not what was announced.
 * @throws {ModelCallError} `network`: the connection keeps breaking. What came is kept.
 */
export async function downloadFile(url: string, path: string, options: Options): Promise<void> {
  const { abortSignal, onProgress } = options;
  const ready = await sizeOf(path);
  if (ready !== undefined) {
    onProgress({ doneBytes: ready, totalBytes: ready });
    return;
  }
  const part = `${path}.part`;
  for (let attempt = 1; ; ) {
    const before = (await sizeOf(part)) ?? 0;
    try {
      await continueDownload(url, part, options);
      break;
    } catch (error) {
      // A full or protected disk says which of its calls failed; the network does not.
      if (abortSignal?.aborted || error instanceof UsageError || 'syscall' in (error as Error)) throw error;
      const gained = ((await sizeOf(part)) ?? 0) - before;
      attempt = gained > 0 ? 1 : attempt + 1;
      if (attempt > tries) throw createNetworkError(url, error as Error);
      await wait(waitInMs * attempt, undefined, abortSignal ? { signal: abortSignal } : {});
    }
  }
  await checkSum(part, options.sha256);
  await rename(part, path);
  await rm(tagFile(part), { force: true });
}

const tagFile = (part: string): string => `${part}.etag`;

async function continueDownload(
  url: string,
  part: string,
  { fetch, headers, abortSignal, onProgress }: Options,
): Promise<void> {
  const tag = await readFile(tagFile(part), 'utf8').catch(() => '');
  // Without a tag nobody can say what the part is a part of.
  const have = tag === '' ? 0 : ((await sizeOf(part)) ?? 0);
  const response = await fetch(url, {
    headers: {
      ...headers,
      // Ranges count the bytes as they are on the disk.
      'accept-encoding': 'identity',
      ...(have > 0 && { range: `bytes=${have}-`, 'if-range': tag }),
    },
    signal: abortSignal ?? null,
  });
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  const whole = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
  // Nothing is left to ask for: the process ended between the last byte and the renaming.
  if (response.status === 416 && have > 0 && whole === have) return;
  if (response.status === 416) await rm(part, { force: true });
  if (response.status >= 500 || response.status === 429 || response.status === 416)
    throw new Error(`HTTP ${response.status}`);
  if (!response.ok || response.body === null) {
    throw new UsageError(
      `Expected a file at \`${new URL(url).origin}${new URL(url).pathname}\`, got HTTP ${response.status}. Check the address; a model with a licence to accept needs your token in \`HF_TOKEN\`.`,
    );
  }
  const found = response.headers.get('etag') ?? '';
  // Some servers answer with a range although the file is another one now.
  const isSame = response.status === 206 && Number(range?.[1]) === have && (found === '' || found === tag);
  if (response.status === 206 && !isSame) {
    await response.body.cancel();
    await rm(part, { force: true });
    throw new Error('the file on the server has changed');
  }
  const start = isSame ? have : 0;
  const totalBytes = isSame ? Number(range?.[2]) : Number(response.headers.get('content-length') ?? 0);
  if (!isSame) {
    // The old tag must not stand beside bytes of the new file, nor the new one beside the old bytes.
    await rm(tagFile(part), { force: true });
    await writeFile(part, '');
    // Weak tags may be shared by files that differ: they are no ground to go on from.
    if (/^"/.test(found)) await writeFile(tagFile(part), found);
  }
  let doneBytes = start;
  const file = await open(part, 'r+');
  try {
    for await (const chunk of response.body) {
      await file.write(chunk, 0, chunk.length, doneBytes);
      doneBytes += chunk.length;
      onProgress({ doneBytes, totalBytes });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  if (totalBytes > 0 && doneBytes !== totalBytes)
    throw new Error(`the connection ended at ${doneBytes} of ${totalBytes} bytes`);
}

function createNetworkError(url: string, cause: Error): ModelCallError {
  const address = new URL(url).origin + new URL(url).pathname;
  const said = [cause.message, (cause.cause as Error | undefined)?.message].filter(Boolean).join(': ');
  return new ModelCallError(
    `Expected \`${address}\` to arrive whole, got after ${tries} tries: ${said.replace(/\.$/, '')}. What came is kept: run the same command again to go on.`,
    { fault: 'network', address, cause },
  );
}

async function checkSum(part: string, sha256: string | undefined): Promise<void> {
  if (sha256 === undefined) return;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  const found = hash.digest('hex');
  if (found === sha256.toLowerCase()) return;
  await Promise.all([rm(part, { force: true }), rm(tagFile(part), { force: true })]);
  throw new UsageError(
    `Expected the fetched file to have the SHA-256 \`${sha256}\`, got \`${found}\`. It was thrown away; fetch it again.`,
  );
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
