import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import type { ServedRequest } from './chat-app.ts';
import { parseSimulatedAddress } from './parameters.ts';
import { startSimulatedServer } from './server.ts';
import { createSimulatedModel } from './simulated-model.ts';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function serve(address: string, options: { logFile?: string } = {}) {
  const seen: ServedRequest[] = [];
  const parameters = parseSimulatedAddress(address);
  const server = await startSimulatedServer(parameters, {
    port: 0,
    onRequest: (request) => seen.push(request),
    ...options,
  });
  running.push(server);
  const client = createOpenAICompatible({
    name: 'test',
    baseURL: server.url,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
  const post = (body: object | string): Promise<Response> =>
    fetch(`${server.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ...server, seen, post, remote: client('any-name'), local: createSimulatedModel(parameters) };
}

const messages = [{ role: 'user', content: 'Write a 200-word article about night trains.' }];

async function textOf(model: LanguageModelV4, call: LanguageModelV4CallOptions): Promise<string> {
  let text = '';
  for await (const part of (await model.doStream(call)).stream)
    if (part.type === 'text-delta') text += part.delta;
  return text;
}

describe('the simulated server', () => {
  it('gives the text of the in-process model, streamed or not', async () => {
    const { local, remote } = await serve('simulated:?seed=7&lengthSigma=0.3');
    const calls: LanguageModelV4CallOptions[] = [
      {
        prompt: [
          { role: 'system', content: 'You write well.' },
          { role: 'user', content: [{ type: 'text', text: 'Write 200 words about 夜 trains.' }] },
        ],
        maxOutputTokens: 2_000,
        seed: 4,
        temperature: 0.7,
      },
      {
        prompt: [
          { role: 'user', content: [{ type: 'text', text: 'Plan a 900-word essay on night trains.' }] },
        ],
        responseFormat: {
          type: 'json',
          name: 'plan',
          schema: {
            type: 'object',
            properties: {
              sections: {
                type: 'array',
                items: { type: 'object', properties: { words: { type: 'integer' } } },
              },
            },
          },
        },
      },
      {
        prompt: [
          { role: 'user', content: [{ type: 'text', text: '写一篇关于夜行列车的文章，200字' }] },
          { role: 'assistant', content: [{ type: 'text', text: '夜色里，' }] },
          { role: 'user', content: [{ type: 'text', text: '请继续，100字' }] },
        ],
      },
    ];
    for (const call of calls) {
      const here = await textOf(local, call);
      expect(here.length).toBeGreaterThan(20);
      expect(await textOf(remote, call)).toBe(here);
      const { content } = await remote.doGenerate(call);
      expect(content).toMatchObject([{ type: 'text', text: here }]);
    }
  });

  it('streams chunks, a usage chunk and the end mark', async () => {
    const { post } = await serve('simulated:');
    const body = await (
      await post({ model: 'm', messages, stream: true, stream_options: { include_usage: true } })
    ).text();
    const events = body
      .trim()
      .split('\n\n')
      .map((event) => event.replace(/^data: /, ''));
    expect(events.at(-1)).toBe('[DONE]');
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event));
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens_details: { cached_tokens: 0 } },
    });
    expect(chunks.at(-2).choices[0].finish_reason).toBe('stop');
    expect(chunks[0]).toMatchObject({ object: 'chat.completion.chunk', model: 'm' });
  });

  it('honours both names of the output limit', async () => {
    const { post } = await serve('simulated:');
    for (const limit of [{ max_tokens: 20 }, { max_completion_tokens: 20 }]) {
      const answer = await (await post({ model: 'm', messages, ...limit })).json();
      expect(answer).toMatchObject({
        usage: { completion_tokens: 20 },
        choices: [{ finish_reason: 'length' }],
      });
    }
  });

  it('sends errors as OpenAI does', async () => {
    const limited = await serve('simulated:?rateLimitRpm=1');
    await limited.post({ model: 'm', messages });
    const tooMany = await limited.post({ model: 'm', messages, stream: true });
    expect(tooMany.status).toBe(429);
    expect(Number(tooMany.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await tooMany.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });

    const small = await serve('simulated:?contextTokens=10');
    const tooLong = await small.post({ model: 'm', messages });
    expect(tooLong.status).toBe(400);
    expect(await tooLong.json()).toMatchObject({ error: { code: 'context_length_exceeded' } });

    const broken = await serve('simulated:?errorRate=1');
    expect((await broken.post({ model: 'm', messages })).status).toBe(500);

    const wrong = await broken.post({ model: 'm', messages: [{ role: 'poet', content: 'x' }] });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: { param: 'messages.0.role' } });
    expect((await broken.post('not json')).status).toBe(400);
  });

  it('destroys the socket in the middle of a cut answer', async () => {
    const { post, seen } = await serve('simulated:?cutRate=1');
    const response = await post({ model: 'm', messages, stream: true });
    expect(response.status).toBe(200);
    const decoder = new TextDecoder();
    let received = '';
    const readAll = async (): Promise<void> => {
      for await (const bytes of response.body ?? []) received += decoder.decode(bytes, { stream: true });
    };
    await expect(readAll()).rejects.toThrow();
    expect(received).toContain('"content":');
    expect(received).not.toContain('[DONE]');
    await expect(post({ model: 'm', messages })).rejects.toThrow();
    expect(seen.map((request) => request.finishReason)).toEqual(['interrupted', 'interrupted']);
  });

  it('lists one model', async () => {
    const { url } = await serve('simulated:?contextTokens=5000');
    expect(await (await fetch(`${url}/models`)).json()).toMatchObject({
      data: [{ id: 'simulated', max_model_len: 5_000 }],
    });
  });

  it('reports and logs every request', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulated-'));
    try {
      const logFile = join(folder, 'requests.jsonl');
      const { post, seen } = await serve('simulated:?ttftMs=9000&clock=virtual', { logFile });
      await (await post({ model: 'm', messages })).json();
      await (await post({ model: 'm', messages, stream: true })).text();
      expect(seen).toHaveLength(2);
      expect(seen[0]).toMatchObject({
        status: 200,
        finishReason: 'stop',
        modelMs: 9_000,
        body: { model: 'm' },
      });
      expect(seen[0]?.hash).toBe(seen[1]?.hash);
      expect(seen[0]?.textLength).toBe(seen[1]?.textLength);
      const lines = readFileSync(logFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map((line) => [line.hash, line.words, line.status])).toEqual(
        seen.map((request) => [request.hash, request.words, 200]),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says when the port is taken', async () => {
    const { url } = await serve('simulated:');
    const port = Number(new URL(url).port);
    const second = startSimulatedServer(parseSimulatedAddress('simulated:'), { port });
    await expect(second).rejects.toThrow(UsageError);
    await expect(second).rejects.toThrow(`\`port\` ${port}`);
  });
});
