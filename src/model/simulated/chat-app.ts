/** The routes of the simulated server: one request in, one answer of the wire format out, told to a listener. */
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4StreamPart,
  type SharedV4ProviderMetadata,
} from '@ai-sdk/provider';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { countWords } from '../../text/count-words.ts';
import { hashRequest } from '../request.ts';
import {
  type AnswerHead,
  type ChatBody,
  convertChatBody,
  parseChatBody,
  renderChunk,
  renderCompletion,
  renderError,
} from './wire.ts';

/** What the server saw of one request. */
export type ServedRequest = {
  /** The body as it came, parsed; undefined when it was not JSON. */
  body: unknown;
  /** Hash of the canonical request; undefined when the body was not understood. */
  hash: string | undefined;
  /** HTTP status; undefined when the connection was cut before any answer. */
  status: number | undefined;
  /** Characters and words of the text that was sent. */
  textLength: number;
  words: number;
  /** As the model gave it; `interrupted` when the answer was cut or the client left. */
  finishReason: string | undefined;
  startedAt: Date;
  /** Wall time until the answer was sent. */
  ms: number;
  /** Time the timing parameters give the answer, also where `clock=virtual` slept through none of it. */
  modelMs: number | undefined;
};

type Env = { Bindings: HttpBindings };

/** Routes `POST /v1/chat/completions` and `GET /v1/models` to a model. `report` hears of every chat request. */
export function createChatApp(
  model: LanguageModelV4,
  contextTokens: number,
  report: (request: ServedRequest) => void,
): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/v1/models', (context) =>
    context.json({
      object: 'list',
      data: [
        { id: 'simulated', object: 'model', created: 0, owned_by: 'longhand', max_model_len: contextTokens },
      ],
    }),
  );
  app.post('/v1/chat/completions', async (context) => {
    const startedAt = new Date();
    const seen: Seen = {
      body: undefined,
      hash: undefined,
      status: undefined,
      finishReason: undefined,
      modelMs: undefined,
      text: '',
      startedAt,
    };
    try {
      return await answer(context, model, seen);
    } finally {
      const { text, ...rest } = seen;
      report({
        ...rest,
        textLength: text.length,
        words: countWords(text),
        ms: Date.now() - startedAt.getTime(),
      });
    }
  });
  app.notFound((context) =>
    context.json(
      renderError(
        `Unknown path ${context.req.path}. Known: /v1/chat/completions, /v1/models.`,
        'invalid_request_error',
        null,
        null,
      ),
      404,
    ),
  );
  return app;
}

/** Filled while the answer is on its way. */
type Seen = Omit<ServedRequest, 'ms' | 'words' | 'textLength'> & { text: string };

async function answer(context: Context<Env>, model: LanguageModelV4, seen: Seen): Promise<Response> {
  const reject = (message: string, field: string | null): Response => {
    seen.status = 400;
    return context.json(renderError(message, 'invalid_request_error', field, null), 400);
  };
  try {
    seen.body = await context.req.json();
  } catch {
    // Not JSON: a mistake of the client, told to the client.
    return reject('Expected the body to be JSON.', null);
  }
  const parsed = parseChatBody(seen.body);
  if (!parsed.success) return reject(parsed.message, parsed.field);
  const call = convertChatBody(parsed.body);
  seen.hash = hashRequest(call);

  const { outgoing } = context.env;
  const leaving = new AbortController();
  outgoing.once('close', () => leaving.abort());
  const head: AnswerHead = {
    id: `chatcmpl-${seen.hash.slice(0, 24)}`,
    createdInSeconds: Math.floor(Date.now() / 1_000),
    model: parsed.body.model,
  };
  try {
    if (parsed.body.stream) {
      const { stream } = await model.doStream({ ...call, abortSignal: leaving.signal });
      await sendStream(outgoing, stream, head, parsed.body, seen);
      return RESPONSE_ALREADY_SENT;
    }
    const result = await model.doGenerate({ ...call, abortSignal: leaving.signal });
    seen.text = result.content.map((one) => (one.type === 'text' ? one.text : '')).join('');
    seen.status = 200;
    seen.finishReason = result.finishReason.unified;
    seen.modelMs = modelMsOf(result.providerMetadata);
    return context.json(renderCompletion(head, seen.text, result.finishReason, result.usage));
  } catch (error) {
    if (APICallError.isInstance(error) && error.statusCode !== undefined) {
      seen.status = error.statusCode;
      return new Response(error.responseBody, {
        status: error.statusCode,
        headers: { 'content-type': 'application/json', ...error.responseHeaders },
      });
    }
    const isGone = leaving.signal.aborted;
    if (!isGone && !APICallError.isInstance(error)) throw error;
    seen.finishReason = 'interrupted';
    await cutConnection(outgoing);
    return RESPONSE_ALREADY_SENT;
  }
}

/** Writes the parts as server-sent events. Rejects where the stream does; what came before is then sent. */
async function sendStream(
  outgoing: ServerResponse,
  stream: ReadableStream<LanguageModelV4StreamPart>,
  head: AnswerHead,
  body: ChatBody,
  seen: Seen,
): Promise<void> {
  outgoing.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  seen.status = 200;
  const send = async (text: string): Promise<void> => {
    if (outgoing.write(text) || outgoing.destroyed) return;
    await new Promise<void>((resolve) => {
      outgoing.once('drain', resolve);
      outgoing.once('close', resolve);
    });
  };
  await send(renderChunk(head, { delta: { role: 'assistant', content: '' } }));
  for await (const part of stream) {
    if (part.type === 'text-delta') {
      seen.text += part.delta;
      await send(renderChunk(head, { delta: { content: part.delta } }));
    } else if (part.type === 'finish') {
      seen.finishReason = part.finishReason.unified;
      seen.modelMs = modelMsOf(part.providerMetadata);
      await send(renderChunk(head, { finishReason: part.finishReason }));
      if (body.stream_options?.include_usage) await send(renderChunk(head, { usage: part.usage }));
    }
  }
  await send('data: [DONE]\n\n');
  outgoing.end();
}

/** Destroys the socket once everything written has left. */
async function cutConnection(outgoing: ServerResponse): Promise<void> {
  while (outgoing.writableLength > 0 && !outgoing.destroyed) await nextTurn();
  outgoing.destroy();
}

function modelMsOf(metadata: SharedV4ProviderMetadata | undefined): number | undefined {
  const ms = metadata?.simulated?.ms;
  return typeof ms === 'number' ? ms : undefined;
}
