/** The big hosted APIs as a run meets them: what is read from their streams, and what follows each of their refusals. */
import { describe, expect, it } from 'vitest';
import type { ModelFault } from '../../../src/errors.ts';
import { type CallModelOptions, callModel } from '../../../src/model/call-model.ts';
import type { Message, ModelRequest } from '../../../src/model/request.ts';
import { resolveModel } from '../../../src/model/resolve-model.ts';
import { createWaits } from '../waits.ts';
import { startAnthropic } from './anthropic.ts';
import { startGemini } from './gemini.ts';
import type { TestServer } from './http-server.ts';
import { startOpenAi } from './openai.ts';
import { startOpenRouter } from './openrouter.ts';

const keys = {
  OPENAI_API_KEY: 'sk-test-0001',
  ANTHROPIC_API_KEY: 'sk-ant-test-0001',
  GEMINI_API_KEY: 'AIza-test-0001',
  OPENROUTER_API_KEY: 'sk-or-test-0001',
};

/** Resolves an address so that its calls arrive at the server. */
async function reach(server: TestServer, address: string, env: Partial<typeof keys> = {}) {
  return resolveModel(address, {
    env: {
      ...keys,
      ...env,
      OPENAI_BASE_URL: `${server.url}/v1`,
      ANTHROPIC_BASE_URL: server.url,
      GOOGLE_GEMINI_BASE_URL: server.url,
    },
    // OpenRouter has no variable for another host.
    fetch: (input, init) => fetch(String(input).replace('https://openrouter.ai', server.url), init),
  });
}

type Call = {
  address: string;
  request?: ModelRequest;
  env?: Partial<typeof keys>;
  options?: CallModelOptions;
};

/** Calls once; the answer or the error, what was waited for, and what arrived at the server. */
async function call(
  server: TestServer,
  { address, request = ask('Write about tides.'), env, options }: Call,
) {
  const waits = createWaits();
  const model = await reach(server, address, env);
  const result = await callModel(model, request, {
    delay: waits.delay,
    random: () => 0.5,
    ...options,
  }).then(
    (reply) => ({ reply, error: undefined }),
    (error: unknown) => ({ reply: undefined, error }),
  );
  return { ...result, waitsInMs: waits.waitsInMs, calls: server.requests.length };
}

function ask(content: string, rest: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: 'user', content }], maxOutputTokens: 500, ...rest };
}

const waves = (count: number): string => `Lighthouse ${'wave '.repeat(count)}harbour`;
const answered = 'The first word was Write, the last was tides..';
/** Asks for the rest of a broken answer. */
const continuation = (partialText: string): ModelRequest => ({
  messages: [
    { role: 'user', content: 'Write about tides.' },
    { role: 'assistant', content: partialText },
    { role: 'user', content: 'Go on to the harbour' },
  ],
  maxOutputTokens: 500,
});
const continued = 'The tide came in. The first word was Write, the last was harbour.';

/** Three turns of one conversation, each with all that was said before. */
function growDialogue(words: number): ModelRequest[] {
  const turns: Message[] = [
    { role: 'system', content: waves(words) },
    { role: 'user', content: `Write section 1. ${waves(words)}` },
    { role: 'assistant', content: `Section 1. ${waves(words)}` },
    { role: 'user', content: 'Write section 2.' },
    { role: 'assistant', content: `Section 2. ${waves(words)}` },
    { role: 'user', content: 'Write section 3.' },
  ];
  return [2, 4, 6].map((end) => ({ messages: turns.slice(0, end), maxOutputTokens: 500 }));
}

async function cachedByTurn(server: TestServer, address: string, cacheKey?: string) {
  const model = await reach(server, address);
  const cached: number[] = [];
  for (const request of growDialogue(1_500)) {
    const { usage } = await callModel(model, request, { cacheKey });
    // What was read from the cache counts as input, too.
    expect(usage.inputTokens).toBeGreaterThan(usage.cachedInputTokens);
    cached.push(usage.cachedInputTokens);
  }
  return cached;
}

type Refusal = [
  what: string,
  fault: ModelFault,
  call: Call,
  expected?: { status?: number; contextTokens?: number },
];

