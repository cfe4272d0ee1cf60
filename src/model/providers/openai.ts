/**
 * OpenAI. Chat Completions rather than Responses: it takes a call seed, a proxy in `OPENAI_BASE_URL` speaks it, and
 * its stream is the plainest. Models that only Responses serves are called there, with nothing stored.
 */
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { adaptFetch, createWire } from '../wire.ts';
import { parseBaseUrl, withoutSlash } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import type { Provider } from './provider.ts';

const defaultBaseUrl = 'https://api.openai.com/v1';
const servedByResponsesOnly = /^gpt-5-pro|codex|^o\d+-pro|deep-research/;

/** `openai:<model>`; key in `OPENAI_API_KEY`, another host in `OPENAI_BASE_URL`, which then gets that key. */
export const openai: Provider = (name, { env, fetch = globalThis.fetch, card }) => {
  const address = `openai:${name}`;
  const baseUrl = parseBaseUrl(env.OPENAI_BASE_URL || defaultBaseUrl, '`OPENAI_BASE_URL`');
  const key = findKey(address, baseUrl, env);
  const wire = createWire(card);
  const provider = createOpenAI({
    baseURL: withoutSlash(baseUrl),
    // Never undefined: the SDK would look into the process environment itself.
    apiKey: key ?? 'none',
    fetch: guardFetch(adaptFetch(fetch, wire), key),
  });
  const usesResponses = servedByResponsesOnly.test(name);
  return {
    address,
    languageModel: usesResponses ? withoutStorage(provider.responses(name)) : provider.chat(name),
    isPractice: false,
    // A proxy may serve any model: not known is false.
    hasStructuredOutput: baseUrl.hostname === 'api.openai.com',
    wire,
    batch: provider.experimental_batch(),
  };
};

/** Responses keeps every call for 30 days unless told not to. */
function withoutStorage(model: LanguageModelV4): LanguageModelV4 {
  const withStoreOff = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => ({
    ...options,
    providerOptions: {
      ...options.providerOptions,
      openai: { ...options.providerOptions?.openai, store: false },
    },
  });
  return {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: (options) => model.doGenerate(withStoreOff(options)),
    doStream: (options) => model.doStream(withStoreOff(options)),
  };
}
