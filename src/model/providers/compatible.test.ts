import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWaits } from '../../../test/contracts/waits.ts';
import { readChunks, startWireServer, type WireReply } from '../../../test/contracts/wire-server.ts';
import type { ModelFault } from '../../errors.ts';
import { type CallModelOptions, callModel } from '../call-model.ts';
import type { ModelRequest } from '../request.ts';
import { compatible } from './compatible.ts';

const chunks = (name: string): string =>
  readChunks(join(import.meta.dirname, '__fixtures__', `${name}.chunks.txt`));
const request: ModelRequest = {
  messages: [{ role: 'user', content: 'Write about tides.' }],
  responseSchema: { name: 'text', schema: { type: 'object' } },
  seed: 3,
  maxOutputTokens: 500,
};
const text = { body: chunks('compatible-think') };

async function call(replies: WireReply[], options: CallModelOptions = {}, query = '') {
  await using server = await startWireServer(replies);
  const waits = createWaits();
  const model = compatible(`qwen/qwen3:8b@awq@${server.url}/v1${query}`, { env: {} });
  const result = await callModel(model, request, { delay: waits.delay, random: () => 0.5, ...options }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...result, requests: server.requests, waitsInMs: waits.waitsInMs };
}

describe('compatible', () => {
  it('reads text and usage, with thoughts in a tag set apart', async () => {
    const deltas: string[] = [];
    const { reply, requests } = await call([text], { onDelta: (delta) => deltas.push(delta) });
    expect(reply).toMatchObject({
      text: 'The tide came in before dawn.',
      reasoningText: '\nA tide scene.\n',
      modelId: 'qwen3-8b',
      usage: { calls: 1, inputTokens: 40, cachedInputTokens: 0, outputTokens: 30 },
    });
    expect(deltas.join('')).toBe('The tide came in before dawn.');
    expect(requests[0]?.headers.authorization).toBeUndefined();
    expect(requests[0]?.body).toMatchObject({
      model: 'qwen/qwen3:8b@awq',
      seed: 3,
      max_tokens: 500,
      stream_options: { include_usage: true },
    });
  });

  it('reads reasoning content, and estimates usage that is not reported', async () => {
    const { reply } = await call([{ body: chunks('compatible-reasoning') }]);
    expect(reply).toMatchObject({ text: 'The tide came in before dawn.', reasoningText: 'A tide scene.' });
    expect(reply?.usage.outputTokens).toBeGreaterThan(reply?.usage.reasoningTokens ?? 99);
    expect(reply?.warnings.join()).toContain('tokens are estimated');
  });

  it('sends a schema only where the address says that it is enforced', async () => {
    expect((await call([text])).requests[0]?.body.response_format).toBeUndefined();
    const { requests } = await call([text], {}, '?structured=1');
    expect(requests[0]?.body.response_format).toMatchObject({ type: 'json_schema' });
    expect(requests[0]?.url).toBe('/v1/chat/completions');
  });

  it.each<[string, ModelFault, WireReply]>([
    ['a wrong key', 'auth', { status: 401, body: { error: 'Unauthorized' } }],
    [
      'an unknown model of vLLM',
      'unknown-model',
      {
        status: 404,
        body: { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 },
      },
    ],
    [
      'an unknown model of Ollama',
      'unknown-model',
      {
        status: 404,
        body: { error: { message: 'model "x" not found, try pulling it first', type: 'api_error' } },
      },
    ],
    ['a wrong path', 'unknown-model', { status: 404, body: { detail: 'Not Found' } }],
    ['no credit', 'quota', { status: 402, body: { error: { message: 'Insufficient credits', code: 402 } } }],
    [
      'a prompt too long for vLLM',
      'context-overflow',
      {
        status: 400,
        body: {
          object: 'error',
          message:
            "This model's maximum context length is 4096 tokens. However, your request has 9000 input tokens.",
          type: 'BadRequestError',
          code: 400,
        },
      },
    ],
    [
      'a prompt too long for llama-server',
      'context-overflow',
      {
        status: 400,
        body: {
          error: {
            code: 400,
            message: 'the request exceeds the available context size (4096 tokens), try increasing it',
            type: 'exceed_context_size_error',
          },
        },
      },
    ],
    [
      'a rejected message',
      'bad-request',
      { status: 422, body: { detail: [{ loc: ['body', 'messages'], msg: 'extra fields not permitted' }] } },
    ],
  ])('takes %s for %s at once', async (_name, fault, reply) => {
    const { error, requests } = await call([reply, text]);
    expect(error).toMatchObject({ fault });
    expect(requests).toHaveLength(1);
  });

  it('waits out rate limits, errors of proxies in HTML, and error events', async () => {
    const { reply, waitsInMs } = await call([
      { status: 429, headers: { 'retry-after': '2' }, body: {} },
      { status: 502, body: '<html><h1>Bad Gateway</h1></html>' },
      { body: 'data: {"error":{"message":"Provider returned error","code":502}}\n\n' },
      { body: 'data: {"choices":[{"delta":{"content":"{broken\n\n' },
      text,
    ]);
    expect(reply?.text).toBe('The tide came in before dawn.');
    expect(reply?.attempts.map(({ fault }) => fault)).toEqual([
      'rate-limit',
      'server',
      'server',
      'server',
      undefined,
    ]);
    expect(waitsInMs).toEqual([2_000, 1_500, 3_000, 6_000]);
  });

  const answer = (content: string, promptTokens: number): WireReply => ({
    body: [
      { choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { choices: [], usage: { prompt_tokens: promptTokens, completion_tokens: 9 } },
    ]
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join(''),
  });

  it('uses no answer that ends in an error, with or without words about it', async () => {
    const broken = {
      body: `data: ${JSON.stringify({
        choices: [{ index: 0, delta: { content: 'The tide' }, finish_reason: 'error' }],
      })}\n\ndata: [DONE]\n\n`,
    };
    const silent = { body: 'data: {"choices":[],"error":null}\n\n' };
    const { reply } = await call([broken, silent, text]);
    expect(reply?.text).toBe('The tide came in before dawn.');
    expect(reply?.attempts.map(({ fault }) => fault)).toEqual(['server', 'server', undefined]);
  });

  it('asks for an empty answer again with other seeds', async () => {
    const { error, requests } = await call([answer('', 9)]);
    expect(error).toMatchObject({ fault: 'empty' });
    expect(new Set(requests.map(({ body }) => body.seed)).size).toBe(3);
    expect(requests).toHaveLength(3);
  });

  it('tells a refusal in words', async () => {
    const { error, requests } = await call([answer("I'm sorry, but I can't help with that.", 9), text]);
    expect(error).toMatchObject({ fault: 'refusal' });
    expect(requests).toHaveLength(1);
  });

  it('uses no answer to a prompt the server has cut', async () => {
    await using server = await startWireServer([answer('The tide came in.', 2_048)]);
    const model = compatible(`qwen3@${server.url}/v1`, { env: {} });
    const long = {
      messages: [{ role: 'user' as const, content: 'The tide rises and falls. '.repeat(1_000) }],
    };
    await expect(callModel(model, long)).rejects.toMatchObject({ fault: 'context-cut' });
    expect(server.requests).toHaveLength(1);
  });

  it('hints at the base URL where a page answers instead of a model', async () => {
    const { error, requests } = await call([{ body: '<html>Welcome</html>' }]);
    expect(error).toMatchObject({ fault: 'stream-cut' });
    expect((error as Error).message).toContain('check the base URL');
    expect(requests).toHaveLength(5);
  });

  it.each(['cut', 'end'] as const)('continues a stream that stops in the middle (%s)', async (ending) => {
    const { reply } = await call([{ body: chunks('openai-cut'), ending }, text], {
      continuation: () => request,
    });
    expect(reply?.text).toBe('The first whole sentence stands. The tide came in before dawn.');
    expect(reply?.attempts[0]?.fault).toBe('stream-cut');
  });

  it.each<[string, WireReply, string, object]>([
    [
      'a seed',
      { status: 422, body: { detail: [{ loc: ['body', 'seed'], msg: 'extra fields not permitted' }] } },
      'seed',
      {},
    ],
    [
      'stream_options',
      { status: 400, body: { error: { message: 'Unrecognized request argument supplied: stream_options' } } },
      'stream_options',
      {},
    ],
    [
      'the name of the limit',
      {
        status: 400,
        body: {
          error: {
            message:
              "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            code: 'unsupported_parameter',
            param: 'max_tokens',
          },
        },
      },
      'max_tokens',
      { tokenLimitName: 'max_completion_tokens' },
    ],
  ])('leaves %s out where it is refused, and remembers', async (_name, refusal, field, learnt) => {
    await using server = await startWireServer([refusal, text, text]);
    const model = compatible(`m@${server.url}/v1`, { env: {} });
    const reply = await callModel(model, request);
    expect(reply.text).toBe('The tide came in before dawn.');
    expect(reply.learnt ?? {}).toEqual(learnt);
    await callModel(model, request);
    const bodies = server.requests.map(({ body }) => body);
    expect(bodies.map((body) => field in body)).toEqual([true, false, false]);
    if (field === 'max_tokens') expect(bodies[1]?.max_completion_tokens).toBe(500);
  });

  it.each([
    'max_tokens: 500 > 400, which is the maximum allowed number of output tokens',
    'max_tokens is too large: 500. This model supports at most 400 completion tokens, whereas you provided 500.',
    '`max_tokens` must be less than or equal to `400`',
  ])('asks for less where the limit is too large: %s', async (message) => {
    const { reply, requests } = await call([{ status: 400, body: { error: { message } } }, text]);
    expect(reply?.text).toBe('The tide came in before dawn.');
    expect(requests.map(({ body }) => body.max_tokens)).toEqual([500, 400]);
  });

  it('lets calls that were refused at the same time learn the same', async () => {
    const refusal = { status: 400, body: { error: { message: 'Unrecognized request argument: seed' } } };
    await using server = await startWireServer([refusal, refusal, text]);
    const model = compatible(`m@${server.url}/v1`, { env: {} });
    const replies = await Promise.all([callModel(model, request), callModel(model, request)]);
    expect(replies.map((reply) => reply.text)).toEqual(Array(2).fill('The tide came in before dawn.'));
    expect(server.requests.map(({ body }) => 'seed' in body)).toEqual([true, true, false, false]);
  });

  it('does not ask the same again when a refusal names nothing that can be left out', async () => {
    const refusal = { status: 400, body: { error: { message: 'messages: unexpected field `cat`' } } };
    const { error, requests } = await call([refusal, text]);
    expect(error).toMatchObject({ fault: 'bad-request' });
    expect(requests).toHaveLength(1);
  });

  it('begins with what the card knows', async () => {
    await using server = await startWireServer([text]);
    const card = {
      key: 'k',
      updatedAt: '',
      tokenLimitName: 'max_completion_tokens',
      acceptsTemperature: false,
    } as const;
    const model = compatible(`m@${server.url}/v1`, { env: {}, card });
    await callModel({ ...model, card }, { ...request, temperature: 0.2 });
    expect(server.requests[0]?.body).toMatchObject({ max_completion_tokens: 500 });
    expect(server.requests[0]?.body).not.toHaveProperty('temperature');
  });
});
