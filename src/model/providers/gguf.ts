/** GGUF files in this process, through node-llama-cpp. */
import { totalmem } from 'node:os';
import { UsageError } from '../../errors.ts';
import { findGgufFile, parseGgufAddress } from '../gguf/gguf-address.ts';
import { createGgufLanguageModel } from '../gguf/gguf-language-model.ts';
import { createGgufScorer } from '../gguf/gguf-scorer.ts';
import { type LoadedGguf, loadGguf } from '../gguf/load-gguf.ts';
import { type GgufHeader, readGgufHeader } from '../gguf/read-gguf-header.ts';
import type { TokenScorer } from '../token-scorer.ts';
import type { Provider } from './provider.ts';

/** So many tokens of the model may stand for one of ours, as long as nothing was measured. */
const unknownTokenRatio = 1.2;
/** For a file that does not say what its cache takes. */
const modestContextTokens = 32_768;
/** The cache may take so much of the memory there is: the weights and everything else need the rest. */
const cacheShare = 1 / 4;

/**
 * `gguf:<path>` or `gguf:hf:user/model:quant`, with `?threads=`, `?contextTokens=` and `?gpu=auto` behind it.
 *
 * The file's first bytes are read at once, its weights at the first call.
 */
export const gguf: Provider = (name, { env }) => {
  const address = `gguf:${name}`;
  const { load, contextTokens } = findFile(name, env);
  return {
    address,
    languageModel: createGgufLanguageModel({ address, load }),
    isPractice: false,
    hasStructuredOutput: true,
    contextTokens: Math.floor(contextTokens / unknownTokenRatio),
  };
};

/**
 * The same file as a reader that says how likely it finds a text.
 *
 * @param address - `gguf:…`, as of a model that writes.
 * @throws {UsageError} It is no such address, or the file is not there.
 */
export function createTokenScorer(address: string, env: Parameters<typeof findGgufFile>[1]): TokenScorer {
  if (!address.startsWith('gguf:'))
    throw new UsageError(
      `Expected \`nll\` to name a local model file as gguf:<path>, got \`${address}\`. Endpoints do not give probabilities of a text.`,
    );
  return createGgufScorer({ name: address, load: findFile(address.slice('gguf:'.length), env).load });
}

function findFile(
  name: string,
  env: Parameters<typeof findGgufFile>[1],
): { load: () => Promise<LoadedGguf>; contextTokens: number } {
  const { source, threads, contextTokens: asked, gpu } = parseGgufAddress(name);
  const path = findGgufFile(source, env);
  const contextTokens = chooseContext(readGgufHeader(path), asked);
  return { contextTokens, load: () => loadGguf(path, { contextTokens, threads, gpu }) };
}

/** The context to load, in the model's tokens. From the machine's whole memory, so that it is the same every time. */
function chooseContext(header: GgufHeader, asked: number | undefined): number {
  const made = header.contextTokens ?? modestContextTokens;
  if (asked !== undefined) return Math.min(asked, made);
  const { cacheBytesPerToken } = header;
  const affordable =
    cacheBytesPerToken === undefined
      ? modestContextTokens
      : Math.floor((totalmem() * cacheShare) / cacheBytesPerToken);
  return Math.min(made, affordable);
}
