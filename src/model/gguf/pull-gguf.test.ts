import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullGguf } from './pull-gguf.ts';

const size = 400_000;
const fileOf = (seed: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8) + seed) & 255));
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** A hub with one file, under any name; breaks off, slows down and changes the file when told to. */
type Hub = {
  file: Buffer;
  etag: string;
  /** Bytes after which each answer breaks off. */
  breakAfter: number;
  /** Pause between pieces of 20,000 bytes. */
  pauseInMs: number;
  manifest: unknown;
  asked: { path: string; range: string | undefined; authorization: string | undefined }[];
  sentBytes: number;
};

let hub: Hub;
let server: Server;
let base: string;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longhand-pull-'));
  hub = {
    file: fileOf(1),
    etag: '"one"',
    breakAfter: Number.POSITIVE_INFINITY,
    pauseInMs: 0,
    manifest: {},
    asked: [],
    sentBytes: 0,
  };
  server = createServer(async (request, response) => {
    const { range, authorization, 'if-range': condition } = request.headers;
    hub.asked.push({ path: request.url ?? '', range, authorization });
    if (request.url?.includes('/manifests/')) {
      response.end(JSON.stringify(hub.manifest));
      return;
    }
    if (request.url?.includes('missing')) {
      response.writeHead(404).end();
      return;
    }
    const start = condition === hub.etag ? Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0) : 0;
    const rest = hub.file.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      etag: hub.etag,
      'content-length': rest.length,
      ...(start > 0 && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
    });
    for (let sent = 0; sent < rest.length && !response.destroyed; sent += 20_000) {
      if (sent >= hub.breakAfter) {
        response.destroy();
        return;
      }
      const piece = rest.subarray(sent, sent + 20_000);
      response.write(piece);
      hub.sentBytes += piece.length;
      await new Promise((resolve) => setTimeout(resolve, hub.pauseInMs));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('pullGguf', () => {
  it('fetches a file and says how far it is', async () => {
    const heard: number[] = [];
    const { path, bytes } = await pullGguf(`gguf:${base}/tiny.gguf`, {
      folder,
      onProgress: ({ doneBytes, totalBytes }) => heard.push(doneBytes / totalBytes),
    });
    expect(path).toBe(join(folder, 'tiny.gguf'));
    expect(bytes).toBe(size);
    expect(readFileSync(path).equals(hub.file)).toBe(true);
    expect(heard.at(-1)).toBe(1);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(readdirSync(folder)).toEqual(['tiny.gguf']);
  });

  it('goes on by itself where the connection breaks', async () => {
    hub.breakAfter = 150_000;
    const { path } = await pullGguf(`gguf:${base}/tiny.gguf`, { folder });
    expect(readFileSync(path).equals(hub.file)).toBe(true);
    expect(hub.asked.length).toBeGreaterThan(1);
    // Only what was on the wire at a break is sent twice.
    expect(hub.sentBytes).toBeLessThan(size * 1.6);
  });

  it('goes on after an abort', async () => {
    hub.pauseInMs = 5;
    const controller = new AbortController();
    const call = pullGguf(`gguf:${base}/tiny.gguf`, {
      folder,
      abortSignal: controller.signal,
      onProgress: ({ doneBytes }) => {
        if (doneBytes >= 200_000) controller.abort();
      },
    });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(folder)).not.toContain('tiny.gguf');
    const have = statSync(join(folder, 'tiny.gguf.part')).size;
    const { path } = await pullGguf(`gguf:${base}/tiny.gguf`, { folder });
    expect(hub.asked.at(-1)?.range).toBe(`bytes=${have}-`);
    expect(readFileSync(path).equals(hub.file)).toBe(true);
  });

  it('goes on after the process was killed', async () => {
    hub.pauseInMs = 20;
    const script = join(folder, 'pull.ts');
    writeFileSync(
      script,
      `import { pullGguf } from ${JSON.stringify(new URL('./pull-gguf.ts', import.meta.url).pathname)};
       await pullGguf('gguf:${base}/tiny.gguf', { folder: ${JSON.stringify(folder)}, onProgress: ({ doneBytes }) => console.log(doneBytes) });`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (data: Buffer) => {
      if (
        data
          .toString()
          .split('\n')
          .some((line) => Number(line) >= 100_000)
      )
        child.kill('SIGKILL');
    });
    await once(child, 'close');
    hub.pauseInMs = 0;
    const have = statSync(join(folder, 'tiny.gguf.part')).size;
    expect(have).toBeGreaterThanOrEqual(100_000);
    expect(have).toBeLessThan(size);
    const { path } = await pullGguf(`gguf:${base}/tiny.gguf`, { folder });
    expect(hub.asked.at(-1)?.range).toBe(`bytes=${have}-`);
    expect(readFileSync(path).equals(hub.file)).toBe(true);
  });

  it('begins anew where the file on the server is another one by now', async () => {
    writeFileSync(join(folder, 'tiny.gguf.part'), fileOf(1).subarray(0, 100_000));
    writeFileSync(join(folder, 'tiny.gguf.part.etag'), '"one"');
    hub.file = fileOf(2);
    hub.etag = '"two"';
    const { path } = await pullGguf(`gguf:${base}/tiny.gguf`, { folder });
    expect(readFileSync(path).equals(hub.file)).toBe(true);
  });

  it('asks the hub which file a quantisation is, and sends the token there', async () => {
    hub.manifest = { ggufFile: { rfilename: 'model-Q4_0.gguf', lfs: { sha256: sha256(hub.file) } } };
    const { path } = await pullGguf('gguf:hf:user/model:Q4_0', {
      folder,
      endpoint: `${base}/`,
      token: 'secret',
    });
    expect(path).toBe(join(folder, 'user_model.Q4_0.gguf'));
    expect(hub.asked).toEqual([
      { path: '/v2/user/model/manifests/Q4_0', range: undefined, authorization: 'Bearer secret' },
      { path: '/user/model/resolve/main/model-Q4_0.gguf', range: undefined, authorization: 'Bearer secret' },
    ]);
  });

  it('fetches every part of a split model', async () => {
    hub.manifest = { ggufFile: { rfilename: 'Q4_0/model-00001-of-00002.gguf' } };
    const { path, bytes } = await pullGguf('gguf:hf:user/model:Q4_0', { folder, endpoint: base });
    expect(path).toBe(join(folder, 'user_model.Q4_0-00001-of-00002.gguf'));
    expect(bytes).toBe(2 * size);
    expect(readdirSync(folder).sort()).toEqual([
      'user_model.Q4_0-00001-of-00002.gguf',
      'user_model.Q4_0-00002-of-00002.gguf',
    ]);
  });

  it('throws away what is not what the hub announced', async () => {
    hub.manifest = { ggufFile: { rfilename: 'model.gguf', lfs: { sha256: sha256(fileOf(3)) } } };
    const call = pullGguf('gguf:hf:user/model:Q4_0', { folder, endpoint: base });
    await expect(call).rejects.toThrow('Expected the fetched file to have the SHA-256');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['gguf:hf:user/none:Q4_0', 'to have a GGUF file `Q4_0`'],
    ['gguf:hf:user/model/missing.gguf', 'got HTTP 404'],
    ['gguf:some/path.gguf', 'Expected an address that can be fetched'],
  ])('says what is wrong with %s', async (address, message) => {
    const call = pullGguf(address, { folder, endpoint: base });
    await expect(call).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(message) });
  });
});

it('says so where the hub cannot be reached', async () => {
  const pull = pullGguf('gguf:hf:some/model', {
    folder: join(tmpdir(), 'longhand-nowhere'),
    endpoint: 'http://127.0.0.1:9',
  });
  await expect(pull).rejects.toThrow('`127.0.0.1:9` could not be reached');
});
