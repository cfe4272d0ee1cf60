/** A real HTTP server on loopback that answers as a provider would, for tests of the wire formats. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type WireReply = {
  status?: number;
  headers?: Record<string, string>;
  /** Objects are sent as JSON, text as it is. */
  body: unknown;
  /** `cut`: the socket is destroyed after the body; `hang`: nothing follows it. */
  ending?: 'end' | 'cut' | 'hang';
};

type WireRequest = { url: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };

type WireServer = AsyncDisposable & { url: string; requests: WireRequest[] };

/** Answers the calls in order; the last reply is for all further ones. */
export async function startWireServer(replies: readonly WireReply[]): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
      requests.push({ url: request.url ?? '', headers: request.headers, body: sent });
      const reply = replies[requests.length - 1] ?? replies.at(-1);
      const { status = 200, headers = {}, body, ending = 'end' } = reply ?? { status: 500, body: '' };
      const type = typeof body === 'string' ? 'text/event-stream' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (ending === 'end') response.end(text);
      // The body must be on its way before the socket goes.
      else if (ending === 'cut') response.write(text, () => setTimeout(() => response.destroy(), 20));
      else response.write(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A stream file without its first line, which says where it comes from. */
export function readChunks(path: string): string {
  const text = readFileSync(path, 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}
