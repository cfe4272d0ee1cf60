import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWaits } from '../../../test/contracts/waits.ts';
import { readChunks, startWireServer, type WireReply } from '../../../test/contracts/wire-server.ts';
import type { ModelFault } from '../../errors.ts';
import { type CallModelOptions, callModel } from '../call-model.ts';
import type { ModelRequest } from '../request.ts';
import { openai } from './openai.ts';

const chunks = (name: string): string =>
  readChunks(join(import.meta.dirname, '__fixtures__', `${name}.chunks.txt`));
const request: ModelRequest = {
  messages: [
    { role: 'system', content: 'You write plain prose.' },
    { role: 'user', content: 'Write about tides.' },
  ],
  maxOutputTokens: 500,
  seed: 3,
};
const text = { body: chunks('openai-text') };

async function call(replies: WireReply[], options: CallModelOptions = {}, name = 'gpt-4.1') {
  await using server = await startWireServer(replies);
  const waits = createWaits();
  const model = openai(name, {
    env: { OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: 'sk-test-key-0001' },
  });
  const result = await callModel(model, request, { delay: waits.delay, random: () => 0.5, ...options }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...result, requests: server.requests, waitsInMs: waits.waitsInMs };
}

describe('openai', () => {
  it('reads text, cache reads and reasoning tokens from a stream', async () => {
    const { reply, requests } = await call([text], { cacheKey: 'run-1' });
    expect(reply).toMatchObject({
      text: 'The tide came in before dawn. 潮水退去。',
      finishReason: 'stop',
      modelId: 'gpt-4.1-2025-04-14',
      usage: {
        calls: 1,
        inputTokens: 2_048,
        cachedInputTokens: 1_920,
        outputTokens: 300,
        reasoningTokens: 128,
      },
      warnings: [],
    });
    expect(requests[0]?.body).toMatchObject({
      model: 'gpt-4.1',
      seed: 3,
      max_tokens: 500,
      stream: true,
      stream_options: { include_usage: true },
      prompt_cache_key: 'run-1',
      messages: [
        { role: 'system', content: 'You write plain prose.' },
        { role: 'user', content: 'Write about tides.' },
      ],
    });
  });

  it('calls a model that only Responses serves there, with nothing stored', async () => {
    const { reply, requests } = await call([{ body: chunks('openai-responses') }], {}, 'gpt-5-pro');
    expect(reply).toMatchObject({
      text: 'The tide came in before dawn.',
      usage: { outputTokens: 20, reasoningTokens: 12 },
    });
    expect(requests[0]).toMatchObject({ url: '/v1/responses', body: { store: false } });
  });

  const body = (message: string, code: string | null, type = 'invalid_request_error') => ({
    error: { message, type, param: null, code },
  });
  it.each<[string, ModelFault, WireReply]>([
    [
      'a wrong key',
      'auth',
      { status: 401, body: body('Incorrect API key provided: sk-test-key-0001.', 'invalid_api_key') },
    ],
    [
      'an unknown model',
      'unknown-model',
      { status: 404, body: body('The model `gpt-4.1` does not exist', 'model_not_found') },
    ],
    [
      'a used-up quota',
      'quota',
      {
        status: 429,
        body: body('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota'),
      },
    ],
    [
      'a prompt too long',
      'context-overflow',
      {
        status: 400,
        body: body("This model's maximum context length is 8192 tokens.", 'context_length_exceeded'),
      },
    ],
    ['the content filter', 'refusal', { body: chunks('openai-content-filter') }],
    [
      'an error event instead of text',
      'quota',
      {
        body: 'data: {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}\n\n',
      },
    ],
  ])('takes %s for %s at once', async (_name, fault, reply) => {
    const { error, requests } = await call([reply, text]);
    expect(error).toMatchObject({ fault });
    expect((error as Error).message).not.toContain('0001');
    expect(requests).toHaveLength(1);
  });

  it('waits as long as a rate limit asks, and keeps the request id', async () => {
    const limit = {
      status: 429,
      headers: { 'retry-after': '3', 'x-request-id': 'req-9' },
      body: body('Rate limit reached', 'rate_limit_exceeded', 'tokens'),
    };
    const { reply, waitsInMs } = await call([limit, limit, text]);
    expect(reply?.text).toContain('The tide');
    expect(waitsInMs).toEqual([3_000, 3_000]);
    expect(reply?.attempts[0]).toMatchObject({ fault: 'rate-limit', status: 429, requestId: 'req-9' });
  });

  it('survives errors 500 and gives up after the fifth', async () => {
    const broken = { status: 500, body: body('The server had an error', null, 'server_error') };
    expect((await call([broken, broken, text])).reply?.text).toContain('The tide');
    const { error, requests } = await call([broken]);
    expect(error).toMatchObject({ fault: 'server', status: 500 });
    expect(requests).toHaveLength(5);
  });

  it.each(['cut', 'end'] as const)('continues a stream that stops in the middle (%s)', async (ending) => {
    const { reply, requests } = await call([{ body: chunks('openai-cut'), ending }, text], {
      continuation: (partialText) => ({
        messages: [
          ...request.messages,
          { role: 'assistant', content: partialText },
          { role: 'user', content: 'Go on.' },
        ],
      }),
    });
    expect(reply?.text).toBe('The first whole sentence stands. The tide came in before dawn. 潮水退去。');
    expect(reply?.attempts.map(({ fault }) => fault)).toEqual(['stream-cut', undefined]);
    expect(requests[1]?.body.messages).toMatchObject([
      {},
      {},
      { content: 'The first whole sentence stands.' },
      {},
    ]);
  });

  it('reports a server that is not there as network trouble', async () => {
    const model = openai('gpt-4.1', { env: { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' } });
    const failure = callModel(model, request, { delay: createWaits().delay });
    await expect(failure).rejects.toMatchObject({ fault: 'network' });
    await expect(failure).rejects.toThrow('could not be reached, 5 tries');
  });

  it('closes the connection of a stream that falls silent', async () => {
    const waits = createWaits();
    waits.isSilenceOver = true;
    await using server = await startWireServer([{ body: chunks('openai-cut'), ending: 'hang' }]);
    const model = openai('gpt-4.1', { env: { OPENAI_BASE_URL: `${server.url}/v1` } });
    // Silence runs out 20 ms after each part here, so a slow machine may see it before the first word.
    const failure = callModel(model, request, { delay: waits.delay });
    await expect(failure).rejects.toMatchObject({ fault: 'idle-timeout' });
    expect(server.requests).toHaveLength(5);
  });

  it('stops at an abort without another call', async () => {
    const controller = new AbortController();
    const { error, requests } = await call([{ body: chunks('openai-cut'), ending: 'hang' }], {
      abortSignal: controller.signal,
      onDelta: () => controller.abort(),
    });
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(requests).toHaveLength(1);
  });
});
