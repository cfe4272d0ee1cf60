/** From a model address to a model that turns texts into vectors. */
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { UsageError } from '../../errors.ts';
import { parseBaseUrl, withoutSlash, withVersion } from '../providers/base-url.ts';
import { guardFetch } from '../providers/guarded-fetch.ts';
import { type Environment, findKey } from '../providers/keys.ts';
import { parseOllamaHost } from '../providers/ollama-host.ts';
import { redact } from '../redact.ts';

export type Embedder = {
  /** As given, without any key. */
  address: string;
  model: EmbeddingModelV4;
};

type World = { env: Environment; fetch?: typeof globalThis.fetch | undefined };
type Make = (name: string, address: string, world: World) => Promise<EmbeddingModelV4>;

/**
 * Resolves an address whose endpoint speaks embeddings. Keys and base URLs are those of the chat models; Ollama is
 * asked over the OpenAI wire format that it serves as well. Makes no call.
 *
 * @throws {UsageError} The provider has no embeddings, the address is off, or a key lacks.
 */
export async function resolveEmbedder(address: string, world: World): Promise<Embedder> {
  const colon = address.indexOf(':');
  const name = address.slice(colon + 1).trim();
  const make = colon > 0 && name !== '' ? makers[address.slice(0, colon)] : undefined;
  if (make === undefined) {
    throw new UsageError(
      `Expected \`embeddings\` to be the address of an embedding model, such as openai:text-embedding-3-small, google:<model>, openrouter:<vendor>/<model>, ollama:<model> or compatible:<model>@<base url>, got \`${redact(address)}\`. Without it sources are searched by their words.`,
    );
  }
  return { address, model: await make(name, address, world) };
}

const makers: Readonly<Record<string, Make>> = {
  async openai(name, address, { env, fetch = globalThis.fetch }) {
    const { createOpenAI } = await import('@ai-sdk/openai');
    const baseUrl = parseBaseUrl(env.OPENAI_BASE_URL || 'https://api.openai.com/v1', '`OPENAI_BASE_URL`');
    const key = findKey(address, baseUrl, env);
    // Never undefined: the SDK would look into the process environment itself.
    const options = { baseURL: withoutSlash(baseUrl), apiKey: key ?? 'none', fetch: guardFetch(fetch, key) };
    return createOpenAI(options).embedding(name);
  },
  async google(name, address, { env, fetch = globalThis.fetch }) {
    const { createGoogle } = await import('@ai-sdk/google');
    const usual = 'https://generativelanguage.googleapis.com/v1beta';
    const baseUrl = parseBaseUrl(env.GOOGLE_GEMINI_BASE_URL || usual, '`GOOGLE_GEMINI_BASE_URL`');
    const key = findKey(address, baseUrl, env);
    const baseURL = withVersion(baseUrl, '/v1beta');
    return createGoogle({ baseURL, apiKey: key ?? 'none', fetch: guardFetch(fetch, key) }).embedding(name);
  },
  openrouter: (name, address, world) => speakOpenAI(name, address, 'https://openrouter.ai/api/v1', world),
  ollama: (name, address, world) =>
    speakOpenAI(name, address, `${withoutSlash(parseOllamaHost(world.env))}/v1`, world),
  async compatible(name, address, world) {
    const cut = name.search(/@https?:\/\/(?!.*@https?:\/\/)/);
    if (cut < 1) {
      throw new UsageError(
        `Expected \`compatible:<model>@<base url>\` for \`embeddings\`, such as \`compatible:bge-m3@http://127.0.0.1:8000/v1\`, got \`${redact(address)}\`.`,
      );
    }
    return speakOpenAI(name.slice(0, cut), address, name.slice(cut + 1), world);
  },
};

async function speakOpenAI(
  name: string,
  address: string,
  url: string,
  { env, fetch = globalThis.fetch }: World,
): Promise<EmbeddingModelV4> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const baseUrl = parseBaseUrl(url, '`embeddings`');
  const isKeyless = address.startsWith('ollama:') && (env.OLLAMA_API_KEY ?? '').trim() === '';
  const key = isKeyless ? undefined : findKey(address, baseUrl, env);
  return createOpenAICompatible({
    name: address.slice(0, address.indexOf(':')),
    baseURL: withoutSlash(baseUrl),
    apiKey: key,
    queryParams: Object.fromEntries(baseUrl.searchParams),
    fetch: guardFetch(fetch, key),
  }).embeddingModel(name);
}
