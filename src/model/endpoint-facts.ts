/** What an endpoint says of itself before the first call: window, output limit, price. Asks no model anything. */
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { Price } from './cost.ts';
import { fetchJson } from './fetch-json.ts';
import { parseBaseUrl, withoutSlash } from './providers/base-url.ts';
import { guardFetch } from './providers/guarded-fetch.ts';
import { type Environment, findKey, isNearby } from './providers/keys.ts';
import { parseOllamaHost } from './providers/ollama-host.ts';
import { readOllamaModel } from './providers/ollama-window.ts';

export type EndpointFacts = {
  /** Window in the endpoint's tokens. */
  contextTokens?: number;
  maxOutputTokens?: number;
  /** Whether images are taken. */
  vision?: boolean;
  price?: Price;
  /** Where this stands, for people. */
  source: string;
};

type World = { env: Environment; fetch: typeof globalThis.fetch; signal: AbortSignal };

/**
 * Asks the endpoint of a model address what it knows of the model: a few small requests, all at once.
 *
 * @param options.timeoutInMs - For everything together.
 * @returns undefined where nothing answers, nothing is said, or the address cannot be called as it is.
 */
export async function readEndpointFacts(
  address: string,
  {
    env,
    fetch = globalThis.fetch,
    timeoutInMs = 1_500,
  }: { env: Environment; fetch?: typeof globalThis.fetch; timeoutInMs?: number },
): Promise<EndpointFacts | undefined> {
  const world = { env, fetch, signal: AbortSignal.timeout(timeoutInMs) };
  const provider = address.slice(0, Math.max(0, address.indexOf(':')));
  const name = address.slice(provider.length + 1);
  try {
    if (provider === 'ollama') return await readOllama(name, world);
    if (provider === 'openrouter') return await readOpenRouter(name, world);
    if (provider === 'compatible') return await readCompatible(name, world);
  } catch (error) {
    // A bad address or a missing key is told where the model is made, with what to do about it.
    if (!(error instanceof UsageError)) throw error;
  }
  return undefined;
}

async function readOllama(name: string, { env, fetch, signal }: World): Promise<EndpointFacts | undefined> {
  const host = parseOllamaHost(env);
  const key = (env.OLLAMA_API_KEY ?? '').trim() === '' ? undefined : findKey(`ollama:${name}`, host, env);
  const { contextTokens, vision } = await readOllamaModel(name, {
    baseUrl: withoutSlash(host),
    headers: headersWith(key),
    fetch: guardFetch(fetch, key),
    signal,
  });
  if (contextTokens === undefined && vision === undefined) return undefined;
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(vision !== undefined && { vision }),
    source: 'Ollama /api/show',
  };
}

const tokens = z.int().positive().optional().catch(undefined);
/** Sent as text, so that no digit is lost. */
const usdPerToken = z
  .string()
  .min(1)
  .transform(Number)
  .pipe(z.number().nonnegative())
  .optional()
  .catch(undefined);

const listed = z.object({
  id: z.string(),
  owned_by: z.string().optional().catch(undefined),
  /** vLLM and SGLang: as the server was started. */
  max_model_len: tokens,
  context_length: tokens,
  context_window: tokens,
  /** LM Studio. */
  loaded_context_length: tokens,
  max_context_length: tokens,
  /** LM Studio: `vlm` takes images, `llm` text. */
  type: z.string().optional().catch(undefined),
  /** OpenRouter: what a request may hold. */
  architecture: z
    .object({ input_modalities: z.array(z.string()) })
    .optional()
    .catch(undefined),
  /** OpenRouter: of the provider it prefers. */
  top_provider: z
    .object({ context_length: tokens, max_completion_tokens: tokens })
    .optional()
    .catch(undefined),
  /** OpenRouter: below zero where it depends on what the call is routed to. */
  pricing: z
    .object({ prompt: usdPerToken, completion: usdPerToken, input_cache_read: usdPerToken })
    .optional()
    .catch(undefined),
});
const listing = z.object({ data: z.array(z.unknown()) });

type Listed = z.infer<typeof listed>;

function findListed(answer: unknown, name: string): Listed | undefined {
  return listing
    .safeParse(answer)
    .data?.data.flatMap((each) => listed.safeParse(each).data ?? [])
    .find(({ id }) => id === name);
}

