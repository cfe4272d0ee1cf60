import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { estimateTokens, loadTokenizer } from '../estimate-tokens.ts';
import type { Message } from '../request.ts';
import { resolveModel } from '../resolve-model.ts';
import { type ScriptedReply, scriptedModel } from '../scripted-model.ts';
import { type CapabilityCard, cardSchema, usableContextTokens } from './card.ts';
import { type ProbeOptions, type ProbeStep, probeModel } from './probe.ts';

const words = (count: number): string => `${'word '.repeat(Math.max(0, count - 1))}end.`;

/** What an obedient model would say to a probe; it reads the messages alone. */
function obey(messages: readonly Message[]): string {
  const all = messages.map(({ content }) => content).join('\n');
  const ship = /name of the ship in this story\?/.test(all);
  if (ship) return /^\W*(\w+) is the name of the ship/m.exec(all)?.[1] ?? 'I cannot tell.';
  const order = /single word (\w+)/.exec(all)?.[1];
  if (order) return order;
  const essay = /essay of (\d+) words/.exec(all)?.[1];
  if (essay) return words(Number(essay));
  if (/months/.test(all))
    return 'January has thirty-one days, and so it goes on through the whole of the year.';
  if (/colour/.test(all)) return 'Blue';
  if (/JSON/.test(all)) return '```json\n{"title": "The Lamp", "pages": 64}\n```';
  if (/book/.test(all)) return 'Hello there! It is called The Lamp and has 64 pages.';
  if (/雨/.test(all)) return '水汽遇冷凝成水滴。水滴变重以后落下，就成了雨。';
  return 'A lighthouse shows ships where the land begins, and its light tells them which coast it is.';
}

type WireMessage = { role: Message['role']; content: string | { type: string; text?: string }[] };

/** The messages of a request as a server that knows text alone reads them. */
function readWire(body: string): Message[] {
  const { messages } = JSON.parse(body) as { messages: WireMessage[] };
  return messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : content.map(({ text = '' }) => text).join(''),
  }));
}

async function probe(
  model: Parameters<typeof probeModel>[0],
  options: ProbeOptions = {},
): Promise<{ card: CapabilityCard; steps: Record<string, ProbeStep>; calls: number }> {
  const steps: Record<string, ProbeStep> = {};
  let calls = 0;
  const card = await probeModel(model, {
    ...options,
    onStep: (step) => {
      steps[step.name] = step;
    },
    onAttempt: () => {
      calls += 1;
    },
  });
  expect(cardSchema.parse(card)).toEqual(card);
  return { card, steps, calls };
}

describe('probing the simulated model', () => {
  const simulated = async (query: string) => resolveModel(`simulated:?${query}`, { env: {} });

  it('finds a window, a ceiling and a habit of length', async () => {
    const { card } = await probe(await simulated('contextTokens=6000&capWords=500&lengthBias=0.8'));
    expect(card.keptTokens).toBeGreaterThan(4_000);
    expect(card.keptTokens).toBeLessThanOrEqual(6_000);
    expect(card.lostTokens).toBeGreaterThan(6_000);
    expect(card.lostTokens).toBeLessThan(8_200);
    expect(card.maxOutputWords).toBeGreaterThan(450);
    expect(card.maxOutputWords).toBeLessThan(550);
    expect(card.lengthBias).toBeGreaterThan(0.7);
    expect(card.lengthBias).toBeLessThan(0.9);
  });

  it('takes no habit for a ceiling, and finds no limit where there is none within reach', async () => {
    const { card, calls } = await probe(await simulated('lengthBias=0.7'));
    expect(card.maxOutputWords).toBeUndefined();
    expect(card.lostTokens).toBeUndefined();
    expect(card.keptTokens).toBeGreaterThan(32_000);
    expect(card).toMatchObject({
      streams: true,
      stopReasons: ['stop', 'length'],
      structuredOutput: 'schema',
      acceptsTemperature: true,
      languages: ['en', 'zh'],
      reasoningTokens: 0,
    });
    expect(card.vision).toBeUndefined();
    expect(calls).toBeLessThanOrEqual(20);
  });

  it('sends no prompt beyond the limit that was given', async () => {
    const model = scriptedModel(({ messages }) => obey(messages));
    const { card } = await probe(model, { limitInTokens: 3_000 });
    const sizes = model.calls.map(({ messages }) => estimateTokens(messages[0]?.content ?? ''));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3_000);
    expect(card.keptTokens).toBe(Math.max(...sizes));
    expect(card.keptTokens).toBeGreaterThan(2_900);
  });

  it('looks for a longer answer where one is asked for', async () => {
    const { card } = await probe(await simulated('capWords=2000'), {
      outputWords: 4_000,
      limitInTokens: 300,
    });
    expect(card.maxOutputWords).toBeGreaterThan(1_900);
    expect(card.maxOutputWords).toBeLessThan(2_100);
  });
});

