import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWaits } from '../../../test/contracts/waits.ts';
import { readChunks, startWireServer, type WireReply } from '../../../test/contracts/wire-server.ts';
import type { ModelFault } from '../../errors.ts';
import { type CallModelOptions, callModel } from '../call-model.ts';
import type { ModelRequest } from '../request.ts';
import { anthropic } from './anthropic.ts';

const chunks = (name: string): string =>
  readChunks(join(import.meta.dirname, '__fixtures__', `${name}.chunks.txt`));
const request: ModelRequest = {
  messages: [
    { role: 'system', content: 'You write plain prose.' },
    { role: 'user', content: 'Write section 1.' },
    { role: 'assistant', content: 'Section one.' },
    { role: 'user', content: 'Write section 2.' },
  ],
  maxOutputTokens: 500,
};
const text = { body: chunks('anthropic-text') };

async function call(replies: WireReply[], options: CallModelOptions = {}) {
  await using server = await startWireServer(replies);
  const waits = createWaits();
  const env = { ANTHROPIC_BASE_URL: `${server.url}/v1`, ANTHROPIC_API_KEY: 'sk-ant-test-0001' };
  const model = anthropic('claude-sonnet-4-5', { env });
  const result = await callModel(model, request, { delay: waits.delay, random: () => 0.5, ...options }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...result, requests: server.requests, waitsInMs: waits.waitsInMs };
}

describe('anthropic', () => {
  it('reads text, thinking and cache reads from a stream', async () => {
    const { reply } = await call([text]);
    expect(reply).toMatchObject({
      text: 'The tide came in before dawn.',
      reasoningText: 'A tide scene, short.',
      finishReason: 'stop',
      modelId: 'claude-sonnet-4-5-20250929',
      usage: { calls: 1, inputTokens: 2_009, cachedInputTokens: 1_800, outputTokens: 40 },
    });
  });

  it('marks the shared beginning and the last turn for the cache, not the question', async () => {
    const { requests } = await call([text]);
    const body = requests[0]?.body as {
      system: unknown[];
      messages: { content: Record<string, unknown>[] }[];
    };
    const mark = { type: 'ephemeral' };
    expect(body.system).toEqual([{ type: 'text', text: 'You write plain prose.', cache_control: mark }]);
    expect(body.messages.map(({ content }) => content[0]?.cache_control)).toEqual([
      undefined,
      mark,
      undefined,
    ]);
  });

  const body = (type: string, message: string) => ({ type: 'error', error: { type, message } });
  it.each<[string, ModelFault, WireReply]>([
    ['a wrong key', 'auth', { status: 401, body: body('authentication_error', 'invalid x-api-key') }],
    ['an unknown model', 'unknown-model', { status: 404, body: body('not_found_error', 'model: claude-9') }],
    [
      'no credit',
      'quota',
      {
        status: 400,
        body: body('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
      },
    ],
    ['billing', 'quota', { status: 402, body: body('billing_error', 'Check your payment details.') }],
    [
      'a prompt too long',
      'context-overflow',
      {
        status: 400,
        body: body('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
      },
    ],
    [
      'a body too large',
      'context-overflow',
      { status: 413, body: body('request_too_large', 'Request exceeds the maximum size') },
    ],
    ['a refusal', 'refusal', { body: chunks('anthropic-refusal') }],
  ])('takes %s for %s at once', async (_name, fault, reply) => {
    const { error, requests } = await call([reply, text]);
    expect(error).toMatchObject({ fault });
    expect(requests).toHaveLength(1);
  });

  it('waits out rate limits and overload', async () => {
    const { reply, waitsInMs } = await call([
      {
        status: 429,
        headers: { 'retry-after': '11' },
        body: body('rate_limit_error', 'Too many tokens per minute'),
      },
      { status: 529, body: body('overloaded_error', 'Overloaded') },
      text,
    ]);
    expect(reply?.text).toContain('The tide');
    expect(waitsInMs).toEqual([11_000, 1_500]);
    expect(reply?.attempts.map(({ fault }) => fault)).toEqual(['rate-limit', 'server', undefined]);
  });

  it.each([
    ['a cut', 'stream-cut', { body: chunks('anthropic-cut'), ending: 'cut' as const }],
    ['an end without a stop', 'stream-cut', { body: chunks('anthropic-cut') }],
    ['an error event', 'server', { body: chunks('anthropic-overloaded') }],
  ])('continues after %s in the middle', async (_name, fault, reply) => {
    const continuation = (): ModelRequest => request;
    const { reply: answer } = await call([reply, text], { continuation });
    expect(answer?.text).toBe('The first whole sentence stands. The tide came in before dawn.');
    expect(answer?.attempts[0]?.fault).toBe(fault);
  });
});
