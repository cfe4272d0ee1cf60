/** Where Ollama is, read from `OLLAMA_HOST` as Ollama's own client reads it. */
import { parseBaseUrl } from './base-url.ts';
import type { Environment } from './keys.ts';

/**
 * Reads `OLLAMA_HOST`: `host`, `host:port`, `:port`, `[::1]:port` or a URL. Default `http://127.0.0.1:11434`.
 *
 * Without a scheme the port is 11434 unless given; with one it is the scheme's. Addresses that servers listen on but
 * nobody can call everywhere, such as 0.0.0.0, become loopback.
 *
 * @throws {UsageError} No host, or one with a key or password in it.
 */
export function parseOllamaHost(env: Environment): URL {
  const given = (env.OLLAMA_HOST ?? '').trim().replaceAll(/^["']|["']$/g, '');
  const url = parseBaseUrl(given.includes('://') ? given : `http://${withPort(given)}`, '`OLLAMA_HOST`');
  if (/^(?:0\.0\.0\.0|\[::\])$/.test(url.hostname)) url.hostname = '127.0.0.1';
  return url;
}

function withPort(given: string): string {
  const [, host = '', port = '11434', path = ''] =
    /^(\[[^\]]*\]|[^:/]*)(?::(\d*))?(\/.*)?$/.exec(given) ?? [];
  if (host === '' && given !== '' && !given.startsWith(':')) return given;
  return `${host || '127.0.0.1'}:${port || '11434'}${path}`;
}
