/** An endpoint of embeddings on this machine: OpenAI's wire format, vectors by a function of the text. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type EmbeddingRequest = { texts: string[]; model: string };

export type EmbeddingServer = {
  /** With `/v1`. */
  url: string;
  /** `compatible:` address of its model. */
  address: string;
  requests: EmbeddingRequest[];
  close(): Promise<void>;
};

/** @param answer - Vectors of the texts, or a status and body to fail with; told how many requests came before. */
export async function startEmbeddingServer(
  answer: (texts: readonly string[], before: number) => number[][] | { status: number; body: unknown },
): Promise<EmbeddingServer> {
  const requests: EmbeddingRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    incoming.on('end', () => {
      // Lists of models, and whatever else is looked up.
      if (incoming.method !== 'POST') {
        outgoing.writeHead(404).end();
        return;
      }
      const { input, model } = JSON.parse(body) as { input: string[]; model: string };
      const given = answer(input, requests.length);
      requests.push({ texts: input, model });
      const isFailure = !Array.isArray(given);
      outgoing.writeHead(isFailure ? given.status : 200, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify(
          isFailure
            ? given.body
            : {
                object: 'list',
                model,
                data: given.map((embedding, index) => ({ object: 'embedding', index, embedding })),
                usage: { prompt_tokens: input.length * 10, total_tokens: input.length * 10 },
              },
        ),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    address: `compatible:vectors@${url}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