it.each([
  ['openai:gpt-4.1', startOpenAi],
  ['anthropic:claude-opus-5', startAnthropic],
  ['google:gemini-3-pro', startGemini],
  ['openrouter:qwen/qwen3-32b', startOpenRouter],
])('%s arrives whole in Chinese, however its characters were cut on the way', async (address, start) => {
  await using server = await start();
  const deltas: string[] = [];
  const { reply } = await call(server, {
    address,
    request: ask('写 潮水，约三百字：月光照着海面'),
    options: { onDelta: (delta) => deltas.push(delta) },
  });
  expect(reply?.text).toBe('The first word was 写, the last was 潮水，约三百字：月光照着海面.');
  expect(deltas.join('')).toBe(reply?.text);
});

describe('OpenAI', () => {
  it('reads a reasoning model, which never shows its thoughts', async () => {
    await using server = await startOpenAi();
    const { reply, calls } = await call(server, {
      address: 'openai:gpt-5-mini',
      request: ask('Write about tides.', { temperature: 0.7 }),
    });
    expect(reply).toMatchObject({
      text: answered,
      reasoningText: '',
      finishReason: 'stop',
      modelId: 'gpt-5-mini-2026-08-01',
    });
    expect(reply?.usage).toMatchObject({ calls: 1, reasoningTokens: 64 });
    expect(reply?.usage.outputTokens).toBeGreaterThan(64);
    expect(calls).toBe(1);
  });

  it('learns from refusals what an unknown reasoning model takes, once for all calls', async () => {
    await using server = await startOpenAi();
    const model = await reach(server, 'openai:thinker');
    const request = ask('Write about tides.', { temperature: 0.7 });
    const reply = await callModel(model, request);
    expect(reply.text).toBe(answered);
    expect(reply.learnt).toEqual({ tokenLimitName: 'max_completion_tokens', acceptsTemperature: false });
    expect(server.requests).toHaveLength(3);
    await callModel(model, request);
    expect(server.requests).toHaveLength(4);
  });

  it('gives a model that thought until its limit more room', async () => {
    await using server = await startOpenAi();
    const { reply, calls } = await call(server, {
      address: 'openai:gpt-5-mini',
      request: ask('Write about tides.', { maxOutputTokens: 40 }),
    });
    expect(reply).toMatchObject({ text: answered, finishReason: 'stop' });
    expect(reply?.attempts.map(({ fault }) => fault)).toEqual(['empty', undefined]);
    expect(reply?.usage).toMatchObject({ calls: 2, reasoningTokens: 40 + 64 });
    expect(calls).toBe(2);
  });

  it('tells an answer that ends at the limit', async () => {
    await using server = await startOpenAi();
    const request = ask('Write about tides.', { maxOutputTokens: 4 });
    const { reply } = await call(server, { address: 'openai:gpt-4.1', request });
    expect(reply).toMatchObject({ text: 'The first word was', finishReason: 'length' });
    expect(reply?.usage.outputTokens).toBe(4);
  });

  it('waits as long as a rate limit asks', async () => {
    await using server = await startOpenAi();
    const { reply, waitsInMs, calls } = await call(server, { address: 'openai:gpt-4.1-limited' });
    expect(reply?.text).toBe(answered);
    expect(reply?.attempts[0]).toMatchObject({
      fault: 'rate-limit',
      status: 429,
      requestId: 'req_0123456789',
    });
    expect(waitsInMs).toEqual([7_000]);
    expect(calls).toBe(2);
  });

  it('goes on after the last whole sentence of a lost connection', async () => {
    await using server = await startOpenAi();
    const { reply, calls } = await call(server, {
      address: 'openai:gpt-4.1-cut',
      options: { continuation },
    });
    expect(reply?.text).toBe(continued);
    expect(reply?.attempts.map(({ fault, kind }) => [fault, kind])).toEqual([
      ['stream-cut', 'whole'],
      [undefined, 'rest'],
    ]);
    expect(calls).toBe(2);
  });

  it.each<Refusal>([
    [
      'an account without credit',
      'quota',
      { address: 'openai:gpt-4.1', env: { OPENAI_API_KEY: 'sk-unpaid' } },
    ],
    [
      'words that decline in a field of their own',
      'refusal',
      { address: 'openai:gpt-4.1', request: ask('an unwelcome scene') },
    ],
    ['a wrong key', 'auth', { address: 'openai:gpt-4.1', env: { OPENAI_API_KEY: 'wrong-0001' } }],
    ['a model nobody has', 'unknown-model', { address: 'openai:gpt-9' }],
    ['the content filter', 'refusal', { address: 'openai:gpt-4.1', request: ask('a forbidden scene') }],
    [
      'a prompt too long',
      'context-overflow',
      { address: 'openai:gpt-4.1', request: ask(waves(9_000)) },
      { status: 400, contextTokens: 8_192 },
    ],
  ])('takes %s for %s, without another try', async (_what, fault, made, expected = {}) => {
    await using server = await startOpenAi({ windowTokens: 8_192 });
    const { error, calls, waitsInMs } = await call(server, made);
    expect(error).toMatchObject({ fault, ...expected });
    expect([calls, waitsInMs]).toEqual([1, []]);
  });

  it('reads more from the cache with every turn of a dialogue', async () => {
    await using server = await startOpenAi();
    const [first = -1, second = 0, third = 0] = await cachedByTurn(server, 'openai:gpt-4.1', 'run-1');
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(2_900);
    expect(third).toBeGreaterThan(second + 1_400);
    expect(server.requests.map(({ body }) => body.prompt_cache_key)).toEqual(['run-1', 'run-1', 'run-1']);
  });
});

