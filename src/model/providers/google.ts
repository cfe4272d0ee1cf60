/** Google's Gemini API. */
import { createGoogle } from '@ai-sdk/google';
import { parseBaseUrl, withoutSlash } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import type { Provider } from './provider.ts';

const defaultBaseUrl = 'https://generativelanguage.googleapis.com/v1beta';

/**
 * `google:<model>`; key in `GOOGLE_GENERATIVE_AI_API_KEY` or `GEMINI_API_KEY`, another host in
 * `GOOGLE_GEMINI_BASE_URL`, which then gets that key.
 */
export const google: Provider = (name, { env, fetch = globalThis.fetch }) => {
  const address = `google:${name}`;
  const baseUrl = parseBaseUrl(env.GOOGLE_GEMINI_BASE_URL || defaultBaseUrl, '`GOOGLE_GEMINI_BASE_URL`');
  const key = findKey(address, baseUrl, env);
  const provider = createGoogle({
    baseURL: withoutSlash(baseUrl),
    apiKey: key ?? 'none',
    fetch: guardFetch(fetch, key),
  });
  return { address, languageModel: provider(name), isPractice: false, hasStructuredOutput: true };
};
