/**
 * Ollama as its API documents it, and as it behaves: a small context unless `num_ctx` says otherwise, to which prompts
 * are cut without a word unless `truncate` is false, and an OpenAI route that knows neither. Composed by hand.
 */
import type { ServerResponse } from 'node:http';
import {
  countTokens,
  keepEnd,
  promptOf,
  quoteEnds,
  sendCompletion,
  sendJson,
  startServer,
  type TestServer,
} from './http-server.ts';

export type OllamaOptions = {
  /** Largest context of each model, by name. */
  models?: Record<string, { window?: number; thinking?: string; family?: string; remoteHost?: string }>;
  /** Context where a request names none. */
  contextTokens?: number;
  /** Before 0.12.6: `truncate` and `shift` are not known. `wrapped`: errors of the runner come as JSON in a string. */
  age?: 'old' | 'plain' | 'wrapped';
  /** How the stream goes wrong after its first words. */
  trouble?: 'error-line' | 'no-end' | 'cut' | 'half-line' | 'html' | 'foreign-json';
  /** The whole answer; default: the first and last word that were read. */
  text?: string;
};

type OllamaServer = TestServer & {
  /** Context sizes the model was loaded with, one after the other. */
  loads: number[];
};

const defaultModels: NonNullable<OllamaOptions['models']> = { 'qwen3:8b': { window: 40_960 } };

export async function startOllama({
  models = defaultModels,
  contextTokens = 4_096,
  age = 'plain',
  trouble,
  text,
}: OllamaOptions = {}): Promise<OllamaServer> {
  const loads: number[] = [];
  const server = await startServer(({ route, body }, response) => {
    const name = String(body.model ?? '');
    const model = models[name];
    if (route === 'GET /api/tags') {
      const list = Object.entries(models).map(([each, { family = 'qwen3', remoteHost }]) => ({
        name: each,
        model: each,
        details: { format: 'gguf', family, parameter_size: '8.2B' },
        ...(remoteHost !== undefined && { remote_host: remoteHost }),
      }));
      return sendJson(response, { models: list });
    }
    if (model === undefined) return sendJson(response, { error: `model '${name}' not found` }, 404);
    if (route === 'POST /api/show') {
      const info = { 'general.architecture': 'qwen3', 'qwen3.context_length': model.window };
      return sendJson(response, { capabilities: ['completion'], model_info: info });
    }
    const isNative = route === 'POST /api/chat';
    if (!isNative && route !== 'POST /v1/chat/completions') return sendJson(response, {}, 404);

    const settings = (isNative ? body.options : {}) as { num_ctx?: number; num_predict?: number };
    const context = Math.min(settings.num_ctx ?? contextTokens, model.window ?? 131_072);
    if (loads.at(-1) !== context) loads.push(context);
    const prompt = promptOf(body);
    const sent = countTokens(prompt);
    if (sent > context && isNative && body.truncate === false && age !== 'old')
      return sendJson(response, { error: describeOverflow(age, sent, context) }, 400);
    const read = keepEnd(prompt, context);
    const answer = text ?? (body.format === undefined ? quoteEnds(read) : '{"title":"Tides"}');
    // An answer that would not fit into the rest of the context ends there.
    const room = Math.min(settings.num_predict ?? 1e9, Math.max(1, context - countTokens(read)));
    const written = answer.split(/(?<=\s)/).slice(0, room);
    const counts = {
      input: countTokens(read),
      output: Math.min(room, countTokens(answer)) + countTokens(model.thinking ?? ''),
      finishReason: countTokens(answer) > room ? ('length' as const) : ('stop' as const),
    };
    if (isNative) sendNative(response, { name, written, thinking: model.thinking, counts, trouble });
    else {
      const usage = { prompt_tokens: counts.input, completion_tokens: counts.output };
      const deltas = written.map((content) => ({ role: 'assistant', content }));
      sendCompletion(response, { model: name, deltas, finishReason: counts.finishReason, usage });
    }
  });
  return Object.assign(server, { loads });
}

function describeOverflow(age: OllamaOptions['age'], sent: number, context: number): string {
  if (age !== 'wrapped') return 'the input length exceeds the context length';
  const message = `request (${sent} tokens) exceeds the available context size (${context} tokens), try increasing it`;
  const error = {
    code: 400,
    message,
    type: 'exceed_context_size_error',
    n_prompt_tokens: sent,
    n_ctx: context,
  };
  return JSON.stringify({ error });
}

function sendNative(
  response: ServerResponse,
  {
    name,
    written,
    thinking,
    counts: { input, output, finishReason },
    trouble,
  }: {
    name: string;
    written: string[];
    thinking: string | undefined;
    counts: { input: number; output: number; finishReason: 'stop' | 'length' };
    trouble: OllamaOptions['trouble'];
  },
): void {
  const head = { model: name, created_at: '2026-11-21T08:00:00.000000Z' };
  const line = (message: object, rest: object): string =>
    `${JSON.stringify({ ...head, message: { role: 'assistant', content: '', ...message }, ...rest })}\n`;
  const deltas = [
    ...(thinking === undefined ? [] : thinking.split(/(?<=\s)/).map((each) => ({ thinking: each }))),
    ...written.map((content) => ({ content })),
  ].map((message) => line(message, { done: false }));
  const end = line(
    {},
    {
      done: true,
      done_reason: finishReason,
      total_duration: 1_000_000,
      load_duration: 1_000,
      prompt_eval_count: input,
      prompt_eval_duration: 1_000,
      eval_count: output,
      eval_duration: 1_000,
    },
  );
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  switch (trouble) {
    case 'error-line':
      return void response.end(`${deltas.join('')}{"error":"model runner has unexpectedly stopped"}\n`);
    case 'no-end':
      return void response.end(deltas.join(''));
    case 'half-line':
      return void response.end(deltas.join('') + end.slice(0, 40));
    case 'html':
      return void response.end('<html>\n<h1>Sign in</h1>\n</html>\n');
    case 'foreign-json':
      return void response.end('["hello"]\n');
    case 'cut':
      // The text must be on its way before the connection goes.
      return void response.write(deltas.join(''), () => setTimeout(() => response.destroy(), 20));
    default:
      // In small pieces, so that lines and characters arrive broken.
      sendInPieces(response, Buffer.from(deltas.join('') + end));
  }
}

function sendInPieces(response: ServerResponse, bytes: Buffer): void {
  for (let start = 0; start < bytes.length; start += 97) response.write(bytes.subarray(start, start + 97));
  response.end();
}
