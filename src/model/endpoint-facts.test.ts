import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/contracts/servers/http-server.ts';
import { startLlamaServer } from '../../test/contracts/servers/llama-server.ts';
import { startLmStudio } from '../../test/contracts/servers/lm-studio.ts';
import { startOllama } from '../../test/contracts/servers/ollama.ts';
import { startVllm } from '../../test/contracts/servers/vllm.ts';
import { readEndpointFacts } from './endpoint-facts.ts';

const env = {};

/** A fetch that answers every URL with the same JSON and writes down what was asked. */
function answering(body: unknown) {
  const asked: { url: string; headers: Headers }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push({ url: String(input), headers: new Headers(init?.headers) });
    return Response.json(body);
  };
  return { fetch, asked };
}

const openRouterList = {
  data: [
    {
      id: 'vendor/novelist',
      context_length: 200_000,
      top_provider: { context_length: 128_000, max_completion_tokens: 32_000, is_moderated: false },
      pricing: { prompt: '0.0000006', completion: '0.0000024', input_cache_read: '0.00000015', image: '0' },
    },
    {
      id: 'vendor/plain',
      context_length: 8_192,
      top_provider: { context_length: null, max_completion_tokens: null },
      pricing: { prompt: '0.000001', completion: '0.000002', input_cache_read: null },
    },
    { id: 'openrouter/auto', context_length: 2_000_000, pricing: { prompt: '-1', completion: '-1' } },
    { id: 7 },
  ],
};

describe('readEndpointFacts', () => {
  it('reads the window of a model of Ollama', async () => {
    await using server = await startOllama();
    expect(await readEndpointFacts('ollama:qwen3:8b', { env: { OLLAMA_HOST: server.url } })).toEqual({
      contextTokens: 40_960,
      vision: false,
      source: 'Ollama /api/show',
    });
    expect(await readEndpointFacts('ollama:gone', { env: { OLLAMA_HOST: server.url } })).toBeUndefined();
  });

  it('reads what one slot of llama-server holds', async () => {
    await using server = await startLlamaServer({ slotTokens: 8_192, slots: 4 });
    expect(await readEndpointFacts(`compatible:any@${server.url}/v1`, { env })).toEqual({
      contextTokens: 8_192,
      source: 'llama-server /props',
    });
  });

  it('reads what a model of LM Studio was loaded with, else the most it can be', async () => {
    await using server = await startLmStudio([
      { id: 'qwen/qwen3-8b', loadedTokens: 4_096 },
      { id: 'big', maxTokens: 262_144 },
    ]);
    expect(await readEndpointFacts(`compatible:qwen/qwen3-8b@${server.url}/v1`, { env })).toEqual({
      contextTokens: 4_096,
      vision: false,
      source: 'LM Studio /api/v0/models',
    });
    expect(await readEndpointFacts(`compatible:big@${server.url}/v1`, { env })).toEqual({
      contextTokens: 262_144,
      vision: false,
      source: 'LM Studio /api/v0/models (the most it can be loaded with)',
    });
    expect(await readEndpointFacts(`compatible:gone@${server.url}/v1`, { env })).toBeUndefined();
  });

  it('reads the window vLLM was started with, with the key of the address', async () => {
    await using server = await startVllm({ key: 'vllm-test-0001' });
    const address = `compatible:Qwen/Qwen3-8B@${server.url}/v1?structured=1`;
    const withKey = { env: { LONGHAND_API_KEY: 'vllm-test-0001' } };
    expect(await readEndpointFacts(address, withKey)).toEqual({
      contextTokens: 32_768,
      source: 'vLLM model list',
    });
    expect(await readEndpointFacts(address, { env })).toBeUndefined();
    expect(server.requests.map(({ route }) => route)).toContain('GET /v1/models');
  });

  it('claims nothing of the OpenAI route of Ollama, whose context only the server knows', async () => {
    await using server = await startOllama();
    expect(await readEndpointFacts(`compatible:qwen3:8b@${server.url}/v1`, { env })).toBeUndefined();
  });

  it('reads window, output limit and prices from the list of OpenRouter, which gets no key', async () => {
    const { fetch, asked } = answering(openRouterList);
    const world = { env: { OPENROUTER_API_KEY: 'sk-or-test-0001' }, fetch };
    expect(await readEndpointFacts('openrouter:vendor/novelist', world)).toEqual({
      contextTokens: 128_000,
      maxOutputTokens: 32_000,
      price: { inputUsdPerMillion: 0.6, cachedUsdPerMillion: 0.15, outputUsdPerMillion: 2.4 },
      source: 'OpenRouter model list',
    });
    expect(await readEndpointFacts('openrouter:vendor/plain', world)).toEqual({
      contextTokens: 8_192,
      price: { inputUsdPerMillion: 1, cachedUsdPerMillion: 1, outputUsdPerMillion: 2 },
      source: 'OpenRouter model list',
    });
    const compatible = 'compatible:vendor/plain@https://openrouter.ai/api/v1';
    expect(await readEndpointFacts(compatible, world)).toMatchObject({ contextTokens: 8_192 });
    expect(asked.every(({ headers }) => headers.get('authorization') === null)).toBe(true);
  });

  it('names no price where it depends on the route a call takes', async () => {
    const { fetch } = answering(openRouterList);
    const auto = await readEndpointFacts('openrouter:openrouter/auto', { env, fetch });
    expect(auto).toEqual({ contextTokens: 2_000_000, source: 'OpenRouter model list' });
    const floor = await readEndpointFacts('openrouter:vendor/novelist:floor', { env, fetch });
    expect(floor).toMatchObject({ contextTokens: 128_000 });
    expect(floor?.price).toBeUndefined();
    expect(await readEndpointFacts('openrouter:vendor/unknown', { env, fetch })).toBeUndefined();
  });

  it('asks a public host for nothing beside its base URL', async () => {
    const { fetch, asked } = answering({ data: [{ id: 'm', context_window: 131_072 }] });
    const world = { env: { LONGHAND_API_KEY: 'sk-test-0001' }, fetch };
    const facts = await readEndpointFacts('compatible:m@https://models.example.com/v1', world);
    expect(facts).toEqual({ contextTokens: 131_072, source: 'models.example.com model list' });
    expect(asked.map(({ url }) => url)).toEqual(['https://models.example.com/v1/models']);
  });

  it('knows nothing, soon and without an error, where nothing sensible answers', async () => {
    await using silent = await startServer(() => {});
    await using page = await startServer((_request, response) => void response.end('<html>Hello</html>'));
    const startedAt = performance.now();
    for (const address of [
      `compatible:m@${silent.url}/v1`,
      `compatible:m@${page.url}/v1`,
      'compatible:m@http://127.0.0.1:1/v1',
      'compatible:without-a-server',
      'compatible:m@https://models.example.com/v1',
      'openai:gpt-4.1',
      'simulated:?seed=1',
      'nonsense',
    ]) {
      expect(await readEndpointFacts(address, { env, timeoutInMs: 100 }), address).toBeUndefined();
    }
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