describe('Anthropic', () => {
  it('keeps thinking apart, and counts it', async () => {
    await using server = await startAnthropic();
    const { reply, calls } = await call(server, { address: 'anthropic:claude-opus-5' });
    expect(reply).toMatchObject({
      text: answered,
      reasoningText: 'A scene by the sea, short and calm.',
      finishReason: 'stop',
      modelId: 'claude-opus-5',
      usage: { calls: 1, cachedInputTokens: 0, reasoningTokens: 80 },
    });
    expect(reply?.usage.outputTokens).toBeGreaterThan(80);
    expect(calls).toBe(1);
  });

  it('waits out an overload before the answer', async () => {
    await using server = await startAnthropic();
    const { reply, waitsInMs, calls } = await call(server, { address: 'anthropic:claude-busy' });
    expect(reply?.text).toBe(answered);
    expect(reply?.attempts.map(({ fault, status }) => [fault, status])).toEqual([
      ['server', 529],
      [undefined, undefined],
    ]);
    expect(waitsInMs).toEqual([1_500]);
    expect(calls).toBe(2);
  });

  it('goes on after an overload in the middle of the answer', async () => {
    await using server = await startAnthropic();
    const { reply, calls } = await call(server, {
      address: 'anthropic:claude-faint',
      options: { continuation },
    });
    expect(reply?.text).toBe(continued);
    expect(reply?.attempts.map(({ fault, kind }) => [fault, kind])).toEqual([
      ['server', 'whole'],
      [undefined, 'rest'],
    ]);
    expect(calls).toBe(2);
  });

  it.each([
    ['its output limit', ask('Write about tides.', { maxOutputTokens: 4 }), 'The first word was'],
    ['the end of its window', ask(waves(1_020), { maxOutputTokens: 50 }), 'The first word'],
  ])('tells an answer that ends at %s', async (_what, request, begun) => {
    await using server = await startAnthropic({ windowTokens: 1_028 });
    const { reply, calls } = await call(server, { address: 'anthropic:claude-sonnet-5', request });
    expect(reply?.finishReason).toBe('length');
    expect(reply?.text.startsWith(begun)).toBe(true);
    expect(calls).toBe(1);
  });

  it.each<Refusal>([
    [
      'a wrong key',
      'auth',
      { address: 'anthropic:claude-sonnet-5', env: { ANTHROPIC_API_KEY: 'wrong-0001' } },
      { status: 401 },
    ],
    ['a model nobody has', 'unknown-model', { address: 'anthropic:claude-9' }, { status: 404 }],
    ['a refusal', 'refusal', { address: 'anthropic:claude-sonnet-5', request: ask('a forbidden scene') }],
    [
      'a prompt too long',
      'context-overflow',
      { address: 'anthropic:claude-sonnet-5', request: ask(waves(9_000)) },
      { status: 400, contextTokens: 8_192 },
    ],
    [
      'a body too large',
      'context-overflow',
      { address: 'anthropic:claude-sonnet-5', request: ask(waves(30_000)) },
      { status: 413 },
    ],
  ])('takes %s for %s, without another try', async (_what, fault, made, expected = {}) => {
    await using server = await startAnthropic({ windowTokens: 8_192, mostBytes: 100_000 });
    const { error, calls, waitsInMs } = await call(server, made);
    expect(error).toMatchObject({ fault, ...expected });
    expect([calls, waitsInMs]).toEqual([1, []]);
  });

  it('takes a spend limit that only the details name for quota, without another try', async () => {
    await using server = await startAnthropic();
    const { error, calls } = await call(server, {
      address: 'anthropic:claude-sonnet-5',
      env: { ANTHROPIC_API_KEY: 'sk-ant-spent' },
    });
    expect(error).toMatchObject({ fault: 'quota', status: 429 });
    expect(calls).toBe(1);
  });

  it('finds what it marked again: the system text first, then each finished turn', async () => {
    await using server = await startAnthropic();
    const [first = -1, second = 0, third = 0] = await cachedByTurn(server, 'anthropic:claude-sonnet-5');
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(1_400);
    expect(third).toBeGreaterThan(second + 2_900);
  });
});

