/** What `doctor` finds out about models: keys, servers, the optional native part, and which model would write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectModel } from '../model/detect-model.ts';
import { readEndpointFacts } from '../model/endpoint-facts.ts';
import { ggufFolder, listGgufFiles } from '../model/gguf/gguf-files.ts';
import { findLlama } from '../model/gguf/llama-library.ts';
import { findLocalServers, type LocalServer } from '../model/local-servers.ts';
import { priceTableDate } from '../model/price-table.ts';
import { readConfig } from './config.ts';
import type { Check } from './doctor-check.ts';
import { formatCount, formatNumber } from './format.ts';

const keyNames = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'GEMINI_API_KEY',
  'OPENROUTER_API_KEY',
  'OLLAMA_API_KEY',
  'LONGHAND_API_KEY',
];

/** Names only; a value is never shown. */
export async function checkKeys(env: NodeJS.ProcessEnv): Promise<Check[]> {
  const names = [...keyNames, ...Object.keys(env).filter((name) => name.startsWith('LONGHAND_API_KEY_'))];
  const isSet = (name: string): boolean => (env[name] ?? '').trim() !== '';
  const set = names.filter(isSet);
  const unset = names.filter((name) => !isSet(name));
  const damaged = set.filter((name) => !/^[\x21-\x7e]+$/.test((env[name] ?? '').trim()));
  if (set.length === 0) {
    const next =
      'Set one, such as OPENAI_API_KEY, for a provider. A server of your own and simulated: need none.';
    return [{ name: 'keys', state: 'note', found: `none is set of ${unset.join(', ')}`, next }];
  }
  return [
    {
      name: 'keys',
      state: 'ok',
      found: `set: ${set.join(', ')}${unset.length === 0 ? '' : `; not set: ${unset.join(', ')}`}`,
    },
    ...damaged.map(
      (name): Check => ({
        name: 'keys',
        state: 'note',
        found: `${name} holds blanks or signs that no key has`,
        next: `Copy the key again and set ${name} anew.`,
      }),
    ),
  ];
}

/** Below it a section, its plan and the text before it hardly fit. */
const smallWindow = 8_192;

/** Servers on the usual ports, with the address to use and the window they were started with. */
export async function checkServers({
  fetch,
  env,
}: {
  fetch: typeof globalThis.fetch;
  env: NodeJS.ProcessEnv;
}): Promise<Check[]> {
  const servers = await findLocalServers({ fetch });
  if (servers.length === 0) {
    const next = 'Start Ollama, LM Studio or llama-server to write with a model on this machine.';
    return [{ name: 'local servers', state: 'note', found: 'none answers on the usual ports', next }];
  }
  return Promise.all(
    servers.map(async (server): Promise<Check> => {
      const { name, url, address, models } = server;
      if (address === undefined) {
        const next =
          name === 'Ollama' ? 'Fetch a model: ollama pull qwen3:8b' : `Load a model that writes in ${name}.`;
        return { name: 'local servers', state: 'note', found: `${name} at ${url} has no model`, next };
      }
      const window = (await readEndpointFacts(address, { fetch, env }).catch(() => undefined))?.contextTokens;
      const size = window === undefined ? 'window unknown' : `window ${formatNumber(window)} tokens`;
      const found = `${name} at ${url}, ${formatCount(models.length, 'model')}, ${size}`;
      if (window !== undefined && window < smallWindow && name !== 'Ollama')
        return { name: 'local servers', state: 'note', found, next: enlarge(server) };
      return { name: 'local servers', state: 'ok', found, next: `Use it with --model ${address}` };
    }),
  );
}

/** Ollama needs nothing: its window is asked for with every call. */
const enlarge = ({ name }: LocalServer): string =>
  name === 'LM Studio'
    ? 'Load the model with a longer context (lms load <model> --context-length 16384), or write with this window as it is.'
    : 'Start it with a larger window (llama-server -c 16384), or write with this window as it is.';

/** Which model would write without --model. */
export async function checkChoice({
  fetch,
  env,
  cwd,
  home,
}: {
  fetch: typeof globalThis.fetch;
  env: NodeJS.ProcessEnv;
  cwd: string;
  home: string;
}): Promise<Check> {
  const name = 'model';
  const config = await readConfig(cwd, home).catch(() => ({ model: undefined, path: '' }));
  if (config.model !== undefined)
    return { name, state: 'ok', found: `${config.model}, named in ${config.path}` };
  const detected = await detectModel({ env, fetch });
  if (detected !== undefined)
    return { name, state: 'ok', found: `${detected.address}, because ${detected.reason}` };
  const next =
    'Name one with --model, or put {"model": "…"} into longhand.config.json: mini is for practice only.';
  return { name, state: 'note', found: 'mini, since no other is found', next };
}

export async function checkConfig(cwd: string, home: string): Promise<Check[]> {
  try {
    const { path } = await readConfig(cwd, home);
    return path === undefined ? [] : [{ name: 'configuration', state: 'ok', found: path }];
  } catch (error) {
    const found = (error as Error).message;
    return [{ name: 'configuration', state: 'no', found, next: 'Mend the file, or move it away.' }];
  }
}

/** What runs GGUF files in this process is an optional part. */
export async function checkNative(env: NodeJS.ProcessEnv): Promise<Check> {
  const name = 'gguf';
  const folder = ggufFolder(env);
  const files = await listGgufFiles(folder);
  const here = `${formatCount(files.length, 'file')} in ${folder}`;
  const version = findLlamaVersion();
  if (version !== undefined) {
    const next =
      files.length === 0 ? 'Fetch a model: longhand models pull gguf:hf:<user>/<model>:<quant>' : undefined;
    return { name, state: 'ok', found: `node-llama-cpp ${version}, ${here}`, ...(next && { next }) };
  }
  return {
    name,
    state: 'note',
    found: `node-llama-cpp is not installed, ${here}`,
    next: `To run GGUF files without a server: npm install node-llama-cpp@${wantedVersion()}`,
  };
}

/** The version of Longhand itself, which every question about it asks for. */
export async function checkPackage(): Promise<Check> {
  return { name: 'longhand', state: 'ok', found: readPackage().version };
}

function readPackage(): { version: string; peerDependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
}

function wantedVersion(): string {
  return readPackage().peerDependencies?.['node-llama-cpp'] ?? 'latest';
}

function findLlamaVersion(): string | undefined {
  const file = findLlama();
  return file && (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

const oldTableInDays = 90;

export async function checkPrices(now: Date): Promise<Check> {
  const ageInDays = Math.floor((now.getTime() - Date.parse(priceTableDate)) / 86_400_000);
  const found = `table of ${priceTableDate}`;
  if (ageInDays <= oldTableInDays) return { name: 'prices', state: 'ok', found };
  const next = 'Update Longhand, or give prices with --price input,cached,output.';
  return { name: 'prices', state: 'note', found: `${found}, ${ageInDays} days old`, next };
}
