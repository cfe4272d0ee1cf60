import { APICallError, type LanguageModelV4, type LanguageModelV4CallOptions } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../text/count-words.ts';
import { parseSimulatedAddress } from './parameters.ts';
import { createSimulatedModel } from './simulated-model.ts';

type Call = Partial<LanguageModelV4CallOptions>;

const modelAt = (address: string, clock = {}): LanguageModelV4 =>
  createSimulatedModel(parseSimulatedAddress(address), clock);
const callOf = (text: string, call: Call = {}): LanguageModelV4CallOptions => ({
  prompt: [{ role: 'user', content: [{ type: 'text', text }] }],
  ...call,
});

async function generate(model: LanguageModelV4, text: string, call?: Call): Promise<string> {
  const { content } = await model.doGenerate(callOf(text, call));
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

async function stream(model: LanguageModelV4, text: string, call?: Call) {
  const types: string[] = [];
  let received = '';
  let error: unknown;
  try {
    for await (const part of (await model.doStream(callOf(text, call))).stream) {
      if (types.at(-1) !== part.type) types.push(part.type);
      if (part.type === 'text-delta') received += part.delta;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { types, text: received, error };
}

/** A clock that only moves when somebody waits. */
function createTestClock() {
  let atMs = 0;
  return {
    now: () => atMs,
    delay: async (ms: number) => {
      atMs += ms;
    },
  };
}

const article = 'Write a 300-word article about night trains.';

describe('the text', () => {
  it('is the same for the same request, streamed or not, in any order and any instance', async () => {
    const requests = [article, '写一篇关于夜行列车的文章，300字', 'Plan a 2,000-word essay on night trains.'];
    const address = 'simulated:?seed=3&lengthSigma=0.3';
    const first = modelAt(address);
    const forwards = [];
    for (const request of requests) forwards.push(await generate(first, request));
    const second = modelAt(address);
    const backwards = [];
    for (const request of requests.toReversed()) backwards.push((await stream(second, request)).text);
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('does not depend on time, rate limit, cache, faults or temperature', async () => {
    const plain = await generate(modelAt('simulated:?seed=3&lengthSigma=0.3'), article);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ttftMs: fc.nat(5_000),
          tokensPerSecond: fc.nat(500),
          prefillPerSecond: fc.nat(9_000),
          rateLimitRpm: fc.integer({ min: 1, max: 99 }),
          cache: fc.constantFrom('off', 'prefix'),
          clock: fc.constantFrom('real', 'virtual'),
        }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        async (timing, temperature) => {
          const address = `simulated:?seed=3&lengthSigma=0.3&${new URLSearchParams(timing as never)}`;
          expect(await generate(modelAt(address, createTestClock()), article, { temperature })).toBe(plain);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('depends on model seed, call seed, output limit and messages', async () => {
    const texts = await Promise.all([
      generate(modelAt('simulated:'), article),
      generate(modelAt('simulated:?seed=1'), article),
      generate(modelAt('simulated:'), article, { seed: 1 }),
      generate(modelAt('simulated:'), article, { maxOutputTokens: 4_000 }),
      generate(modelAt('simulated:'), `${article} `),
    ]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('follows bias and cap', async () => {
    const long = 'Write a 5,000-word article about night trains.';
    expect(countWords(await generate(modelAt('simulated:'), long))).toBeLessThan(2_020);
    const half = countWords(await generate(modelAt('simulated:?lengthBias=0.5'), article));
    expect(Math.abs(half - 150)).toBeLessThanOrEqual(20);
  });
});

describe('limits', () => {
  it('stops at the output limit in tokens with finish reason length', async () => {
    const result = await modelAt('simulated:').doGenerate(callOf(article, { maxOutputTokens: 50 }));
    expect(result.finishReason.unified).toBe('length');
    expect(result.usage.outputTokens.total).toBe(50);
    expect((await modelAt('simulated:').doGenerate(callOf(article))).finishReason.unified).toBe('stop');
  });

  it('cuts Chinese between characters', async () => {
    for (const maxOutputTokens of [7, 8, 9, 10, 11]) {
      const text = await generate(modelAt('simulated:'), '写一篇关于夜行列车的文章，300字', {
        maxOutputTokens,
      });
      expect(text).not.toContain('\uFFFD');
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it('refuses a prompt longer than the window as a provider does', async () => {
    const error = await generate(modelAt('simulated:?contextTokens=100'), 'word '.repeat(200)).catch(
      (e) => e,
    );
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 400, isRetryable: false });
    expect(JSON.parse(error.responseBody).error.code).toBe('context_length_exceeded');
  });

  it('reads special tokens in a prompt as text', async () => {
    expect(await generate(modelAt('simulated:'), `${article} <|endoftext|>`)).not.toBe('');
  });
});

describe('the stream', () => {
  it('has the parts of the contract in order', async () => {
    expect((await stream(modelAt('simulated:'), article)).types).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-end',
      'finish',
    ]);
  });

  it('stops at once when aborted, with the reason', async () => {
    const controller = new AbortController();
    const { stream: parts } = await modelAt('simulated:').doStream(
      callOf(article, { abortSignal: controller.signal }),
    );
    const reader = parts.getReader();
    for (let index = 0; index < 4; index++) await reader.read();
    controller.abort(new Error('enough'));
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow('enough');
    await expect(
      generate(modelAt('simulated:'), article, { abortSignal: controller.signal }),
    ).rejects.toThrow('enough');
  });

  it('aborts a wait', async () => {
    const controller = new AbortController();
    const waiting = generate(modelAt('simulated:?ttftMs=60000'), article, { abortSignal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('faults', () => {
  it('raise error 500 and converge to the same text when tried again', async () => {
    const [sound, faulty] = [modelAt('simulated:'), modelAt('simulated:?errorRate=0.5')];
    let failures = 0;
    for (const request of [article, `${article} Be brief.`, `${article} Be vivid.`, `${article} Be fair.`]) {
      let text: string | undefined;
      while (text === undefined) {
        text = await generate(faulty, request).catch((error) => {
          expect(error).toMatchObject({ statusCode: 500, isRetryable: true });
          failures++;
          return undefined;
        });
      }
      expect(text).toBe(await generate(sound, request));
    }
    expect(failures).toBeGreaterThan(0);
  });

  it('break a stream in the middle, and the text so far is the start of the whole text', async () => {
    const plain = await generate(modelAt('simulated:'), article);
    const cut = await stream(modelAt('simulated:?cutRate=1'), article);
    expect(APICallError.isInstance(cut.error)).toBe(true);
    expect(cut.error).toMatchObject({ statusCode: undefined, isRetryable: true });
    expect(cut.types).not.toContain('finish');
    expect(plain.startsWith(cut.text)).toBe(true);
    expect(cut.text.length).toBeGreaterThan(0);
    expect(cut.text.length).toBeLessThan(plain.length);
  });

  it('are drawn by the ordinal of the same request, whatever came between', async () => {
    const outcomes = async (others: boolean): Promise<boolean[]> => {
      const model = modelAt('simulated:?errorRate=0.5');
      const seen: boolean[] = [];
      for (let index = 0; index < 12; index++) {
        if (others) await generate(model, `${article}${index}`).catch(() => '');
        seen.push(
          await generate(model, article).then(
            () => true,
            () => false,
          ),
        );
      }
      return seen;
    };
    const alone = await outcomes(false);
    expect(new Set(alone).size).toBe(2);
    expect(await outcomes(true)).toEqual(alone);
  });

  it('limit the rate with retry-after, and let requests in again after it', async () => {
    const clock = createTestClock();
    const model = modelAt('simulated:?rateLimitRpm=2', clock);
    await generate(model, article);
    await clock.delay(10_000);
    await generate(model, article);
    const error = await generate(model, article).catch((e) => e);
    expect(error).toMatchObject({
      statusCode: 429,
      isRetryable: true,
      responseHeaders: { 'retry-after': '50' },
    });
    await clock.delay(50_000);
    await expect(generate(model, article)).resolves.not.toBe('');
  });
});

describe('time', () => {
  const speed = 'ttftMs=400&tokensPerSecond=50&prefillPerSecond=1000';

  it('passes as the parameters say, and is reported', async () => {
    const clock = createTestClock();
    const result = await modelAt(`simulated:?${speed}`, clock).doGenerate(callOf(article));
    const { inputTokens, outputTokens } = result.usage;
    const expected = 400 + (inputTokens.total ?? 0) + ((outputTokens.total ?? 0) / 50) * 1_000;
    expect(clock.now()).toBeCloseTo(expected, 3);
    expect(result.providerMetadata?.simulated?.ms).toBe(Math.round(expected));
  });

  it('spreads over the deltas of a stream', async () => {
    const clock = createTestClock();
    const { stream: parts } = await modelAt(`simulated:?${speed}`, clock).doStream(callOf(article));
    const times: number[] = [];
    for await (const part of parts) if (part.type === 'text-delta') times.push(clock.now());
    expect(times[0]).toBeGreaterThan(400);
    expect(times[0]).toBeLessThan(800);
    expect(times.at(-1)).toBeGreaterThan(5_000);
  });

  it('is computed and not slept on the virtual clock', async () => {
    const clock = createTestClock();
    const result = await modelAt(`simulated:?${speed}&clock=virtual`, clock).doGenerate(callOf(article));
    expect(clock.now()).toBe(0);
    expect(result.providerMetadata?.simulated?.ms).toBeGreaterThan(5_000);
  });
});

describe('the prefix cache', () => {
  const read = async (model: LanguageModelV4, text: string) =>
    (await model.doGenerate(callOf(text))).usage.inputTokens;
  const line = 'The keeper wrote the height of the water into the book.\n';

  it('counts whole blocks of 128 tokens from 1,024 on', async () => {
    const model = modelAt('simulated:?cache=prefix&capWords=20');
    const first = await read(model, line.repeat(200));
    expect(first).toMatchObject({ cacheRead: 0, noCache: first.total });
    const again = await read(model, line.repeat(200));
    expect(again.cacheRead).toBe(Math.floor((again.total ?? 0) / 128) * 128);
    expect((again.cacheRead ?? 0) + (again.noCache ?? 0)).toBe(again.total);
    const grown = await read(model, `${line.repeat(200)}And then the tide turned. Go on with 20 words.`);
    expect(grown.cacheRead).toBeGreaterThanOrEqual(1_024);
    expect((grown.cacheRead ?? 0) % 128).toBe(0);
  });

  it('has nothing for a short prefix, another start, or when it is off', async () => {
    const model = modelAt('simulated:?cache=prefix&capWords=20');
    await read(model, line.repeat(60));
    expect((await read(model, line.repeat(60))).cacheRead).toBe(0);
    await read(model, line.repeat(200));
    expect((await read(model, `Other. ${line.repeat(200)}`)).cacheRead).toBe(0);
    const off = modelAt('simulated:?capWords=20');
    await read(off, line.repeat(200));
    expect((await read(off, line.repeat(200))).cacheRead).toBe(0);
  });

  it('saves the time of reading what it holds', async () => {
    const clock = createTestClock();
    const model = modelAt('simulated:?cache=prefix&capWords=20&prefillPerSecond=1000', clock);
    await read(model, line.repeat(200));
    const cold = clock.now();
    await read(model, line.repeat(200));
    expect(clock.now() - cold).toBeLessThan(cold / 5);
  });
});

describe('presets', () => {
  it('describe whole answers, empty ones included', async () => {
    const model = modelAt('simulated:as=yi-large');
    const counts: number[] = [];
    for (let seed = 0; seed < 60; seed++) {
      counts.push(
        countWords(await generate(model, 'Write a story of 16,000 words about a lighthouse.', { seed })),
      );
    }
    expect(counts.filter((count) => count === 0).length).toBeGreaterThan(0);
    expect(Math.max(...counts)).toBeLessThan(1_700);
  });
});
