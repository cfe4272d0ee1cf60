import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWaits } from '../../../test/contracts/waits.ts';
import { readChunks, startWireServer, type WireReply } from '../../../test/contracts/wire-server.ts';
import type { ModelFault } from '../../errors.ts';
import { type CallModelOptions, callModel } from '../call-model.ts';
import type { ModelRequest } from '../request.ts';
import { google } from './google.ts';

const chunks = (name: string): string =>
  readChunks(join(import.meta.dirname, '__fixtures__', `${name}.chunks.txt`));
const request: ModelRequest = { messages: [{ role: 'user', content: 'Write about tides.' }], seed: 3 };
const text = { body: chunks('google-text') };

async function call(replies: WireReply[], options: CallModelOptions = {}) {
  await using server = await startWireServer(replies);
  const waits = createWaits();
  const env = { GOOGLE_GEMINI_BASE_URL: `${server.url}/v1beta`, GEMINI_API_KEY: 'test-key-0001' };
  const model = google('gemini-2.5-pro', { env });
  const result = await callModel(model, request, { delay: waits.delay, random: () => 0.5, ...options }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...result, requests: server.requests, waitsInMs: waits.waitsInMs };
}

describe('google', () => {
  it('reads text, thoughts and cached content from a stream', async () => {
    const { reply, requests } = await call([text]);
    expect(reply).toMatchObject({
      text: 'The tide came in before dawn.',
      reasoningText: 'A tide scene.',
      finishReason: 'stop',
      usage: {
        calls: 1,
        inputTokens: 2_048,
        cachedInputTokens: 1_900,
        outputTokens: 20,
        reasoningTokens: 12,
      },
    });
    expect(requests[0]?.headers['x-goog-api-key']).toBe('test-key-0001');
    expect(requests[0]?.body).toMatchObject({ generationConfig: { seed: 3 } });
  });

  it('leaves a setting out where it is refused, and remembers', async () => {
    const message = 'Temperature is set, but temperature is not supported for this model.';
    const refusal = { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', message } } };
    await using server = await startWireServer([refusal, text]);
    const env = { GOOGLE_GEMINI_BASE_URL: server.url, GEMINI_API_KEY: 'test-key-0001' };
    const model = google('gemini-2.5-pro', { env });
    const reply = await callModel(model, { ...request, temperature: 0.2 });
    expect(reply.learnt).toEqual({ acceptsTemperature: false });
    expect(server.requests.map(({ body }) => body.generationConfig)).toEqual([
      expect.objectContaining({ temperature: 0.2 }),
      expect.not.objectContaining({ temperature: 0.2 }),
    ]);
    expect(server.requests[0]?.url).toMatch(/^\/v1beta\//);
  });

  const body = (code: number, status: string, message: string, details: unknown[] = []) => ({
    error: { code, message, status, details },
  });
  const quota = (quotaId: string) => ({
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [{ quotaId }],
  });
  const exhausted = 'You exceeded your current quota, please check your plan and billing details.';
  it.each<[string, ModelFault, WireReply]>([
    [
      'a wrong key',
      'auth',
      { status: 400, body: body(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.') },
    ],
    [
      'an unknown model',
      'unknown-model',
      { status: 404, body: body(404, 'NOT_FOUND', 'models/gemini-9 is not found for API version v1beta') },
    ],
    [
      "the day's quota",
      'quota',
      {
        status: 429,
        body: body(429, 'RESOURCE_EXHAUSTED', exhausted, [
          quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier'),
        ]),
      },
    ],
    [
      'a prompt too long',
      'context-overflow',
      {
        status: 400,
        body: body(
          400,
          'INVALID_ARGUMENT',
          'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        ),
      },
    ],
    ['a stop for safety', 'refusal', { body: chunks('google-safety') }],
  ])('takes %s for %s at once', async (_name, fault, reply) => {
    const { error, requests } = await call([reply, text]);
    expect(error).toMatchObject({ fault });
    expect(requests).toHaveLength(1);
  });

  it("waits out a minute's quota as its details ask, and errors 503", async () => {
    const details = [
      quota('GenerateRequestsPerMinutePerProjectPerModel'),
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '21.5s' },
    ];
    const { reply, waitsInMs } = await call([
      { status: 429, body: body(429, 'RESOURCE_EXHAUSTED', exhausted, details) },
      { status: 503, body: body(503, 'UNAVAILABLE', 'The model is overloaded.') },
      text,
    ]);
    expect(reply?.text).toContain('The tide');
    expect(waitsInMs).toEqual([21_500, 1_500]);
  });

  it.each(['cut', 'end'] as const)('continues a stream that stops in the middle (%s)', async (ending) => {
    const { reply } = await call([{ body: chunks('google-cut'), ending }, text], {
      continuation: () => request,
    });
    expect(reply?.text).toBe('The first whole sentence stands. The tide came in before dawn.');
    expect(reply?.attempts[0]?.fault).toBe('stream-cut');
  });
});
