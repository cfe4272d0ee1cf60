/** Model servers on this machine, each recognised by an API that only it has. */
import { z } from 'zod';
import { fetchJson } from './fetch-json.ts';

export type LocalServer = {
  name: 'Ollama' | 'LM Studio' | 'llama-server';
  /** Without a slash at its end. */
  url: string;
  /** Models that can write, the one to take first. */
  models: string[];
  /** Address of the first of them; absent: the server has none. */
  address?: string;
};

type Ask = (path: string) => Promise<unknown>;

/**
 * Looks at the default loopback ports of Ollama, LM Studio and llama-server, all at once.
 *
 * @param options.timeoutInMs - For everything together: who is there answers at once.
 * @param options.ports - Ports to look at instead of the default ones.
 * @returns Those that answer, in this order.
 */
export async function findLocalServers({
  fetch = globalThis.fetch,
  timeoutInMs = 300,
  ports = { ollama: 11_434, lmStudio: 1_234, llamaServer: 8_080 },
}: {
  fetch?: typeof globalThis.fetch;
  timeoutInMs?: number;
  ports?: { ollama: number; lmStudio: number; llamaServer: number };
} = {}): Promise<LocalServer[]> {
  const signal = AbortSignal.timeout(timeoutInMs);
  const at = async (
    name: LocalServer['name'],
    port: number,
    listModels: (ask: Ask) => Promise<string[] | undefined>,
  ): Promise<LocalServer[]> => {
    const url = `http://127.0.0.1:${port}`;
    const models = await listModels((path) =>
      fetchJson(`${url}${path}`, { fetch, signal, redirect: 'manual' }),
    );
    if (models === undefined) return [];
    const [first] = models;
    const address = name === 'Ollama' ? `ollama:${first}` : `compatible:${first}@${url}/v1`;
    return [{ name, url, models, ...(first !== undefined && { address }) }];
  };
  const found = await Promise.all([
    at('Ollama', ports.ollama, listOllama),
    at('LM Studio', ports.lmStudio, listStudio),
    at('llama-server', ports.llamaServer, listLlama),
  ]);
  return found.flat();
}

const word = z.string().optional().catch(undefined);

const ollamaTags = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      /** Runs in somebody's cloud: never what is meant by a server on this machine. */
      remote_host: word,
      details: z.object({ family: word }).optional().catch(undefined),
    }),
  ),
});

async function listOllama(ask: Ask): Promise<string[] | undefined> {
  return ollamaTags
    .safeParse(await ask('/api/tags'))
    .data?.models.filter(({ name, remote_host, details }) => {
      const isEmbedding = /embed/i.test(name) || /bert/i.test(details?.family ?? '');
      return !isEmbedding && remote_host === undefined;
    })
    .map(({ name }) => name);
}

const studioModels = z.object({
  data: z.array(z.object({ id: z.string(), type: z.string(), state: z.string() })),
});

async function listStudio(ask: Ask): Promise<string[] | undefined> {
  const all = studioModels.safeParse(await ask('/api/v0/models')).data?.data;
  const writers = all?.filter(({ type }) => type === 'llm' || type === 'vlm');
  // Others are loaded at the first call, with a context nobody has chosen.
  const isLoaded = ({ state }: { state: string }): boolean => state === 'loaded';
  return (
    writers && [...writers.filter(isLoaded), ...writers.filter((each) => !isLoaded(each))].map(({ id }) => id)
  );
}

const llamaProps = z.object({ default_generation_settings: z.looseObject({}), model_path: z.string() });
const llamaModels = z.object({
  data: z.array(z.object({ id: z.string(), owned_by: z.literal('llamacpp') })).min(1),
});

async function listLlama(ask: Ask): Promise<string[] | undefined> {
  const [models, props] = await Promise.all([ask('/v1/models'), ask('/props')]);
  const listed = llamaModels.safeParse(models).data?.data.map(({ id }) => id);
  // It serves its one model under any name.
  const path = llamaProps.safeParse(props).data?.model_path;
  return listed ?? (path === undefined ? undefined : [path.replace(/^.*[\\/]/, '')]);
}
