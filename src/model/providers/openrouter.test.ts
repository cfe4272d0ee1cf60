import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChunks } from '../../../test/contracts/wire-server.ts';
import { callModel } from '../call-model.ts';
import type { Message } from '../request.ts';
import { openrouter } from './openrouter.ts';

const body = readChunks(join(import.meta.dirname, '__fixtures__', 'compatible-think.chunks.txt'));
const messages: Message[] = [
  { role: 'user', content: 'Plan.' },
  { role: 'assistant', content: 'A plan.' },
  { role: 'user', content: 'Write.' },
];

async function bodyOf(name: string): Promise<Record<string, unknown>> {
  let sent: Record<string, unknown> = {};
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    sent = JSON.parse(String(init?.body));
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  await callModel(openrouter(name, { env: { OPENROUTER_API_KEY: 'k-123456789' }, fetch }), { messages });
  return sent;
}

describe('openrouter', () => {
  it('marks what the next call shares, for models of Anthropic', async () => {
    const { messages: sent } = await bodyOf('anthropic/claude-sonnet-5');
    const mark = { cache_control: { type: 'ephemeral' } };
    expect(sent).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Plan.', ...mark }] },
      { role: 'assistant', content: [{ type: 'text', text: 'A plan.', ...mark }] },
      { role: 'user', content: 'Write.' },
    ]);
  });

  it('sends plain text to all others', async () => {
    expect((await bodyOf('qwen/qwen3-32b')).messages).toEqual(messages);
  });
});
