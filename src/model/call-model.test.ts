import { describe, expect, it } from 'vitest';
import { createWaits } from '../../test/contracts/waits.ts';
import { ModelCallError, type ModelFault } from '../errors.ts';
import type { Attempt, CountedBefore } from './attempt.ts';
import { type CallModelOptions, callModel } from './call-model.ts';
import type { ModelRequest } from './request.ts';
import { type ScriptedReply, scriptedModel } from './scripted-model.ts';

const request: ModelRequest = { messages: [{ role: 'user', content: 'Write 40 words about tides.' }] };
const good = 'The tide came in before dawn and left the harbour shining.';
const cut = 'The first whole sentence stands. The second one breaks in the middle of it.';
const continuation = (partialText: string): ModelRequest => ({
  messages: [
    ...request.messages,
    { role: 'assistant', content: partialText },
    { role: 'user', content: 'Go on.' },
  ],
});

async function run(replies: ScriptedReply[], options: CallModelOptions = {}, asked = request) {
  const waits = createWaits();
  const model = scriptedModel(replies);
  const attempts: Attempt[] = [];
  const result = await callModel(model, asked, {
    delay: waits.delay,
    random: () => 0.5,
    onAttempt: (attempt) => attempts.push(attempt),
    ...options,
  }).catch((error: unknown) => error);
  const error = result instanceof ModelCallError ? result : undefined;
  const reply = result instanceof Error ? undefined : (result as Awaited<ReturnType<typeof callModel>>);
  return { reply, error, thrown: result, attempts, calls: model.calls, waitsInMs: waits.waitsInMs };
}

const repeat = (reply: ScriptedReply, times: number): ScriptedReply[] =>
  Array.from({ length: times }, () => reply);
const failure = (
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): ScriptedReply => ({
  error: { status, body, headers },
});

describe('callModel', () => {
  it('returns the text, its usage and the model that answered', async () => {
    const deltas: string[] = [];
    const { reply } = await run(
      [
        {
          text: good,
          usage: { inputTokens: 12, cachedInputTokens: 4, outputTokens: 20, reasoningTokens: 5 },
        },
      ],
      { onDelta: (text) => deltas.push(text) },
    );
    expect(reply).toMatchObject({ text: good, finishReason: 'stop', modelId: 'scripted', warnings: [] });
    expect(reply?.usage).toEqual({
      calls: 1,
      inputTokens: 12,
      cachedInputTokens: 4,
      outputTokens: 20,
      reasoningTokens: 5,
    });
    expect(deltas.join('')).toBe(good);
  });

  it('hands a full output limit over as data', async () => {
    const { reply } = await run([{ text: good, finishReason: 'length' }]);
    expect(reply?.finishReason).toBe('length');
  });

  it('keeps thoughts out of the prose, whether the provider or the text marks them', async () => {
    const deltas: string[] = [];
    const { reply } = await run(
      [{ reasoning: 'Plan it.', text: `<think>\nMore plans.</think>\n\n${good}` }],
      {
        onDelta: (text) => deltas.push(text),
      },
    );
    expect(reply?.text).toBe(good);
    expect(deltas.join('')).toBe(good);
    expect(reply?.reasoningText).toBe('Plan it.\nMore plans.');
  });

  it('estimates usage and says so where the endpoint reports none', async () => {
    const { reply } = await run([{ text: good, usage: 'none' }]);
    expect(reply?.usage.outputTokens).toBeGreaterThan(8);
    expect(reply?.usage.outputTokens).toBeLessThan(20);
    expect(reply?.warnings).toEqual(['The endpoint reported no token usage; tokens are estimated.']);
    expect(reply?.attempts[0]?.isUsageEstimated).toBe(true);
  });

  it('sends the schema only to an endpoint that enforces schemas', async () => {
    const asked = { ...request, responseSchema: { name: 'plan', schema: { type: 'object' } as const } };
    const strict = scriptedModel(['{}']);
    const loose = scriptedModel(['{}'], { hasStructuredOutput: false });
    await callModel(strict, asked);
    await callModel(loose, asked);
    expect(strict.calls[0]?.options.responseFormat).toMatchObject({ type: 'json', name: 'plan' });
    expect(loose.calls[0]?.options.responseFormat).toBeUndefined();
  });
});

