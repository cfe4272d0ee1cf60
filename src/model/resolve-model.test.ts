import { describe, expect, it } from 'vitest';
import { describeLanguageModel } from '../../test/contracts/language-model.ts';
import { UsageError } from '../errors.ts';
import { callModel } from './call-model.ts';
import { resolveModel } from './resolve-model.ts';

type Sent = { url: string; headers: Headers; redirect: RequestInit['redirect'] };

/** A fetch that remembers what was sent and answers with an error. */
function createFetch(status = 400, body = '{}', headers: Record<string, string> = {}) {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({ url: String(input), headers: new Headers(init?.headers), redirect: init?.redirect });
    return new Response(body === '' ? null : body, { status, headers });
  };
  return { fetch, sent };
}

async function send(address: string, env: Record<string, string>): Promise<Sent> {
  const { fetch, sent } = createFetch();
  const model = await resolveModel(address, { env, fetch });
  await callModel(model, { messages: [{ role: 'user', content: 'tides' }] }).catch(() => {});
  return sent[0] as Sent;
}

const keys = {
  OPENAI_API_KEY: 'key-for-openai-1',
  ANTHROPIC_API_KEY: 'key-for-anthropic-1',
  GEMINI_API_KEY: 'key-for-gemini-1',
  OPENROUTER_API_KEY: 'key-for-openrouter-1',
  LONGHAND_API_KEY: 'key-for-compatible-1',
};

describeLanguageModel('simulated', () => resolveModel('simulated:', { env: {} }));