describe('Gemini', () => {
  it('counts thoughts that it does not show', async () => {
    await using server = await startGemini();
    const { reply, calls } = await call(server, { address: 'google:gemini-3-pro' });
    expect(reply).toMatchObject({
      text: answered,
      reasoningText: '',
      finishReason: 'stop',
      usage: { calls: 1, reasoningTokens: 90 },
    });
    expect(reply?.usage.outputTokens).toBeGreaterThan(90);
    expect(calls).toBe(1);
  });

  it('gives a model that thought until its limit more room', async () => {
    await using server = await startGemini();
    const { reply, calls } = await call(server, {
      address: 'google:gemini-3-pro',
      request: ask('Write about tides.', { maxOutputTokens: 60 }),
    });
    expect(reply).toMatchObject({ text: answered, finishReason: 'stop' });
    expect(reply?.usage).toMatchObject({ calls: 2, reasoningTokens: 60 + 90 });
    expect(calls).toBe(2);
  });

  it('does not call an answer whole that stops for no reason given', async () => {
    await using server = await startGemini();
    const request = ask('Write a riddle');
    const { reply } = await call(server, { address: 'google:gemini-3-flash', request });
    expect(reply).toMatchObject({ text: 'The first word', finishReason: 'other' });
  });

  it('tells an answer that ends at the limit', async () => {
    await using server = await startGemini();
    const request = ask('Write about tides.', { maxOutputTokens: 4 });
    const { reply } = await call(server, { address: 'google:gemini-3-flash', request });
    expect(reply).toMatchObject({ text: 'The first word was', finishReason: 'length' });
  });

  it.each([
    ["a minute's limit, as long as its details ask", 'gemini-limited', 'rate-limit', 21_500],
    ['an overload', 'gemini-busy', 'server', 1_500],
  ])('waits out %s', async (_what, name, fault, waitInMs) => {
    await using server = await startGemini();
    const { reply, waitsInMs, calls } = await call(server, { address: `google:${name}` });
    expect(reply?.text).toBe(answered);
    expect(reply?.attempts.map((attempt) => attempt.fault)).toEqual([fault, undefined]);
    expect(waitsInMs).toEqual([waitInMs]);
    expect(calls).toBe(2);
  });

  it('goes on after an error in the middle of the answer', async () => {
    await using server = await startGemini();
    const { reply, calls } = await call(server, {
      address: 'google:gemini-faint',
      options: { continuation },
    });
    expect(reply?.text).toBe(continued);
    expect(reply?.attempts.map(({ fault, status, kind }) => [fault, status, kind])).toEqual([
      ['server', 503, 'whole'],
      [undefined, undefined, 'rest'],
    ]);
    expect(calls).toBe(2);
  });

  it.each<Refusal>([
    [
      'a wrong key',
      'auth',
      { address: 'google:gemini-3-flash', env: { GEMINI_API_KEY: 'wrong-0001' } },
      { status: 400 },
    ],
    ['a model nobody has', 'unknown-model', { address: 'google:gemini-9' }, { status: 404 }],
    ["a day's quota", 'quota', { address: 'google:gemini-spent' }, { status: 429 }],
    ['a blocked prompt', 'refusal', { address: 'google:gemini-3-flash', request: ask('a forbidden scene') }],
    ['a stop for safety', 'refusal', { address: 'google:gemini-3-flash', request: ask('a wound') }],
    ['a stop for recitation', 'refusal', { address: 'google:gemini-3-flash', request: ask('song lyrics') }],
    [
      'a prompt too long',
      'context-overflow',
      { address: 'google:gemini-3-flash', request: ask(waves(9_000)) },
      { status: 400, contextTokens: 8_192 },
    ],
  ])('takes %s for %s, without another try', async (_what, fault, made, expected = {}) => {
    await using server = await startGemini({ windowTokens: 8_192 });
    const { error, calls, waitsInMs } = await call(server, made);
    expect(error).toMatchObject({ fault, ...expected });
    expect([calls, waitsInMs]).toEqual([1, []]);
  });

  it('reads more from the cache with every turn of a dialogue', async () => {
    await using server = await startGemini();
    const [first = -1, second = 0, third = 0] = await cachedByTurn(server, 'google:gemini-3-flash');
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(2_900);
    expect(third).toBeGreaterThan(second + 1_400);
  });
});

