/** Which files `hf:user/model:quant` names, asked from the hub. */
import { z } from 'zod';
import { ModelCallError, UsageError } from '../../errors.ts';
import type { HuggingFaceSource } from './gguf-address.ts';

export type RemoteFile = {
  url: string;
  /** Known for what the hub says it of. */
  sha256?: string | undefined;
};

const manifestSchema = z.object({
  ggufFile: z.object({
    rfilename: z.string(),
    lfs: z.object({ sha256: z.string() }).optional(),
  }),
});

/**
 * Finds the file of a model; of a split one, its first part.
 *
 * @param options.endpoint - Base URL of the hub, without a slash at its end.
 * @throws {ModelCallError} Fault `network`: the hub cannot be reached.
 * @throws {UsageError} No such model or quantisation, or no access to it.
 */
export async function findRemoteFile(
  { user, model, file, quant = 'latest' }: HuggingFaceSource,
  {
    endpoint,
    fetch,
    headers,
    abortSignal,
  }: {
    endpoint: string;
    fetch: typeof globalThis.fetch;
    headers: Record<string, string>;
    abortSignal?: AbortSignal | undefined;
  },
): Promise<RemoteFile> {
  const urlOf = (path: string): string =>
    `${endpoint}/${user}/${model}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`;
  if (file !== undefined) return { url: urlOf(file) };
  const response = await fetch(`${endpoint}/v2/${user}/${model}/manifests/${quant}`, {
    headers: { ...headers, 'user-agent': 'llama-cpp' },
    signal: abortSignal ?? null,
  }).catch((cause: Error) => {
    if (abortSignal?.aborted) throw cause;
    throw new ModelCallError(
      `\`${new URL(endpoint).host}\` could not be reached: ${cause.message}. Check the connection and run the command again; \`HF_ENDPOINT\` names another hub.`,
      { fault: 'network', address: `gguf:hf:${user}/${model}`, cause },
    );
  });
  const manifest = response.ok ? manifestSchema.safeParse(await response.json()).data : undefined;
  if (manifest === undefined) {
    throw new UsageError(
      `Expected \`${user}/${model}\` to have a GGUF file \`${quant}\`, got ${response.ok ? 'an answer that names none' : `HTTP ${response.status}`}. Check the names; a model with a licence to accept needs your token in \`HF_TOKEN\`.`,
    );
  }
  return { url: urlOf(manifest.ggufFile.rfilename), sha256: manifest.ggufFile.lfs?.sha256 };
}
