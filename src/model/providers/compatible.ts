/** Servers that speak OpenAI's Chat Completions: vLLM, SGLang, llama-server, LM Studio and many more. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { UsageError } from '../../errors.ts';
import type { Model } from '../model.ts';
import { adaptFetch, createWire } from '../wire.ts';
import { parseBaseUrl, withoutSlash } from './base-url.ts';
import { guardFetch } from './guarded-fetch.ts';
import { findKey } from './keys.ts';
import type { Provider, ProviderContext } from './provider.ts';

/**
 * `compatible:<model>@<base url>`. The model name may hold `/`, `:` and `@`: the last `@http` begins the URL.
 *
 * `?structured=1` behind the URL says that the server enforces JSON schemas; other query parameters are sent along.
 * The key is in `LONGHAND_API_KEY`, except for hosts whose key has a variable of its own, such as api.openai.com.
 */
export const compatible: Provider = (name, context) => {
  const cut = name.search(/@https?:\/\/(?!.*@https?:\/\/)/);
  if (cut < 1) {
    throw new UsageError(
      `Expected \`compatible:<model>@<base url>\`, such as \`compatible:qwen3-8b@http://127.0.0.1:8000/v1\`, got \`compatible:${name.replace(/\/\/.*@/, '//…@')}\`.`,
    );
  }
  return createCompatible(`compatible:${name}`, name.slice(0, cut), name.slice(cut + 1), context);
};

/** A server that speaks Chat Completions, under an address of whatever form. */
export function createCompatible(
  address: string,
  modelName: string,
  url: string,
  { env, fetch = globalThis.fetch, card }: ProviderContext,
  transformRequestBody?: (body: Record<string, unknown>) => Record<string, unknown>,
): Model {
  const provider = address.slice(0, address.indexOf(':'));
  const baseUrl = parseBaseUrl(url, `\`${provider}:…\``);
  const query = Object.fromEntries(baseUrl.searchParams);
  const { structured, ...queryParams } = query;
  const hasStructuredOutput = structured === '1' || card?.structuredOutput === 'schema';
  const key = findKey(address, baseUrl, env);
  const wire = createWire(card);
  const { chatModel } = createOpenAICompatible({
    name: provider,
    baseURL: withoutSlash(baseUrl),
    apiKey: key,
    queryParams,
    includeUsage: true,
    ...(transformRequestBody && { transformRequestBody }),
    supportsStructuredOutputs: hasStructuredOutput,
    fetch: guardFetch(adaptFetch(fetch, wire), key),
  });
  return { address, languageModel: chatModel(modelName), isPractice: false, hasStructuredOutput, wire };
}