describe('faults nothing can be gained from repeating', () => {
  const openai = (code: string, message: string) => ({ error: { message, type: code, code } });
  const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } });
  const google = (code: number, status: string, message: string, details: unknown[] = []) => ({
    error: { code, status, message, details },
  });
  const perDay = [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaId: 'RequestsPerDayPerProject' }],
    },
  ];
  const cases: [string, ModelFault, number, unknown][] = [
    ['OpenAI: wrong key', 'auth', 401, openai('invalid_api_key', 'Incorrect API key provided')],
    ['Anthropic: wrong key', 'auth', 401, anthropic('authentication_error', 'invalid x-api-key')],
    [
      'Google: wrong key',
      'auth',
      400,
      google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
    ],
    ['forbidden', 'auth', 403, anthropic('permission_error', 'Your key may not do this')],
    ['OpenAI: model', 'unknown-model', 404, openai('model_not_found', 'The model `gpt-9` does not exist')],
    [
      'OpenAI: no access to the model',
      'unknown-model',
      403,
      openai('model_not_found', 'Project does not have access to model gpt-9'),
    ],
    ['Anthropic: model', 'unknown-model', 404, anthropic('not_found_error', 'model: claude-9')],
    [
      'Google: model',
      'unknown-model',
      404,
      google(404, 'NOT_FOUND', 'models/gemini-9 is not found for API version v1beta'),
    ],
    ['Ollama: model', 'unknown-model', 404, { error: "model 'x' not found" }],
    [
      'OpenRouter: model',
      'unknown-model',
      400,
      { error: { code: 400, message: 'x/y is not a valid model ID' } },
    ],
    [
      'OpenAI: quota',
      'quota',
      429,
      openai(
        'insufficient_quota',
        'You exceeded your current quota, please check your plan and billing details.',
      ),
    ],
    [
      'Anthropic: credit',
      'quota',
      400,
      anthropic('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    ],
    [
      'Google: day',
      'quota',
      429,
      google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', perDay),
    ],
    ['payment required', 'quota', 402, { error: { message: 'Insufficient Balance' } }],
    [
      'OpenAI: context',
      'context-overflow',
      400,
      openai('context_length_exceeded', "This model's maximum context length is 8192 tokens."),
    ],
    [
      'Anthropic: context',
      'context-overflow',
      400,
      anthropic('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    ],
    [
      'Google: context',
      'context-overflow',
      400,
      google(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
    ],
    [
      'vLLM: context',
      'context-overflow',
      400,
      {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
        type: 'BadRequestError',
        code: 400,
      },
    ],
    [
      'vLLM: prompt',
      'context-overflow',
      400,
      {
        error: {
          message: 'The decoder prompt (length 9000) is longer than the maximum model length of 4096.',
        },
      },
    ],
    [
      'llama.cpp: context',
      'context-overflow',
      400,
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size',
          type: 'exceed_context_size_error',
        },
      },
    ],
    [
      'request larger than a minute',
      'context-overflow',
      429,
      openai(
        'rate_limit_exceeded',
        'Request too large for gpt-4o on tokens per min (TPM): Limit 10000, Requested 12000.',
      ),
    ],
    [
      'filtered prompt',
      'refusal',
      400,
      openai('content_filter', 'The response was filtered due to the prompt'),
    ],
    ['flagged by a gateway', 'refusal', 403, { error: { code: 403, message: 'Your input was flagged' } }],
    ['bad setting', 'bad-request', 400, openai('invalid_value', 'temperature must be at most 2')],
    [
      'OpenAI: setting this model lacks',
      'bad-request',
      400,
      openai(
        'unsupported_parameter',
        "Unsupported parameter: 'max_tokens' is not supported with this model.",
      ),
    ],
    [
      'validation that quotes the prompt',
      'bad-request',
      422,
      { detail: [{ msg: 'bad', input: 'flagged content policy' }] },
    ],
    [
      'DeepSeek: model',
      'unknown-model',
      400,
      { error: { message: 'Model Not Exist', type: 'invalid_request_error' } },
    ],
    ['unreadable body', 'bad-request', 422, 'nope'],
    ['redirect', 'bad-request', 307, ''],
  ];
  it.each(cases)('%s is %s after one call', async (_name, fault, status, body) => {
    const { error, calls, waitsInMs } = await run([failure(status, body), good]);
    expect(error?.fault).toBe(fault);
    expect(error?.status).toBe(status);
    expect(calls).toHaveLength(1);
    expect(waitsInMs).toEqual([]);
  });

  it('names the address and the variable, and hides a key the provider echoes', async () => {
    const key = 'sk-proj-abcdefghijklmnop1234567890';
    const model = scriptedModel(
      [failure(401, openai('invalid_api_key', `Incorrect API key provided: ${key}.`))],
      {
        address: 'openai:gpt-4.1',
      },
    );
    const error = await callModel(model, request).catch((caught: ModelCallError) => caught);
    expect(error).toMatchObject({ fault: 'auth', address: 'openai:gpt-4.1' });
    expect((error as Error).message).toContain(
      '`openai:gpt-4.1` refused the key (HTTP 401). Check `OPENAI_API_KEY`',
    );
    expect((error as Error).message).not.toContain('abcdefghijklmnop');
  });
});

describe('rate limits', () => {
  it('wait as long as the provider asks', async () => {
    const { reply, waitsInMs, attempts } = await run([
      failure(429, {}, { 'retry-after': '7' }),
      failure(429, {}, { 'retry-after-ms': '1500' }),
      failure(429, {}, { 'x-ratelimit-reset-requests': '1m2s', 'x-ratelimit-remaining-requests': '0' }),
      good,
    ]);
    expect(reply?.text).toBe(good);
    expect(waitsInMs).toEqual([7_000, 1_500, 62_000]);
    expect(attempts.map(({ fault }) => fault)).toEqual(['rate-limit', 'rate-limit', 'rate-limit', undefined]);
    expect(reply?.usage.calls).toBe(4);
  });

  it('wait for a date', async () => {
    const headers = { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' };
    const { waitsInMs } = await run([failure(429, {}, headers), good], {
      now: () => Date.parse('Wed, 21 Oct 2026 07:27:30 GMT'),
    });
    expect(waitsInMs).toEqual([30_000]);
  });

  it('wait as Google asks in its details', async () => {
    const body = {
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: 'You exceeded your current quota, please check your plan and billing details.',
        details: [
          { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }] },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' },
        ],
      },
    };
    const { reply, waitsInMs } = await run([failure(429, body), good]);
    expect(reply?.text).toBe(good);
    expect(waitsInMs).toEqual([34_000]);
  });

  it('end after 8 retries', async () => {
    const { error, calls, waitsInMs } = await run(repeat(failure(429, {}, { 'retry-after': '1' }), 12));
    expect(error).toMatchObject({ fault: 'rate-limit', status: 429, retryAfterInMs: 1_000 });
    expect(error?.message).toContain('after 9 tries and 8 s of waiting');
    expect(calls).toHaveLength(9);
    expect(waitsInMs).toEqual(repeat('', 8).map(() => 1_000));
  });

  it('end before 10 minutes of waiting are passed', async () => {
    const { error, waitsInMs } = await run(repeat(failure(429, {}, { 'retry-after': '250' }), 12));
    expect(error?.fault).toBe('rate-limit');
    expect(waitsInMs).toEqual([250_000, 250_000]);
  });

  it('double the wait where nothing is said', async () => {
    const { waitsInMs } = await run([...repeat(failure(429), 3), good]);
    expect(waitsInMs).toEqual([1_500, 3_000, 6_000]);
  });
});

