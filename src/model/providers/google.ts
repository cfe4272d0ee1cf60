/** Google's Gemini API. */
import { createGoogle } from '@ai-sdk/google';
import { adaptFetch, createWire } from '../wire.ts';
import { parseBaseUrl, withVersion } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import type { Provider } from './provider.ts';

const defaultBaseUrl = 'https://generativelanguage.googleapis.com/v1beta';

/**
 * `google:<model>`; key in `GOOGLE_GENERATIVE_AI_API_KEY` or `GEMINI_API_KEY`, another host in
 * `GOOGLE_GEMINI_BASE_URL`, which then gets that key.
 */
export const google: Provider = (name, { env, fetch = globalThis.fetch, card }) => {
  const address = `google:${name}`;
  const baseUrl = parseBaseUrl(env.GOOGLE_GEMINI_BASE_URL || defaultBaseUrl, '`GOOGLE_GEMINI_BASE_URL`');
  const key = findKey(address, baseUrl, env);
  const wire = createWire(card);
  const provider = createGoogle({
    baseURL: withVersion(baseUrl, '/v1beta'),
    apiKey: key ?? 'none',
    fetch: guardFetch(adaptFetch(fetch, wire), key),
  });
  return {
    address,
    languageModel: provider(name),
    isPractice: false,
    hasStructuredOutput: true,
    wire,
    batch: provider.experimental_batch(),
  };
};
