/** The simulated model over HTTP, in the OpenAI chat-completions wire format, for tools that speak nothing else. */
import { appendFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { UsageError } from '../../errors.ts';
import { createChatApp, type ServedRequest } from './chat-app.ts';
import type { SimulatedParameters } from './parameters.ts';
import { createSimulatedModel } from './simulated-model.ts';

/**
 * Serves `POST /v1/chat/completions` (streamed or not) and `GET /v1/models` on the loopback address.
 *
 * A request has the same identity, and so the same text, as in process. Every model name is accepted. Errors
 * have the shape OpenAI sends; a cut destroys the socket. Keys are neither needed nor read.
 *
 * @param options.port - 0 takes any free port; the URL says which.
 * @param options.logFile - One JSON line per request is appended: hash, status, words, finishReason, ms.
 * @returns The base URL, ending in `/v1`, and a way to stop.
 * @throws {UsageError} The port is taken, or the log file cannot be written.
 */
export async function startSimulatedServer(
  parameters: SimulatedParameters,
  options: { port: number; host?: string; logFile?: string; onRequest?: (request: ServedRequest) => void },
): Promise<{ url: string; close(): Promise<void> }> {
  const { port, host = '127.0.0.1', logFile, onRequest } = options;
  const append = logFile === undefined ? undefined : openLog(logFile);
  const app = createChatApp(createSimulatedModel(parameters), parameters.contextTokens, (request) => {
    const { hash, status, words, finishReason, ms, modelMs } = request;
    append?.({ hash, status, words, finishReason, ms, modelMs, startedAt: request.startedAt.toISOString() });
    onRequest?.(request);
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === 'EADDRINUSE' ? 'it is taken' : (cause.code ?? cause.message);
      reject(
        new UsageError(
          `Expected \`port\` ${port} on \`${host}\` to be free, but ${reason}. Choose another.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function openLog(path: string): (entry: object) => void {
  const append = (text: string): void => appendFileSync(path, text);
  try {
    append('');
  } catch (cause) {
    throw new UsageError(`Expected \`logFile\` to be a file that can be written, got \`${path}\`.`, {
      cause,
    });
  }
  return (entry) => append(`${JSON.stringify(entry)}\n`);
}
