/** Base URLs as people give them, in an address or a variable. */
import { UsageError } from '../../errors.ts';
import { redact } from '../redact.ts';

/**
 * Reads a base URL. The dot that may end a host name is dropped: keys are found by the name.
 *
 * @param field - Name of the address or variable it stands in, for the error.
 * @throws {UsageError} Not http(s), or with credentials: addresses are printed and stored.
 */
export function parseBaseUrl(text: string, field: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '') {
    throw new UsageError(
      `Expected ${field} to hold a base URL such as \`http://127.0.0.1:8000/v1\`, got \`${redact(text)}\`.`,
    );
  }
  url.hostname = url.hostname.replace(/\.$/, '');
  const hasSecret = [...url.searchParams].some(
    ([name, value]) =>
      /key|token|secret|pass|pwd|auth|credential|sig|jwt/i.test(name) || redact(value) !== value,
  );
  if (url.username !== '' || url.password !== '' || hasSecret) {
    throw new UsageError(
      `Expected ${field} to hold a base URL without a key or password, got one for \`${url.host}\` with it: addresses are printed and stored. Put the key into the environment variable instead.`,
    );
  }
  return url;
}

/** Without the slash the SDK would double. */
export const withoutSlash = (url: URL): string => `${url.origin}${url.pathname}`.replace(/\/+$/, '');

/** The same, with the provider's usual version behind a bare host: tools differ in whether their variable has it. */
export const withVersion = (url: URL, version: string): string =>
  url.pathname === '/' ? `${url.origin}${version}` : withoutSlash(url);
