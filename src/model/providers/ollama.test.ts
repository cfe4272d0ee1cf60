import { afterAll, describe, expect, it } from 'vitest';
import { describeLanguageModel } from '../../../test/contracts/language-model.ts';
import { type OllamaOptions, startOllama } from '../../../test/contracts/servers/ollama.ts';
import { createWaits } from '../../../test/contracts/waits.ts';
import { startWireServer } from '../../../test/contracts/wire-server.ts';
import { type ModelFault, UsageError } from '../../errors.ts';
import { callModel } from '../call-model.ts';
import { type CapabilityCard, emptyCard } from '../card/card.ts';
import type { ModelRequest } from '../request.ts';
import { resolveModel } from '../resolve-model.ts';

const address = 'ollama:qwen3:8b';
const short: ModelRequest = { messages: [{ role: 'user', content: 'Write about tides.' }] };
/** About 20,000 tokens, with a first and a last word to be found again. */
const long = requestOf(19_990);

function requestOf(words: number): ModelRequest {
  return { messages: [{ role: 'user', content: `Lighthouse ${'wave '.repeat(words)}harbour` }] };
}

async function open(options?: OllamaOptions, card: Partial<CapabilityCard> = {}) {
  const server = await startOllama(options);
  const model = await resolveModel(address, {
    env: { OLLAMA_HOST: server.url },
    card: { ...emptyCard(address, new Date(0)), ...card },
  });
  const ask = (request: ModelRequest) =>
    callModel(model, request, { delay: createWaits().delay, random: () => 0.5 });
  const chats = () => server.requests.filter(({ route }) => route === 'POST /api/chat');
  return { server, model, ask, chats, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const shared = await startOllama();
afterAll(() => shared[Symbol.asyncDispose]());
describeLanguageModel('ollama', () => resolveModel(address, { env: { OLLAMA_HOST: shared.url } }));

describe('ollama', () => {
  it('brings a long prompt over whole, which the OpenAI route of the same server cuts', async () => {
    await using ollama = await open();
    const reply = await ollama.ask(long);
    expect(reply.text).toBe('The first word was Lighthouse, the last was harbour.');
    expect(reply.usage.inputTokens).toBeGreaterThan(19_000);
    expect(ollama.chats()[0]?.body).toMatchObject({
      truncate: false,
      shift: false,
      options: { num_ctx: 32_768 },
    });

    const compatible = await resolveModel(`compatible:qwen3:8b@${ollama.server.url}/v1`, { env: {} });
    await expect(callModel(compatible, long)).rejects.toMatchObject({ fault: 'context-cut' });
  });

  it('changes the size of the context only to raise it, and asks for the window once', async () => {
    await using ollama = await open();
    for (const request of [short, requestOf(4_000), long, short, requestOf(4_000)]) await ollama.ask(request);
    expect(ollama.server.loads).toEqual([4_096, 8_192, 32_768]);
    expect(ollama.server.requests.filter(({ route }) => route === 'POST /api/show')).toHaveLength(1);
  });

  it('fills the window of the model and does not go beyond it', async () => {
    await using ollama = await open();
    await ollama.ask(requestOf(30_000));
    expect(ollama.server.loads).toEqual([40_960]);
    await expect(ollama.ask(requestOf(36_000))).rejects.toMatchObject({ fault: 'context-overflow' });
    await expect(ollama.ask({ ...short, maxOutputTokens: 41_000 })).rejects.toThrow('40960 tokens');
    expect(ollama.chats()).toHaveLength(1);
  });

  it('keeps to the window a card knows', async () => {
    const advertised = { contextTokens: 8_192, source: 'a person' };
    await using ollama = await open({}, { advertised });
    await expect(ollama.ask(long)).rejects.toMatchObject({ fault: 'context-overflow' });
    await using measured = await open({}, { lostTokens: 20_000 });
    await expect(measured.ask(long)).rejects.toMatchObject({ fault: 'context-overflow' });
    expect([...ollama.chats(), ...measured.chats()]).toEqual([]);
  });

  it.each<[string, ModelFault, OllamaOptions]>([
    ['refused by a server that can', 'context-overflow', {}],
    ['refused by the runner underneath', 'context-overflow', { age: 'wrapped' }],
    ['cut by a server that is too old to refuse', 'context-cut', { age: 'old' }],
  ])('notices a prompt longer than thought, %s', async (_name, fault, options) => {
    // A card that is wrong about the tokenizer makes the context too small.
    await using ollama = await open(options, { tokenRatio: [0.2, 0.25] });
    await expect(ollama.ask(long)).rejects.toMatchObject({ fault });
    expect(ollama.chats()).toHaveLength(1);
  });

  it('goes on without a window where the server does not tell one', async () => {
    await using ollama = await open({ models: { 'qwen3:8b': {} } });
    expect((await ollama.ask(requestOf(60_000))).text).toContain('Lighthouse');
    expect(ollama.server.loads).toEqual([131_072]);
  });

  it('sets thoughts apart and passes settings on', async () => {
    await using ollama = await open({
      models: { 'qwen3:8b': { window: 40_960, thinking: 'A tide scene, short.' } },
      text: '潮水在黎明前涌来。The tide came in before dawn.',
    });
    const reply = await ollama.ask({ ...short, maxOutputTokens: 500, seed: 3, temperature: 0.5 });
    expect(reply).toMatchObject({
      text: '潮水在黎明前涌来。The tide came in before dawn.',
      reasoningText: 'A tide scene, short.',
      modelId: 'qwen3:8b',
      finishReason: 'stop',
      usage: { calls: 1, cachedInputTokens: 0 },
      warnings: [],
    });
    expect(reply.usage.reasoningTokens).toBeGreaterThan(0);
    expect(reply.usage.outputTokens).toBeGreaterThan(reply.usage.reasoningTokens);
    const { body } = ollama.chats()[0] ?? {};
    expect(body?.options).toEqual({ num_ctx: 4_096, num_predict: 500, seed: 3, temperature: 0.5 });
    expect(body).not.toHaveProperty('think');
  });

  it('has the schema enforced', async () => {
    await using ollama = await open();
    const schema = { type: 'object' as const, required: ['title'] };
    const reply = await ollama.ask({ ...short, responseSchema: { name: 'plan', schema } });
    expect(JSON.parse(reply.text)).toEqual({ title: 'Tides' });
    expect(ollama.chats()[0]?.body.format).toEqual(schema);
  });

  it('tells an answer that reached its limit', async () => {
    await using ollama = await open({ text: 'one two three four five six seven eight' });
    expect(await ollama.ask({ ...short, maxOutputTokens: 4 })).toMatchObject({ finishReason: 'length' });
  });

  it.each<[NonNullable<OllamaOptions['trouble']>, ModelFault]>([
    ['no-end', 'stream-cut'],
    ['half-line', 'stream-cut'],
    ['cut', 'stream-cut'],
    ['error-line', 'server'],
    ['html', 'server'],
    ['foreign-json', 'server'],
  ])('never takes a broken stream (%s) for an answer', async (trouble, fault) => {
    await using ollama = await open({ trouble });
    await expect(ollama.ask(short)).rejects.toMatchObject({ fault });
    expect(ollama.chats().length).toBeGreaterThan(1);
  });

  it('says how to get a model that is not there', async () => {
    await using ollama = await open({ models: {} });
    const failure = ollama.ask(short);
    await expect(failure).rejects.toMatchObject({ fault: 'unknown-model', status: 404 });
    await expect(failure).rejects.toThrow('`ollama pull qwen3:8b`');
  });

  it('reports a server that is not there as network trouble', async () => {
    const model = await resolveModel(address, { env: { OLLAMA_HOST: '127.0.0.1:1' } });
    const failure = callModel(model, short, { delay: createWaits().delay });
    await expect(failure).rejects.toMatchObject({ fault: 'network' });
  });

  it('sends a key where there is one, and shows it to nobody', async () => {
    const key = 'olla-test-0001';
    await using server = await startWireServer([{ status: 401, body: { error: `unauthorized: ${key}` } }]);
    const env = { OLLAMA_HOST: server.url, OLLAMA_API_KEY: key };
    const failure = callModel(await resolveModel(address, { env }), short);
    await expect(failure).rejects.toMatchObject({ fault: 'auth' });
    await expect(failure).rejects.toThrow('`OLLAMA_API_KEY`');
    await expect(failure).rejects.not.toThrow(key);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${key}`,
      `Bearer ${key}`,
    ]);

    const open = { OLLAMA_HOST: 'http://ollama.example.com', OLLAMA_API_KEY: key };
    await expect(resolveModel(address, { env: open })).rejects.toThrow(UsageError);
    await expect(resolveModel(address, { env: { OLLAMA_HOST: open.OLLAMA_HOST } })).resolves.toMatchObject({
      address,
    });
  });
});
