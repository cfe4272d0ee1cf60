import { describe, expect, it } from 'vitest';
import { sendJson, startServer } from '../../test/contracts/servers/http-server.ts';
import { startLlamaServer } from '../../test/contracts/servers/llama-server.ts';
import { startLmStudio } from '../../test/contracts/servers/lm-studio.ts';
import { startOllama } from '../../test/contracts/servers/ollama.ts';
import { callModel } from './call-model.ts';
import { findLocalServers } from './local-servers.ts';
import { resolveModel } from './resolve-model.ts';

const request = { messages: [{ role: 'user' as const, content: 'Lighthouse and harbour' }] };
/** Nothing listens there. */
const nobody = { ollama: 1, lmStudio: 1, llamaServer: 1 };

describe('findLocalServers', () => {
  it('finds all three, each with an address that works', async () => {
    await using ollama = await startOllama();
    await using studio = await startLmStudio([{ id: 'qwen/qwen3-8b', loadedTokens: 8_192 }]);
    await using llama = await startLlamaServer({ id: 'gemma-4b' });
    const ports = { ollama: ollama.port, lmStudio: studio.port, llamaServer: llama.port };
    const found = await findLocalServers({ ports, timeoutInMs: 2_000 });
    expect(found).toEqual([
      { name: 'Ollama', url: ollama.url, models: ['qwen3:8b'], address: 'ollama:qwen3:8b' },
      {
        name: 'LM Studio',
        url: studio.url,
        models: ['qwen/qwen3-8b'],
        address: `compatible:qwen/qwen3-8b@${studio.url}/v1`,
      },
      {
        name: 'llama-server',
        url: llama.url,
        models: ['gemma-4b'],
        address: `compatible:gemma-4b@${llama.url}/v1`,
      },
    ]);
    for (const { address } of found) {
      const model = await resolveModel(address ?? '', { env: { OLLAMA_HOST: ollama.url } });
      expect((await callModel(model, request)).text).toContain('Lighthouse');
    }
  });

  it('takes what is loaded and can write first, and nothing from a cloud', async () => {
    await using ollama = await startOllama({
      models: {
        'nomic-embed-text:latest': { family: 'nomic-bert' },
        'giant:cloud': { remoteHost: 'https://ollama.com:443' },
        'llama3.2:3b': {},
      },
    });
    await using studio = await startLmStudio([
      { id: 'embedder', type: 'embeddings', loadedTokens: 2_048 },
      { id: 'idle' },
      { id: 'busy', type: 'vlm', loadedTokens: 8_192 },
    ]);
    const ports = { ...nobody, ollama: ollama.port, lmStudio: studio.port };
    expect(await findLocalServers({ ports, timeoutInMs: 2_000 })).toMatchObject([
      { models: ['llama3.2:3b'], address: 'ollama:llama3.2:3b' },
      { models: ['busy', 'idle'], address: `compatible:busy@${studio.url}/v1` },
    ]);
  });

  it('names a server without models, but no address', async () => {
    await using ollama = await startOllama({ models: {} });
    const [found] = await findLocalServers({
      ports: { ...nobody, ollama: ollama.port },
      timeoutInMs: 2_000,
    });
    expect(found).toEqual({ name: 'Ollama', url: ollama.url, models: [] });
  });

  it('recognises a llama-server that lists no models by its properties', async () => {
    await using llama = await startLlamaServer({ id: 'gemma-4b', hasModelList: false });
    const ports = { ...nobody, llamaServer: llama.port };
    expect(await findLocalServers({ ports, timeoutInMs: 2_000 })).toMatchObject([
      { models: ['gemma-4b.gguf'] },
    ]);
  });

  it('takes no other server for one of them', async () => {
    await using page = await startServer((_request, response) => void response.end('<html>Hello</html>'));
    await using proxy = await startServer((_request, response) =>
      sendJson(response, { object: 'list', data: [{ id: 'gpt-4.1', object: 'model', owned_by: 'openai' }] }),
    );
    await using silent = await startServer(() => {});
    for (const { port } of [page, proxy, silent]) {
      const ports = { ollama: port, lmStudio: port, llamaServer: port };
      expect(await findLocalServers({ ports, timeoutInMs: 100 })).toEqual([]);
    }
    expect(await findLocalServers({ ports: nobody })).toEqual([]);
  });
});
