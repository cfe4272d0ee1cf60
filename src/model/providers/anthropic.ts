/** Anthropic, over its Messages API. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { adaptFetch, createWire } from '../wire.ts';
import { parseBaseUrl, withVersion } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import type { Provider } from './provider.ts';

const defaultBaseUrl = 'https://api.anthropic.com/v1';

/** `anthropic:<model>`; key in `ANTHROPIC_API_KEY`, another host in `ANTHROPIC_BASE_URL`, which then gets that key. */
export const anthropic: Provider = (name, { env, fetch = globalThis.fetch, card }) => {
  const address = `anthropic:${name}`;
  const baseUrl = parseBaseUrl(env.ANTHROPIC_BASE_URL || defaultBaseUrl, '`ANTHROPIC_BASE_URL`');
  const key = findKey(address, baseUrl, env);
  const wire = createWire(card);
  const provider = createAnthropic({
    baseURL: withVersion(baseUrl, '/v1'),
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
