/** Passages found by meaning: shown to the writer, and paid once in the life of a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddingServer, startEmbeddingServer } from '../../../test/embedding-server.ts';
import { resolveEmbedder } from '../../model/embeddings/resolve-embedder.ts';
import { scriptedModel } from '../../model/scripted-model.ts';
import {
  createVolatileContext,
  createVolatileState,
  type VolatileState,
} from '../../run/volatile-context.ts';
import { prepareRequest } from '../prepare-request.ts';
import { createWriteProgram } from '../write-program.ts';
import type { WriteSettings } from '../write-request.ts';

const folder = mkdtempSync(join(tmpdir(), 'longhand-embed-'));
const [felines, ledger] = [join(folder, 'felines.txt'), join(folder, 'ledger.txt')];
writeFileSync(felines, 'Felis catus purrs while it rests.\n');
writeFileSync(ledger, 'The town kept a book of taxes on salt.\n');
let server: EmbeddingServer;
beforeAll(async () => {
  // What speaks of cats lies near to cats, in whatever words.
  server = await startEmbeddingServer((texts) =>
    texts.map((text) => (/felis|tomcat|moggies/i.test(text) ? [1, 0.1] : [0.1, 1])),
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const resolve = (address: string) => resolveEmbedder(address, { env: {} });
const settingsOf = (embeddings?: string): WriteSettings => ({
  model: 'scripted:author',
  sources: { paths: [ledger, felines], ...(embeddings && { embeddings }) },
});

async function write(
  settings: WriteSettings,
  state: VolatileState,
  { stop }: { stop?: () => boolean } = {},
): Promise<string[]> {
  const prompts: string[] = [];
  const model = scriptedModel(
    ({ messages }) => {
      const last = messages.at(-1)?.content ?? '';
      prompts.push(last);
      const words = Number(/(\d+) words\.?$/.exec(last)?.[1] ?? 100);
      return Array.from(
        { length: Math.ceil(words / 9) },
        (_each, at) => `They rest ${'so '.repeat((at % 5) + 1)}on day ${at % 9}.`,
      ).join(' ');
    },
    { address: 'scripted:author' },
  );
  const { request, texts } = await prepareRequest('Write 100 words on moggies.', settings, {
    resolveEmbedder: resolve,
  });
  const context = createVolatileContext({ folder, state, ...(stop && { stop }) });
  await createWriteProgram({ texts, resolveModel: async () => model, resolveEmbedder: resolve })(
    request,
    context,
  ).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return prompts;
}

describe('embeddings of sources', () => {
  it('find what has no word in common with the section, and count as calls', async () => {
    const withoutVectors = await write(settingsOf(), createVolatileState());
    expect(withoutVectors.join('\n')).not.toContain('Felis catus purrs');
    const state = createVolatileState();
    const prompts = await write(settingsOf(server.address), state);
    expect(prompts.find((each) => each.includes('<source>'))).toContain('Felis catus purrs');
    const paid = state.calls.filter(({ detail }) => detail.role === 'embeddings');
    expect(paid[0]?.detail).toMatchObject({ address: server.address, usage: { calls: 1, inputTokens: 20 } });
  });

  it('are not paid again when a killed run is resumed', async () => {
    const whole = createVolatileState();
    await write(settingsOf(server.address), whole);
    for (const after of [1, 3, 5, whole.steps.size - 1]) {
      server.requests.length = 0;
      const state = createVolatileState();
      await write(settingsOf(server.address), state, { stop: () => state.steps.size >= after });
      await write(settingsOf(server.address), state);
      expect(state.files.get('manuscript.md')).toBe(whole.files.get('manuscript.md'));
      const asked = server.requests.map(({ texts }) => texts.join('\n'));
      expect(new Set(asked).size).toBe(asked.length);
    }
  });

  it('are refused before anything is paid where the address has none, and where a limit needs their price', async () => {
    await expect(write(settingsOf('anthropic:claude'), createVolatileState())).rejects.toThrow(
      'Expected `embeddings`',
    );
    const limited = { ...settingsOf(server.address), budget: { costInUsd: 1 }, price: '1,1,1' };
    await expect(write(limited, createVolatileState())).rejects.toThrow(
      `Expected a price for ${server.address}`,
    );
  });
});
