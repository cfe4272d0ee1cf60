/** Which environment variable holds the key for which endpoint. A key goes to its own endpoint and nowhere else. */
import { UsageError } from '../../errors.ts';
import { hideKey } from '../redact.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const variablesByProvider: Record<string, readonly string[]> = {
  openai: ['OPENAI_API_KEY'],
  anthropic: ['ANTHROPIC_API_KEY'],
  google: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
  openrouter: ['OPENROUTER_API_KEY'],
  ollama: ['OLLAMA_API_KEY'],
  compatible: ['LONGHAND_API_KEY'],
};

/** Hosts whose key has a name of its own, also when they are reached through `compatible:`. */
const variablesByHost: Record<string, readonly string[]> = {
  'api.openai.com': ['OPENAI_API_KEY'],
  'openrouter.ai': ['OPENROUTER_API_KEY'],
  'generativelanguage.googleapis.com': ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
  'api.anthropic.com': ['ANTHROPIC_API_KEY'],
};

/**
 * Names of the variables a key for this model address may be in, the usual one first; empty where none is used.
 *
 * A run may use several `compatible:` hosts, so each can have a key of its own beside the usual one.
 */
export function keyVariablesOf(address: string): readonly string[] {
  const provider = address.slice(0, Math.max(0, address.indexOf(':')));
  const url = address.slice(address.lastIndexOf('@http') + 1);
  return variablesFor(provider, URL.canParse(url) ? new URL(url).hostname : '');
}

function variablesFor(provider: string, hostname: string): readonly string[] {
  const usual = variablesByProvider[provider] ?? [];
  if (provider !== 'compatible') return usual;
  const named = variablesByHost[hostname];
  if (named !== undefined || hostname === '') return named ?? usual;
  return [...usual, `LONGHAND_API_KEY_${hostname.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`];
}

/**
 * Finds the key for an address.
 *
 * The most specific variable that is set wins. Loopback and private hosts may do without one. A key is never sent in the clear to a public host.
 *
 * @param baseUrl - Where the calls will go.
 * @returns undefined where the endpoint needs none and none is set.
 * @throws {UsageError} No key for a public host, a key with characters no header can carry, or no encryption.
 */
export function findKey(address: string, baseUrl: URL, env: Environment): string | undefined {
  // From the URL that will be called, not from the address: the two must never disagree about a key.
  const variables = variablesFor(address.slice(0, address.indexOf(':')), baseUrl.hostname);
  const variable = variables.findLast((name) => (env[name] ?? '').trim() !== '');
  if (variable === undefined) {
    if (isNearby(baseUrl.hostname)) return undefined;
    const names = variables.map((name) => `\`${name}\``).join(' or ');
    throw new UsageError(
      `Expected a key for \`${address}\` in the environment variable ${names}, found none. Set it, for example with \`export ${variables[0]}=…\`, and run again.`,
    );
  }
  const key = (env[variable] ?? '').trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new UsageError(
      `Expected \`${variable}\` to hold a key of printable ASCII characters without spaces, got something else. Copy the key again.`,
    );
  }
  if (baseUrl.protocol === 'http:' && !isNearby(baseUrl.hostname)) {
    throw new UsageError(
      `Expected an \`https://\` base URL for \`${baseUrl.hostname}\`, got \`http://\`: \`${variable}\` would be sent unencrypted. Use https, or unset the variable.`,
    );
  }
  hideKey(key);
  return key;
}

/** This machine, a private network, or a name without a dot, as container networks give. */
export function isNearby(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.local')) return true;
  if (host === '::1' || /^f[cd][0-9a-f]{2}:/.test(host)) return true;
  if (/^(?:127|10)\.\d+\.\d+\.\d+$|^192\.168\.\d+\.\d+$|^0\.0\.0\.0$/.test(host)) return true;
  if (/^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host)) return true;
  return !host.includes('.') && !host.includes(':');
}
