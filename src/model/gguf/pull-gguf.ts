/** Fetches a GGUF file, all parts of it, so that it lies beside the others. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { downloadFile } from './download-file.ts';
import { isRemote, localNameOf, parseGgufAddress, parseHuggingFaceSource } from './gguf-address.ts';
import { findRemoteFile, type RemoteFile } from './hugging-face.ts';

export type PullProgress = { doneBytes: number; totalBytes: number };

/**
 * Fetches what `gguf:hf:user/model:quant`, `gguf:hf:user/model/file.gguf` or `gguf:https://…` names.
 *
 * A fetch that was aborted, killed or cut goes on where it stopped when it is started again. Needs no llama.cpp.
 *
 * @param options.onProgress - `totalBytes` grows from part to part of a split model.
 * @param options.endpoint - Base URL of the hub.
 * @param options.token - Of the hub; sent to it alone.
 * @returns The file, of a split model its first part, and the bytes of all.
 * @throws {UsageError} The address names nothing that can be fetched.
 */
export async function pullGguf(
  address: string,
  {
    folder,
    onProgress = () => {},
    abortSignal,
    endpoint = 'https://huggingface.co',
    token,
    fetch = globalThis.fetch,
  }: {
    folder: string;
    onProgress?: (progress: PullProgress) => void;
    abortSignal?: AbortSignal | undefined;
    endpoint?: string;
    token?: string | undefined;
    fetch?: typeof globalThis.fetch;
  },
): Promise<{ path: string; bytes: number }> {
  const { source } = parseGgufAddress(address.replace(/^gguf:/, ''));
  if (!isRemote(source)) {
    throw new UsageError(
      `Expected an address that can be fetched, such as \`gguf:hf:user/model:Q4_K_M\`, got \`${address}\`.`,
    );
  }
  const isHub = source.startsWith('hf:');
  const headers: Record<string, string> = isHub && token ? { authorization: `Bearer ${token}` } : {};
  const first: RemoteFile = isHub
    ? await findRemoteFile(parseHuggingFaceSource(source), {
        endpoint: endpoint.replace(/\/+$/, ''),
        fetch,
        headers,
        abortSignal,
      })
    : { url: source };
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  let bytes = 0;
  for (const { url, suffix } of partsOf(first.url)) {
    const path = join(folder, `${localNameOf(source).replace(splitName, '')}${suffix}.gguf`);
    await downloadFile(url, path, {
      fetch,
      headers,
      abortSignal,
      sha256: url === first.url ? first.sha256 : undefined,
      onProgress: ({ doneBytes, totalBytes }) =>
        onProgress({ doneBytes: bytes + doneBytes, totalBytes: bytes + totalBytes }),
    });
    bytes += (await stat(path)).size;
    paths.push(path);
  }
  return { path: paths[0] ?? '', bytes };
}

const splitName = /-\d{5}-of-\d{5}$/;

/** Every part of a model whose first part is named; one part with no suffix for a whole one. */
function partsOf(url: string): { url: string; suffix: string }[] {
  const [, count] = /-00001-of-(\d{5})\.gguf(?:\?|$)/i.exec(url) ?? [];
  if (count === undefined) return [{ url, suffix: '' }];
  return Array.from({ length: Number(count) }, (_, index) => {
    const suffix = `-${String(index + 1).padStart(5, '0')}-of-${count}`;
    return { url: url.replace(`-00001-of-${count}`, suffix), suffix };
  });
}