describe('trouble that may pass', () => {
  const cases: [string, ModelFault, ScriptedReply][] = [
    ['500', 'server', failure(500)],
    ['503', 'server', failure(503, 'upstream down')],
    [
      '529 overloaded',
      'server',
      failure(529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    ],
    ['no connection', 'network', { error: {} }],
    ['an answer broken before its first word', 'stream-cut', { text: cut, cutAfter: 0 }],
    ['an answer broken in the middle', 'stream-cut', { text: cut, cutAfter: 45 }],
    ['a finish that reports an error', 'server', { text: '', finishReason: 'error' }],
    ['a finish that reports an interruption', 'stream-cut', { text: 'Half of', finishReason: 'interrupted' }],
  ];
  it.each(cases)('%s is %s, tried 4 times more with growing waits', async (_name, fault, reply) => {
    const { error, calls, waitsInMs } = await run(repeat(reply, 9));
    expect(error?.fault).toBe(fault);
    expect(calls).toHaveLength(5);
    expect(waitsInMs).toEqual([1_500, 3_000, 6_000, 12_000]);
  });

  it.each(cases)('%s is survived', async (_name, _fault, reply) => {
    const { reply: answer } = await run([reply, reply, good]);
    expect(answer?.text).toBe(good);
  });

  it('spreads the waits of clients that failed together', async () => {
    const early = await run([failure(500), good], { random: () => 0 });
    const late = await run([failure(500), good], { random: () => 0.999 });
    expect([early.waitsInMs, late.waitsInMs]).toEqual([[1_000], [1_999]]);
  });

  it('tells of every wait before it', async () => {
    const retries: unknown[] = [];
    await run([failure(500), good], { onRetry: (retry) => retries.push(retry) });
    expect(retries).toEqual([{ fault: 'server', attempt: 1, delayInMs: 1_500, keptText: '' }]);
  });

  it('gives up on a silent stream after the idle limit and tries again', async () => {
    const waits = createWaits();
    waits.isSilenceOver = true;
    const model = scriptedModel([{ text: 'The tide', idle: true }, good]);
    const faults: unknown[] = [];
    const reply = await callModel(model, request, {
      delay: waits.delay,
      random: () => 0.5,
      onAttempt: ({ fault }) => faults.push(fault),
    });
    expect(reply.text).toBe(good);
    expect(faults).toEqual(['idle-timeout', undefined]);
    expect(model.calls[0]?.options.abortSignal?.aborted).toBe(true);
  });

  it('does not retry a mistake in our own code', async () => {
    const { thrown, calls } = await run([]);
    expect((thrown as Error).message).toContain('The script has 0 replies');
    expect(calls).toHaveLength(1);
  });
});

describe('a broken answer with a continuation', () => {
  it('is cut back to its last whole sentence and continued', async () => {
    const retries: { keptText: string }[] = [];
    const { reply, calls } = await run([{ text: cut, cutAfter: 50 }, 'The rest follows at once.'], {
      continuation,
      onRetry: (retry) => retries.push(retry),
    });
    expect(reply?.text).toBe('The first whole sentence stands. The rest follows at once.');
    expect(calls[1]?.messages[1]).toEqual({ role: 'assistant', content: 'The first whole sentence stands.' });
    expect(retries[0]?.keptText).toBe('The first whole sentence stands. ');
    expect(reply?.attempts.map(({ kind }) => kind)).toEqual(['whole', 'rest']);
    expect(reply?.attempts[0]?.usage.outputTokens).toBeGreaterThan(5);
  });

  it('keeps paragraphs, and puts no space between Chinese sentences', async () => {
    const paragraphs = await run([{ text: `${good}\n\nThe gulls`, cutAfter: 68 }, 'The gulls came later.'], {
      continuation,
    });
    expect(paragraphs.reply?.text).toBe(`${good}\n\nThe gulls came later.`);
    const chinese = await run([{ text: '潮水退去了。港口里一片', cutAfter: 11 }, '港口里很安静。'], {
      continuation,
    });
    expect(chinese.reply?.text).toBe('潮水退去了。港口里很安静。');
  });

  it('drops a beginning that says the kept end again', async () => {
    const { reply } = await run(
      [{ text: cut, cutAfter: 50 }, 'The first whole sentence stands. And on it goes.'],
      {
        continuation,
      },
    );
    expect(reply?.text).toBe('The first whole sentence stands. And on it goes.');
  });

  it('is continued 3 times, then tried 4 times more, and what came is kept in the error', async () => {
    const parts = ['One is here. Tw', 'Two is here. Thr', 'Three is here. Fo', 'Four is here. Fi'];
    const replies = [...parts.map((text) => ({ text, cutAfter: text.length })), ...repeat(failure(503), 9)];
    const { error, calls } = await run(replies, { continuation });
    expect(calls).toHaveLength(8);
    expect(error?.fault).toBe('server');
    expect(error?.partialText).toBe('One is here. Two is here. Three is here. Four is here. ');
  });

  it('is asked for anew where no sentence was finished', async () => {
    const { reply, calls } = await run([{ text: 'The first whole', cutAfter: 15 }, good], { continuation });
    expect(reply?.text).toBe(good);
    expect(calls[1]?.messages).toEqual(request.messages);
  });

  it('keeps no thoughts that the template opened and a break left without an end', async () => {
    const thoughts = { text: 'First a plan. Then more of it.', cutAfter: 22 };
    const { reply } = await run([thoughts, `Then more.\n</think>\n\n${good}`], { continuation });
    expect(reply?.text).toBe(good);
  });

  it('takes nothing more to say for an end', async () => {
    const { reply } = await run([{ text: cut, cutAfter: 50 }, ''], { continuation });
    expect(reply?.text.trim()).toBe('The first whole sentence stands.');
  });
});

describe('empty answers and refusals', () => {
  it('asks twice more with other seeds, the same ones each time', async () => {
    const first = await run(repeat('', 5));
    const second = await run(repeat(' \n', 5));
    const seeds = first.calls.map(({ options }) => options.seed);
    expect(first.error?.fault).toBe('empty');
    expect(first.calls).toHaveLength(3);
    expect(seeds[0]).toBeUndefined();
    expect(new Set(seeds).size).toBe(3);
    expect(second.calls.map(({ options }) => options.seed)).toEqual(seeds);
  });

  it('changes a given seed as well', async () => {
    const { reply, calls } = await run(['', good], {}, { ...request, seed: 7 });
    expect(reply?.text).toBe(good);
    expect(calls[0]?.options.seed).toBe(7);
    expect(calls[1]?.options.seed).not.toBe(7);
  });

  it.each([
    ['a sentence', { text: "I'm sorry, but I can't help with that request." }],
    ['一句话', { text: '很抱歉，我无法协助完成这个请求。' }],
    ['a content filter', { text: 'The scene', finishReason: 'content-filter' as const }],
  ])('reports %s as a refusal at once and does not quote it', async (_name, reply) => {
    const { error, calls } = await run([reply, good]);
    expect(error?.fault).toBe('refusal');
    expect(error?.message).not.toContain(reply.text);
    expect(calls).toHaveLength(1);
  });
});

describe('a prompt that was cut by the server', () => {
  const long: ModelRequest = {
    messages: [{ role: 'user', content: 'The tide rises and falls again. '.repeat(400) }],
  };
  const answer = (inputTokens: number): ScriptedReply => ({
    text: good,
    usage: { inputTokens, outputTokens: 12 },
  });

  it('is never an answer', async () => {
    const { error, calls } = await run([answer(1_000), good], {}, long);
    expect(error?.fault).toBe('context-cut');
    expect(error?.message).toContain('1000 input tokens read, about 2807 sent');
    expect(calls).toHaveLength(1);
  });

  it('is found sooner where earlier calls showed how the endpoint counts', async () => {
    const before: CountedBefore = { tokenRatio: [1.2, 1.3] };
    expect((await run([answer(2_400), good], { before }, long)).error?.fault).toBe('context-cut');
    expect((await run([answer(3_300)], { before }, long)).reply?.text).toBe(good);
  });

  it('is found where a longer request is not counted longer', async () => {
    const before: CountedBefore = { extended: { sentTokens: 2_000, reportedTokens: 2_000 } };
    const { error } = await run([answer(2_200), good], { before }, long);
    expect(error).toMatchObject({ fault: 'context-cut', contextTokens: 2_200 });
    expect((await run([answer(2_700)], { before }, long)).reply?.text).toBe(good);
  });

  it('is not suspected where the cache held the rest', async () => {
    const beside = { text: good, usage: { inputTokens: 1_500, cachedInputTokens: 1_400, outputTokens: 12 } };
    expect((await run([beside], {}, long)).reply?.text).toBe(good);
  });

  it('is not suspected where tokenizers merely differ, requests are short, or nothing is reported', async () => {
    expect((await run([answer(1_900)], {}, long)).reply?.text).toBe(good);
    expect((await run([answer(2)])).reply?.text).toBe(good);
    expect((await run([{ text: good, usage: 'none' }], {}, long)).reply?.text).toBe(good);
  });
});

describe('abort', () => {
  it('passes through as it is, before the first call', async () => {
    const { thrown, calls } = await run([good], { abortSignal: AbortSignal.abort() });
    expect((thrown as Error).name).toBe('AbortError');
    expect(calls).toHaveLength(0);
  });

  it('stops a stream at once and still reports what the attempt used', async () => {
    const controller = new AbortController();
    const { thrown, attempts } = await run([{ text: 'The tide came in.', idle: true }], {
      abortSignal: controller.signal,
      onDelta: (text) => text.includes('in') && controller.abort(),
    });
    expect((thrown as Error).name).toBe('AbortError');
    expect(attempts).toMatchObject([{ fault: undefined, isUsageEstimated: true }]);
    expect(attempts[0]?.usage.outputTokens).toBeGreaterThan(2);
  });

  it('stops a wait at once', async () => {
    const controller = new AbortController();
    const model = scriptedModel([failure(429, {}, { 'retry-after': '500' })]);
    const call = callModel(model, request, {
      abortSignal: controller.signal,
      onRetry: () => setTimeout(() => controller.abort(), 1),
    });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(model.calls).toHaveLength(1);
  });
});

describe('faults that are easily taken for others', () => {
  it('throws a full disk as it is and does not call again', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const { thrown, calls } = await run(repeat(good, 5), {
      onDelta: () => {
        throw full;
      },
    });
    expect(thrown).toBe(full);
    expect(calls).toHaveLength(1);
  });

  it('gives more room when thinking has used up the output limit', async () => {
    const { reply, calls } = await run(
      [{ reasoning: 'Hm, tides.', finishReason: 'length' }, good],
      {},
      { ...request, maxOutputTokens: 2048 },
    );
    expect(reply?.text).toBe(good);
    expect(calls.map((call) => call.options.maxOutputTokens)).toEqual([2048, 6144]);
  });

  it('waits although the endpoint says that no wait is needed', async () => {
    const { reply, waitsInMs } = await run([failure(429, {}, { 'retry-after': '0' }), good]);
    expect(reply?.text).toBe(good);
    expect(waitsInMs[0]).toBeGreaterThanOrEqual(1000);
  });
});

describe('an answer that is a machine’s message', () => {
  it.each(['Error: upstream timed out', '{"error":{"message":"overloaded"}}', '502 Bad Gateway'])(
    'is a fault of the server and tried again: %s',
    async (text) => {
      const { reply, calls } = await run([text, good]);
      expect(reply?.text).toBe(good);
      expect(calls).toHaveLength(2);
    },
  );

  it('is told from prose, also in one short paragraph', async () => {
    const text = 'Error: a short history of maps.';
    expect((await run([text])).reply?.text).toBe(text);
  });

  it('is told from prose of two', async () => {
    const text = 'Error: a short history.\n\nEvery map has one.';
    expect((await run([text])).reply?.text).toBe(text);
  });
});