describe('resolveModel', () => {
  it.each([
    [
      'openai:gpt-4.1',
      'https://api.openai.com/v1/chat/completions',
      'authorization',
      'Bearer key-for-openai-1',
    ],
    ['openai:gpt-5-pro', 'https://api.openai.com/v1/responses', 'authorization', 'Bearer key-for-openai-1'],
    [
      'anthropic:claude-sonnet-4-5',
      'https://api.anthropic.com/v1/messages',
      'x-api-key',
      'key-for-anthropic-1',
    ],
    [
      'google:gemini-2.5-pro',
      'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
      'x-goog-api-key',
      'key-for-gemini-1',
    ],
    [
      'openrouter:qwen/qwen3-8b:free',
      'https://openrouter.ai/api/v1/chat/completions',
      'authorization',
      'Bearer key-for-openrouter-1',
    ],
    [
      'compatible:a/b:c@d@https://llm.example.com/v1',
      'https://llm.example.com/v1/chat/completions',
      'authorization',
      'Bearer key-for-compatible-1',
    ],
    [
      'compatible:gpt-4.1@https://api.openai.com/v1/',
      'https://api.openai.com/v1/chat/completions',
      'authorization',
      'Bearer key-for-openai-1',
    ],
    [
      'compatible:m@https://llm.example.com/v1?api-version=2&structured=1',
      'https://llm.example.com/v1/chat/completions?api-version=2',
      'authorization',
      'Bearer key-for-compatible-1',
    ],
  ])('sends %s to its own endpoint with its own key and no other', async (address, url, header, value) => {
    const sent = await send(address, keys);
    expect(sent.url).toBe(url);
    expect(sent.headers.get(header)).toBe(value);
    const others = Object.values(keys).filter((key) => !value.includes(key));
    const all = JSON.stringify([...sent.headers]);
    expect(others.filter((key) => all.includes(key))).toEqual([]);
  });

  it('needs no key on this machine, and sends none that is for elsewhere', async () => {
    const env = { OPENAI_API_KEY: 'key-for-openai-1', OPENROUTER_API_KEY: 'key-for-openrouter-1' };
    for (const address of [
      'compatible:m@http://127.0.0.1:8000/v1',
      'compatible:m@http://localhost:1234/v1',
    ]) {
      const sent = await send(address, env);
      expect(sent.headers.get('authorization')).toBeNull();
    }
  });

  it('prefers the key named for the host, so that two hosts need not share one', async () => {
    const env = { ...keys, LONGHAND_API_KEY_LLM_EXAMPLE_COM: 'key-for-this-host-1' };
    const named = await send('compatible:m@https://llm.example.com/v1', env);
    const usual = await send('compatible:m@https://other.example.com/v1', env);
    expect(named.headers.get('authorization')).toBe('Bearer key-for-this-host-1');
    expect(usual.headers.get('authorization')).toBe('Bearer key-for-compatible-1');
  });

  it.each([
    ['openai:gpt-4.1', 'OPENAI_API_KEY'],
    ['anthropic:claude-sonnet-4-5', 'ANTHROPIC_API_KEY'],
    ['google:gemini-2.5-pro', '`GOOGLE_GENERATIVE_AI_API_KEY` or `GEMINI_API_KEY`'],
    ['openrouter:qwen/qwen3-8b', 'OPENROUTER_API_KEY'],
    ['compatible:m@https://llm.example.com/v1', 'LONGHAND_API_KEY'],
    ['compatible:m@https://api.openai.com/v1', 'OPENAI_API_KEY'],
  ])('names the missing key of %s before any call', async (address, variable) => {
    const failure = resolveModel(address, { env: { OPENAI_API_KEY: ' ' } });
    await expect(failure).rejects.toBeInstanceOf(UsageError);
    await expect(failure).rejects.toThrow(variable);
  });

  it.each(['', 'gpt-4.1', 'unknown:model', 'openai:', 'openai: ', 'toString:x', 'recorded:'])(
    'lists the known forms for `%s`',
    async (address) => {
      const failure = resolveModel(address, { env: keys });
      await expect(failure).rejects.toBeInstanceOf(UsageError);
      await expect(failure).rejects.toThrow('`compatible:<model>@<base url>`');
    },
  );

  it.each([
    'compatible:m@https://user:hunter2secret@llm.example.com/v1',
    'compatible:m@https://llm.example.com/v1?api_key=hunter2secret',
  ])('refuses a secret in the address and does not repeat it: %s', async (address) => {
    const error = await resolveModel(address, { env: keys }).catch((caught: Error) => caught);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).not.toContain('hunter2');
    expect((error as Error).message).toContain('environment variable');
  });

  it.each(['compatible:m', 'compatible:@http://127.0.0.1/v1', 'compatible:m@ftp://x/v1'])(
    'refuses `%s`',
    async (address) => {
      await expect(resolveModel(address, { env: keys })).rejects.toThrow('compatible:<model>@<base url>');
    },
  );

  it('sends no key unencrypted to a public host', async () => {
    const failure = resolveModel('compatible:m@http://llm.example.com/v1', { env: keys });
    await expect(failure).rejects.toThrow('would be sent unencrypted');
  });

  it('follows no redirect, which would carry the key to another host', async () => {
    const { fetch, sent } = createFetch(307, '', { location: 'https://elsewhere.example.com/' });
    const model = await resolveModel('anthropic:claude-sonnet-4-5', { env: keys, fetch });
    const call = callModel(model, { messages: [{ role: 'user', content: 'tides' }] });
    await expect(call).rejects.toMatchObject({ fault: 'bad-request', status: 307 });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.redirect).toBe('manual');
  });

  it('keeps a key out of the error even where the endpoint echoes it in plain words', async () => {
    const { fetch } = createFetch(401, JSON.stringify({ error: { message: 'No such secret: open sesame' } }));
    const env = { LONGHAND_API_KEY: 'sesame' };
    const model = await resolveModel('compatible:m@https://llm.example.com/v1', { env, fetch });
    const error = await callModel(model, { messages: [{ role: 'user', content: 'tides' }] }).catch(
      (caught: Error) => caught,
    );
    expect((error as Error).message).toContain('No such secret: open [key]');
    const everything = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(everything).not.toContain('sesame');
  });

  it('knows whether schemas are enforced', async () => {
    const resolve = async (address: string, env: Record<string, string> = keys) =>
      (await resolveModel(address, { env })).hasStructuredOutput;
    expect(await resolve('openai:gpt-4.1')).toBe(true);
    expect(await resolve('openai:m', { ...keys, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' })).toBe(false);
    expect(await resolve('compatible:m@http://127.0.0.1:9/v1')).toBe(false);
    expect(await resolve('compatible:m@http://127.0.0.1:9/v1?structured=1')).toBe(true);
  });

  it('resolves the simulated model as a practice model with its window', async () => {
    const model = await resolveModel('simulated:?contextTokens=9000', { env: {} });
    expect(model).toMatchObject({
      address: 'simulated:?contextTokens=9000',
      isPractice: true,
      contextTokens: 9_000,
    });
  });
});
