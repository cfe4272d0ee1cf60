/** What the stand-ins for model servers share: a port on loopback, and the wire format of chat completions. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

type ServerRequest = {
  /** Method and path, as in `GET /v1/models`. */
  route: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
};

export type TestServer = AsyncDisposable & { url: string; port: number; requests: ServerRequest[] };

/** Starts a server; `answer` gets every request. */
export async function startServer(
  answer: (request: ServerRequest, response: ServerResponse) => void,
): Promise<TestServer> {
  const requests: ServerRequest[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const request = {
        route: `${message.method} ${message.url}`,
        headers: message.headers,
        body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>,
      };
      requests.push(request);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A streamed chat completion; `last` are fields of the chunk with the finish reason. */
export function sendCompletion(
  response: ServerResponse,
  {
    model,
    deltas,
    finishReason,
    usage,
    last = {},
  }: {
    model: string;
    deltas: readonly Record<string, string>[];
    finishReason: 'stop' | 'length';
    usage: { prompt_tokens: number; completion_tokens: number };
    last?: Record<string, unknown>;
  },
): void {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_795_000_000, model };
  const chunks = [
    ...deltas.map((delta) => ({ ...head, choices: [{ index: 0, delta, finish_reason: null }] })),
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: finishReason }], ...last },
    {
      ...head,
      choices: [],
      usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    },
  ];
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.end('data: [DONE]\n\n');
}

/** Everything a request says, in order. */
export function promptOf(body: Record<string, unknown>): string {
  return (body.messages as { content: string }[]).map(({ content }) => content).join('\n');
}

/** The last tokens of a text: what is left of a prompt whose beginning was dropped. */
export function keepEnd(text: string, tokens: number): string {
  const sent = countTokens(text);
  return sent <= tokens ? text : text.slice(Math.ceil(text.length * (1 - tokens / sent)));
}

/** An answer that shows which words of the prompt were read. */
export function quoteEnds(prompt: string): string {
  const words = prompt.split(/\s+/).filter((word) => word !== '');
  return `The first word was ${words[0]}, the last was ${words.at(-1)}.`;
}

export { countTokens };
