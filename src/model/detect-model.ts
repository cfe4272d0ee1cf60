/** Which model writes when nobody names one, and why. */
import { findLlama } from './gguf/llama-library.ts';
import { findLocalServers } from './local-servers.ts';
import type { Environment } from './providers/keys.ts';

export type DetectedModel = {
  address: string;
  /** A clause for people: `OPENAI_API_KEY is set`. */
  reason: string;
};

/**
 * Current models of middle price and long context, all of them in prices.json; OpenRouter's is the alias by which it
 * chooses itself.
 */
const providerDefaults = [
  { variables: ['OPENAI_API_KEY'], address: 'openai:gpt-6-sol' },
  { variables: ['ANTHROPIC_API_KEY'], address: 'anthropic:claude-sonnet-5' },
  { variables: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'], address: 'google:gemini-3.8-flash' },
  { variables: ['OPENROUTER_API_KEY'], address: 'openrouter:openrouter/auto' },
];

/**
 * Looks for a model: a provider whose key is set, a local server that answers, a downloaded GGUF file.
 *
 * A configuration file comes before all of these; whoever calls has read it. Makes no call to any model.
 *
 * @returns undefined when there is none of them.
 */
export async function detectModel({
  env,
  fetch = globalThis.fetch,
}: {
  env: Environment;
  fetch?: typeof globalThis.fetch;
}): Promise<DetectedModel | undefined> {
  for (const { variables, address } of providerDefaults) {
    const variable = variables.find((name) => (env[name] ?? '').trim() !== '');
    if (variable !== undefined) return { address, reason: `${variable} is set` };
  }
  const server = (await findLocalServers({ fetch })).find((each) => each.address !== undefined);
  if (server?.address !== undefined)
    return { address: server.address, reason: `${server.name} answers at ${server.url}` };
  return detectGguf(env);
}

/** A file alone is not enough: what runs it is an optional part. */
async function detectGguf(env: Environment): Promise<DetectedModel | undefined> {
  const { ggufFolder, listGgufFiles } = await import('./gguf/gguf-files.ts');
  const folder = ggufFolder(env);
  const [first] = await listGgufFiles(folder);
  if (first === undefined) return undefined;
  if (findLlama() === undefined) return undefined;
  return { address: first.address, reason: `it is the first GGUF file in ${folder}` };
}
