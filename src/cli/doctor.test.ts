import { describe, expect, it } from 'vitest';
import { checkKeys, checkNode, checkServers } from './doctor.ts';

describe('doctor', () => {
  it('names the keys that are set, never their values', async () => {
    const check = await checkKeys({ OPENAI_API_KEY: 'sk-secret' });
    expect(check).toEqual({ name: 'keys', state: 'ok', found: 'set: OPENAI_API_KEY' });
    expect((await checkKeys({})).next).toContain('compatible:<model>@<url>');
  });

  it('gives the address of a local server that answers', async () => {
    const check = await checkServers(async (url) =>
      String(url).includes(':11434')
        ? new Response('{"data":[{"id":"qwen3:8b"}]}')
        : Promise.reject(new TypeError('fetch failed')),
    );
    expect(check).toEqual({
      name: 'local servers',
      state: 'ok',
      found: 'Ollama at http://127.0.0.1:11434/v1',
      next: 'Use it with --model compatible:qwen3:8b@http://127.0.0.1:11434/v1',
    });
  });

  it('takes a server that speaks something else for none', async () => {
    const check = await checkServers(async () => new Response('<html>'));
    expect(check.state).toBe('note');
  });

  it('knows which Node is too old', async () => {
    expect((await checkNode('22.17.0')).state).toBe('no');
    expect((await checkNode('22.18.0')).state).toBe('ok');
  });
});
