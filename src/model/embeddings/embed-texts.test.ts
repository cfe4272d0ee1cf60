import { afterEach, describe, expect, it } from 'vitest';
import { type EmbeddingServer, startEmbeddingServer } from '../../../test/embedding-server.ts';
import { embedTexts } from './embed-texts.ts';
import { resolveEmbedder } from './resolve-embedder.ts';

let server: EmbeddingServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(answer: Parameters<typeof startEmbeddingServer>[0]) {
  server = await startEmbeddingServer(answer);
  return resolveEmbedder(server.address, { env: {} });
}
const waits: number[] = [];
const quick = {
  random: () => 0.5,
  delay: async (delayInMs: number) => {
    waits.push(delayInMs);
  },
};

describe('embedTexts', () => {
  it('asks in batches and keeps the order', async () => {
    const embedder = await open((texts) => texts.map((text) => [Number(text.slice(1)), 1]));
    const texts = Array.from({ length: 130 }, (_each, at) => `t${at}`);
    const { vectors, tokens } = await embedTexts(embedder, texts, quick);
    expect(vectors.map(([first]) => first)).toEqual(texts.map((_text, at) => at));
    expect(server?.requests.map((request) => request.texts.length)).toEqual([64, 64, 2]);
    expect(server?.requests[0]?.model).toBe('vectors');
    expect(tokens).toBe(1_300);
  });

  it('sends a blank for an empty text, and no more of a long one than any model reads', async () => {
    const embedder = await open((texts) => texts.map(() => [1]));
    await embedTexts(embedder, ['', 'x'.repeat(20_000)], quick);
    expect(server?.requests[0]?.texts.map((text) => text.length)).toEqual([1, 8_000]);
  });

  it('tries again where that can help, and not where it cannot', async () => {
    const failing = (status: number) => ({ status, body: { error: { message: 'no' } } });
    const busy = await open((texts, before) => (before < 2 ? failing(503) : texts.map(() => [1])));
    waits.length = 0;
    expect((await embedTexts(busy, ['a'], quick)).vectors).toEqual([[1]]);
    expect(waits).toHaveLength(2);
    await server?.close();
    const closed = await open(() => failing(401));
    await expect(embedTexts(closed, ['a'], quick)).rejects.toMatchObject({
      fault: 'auth',
      message: expect.stringContaining('`LONGHAND_API_KEY`'),
    });
    expect(server?.requests).toHaveLength(1);
  });

  it('takes nothing for vectors that is none', async () => {
    for (const wrong of [[[1, 2]], [[1, 2], [3]], [[], []]]) {
      const embedder = await open(() => wrong);
      await expect(embedTexts(embedder, ['a', 'b'], quick)).rejects.toThrow(
        /Expected one vector of numbers for each of 2 texts/,
      );
      await server?.close();
    }
  });
});

describe('resolveEmbedder', () => {
  it.each(['mini', 'anthropic:claude-x', 'simulated:?seed=1', 'openai:', 'recorded:x', 'gguf:a.gguf'])(
    'says which addresses have embeddings, for %s',
    async (address) => {
      await expect(resolveEmbedder(address, { env: {} })).rejects.toThrow(
        /Expected `embeddings` to be the address of an embedding model/,
      );
    },
  );

  it('needs the key of its provider, and asks for it by name', async () => {
    await expect(resolveEmbedder('openai:text-embedding-3-small', { env: {} })).rejects.toThrow(
      'OPENAI_API_KEY',
    );
    await expect(resolveEmbedder('compatible:x', { env: {} })).rejects.toThrow(
      'compatible:<model>@<base url>',
    );
    const { model } = await resolveEmbedder('google:gemini-embedding-001', {
      env: { GEMINI_API_KEY: 'a-key' },
    });
    expect(model.modelId).toBe('gemini-embedding-001');
  });
});
