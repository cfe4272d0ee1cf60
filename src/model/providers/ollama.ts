/** Ollama, over its own chat API. */
import { type CapabilityCard, usableContextTokens } from '../card/card.ts';
import { withoutSlash } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import { parseOllamaHost } from './ollama-host.ts';
import { createOllamaLanguageModel } from './ollama-language-model.ts';
import { createContextChoice, readOllamaModel } from './ollama-window.ts';
import type { Provider } from './provider.ts';

/** A foreign tokenizer may need so many tokens for one of ours, as long as nothing was measured. */
const unknownTokenRatio = 1.2;
const showTimeoutInMs = 5_000;

/**
 * `ollama:<model>`, such as `ollama:qwen3:8b`; the server in `OLLAMA_HOST`, a key for it in `OLLAMA_API_KEY`.
 *
 * The model asks the server once, before its first call, how large its window is.
 */
export const ollama: Provider = (name, { env, fetch = globalThis.fetch, card }) => {
  const address = `ollama:${name}`;
  const host = parseOllamaHost(env);
  const baseUrl = withoutSlash(host);
  // Most servers have no key, wherever they are: only one that is set must be fit to send.
  const key = (env.OLLAMA_API_KEY ?? '').trim() === '' ? undefined : findKey(address, host, env);
  const headers = {
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  const guarded = guardFetch(fetch, key);
  const languageModel = createOllamaLanguageModel({
    name,
    url: `${baseUrl}/api/chat`,
    headers,
    fetch: guarded,
    chooseContext: createContextChoice({
      address,
      askWindow: async () => {
        const signal = AbortSignal.timeout(showTimeoutInMs);
        return (await readOllamaModel(name, { baseUrl, headers, fetch: guarded, signal })).contextTokens;
      },
      ...readCard(card),
    }),
  });
  return { address, languageModel, isPractice: false, hasStructuredOutput: true };
};

/** What a card says of window and tokens, in the model's tokens. */
function readCard(card: CapabilityCard | undefined): { limit: number | undefined; tokenRatio: number } {
  const tokenRatio = card?.tokenRatio?.[1] ?? unknownTokenRatio;
  const advertised = card?.advertised?.contextTokens;
  // What was lost once counts in our tokens, and more than what is advertised.
  const usable = card?.lostTokens === undefined ? undefined : usableContextTokens(card);
  return { limit: usable === undefined ? advertised : Math.ceil(usable * tokenRatio), tokenRatio };
}