describe('probing endpoints with ways of their own', () => {
  it('goes on where single steps fail, and leaves their fields absent with a reason', async () => {
    const model = scriptedModel(({ messages }) => {
      const said = messages.map(({ content }) => content).join('');
      if (/JSON|book/.test(said)) return { error: { status: 400, body: { error: { message: 'no' } } } };
      if (/雨/.test(said)) return { text: "I'm sorry, but I can't help with that." };
      return obey(messages);
    });
    const { card, steps } = await probe(model, { limitInTokens: 300 });
    expect(steps['structured output']).toMatchObject({ isKnown: false });
    expect(steps.Chinese?.isKnown).toBe(false);
    expect(card.structuredOutput).toBeUndefined();
    expect(card).toMatchObject({ languages: ['en'], acceptsSystem: true, lengthBias: 1 });
    expect(steps.images).toMatchObject({ isKnown: true, detail: 'an image is accepted and not seen' });
    expect(card.vision).toBe(false);
  });

  it('tells JSON that comes when asked for from a schema that is enforced', async () => {
    const { card } = await probe(
      scriptedModel(({ messages }) => obey(messages)),
      { limitInTokens: 300 },
    );
    expect(card.structuredOutput).toBe('json');
    const strict = scriptedModel(({ messages, options }) =>
      options.responseFormat?.type === 'json' ? '{"nameOfWork":"A","sheets":3}' : obey(messages),
    );
    const enforced = await probe({ ...strict, hasStructuredOutput: false }, { limitInTokens: 300 });
    expect(enforced.card.structuredOutput).toBe('schema');
    const loose = scriptedModel(({ messages, options }) =>
      options.responseFormat?.type === 'json' ? '{"title":"A","pages":3}' : obey(messages),
    );
    expect((await probe(loose, { limitInTokens: 300 })).card.structuredOutput).toBe('json');
    const none = scriptedModel(({ messages }) =>
      /book/.test(messages[0]?.content ?? '') ? '{"title": "A"}' : obey(messages),
    );
    expect((await probe(none, { limitInTokens: 300 })).card.structuredOutput).toBe('none');
  });

  it('finds a system role that is accepted and not read, and a temperature that is refused', async () => {
    const model = scriptedModel(({ messages, options }): ScriptedReply => {
      if (options.temperature !== undefined) {
        return {
          error: {
            status: 400,
            body: { error: { message: "Unsupported value: 'temperature' does not support 0.5." } },
          },
        };
      }
      return obey(messages.filter(({ role }) => role !== 'system'));
    });
    const { card } = await probe(model, { limitInTokens: 300 });
    expect(card).toMatchObject({ acceptsSystem: false, acceptsTemperature: false });
  });

  it('finds a limit that is not told: text cut at the limit under the reason `stop`', async () => {
    const model = scriptedModel(({ messages, options }): ScriptedReply => {
      const text = obey(messages);
      return /months/.test(messages[0]?.content ?? '')
        ? { text: text.slice(0, 40), usage: { inputTokens: 30, outputTokens: options.maxOutputTokens ?? 0 } }
        : text;
    });
    const { card } = await probe(model, { limitInTokens: 300 });
    expect(card.stopReasons).toEqual(['stop']);
  });

  it('measures the longest answer where the endpoint has a limit of its own', async () => {
    const model = scriptedModel(({ messages }): ScriptedReply => {
      const text = obey(messages);
      return text.length > 3_000 ? { text: words(600).slice(0, -4), finishReason: 'length' } : text;
    });
    const { card } = await probe(model, { limitInTokens: 300 });
    expect(card.maxOutputWords).toBe(599);
  });

  it('gives thinking room of its own and measures how much it takes', async () => {
    const model = scriptedModel(({ messages, options }): ScriptedReply => {
      const isEnough = (options.maxOutputTokens ?? 0) > 900;
      return isEnough
        ? { text: obey(messages), reasoning: 'Well, let me see. ', usage: thought(800) }
        : {
            text: '',
            reasoning: 'Well',
            finishReason: 'length',
            usage: thought(options.maxOutputTokens ?? 0),
          };
    });
    const { card, steps } = await probe(model, { limitInTokens: 300 });
    expect(card.reasoningTokens).toBe(800);
    expect(steps['output limit']).toMatchObject({ isKnown: false });
    expect(card).toMatchObject({ acceptsSystem: true, keptTokens: expect.any(Number) });
  });

  it('asks once more before a missing marker counts as a loss', async () => {
    let asked = 0;
    const forgetful = scriptedModel(({ messages }) => {
      const text = messages[0]?.content ?? '';
      if (!/name of the ship/.test(text)) return obey(messages);
      asked += 1;
      return asked % 2 === 1 ? 'I do not know the name.' : obey(messages);
    });
    const { card } = await probe(forgetful, { limitInTokens: 5_000 });
    expect(card.keptTokens).toBeGreaterThan(4_900);
    expect(card.lostTokens).toBeUndefined();
  });

  it('takes no short prompt for the window of a model that declines the longer ones', async () => {
    const shy = scriptedModel(({ messages }): ScriptedReply => {
      const text = messages[0]?.content ?? '';
      const isLong = /name of the ship/.test(text) && estimateTokens(text) > 1_000;
      return isLong
        ? { error: { status: 400, body: { error: { message: 'x', code: 'content_filter' } } } }
        : obey(messages);
    });
    const { card, steps } = await probe(shy, { limitInTokens: 5_000 });
    expect(steps.window?.isKnown).toBe(false);
    expect(usableContextTokens(card)).toBeUndefined();
  });

  it('takes no loss from a model that finds no marker at all, but a refusal counts', async () => {
    const dull = (mostTokens: number) =>
      scriptedModel(({ messages }): ScriptedReply => {
        const text = messages[0]?.content ?? '';
        if (!/name of the ship/.test(text)) return obey(messages);
        if (estimateTokens(text) <= mostTokens) return 'A ship is a ship.';
        const message = "This model's maximum context length is 3000 tokens.";
        return { error: { status: 400, body: { error: { message, code: 'context_length_exceeded' } } } };
      });
    const open = await probe(dull(Infinity), { limitInTokens: 5_000 });
    expect(open.card).not.toHaveProperty('keptTokens');
    expect(open.card).not.toHaveProperty('lostTokens');
    expect(open.steps.window?.isKnown).toBe(false);
    const closed = await probe(dull(2_500), { limitInTokens: 5_000 });
    expect(closed.card.lostTokens).toBeLessThan(4_097);
    expect(usableContextTokens(closed.card)).toBeLessThanOrEqual(2_500);
  });

  it('gives up at once where no call can succeed, and stops where none can any more', async () => {
    const refused = { error: { status: 401, body: { error: { message: 'bad key' } } } };
    await expect(probeModel(scriptedModel(() => refused))).rejects.toMatchObject({ fault: 'auth' });
    const model = scriptedModel(({ messages }, index) => (index < 4 ? obey(messages) : refused));
    const { card, steps } = await probe(model);
    expect(model.calls).toHaveLength(5);
    expect(card.acceptsTemperature).toBe(true);
    expect(steps.window).toMatchObject({ isKnown: false, detail: expect.stringContaining('not tried') });
  });

  it('ends with the reason of an abort', async () => {
    const controller = new AbortController();
    const model = scriptedModel(({ messages }, index) => {
      if (index === 3) controller.abort();
      return obey(messages);
    });
    await expect(probeModel(model, { abortSignal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

function thought(reasoningTokens: number) {
  return { inputTokens: 20, outputTokens: reasoningTokens + 40, reasoningTokens };
}

describe('probing a server that drops the start of prompts over 3,000 tokens', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** @param isHonest - Reports the tokens it has read; else those it was sent. */
  async function startCutter({ isHonest }: { isHonest: boolean }): Promise<string> {
    await loadTokenizer();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const messages = readWire(Buffer.concat(chunks).toString());
        const last = messages.at(-1)?.content ?? '';
        const sent = estimateTokens(last);
        const read = sent <= 3_000 ? last : last.slice(-Math.floor((last.length * 3_000) / sent));
        const text = obey([...messages.slice(0, -1), { role: 'user', content: read }]);
        const part = (choices: object[], more = {}): string =>
          `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more })}\n\n`;
        const usage = {
          prompt_tokens: isHonest ? estimateTokens(read) + 8 : sent + 8,
          completion_tokens: estimateTokens(text),
        };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const content of text.match(/[\s\S]{1,40}/g) ?? [])
          response.write(part([{ index: 0, delta: { content } }]));
        response.write(part([{ index: 0, delta: {}, finish_reason: 'stop' }]));
        response.end(`${part([], { usage })}data: [DONE]\n\n`);
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `compatible:m@http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  it.each([{ isHonest: true }, { isHonest: false }])('finds the cut ($isHonest)', async ({ isHonest }) => {
    const model = await resolveModel(await startCutter({ isHonest }), { env: {} });
    const { card } = await probe(model);
    expect(card.keptTokens).toBeGreaterThan(2_000);
    expect(card.keptTokens).toBeLessThanOrEqual(3_000);
    expect(card.lostTokens).toBeGreaterThan(3_000);
    expect(card.lostTokens).toBeLessThan(3_200);
    expect(card.tokenRatio?.[0]).toBeGreaterThan(0.98);
    expect(card.tokenRatio?.[1]).toBeLessThan(1.05);
    expect(usableContextTokens(card)).toBe(card.keptTokens);
  });
});
