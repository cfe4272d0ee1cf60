import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchUrl } from './fetch-url.ts';
import { isPublicAddress } from './public-address.ts';

const seen: string[] = [];
const answers: Record<string, RequestListener> = {
  '/page': (_request, response) => {
    response.setHeader('content-type', 'text/html; charset=gbk').end('<p>Tide</p>');
  },
  '/packed': (_request, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(5_000)));
  },
  '/moved': (_request, response) => response.writeHead(302, { location: '/page#here' }).end(),
  '/inside': (_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  '/file': (_request, response) => response.writeHead(302, { location: 'file:///etc/hosts' }).end(),
  '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
  '/slow': (_request, response) => response.write('…'),
};
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The test server lies inside; only its own address is let through. */
const isAllowed = (address: string): boolean => /^(?:127\.0\.0\.1|::1)$/.test(address);
const options = { maxBytes: 1_000, timeoutInMs: 5_000, isAllowed };

describe('fetchUrl', () => {
  it('fetches a document through a redirect', async () => {
    const { url, bytes, contentType, charset } = await fetchUrl(`${base}/moved`, options);
    expect({ url, contentType, charset }).toEqual({
      url: `${base}/page`,
      contentType: 'text/html',
      charset: 'gbk',
    });
    expect(Buffer.from(bytes).toString()).toBe('<p>Tide</p>');
  });

  it('never connects to an inner address, by name or by number', async () => {
    const before = seen.length;
    const { port } = server.address() as AddressInfo;
    for (const host of ['localhost', '127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]']) {
      const fetched = fetchUrl(`http://${host}:${port}/page`, { maxBytes: 1_000, timeoutInMs: 5_000 });
      await expect(fetched, host).rejects.toThrow('lies inside a private network');
    }
    expect(seen.length).toBe(before);
  });

  it.each([
    ['/inside', 'got `169.254.169.254`, which lies inside'],
    ['/file', 'Expected an http or https address'],
    ['/round', 'Expected at most 5 redirects'],
    ['/packed', 'Expected at most 0.001 MB'],
    ['/none', 'got status 404'],
  ])('gives up on %s with the reason', async (path, message) => {
    await expect(fetchUrl(`${base}${path}`, options)).rejects.toThrow(message);
  });

  it('gives up on a server that does not finish', async () => {
    const fetched = fetchUrl(`${base}/slow`, { ...options, timeoutInMs: 100 });
    await expect(fetched).rejects.toThrow('Expected the whole document within 0.1 s');
  });

  it('ends with the abort when it is aborted', async () => {
    const fetched = fetchUrl(`${base}/slow`, { ...options, abortSignal: AbortSignal.timeout(100) });
    await expect(fetched).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('refuses an address with a password, without repeating it', async () => {
    await expect(fetchUrl('http://me:secret@example.com/', options)).rejects.toThrow(/^(?!.*secret)/);
  });
});

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '2606:4700::1111'])('lets %s pass', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '::',
    '::1',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'localhost',
  ])('keeps %s out', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
