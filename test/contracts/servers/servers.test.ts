/** Local servers as a run meets them: long prompts refused or read whole, thoughts apart, the model named. */
import { describe, expect, it } from 'vitest';
import { callModel } from '../../../src/model/call-model.ts';
import { resolveModel } from '../../../src/model/resolve-model.ts';
import { startLlamaServer } from './llama-server.ts';
import { startLmStudio } from './lm-studio.ts';
import { startVllm } from './vllm.ts';

const requestOf = (words: number) => ({
  messages: [{ role: 'user' as const, content: `Lighthouse ${'wave '.repeat(words)}harbour` }],
  maxOutputTokens: 500,
});

const servers = {
  'LM Studio': () => startLmStudio([{ id: 'novelist', loadedTokens: 8_192 }]),
  'llama-server': () => startLlamaServer({ slotTokens: 8_192 }),
  vLLM: () => startVllm({ id: 'novelist', windowTokens: 8_192 }),
};

describe.each(Object.entries(servers))('%s', (_name, start) => {
  it('answers what fits', async () => {
    await using server = await start();
    const model = await resolveModel(`compatible:novelist@${server.url}/v1`, { env: {} });
    const reply = await callModel(model, requestOf(5_000));
    expect(reply.text).toBe('The first word was Lighthouse, the last was harbour.');
    expect(reply.usage.inputTokens).toBeGreaterThan(5_000);
  });

  it('refuses what does not fit, once', async () => {
    await using server = await start();
    const model = await resolveModel(`compatible:novelist@${server.url}/v1`, { env: {} });
    await expect(callModel(model, requestOf(20_000))).rejects.toMatchObject({
      fault: 'context-overflow',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('vLLM', () => {
  it('keeps thoughts out of the prose', async () => {
    await using server = await startVllm({ id: 'novelist', thinking: 'A tide scene.' });
    const model = await resolveModel(`compatible:novelist@${server.url}/v1`, { env: {} });
    const reply = await callModel(model, requestOf(10));
    expect(reply).toMatchObject({ reasoningText: 'A tide scene.' });
    expect(reply.text).not.toContain('tide');
  });
});
