/** A chat-completions server on loopback whose models misbehave by name, for commands as a user types them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { estimateTokens, loadTokenizer } from '../../src/model/estimate-tokens.ts';

type Wire = {
  /** `images`: data URLs that came with the message; absent where there were none. */
  messages: { role: string; content: string; images?: string[] }[];
  max_tokens?: number;
};
type Part = { type: string; text?: string; image_url?: { url: string } };
/** One answer; fields that are absent are those of a well-behaved server. */
type Answer = {
  text?: string;
  reasoning?: string;
  reasoningTokens?: number;
  finish?: string;
  model?: string;
  promptTokens?: number;
  error?: { status: number; body: unknown };
};
export type Behaviour = (request: Wire, section: number | undefined, call: number) => Answer;

export type ChatServer = AsyncDisposable & { url: string; requests: (Wire & { model: string })[] };

const plan = `Title: Four Lamps
Section 1 - Title: Oil - Main Points: whale oil - Word Count: 50 words
Section 2 - Title: Gas - Main Points: coal gas - Word Count: 50 words
Section 3 - Title: Arc - Main Points: carbon - Word Count: 50 words
Section 4 - Title: Glow - Main Points: filament - Word Count: 50 words`;

const names = ['', 'Oil', 'Gas', 'Arc', 'Glow'];
/** Fifty words of which the first names the section. */
export const sectionText = (section: number): string =>
  `${names[section]} ${Array.from({ length: 48 }, (_, index) => `lamp${'abcdefghij'[index % 10]}`).join(' ')} end.`;

export const countTokens = ({ messages }: Pick<Wire, 'messages'>): number =>
  messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);

/** Messages of text alone come as strings, those with images in parts. */
function readWire(body: string): Wire & { model: string } {
  const sent = JSON.parse(body) as { model: string; messages: { role: string; content: string | Part[] }[] };
  return {
    ...sent,
    messages: sent.messages.map(({ role, content }) => {
      if (typeof content === 'string') return { role, content };
      const images = content.flatMap(({ image_url: image }) => image?.url ?? []);
      const text = content.map((part) => part.text ?? '').join('');
      return { role, content: text, ...(images.length > 0 && { images }) };
    }),
  };
}

/** @param behaviours - By model name; whatever they leave out is as usual. */
export async function startChatServer(behaviours: Record<string, Behaviour>): Promise<ChatServer> {
  await loadTokenizer();
  const requests: ChatServer['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(404).end();
      const sent = readWire(Buffer.concat(chunks).toString());
      requests.push(sent);
      const last = sent.messages.at(-1)?.content ?? '';
      const number = /Write section (\d)/.exec(last)?.[1];
      const section = number === undefined ? undefined : Number(number);
      const ours = behaviours[sent.model]?.(sent, section, requests.length) ?? {};
      if (ours.error) {
        response.writeHead(ours.error.status, { 'content-type': 'application/json' });
        return response.end(JSON.stringify(ours.error.body));
      }
      const text = ours.text ?? (section === undefined ? plan : sectionText(section));
      const promptTokens = ours.promptTokens ?? countTokens(sent);
      const model = ours.model ?? sent.model;
      const chunk = (delta: object, finish: string | null = null): string =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
      const usage = {
        prompt_tokens: promptTokens,
        completion_tokens: Math.ceil(text.length / 4) + (ours.reasoningTokens ?? 0),
        total_tokens: 0,
        completion_tokens_details: { reasoning_tokens: ours.reasoningTokens ?? 0 },
      };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(
        [
          chunk({ role: 'assistant', content: '' }),
          ...(ours.reasoning === undefined ? [] : [chunk({ reasoning_content: ours.reasoning })]),
          chunk({ content: text }),
          chunk({}, ours.finish ?? 'stop'),
          `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model, choices: [], usage })}\n\n`,
          'data: [DONE]\n\n',
        ].join(''),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