async function readOpenRouter(name: string, { fetch, signal }: World): Promise<EndpointFacts | undefined> {
  // The list is public: no key goes along.
  const answer = await fetchJson('https://openrouter.ai/api/v1/models', {
    fetch,
    signal,
    redirect: 'manual',
  });
  const source = 'OpenRouter model list';
  const exact = findListed(answer, name);
  // `:nitro`, `:floor` and the like only change the routing, and with it the price.
  const model = exact ?? findListed(answer, name.replace(/:[^:]*$/, ''));
  if (model === undefined) return undefined;
  const { top_provider: provider, context_length: own } = model;
  const contextTokens = Math.min(
    own ?? Number.POSITIVE_INFINITY,
    provider?.context_length ?? Number.POSITIVE_INFINITY,
  );
  const maxOutputTokens = provider?.max_completion_tokens;
  const price = exact && convertPrice(exact.pricing);
  return {
    ...(Number.isFinite(contextTokens) && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(model.architecture && { vision: model.architecture.input_modalities.includes('image') }),
    ...(price !== undefined && { price }),
    source,
  };
}

function convertPrice(pricing: Listed['pricing']): Price | undefined {
  const { prompt, completion, input_cache_read: read } = pricing ?? {};
  if (prompt === undefined || completion === undefined) return undefined;
  // Nothing to pay for a cache read means that there is no cache.
  const cached = read || prompt;
  // 0.0000006 times a million is not quite 0.6 in binary.
  const perMillion = (usd: number): number => Number((usd * 1e6).toPrecision(12));
  return {
    inputUsdPerMillion: perMillion(prompt),
    cachedUsdPerMillion: perMillion(cached),
    outputUsdPerMillion: perMillion(completion),
  };
}

/** llama-server: what one request may fill, whatever model name it asks for, and what kinds of input it was built for. */
const props = z.object({
  default_generation_settings: z.object({ n_ctx: z.int().positive() }),
  modalities: z.object({ vision: z.boolean() }).optional().catch(undefined),
});

async function readCompatible(rest: string, world: World): Promise<EndpointFacts | undefined> {
  const cut = rest.search(/@https?:\/\/(?!.*@https?:\/\/)/);
  const name = rest.slice(0, cut);
  const baseUrl = parseBaseUrl(rest.slice(cut + 1), '`compatible:…`');
  if (baseUrl.hostname === 'openrouter.ai') return readOpenRouter(name, world);
  const key = findKey(`compatible:${rest}`, baseUrl, world.env);
  const ask = (url: string): Promise<unknown> =>
    fetchJson(url, { fetch: guardFetch(world.fetch, key), signal: world.signal, headers: headersWith(key) });
  baseUrl.searchParams.delete('structured');
  const [ownList, llamaProps, studioList] = await Promise.all([
    ask(`${withoutSlash(baseUrl)}/models${baseUrl.search}`),
    // Other people's servers are only asked for what their base URL stands for.
    isNearby(baseUrl.hostname) ? ask(`${baseUrl.origin}/props`) : undefined,
    isNearby(baseUrl.hostname) ? ask(`${baseUrl.origin}/api/v0/models`) : undefined,
  ]);

  const llama = props.safeParse(llamaProps).data;
  if (llama !== undefined) {
    return {
      contextTokens: llama.default_generation_settings.n_ctx,
      ...llama.modalities,
      source: 'llama-server /props',
    };
  }
  const studio = findListed(studioList, name);
  const isTyped = studio?.type === 'vlm' || studio?.type === 'llm';
  const sight = isTyped ? { vision: studio.type === 'vlm' } : {};
  if (studio?.loaded_context_length !== undefined)
    return { contextTokens: studio.loaded_context_length, ...sight, source: 'LM Studio /api/v0/models' };
  if (studio?.max_context_length !== undefined) {
    const source = 'LM Studio /api/v0/models (the most it can be loaded with)';
    return { contextTokens: studio.max_context_length, ...sight, source };
  }
  const own = findListed(ownList, name);
  const contextTokens = own?.max_model_len ?? own?.context_length ?? own?.context_window;
  if (contextTokens === undefined) return undefined;
  const servers: Record<string, string> = { vllm: 'vLLM', sglang: 'SGLang' };
  return { contextTokens, source: `${servers[own?.owned_by ?? ''] ?? baseUrl.host} model list` };
}

const headersWith = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };
