/** Fetches a document from the web without becoming a door into the network this runs in. */
import { lookup as lookupAddresses } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { UsageError } from '../errors.ts';
import { isPublicAddress } from './public-address.ts';

const mostRedirects = 5;

export type FetchOptions = {
  /** After unpacking. */
  maxBytes: number;
  /** For the whole fetch, redirects included. */
  timeoutInMs: number;
  abortSignal?: AbortSignal | undefined;
  /** Decides about every address before it is connected to. Default: public addresses only. */
  isAllowed?: (address: string) => boolean;
};

/**
 * Fetches a document with GET.
 *
 * The address is checked at the moment of connecting, on what the name was resolved to, and again after every
 * redirect, so that a name which changes its address in between gains nothing. No cookies, no credentials, no proxy.
 *
 * @returns `url` after redirects, without its fragment.
 * @throws {UsageError} Not http(s), an inner address, too large, too slow, too many redirects, or an error status.
 */
export async function fetchUrl(
  address: string,
  options: FetchOptions,
): Promise<{ url: string; bytes: Uint8Array; contentType: string | undefined; charset: string | undefined }> {
  const timeout = AbortSignal.timeout(options.timeoutInMs);
  const signal = options.abortSignal ? AbortSignal.any([options.abortSignal, timeout]) : timeout;
  let url = checkUrl(address);
  try {
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await open(url, signal, options.isAllowed ?? isPublicAddress);
      const status = response.statusCode ?? 0;
      const location = response.headers.location;
      if (status >= 300 && status < 400 && location !== undefined) {
        response.destroy();
        url = checkUrl(new URL(location, url).href);
        continue;
      }
      if (status !== 200) {
        response.destroy();
        throw new UsageError(
          `Expected a document, got status ${status}. Check the address, or save it as a file.`,
        );
      }
      const bytes = await readBody(response, options.maxBytes, signal);
      const [contentType, charset] = parseContentType(response.headers['content-type']);
      return { url: url.href, bytes, contentType, charset };
    }
  } catch (error) {
    if (options.abortSignal?.aborted) throw options.abortSignal.reason;
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw timeout.aborted
      ? new UsageError(
          `Expected the whole document within ${options.timeoutInMs / 1000} s, got less. Save it as a file.`,
        )
      : new UsageError(
          `Expected an answer, got: ${error.message}. Check the address, or save it as a file.`,
          { cause: error },
        );
  }
  throw new UsageError(
    `Expected at most ${mostRedirects} redirects, got more. Name the last address itself.`,
  );
}

function checkUrl(address: string): URL {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `Expected an http or https address, got \`${address}\`. Save the document as a file.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      'Expected an address without a name and password in it. Save the document as a file.',
    );
  }
  url.hash = '';
  return url;
}

function open(
  url: URL,
  signal: AbortSignal,
  isAllowed: (address: string) => boolean,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up, so it is checked here.
  if (isIP(host) !== 0 && !isAllowed(host)) throw refuse(host);
  const lookup: LookupFunction = (name, settings, callback) => {
    lookupAddresses(name, { ...settings, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const inner = addresses.find(({ address }) => !isAllowed(address));
      if (inner !== undefined) return callback(refuse(`${name} (${inner.address})`), '', 0);
      if (settings.all) return callback(null, addresses);
      const first = addresses[0];
      callback(null, first?.address ?? '', first?.family);
    });
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'longhand' };
    // Without an agent of its own the request could ride on a connection opened under other rules.
    const outgoing = request(url, { agent: false, lookup, signal, headers }, resolve);
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const refuse = (host: string): UsageError =>
  new UsageError(
    `Expected a public address, got \`${host}\`, which lies inside a private network. Save the document as a file.`,
  );

async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of unpack(response, signal)) {
    size += piece.length;
    if (size > maxBytes) {
      response.destroy();
      throw new UsageError(
        `Expected at most ${maxBytes / 1e6} MB, got more. Save the part needed as a file.`,
      );
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Servers may pack although they were asked not to. */
function unpack(response: IncomingMessage, signal: AbortSignal): Readable {
  const encoding = response.headers['content-encoding'];
  const decoder =
    encoding === 'gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  if (decoder === undefined) return response;
  response.on('error', (error) => decoder.destroy(error));
  signal.addEventListener('abort', () => decoder.destroy(new Error('aborted')), { once: true });
  return response.pipe(decoder);
}

function parseContentType(
  header: string | undefined,
): [type: string | undefined, charset: string | undefined] {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(header ?? '')?.[1];
  return [header?.split(';', 1)[0]?.trim().toLowerCase(), charset];
}
