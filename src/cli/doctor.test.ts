import { describe, expect, it } from 'vitest';
import { checkNode } from './doctor.ts';
import { checkChoice, checkKeys, checkPrices, checkServers } from './doctor-models.ts';

const nobody: typeof fetch = async () => {
  throw new TypeError('fetch failed');
};
const noFiles = { LONGHAND_MODELS: '/nonexistent/longhand-models' };

describe('doctor', () => {
  it('names the keys that are set, never their values', async () => {
    const [keys] = await checkKeys({ OPENAI_API_KEY: 'sk-secret', LONGHAND_API_KEY_MY_HOST: 'x' });
    expect(keys).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(
        /^set: OPENAI_API_KEY, LONGHAND_API_KEY_MY_HOST; not set: .*ANTHROPIC_API_KEY/,
      ),
    });
    const [, damaged] = await checkKeys({ OPENAI_API_KEY: 'sk secret' });
    expect(damaged).toMatchObject({ state: 'note', next: 'Copy the key again and set OPENAI_API_KEY anew.' });
    expect(JSON.stringify(damaged)).not.toContain('secret');
    expect((await checkKeys({}))[0]?.state).toBe('note');
  });

  it('gives the address and the window of a local server, and what to do where it is small', async () => {
    const llama: typeof fetch = async (input) => {
      const { port, pathname } = new URL(String(input instanceof Request ? input.url : input));
      if (port !== '8080') throw new TypeError('fetch failed');
      if (pathname === '/props')
        return Response.json({ default_generation_settings: { n_ctx: 4096 }, total_slots: 1 });
      if (pathname === '/v1/models')
        return Response.json({
          object: 'list',
          data: [{ id: 'qwen.gguf', object: 'model', owned_by: 'llamacpp' }],
        });
      return new Response('', { status: 404 });
    };
    const [check] = await checkServers({ fetch: llama, env: {} });
    expect(check).toMatchObject({ state: 'note' });
    expect(check?.found).toContain('llama-server at http://127.0.0.1:8080');
    expect(check?.found).toContain('4,096 tokens');
    expect(check?.next).toContain('llama-server -c 16384');
  });

  it('takes a server that speaks something else for none', async () => {
    const [check] = await checkServers({ fetch: async () => new Response('<html>'), env: {} });
    expect(check?.found).toBe('none answers on the usual ports');
  });

  it('says which model would write, and why', async () => {
    const place = { cwd: '/nonexistent', home: '/nonexistent' };
    const found = await checkChoice({ fetch: nobody, env: { ANTHROPIC_API_KEY: 'k' }, ...place });
    expect(found.found).toMatch(/^anthropic:.+, because ANTHROPIC_API_KEY is set$/);
    expect(await checkChoice({ fetch: nobody, env: noFiles, ...place })).toMatchObject({ state: 'note' });
  });

  it('knows which Node is too old, and when prices are', async () => {
    expect((await checkNode('22.17.0')).state).toBe('no');
    expect((await checkNode('22.18.0')).state).toBe('ok');
    expect((await checkPrices(new Date('2126-01-01'))).state).toBe('note');
  });
});