describe('OpenRouter', () => {
  it('reads past comments, keeps reasoning apart, names who answered', async () => {
    await using server = await startOpenRouter();
    const { reply, calls } = await call(server, { address: 'openrouter:qwen/qwen3-32b' });
    expect(reply).toMatchObject({
      text: answered,
      reasoningText: 'A scene by the sea.',
      finishReason: 'stop',
      modelId: 'qwen/qwen3-32b-04-28',
      usage: { calls: 1, reasoningTokens: 6 },
      warnings: [],
    });
    expect(calls).toBe(1);
    const routed = await call(server, { address: 'openrouter:openrouter/auto' });
    expect(routed.reply?.modelId).toBe('mistralai/mistral-large-2512');
  });

  it('goes on after an error in the middle of the answer', async () => {
    await using server = await startOpenRouter();
    const { reply, calls } = await call(server, {
      address: 'openrouter:faint/story',
      options: { continuation },
    });
    expect(reply?.text).toBe(continued);
    expect(reply?.attempts.map(({ fault, kind }) => [fault, kind])).toEqual([
      ['server', 'whole'],
      [undefined, 'rest'],
    ]);
    expect(calls).toBe(2);
  });

  it.each([
    ['down', 'server', 502],
    ['crowded', 'rate-limit', 429],
  ])('asks again after an error in place of the answer (%s)', async (vendor, fault, status) => {
    await using server = await startOpenRouter();
    const { reply, waitsInMs, calls } = await call(server, { address: `openrouter:${vendor}/story` });
    expect(reply?.text).toBe(answered);
    expect(reply?.attempts[0]).toMatchObject({ fault, status });
    expect(waitsInMs).toEqual([1_500]);
    expect(calls).toBe(2);
  });

  it.each<Refusal>([
    [
      'a wrong key',
      'auth',
      { address: 'openrouter:qwen/qwen3-32b', env: { OPENROUTER_API_KEY: 'wrong-0001' } },
      { status: 401 },
    ],
    ['a model nobody has', 'unknown-model', { address: 'openrouter:nobody/nothing' }, { status: 400 }],
    [
      'too few credits',
      'quota',
      { address: 'openrouter:qwen/qwen3-32b', env: { OPENROUTER_API_KEY: 'sk-or-unpaid' } },
      { status: 402 },
    ],
    [
      'a flagged input',
      'refusal',
      { address: 'openrouter:qwen/qwen3-32b', request: ask('a forbidden scene') },
      { status: 403 },
    ],
    [
      'a prompt too long',
      'context-overflow',
      { address: 'openrouter:large/story-16k', request: ask(waves(20_000)) },
      { status: 400, contextTokens: 16_384 },
    ],
    [
      'a prompt whose middle was left out in silence',
      'context-cut',
      { address: 'openrouter:small/story-8k', request: ask(waves(20_000)) },
      { contextTokens: 8_192 - 512 },
    ],
  ])('takes %s for %s, without another try', async (_what, fault, made, expected = {}) => {
    await using server = await startOpenRouter();
    const { error, calls, waitsInMs } = await call(server, made);
    expect(error).toMatchObject({ fault, ...expected });
    expect([calls, waitsInMs]).toEqual([1, []]);
  });

  it("marks what the cache of Anthropic's models shall keep, and reads it with every turn", async () => {
    await using server = await startOpenRouter();
    const [first = -1, second = 0, third = 0] = await cachedByTurn(
      server,
      'openrouter:anthropic/claude-sonnet-5',
    );
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(1_400);
    expect(third).toBeGreaterThan(second + 2_900);
  });

  it('leaves the cache of other models to itself', async () => {
    await using server = await startOpenRouter();
    const [, second = 0] = await cachedByTurn(server, 'openrouter:qwen/qwen3-32b');
    expect(second).toBeGreaterThan(2_900);
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain('cache_control');
  });
});
