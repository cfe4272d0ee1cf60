/**
 * A server on loopback that speaks the batch APIs of OpenAI (files, batches, output files), Anthropic (message batches)
 * and Google (inline batches), composed from the documented formats. It keeps a log, and answers rows as the test says.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = { custom_id: string; body: Record<string, unknown> };

/** What becomes of a row. `missing`: it is in no file. */
type RowReply = string | { status: number; error: Record<string, unknown> } | 'expired!' | 'missing!';

type Batch = { id: string; rows: Row[]; createdAt: number; polls: number; file: string; bytes: number };

export type BatchServer = AsyncDisposable & {
  url: string;
  /** Method and path of every request, in order. */
  log: string[];
  batches: Batch[];
  /** How long batches stay open, in looks at them; infinite until released. */
  settings: {
    pollsToEnd: number;
    reply: (row: Row, batch: Batch) => RowReply;
    /** A whole batch that fails its check, or ends too early. */
    statusOf: (batch: Batch) => 'completed' | 'expired' | { failed: { code: string; message: string } };
    /** Answers instead of the server; `cut` and `hang`: the request is carried out, and no answer comes. */
    intercept: (request: string) => { status: number; body: unknown } | 'cut' | 'hang' | undefined;
  };
};

export async function startBatchServer(): Promise<BatchServer> {
  const files = new Map<string, { content: string; bytes: number }>();
  const log: string[] = [];
  const batches: Batch[] = [];
  const settings: BatchServer['settings'] = {
    pollsToEnd: 1,
    reply: ({ custom_id }) => `Answer to ${custom_id}.`,
    statusOf: () => 'completed',
    intercept: () => undefined,
  };
  let counter = 0;
  const addBatch = (rows: Row[], bytes: number): Batch => {
    const id = `batch_${++counter}`;
    const batch = { id, rows, createdAt: Math.floor(Date.now() / 1_000), polls: 0, file: `out_${id}`, bytes };
    batches.push(batch);
    return batch;
  };
  const isOpen = (batch: Batch): boolean => batch.polls < settings.pollsToEnd;
  const batchOf = (id: string): Batch | undefined => batches.find((batch) => batch.id === id);

  const showOpenai = (batch: Batch): Record<string, unknown> => {
    const end = isOpen(batch) ? 'in_progress' : settings.statusOf(batch);
    const isFailed = typeof end === 'object';
    const total = batch.rows.length;
    return {
      id: batch.id,
      object: 'batch',
      status: isFailed ? 'failed' : end,
      created_at: batch.createdAt,
      request_counts: { total, completed: isOpen(batch) ? 0 : total, failed: 0 },
      ...(isFailed ? { errors: { data: [end.failed] } } : !isOpen(batch) && { output_file_id: batch.file }),
    };
  };

  const showAnthropic = (batch: Batch): Record<string, unknown> => ({
    id: batch.id,
    type: 'message_batch',
    processing_status: isOpen(batch) ? 'in_progress' : 'ended',
    request_counts: {
      processing: isOpen(batch) ? batch.rows.length : 0,
      succeeded: isOpen(batch) ? 0 : batch.rows.length,
      errored: 0,
      canceled: 0,
      expired: 0,
    },
    created_at: new Date(batch.createdAt * 1_000).toISOString(),
    expires_at: new Date((batch.createdAt + 86_400) * 1_000).toISOString(),
    results_url: isOpen(batch) ? null : `${server.url}/v1/messages/batches/${batch.id}/results`,
  });

  function* openaiLines(batch: Batch): Generator<string> {
    for (const row of batch.rows) {
      const reply = settings.reply(row, batch);
      if (reply === 'missing!') continue;
      if (reply === 'expired!') {
        const error = { code: 'batch_expired', message: 'This request was not executed in time.' };
        yield JSON.stringify({ id: 'r', custom_id: row.custom_id, response: null, error });
      } else if (typeof reply === 'string') {
        yield JSON.stringify({
          id: 'r',
          custom_id: row.custom_id,
          response: { status_code: 200, request_id: 'q', body: openaiAnswer(reply, tokensOf(row)) },
          error: null,
        });
      } else {
        const response = { status_code: reply.status, request_id: 'q', body: { error: reply.error } };
        yield JSON.stringify({ id: 'r', custom_id: row.custom_id, response, error: null });
      }
    }
  }

  function* anthropicLines(batch: Batch): Generator<string> {
    for (const row of batch.rows) {
      const reply = settings.reply(row, batch);
      if (reply === 'missing!') continue;
      const result =
        reply === 'expired!'
          ? { type: 'expired' }
          : typeof reply === 'string'
            ? { type: 'succeeded', message: anthropicAnswer(reply, tokensOf(row)) }
            : { type: 'errored', error: { type: 'error', error: reply.error } };
      yield JSON.stringify({ custom_id: row.custom_id, result });
    }
  }

  const showGoogle = (batch: Batch): Record<string, unknown> => ({
    name: `batches/${batch.id}`,
    done: !isOpen(batch),
    metadata: {
      state: isOpen(batch) ? 'BATCH_STATE_RUNNING' : 'BATCH_STATE_SUCCEEDED',
      createTime: new Date(batch.createdAt * 1_000).toISOString(),
      ...(!isOpen(batch) && {
        output: { inlinedResponses: { inlinedResponses: [...googleResponses(batch)] } },
      }),
    },
  });

  function* googleResponses(batch: Batch): Generator<Record<string, unknown>> {
    for (const row of batch.rows) {
      const reply = settings.reply(row, batch);
      // Google names no expired rows: they are not there.
      if (reply === 'missing!' || reply === 'expired!') continue;
      const metadata = { key: row.custom_id };
      if (typeof reply === 'string') yield { metadata, response: googleAnswer(reply, tokensOf(row)) };
      else yield { metadata, error: { code: 14, status: 'UNAVAILABLE', ...reply.error } };
    }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = `${request.method} ${url.pathname}`;
    log.push(name);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const send = (status: number, content: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    };
    const sendLines = (lines: Iterable<string>): void => {
      response.writeHead(200, { 'content-type': 'application/jsonl' });
      for (const line of lines) response.write(`${line}\n`);
      response.end();
    };
    const intercepted = settings.intercept(name);
    if (typeof intercepted === 'object') return send(intercepted.status, intercepted.body);
    const carriedOut = (status: number, content: unknown): void => {
      if (intercepted === 'cut') response.destroy();
      else if (intercepted === undefined) send(status, content);
    };

    if (name === 'POST /v1/files') {
      const form = await new Response(body, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      const file = form.get('file') as File;
      const id = `file_${++counter}`;
      files.set(id, { content: await file.text(), bytes: file.size });
      return carriedOut(200, { id, object: 'file', bytes: file.size, created_at: 0, filename: 'batch.jsonl' });
    }
    if (name === 'POST /v1/batches') {
      const { input_file_id } = JSON.parse(body.toString()) as { input_file_id: string };
      const file = files.get(input_file_id);
      const rows = (file?.content ?? '').trim().split('\n');
      files.delete(input_file_id);
      const parsed = rows.map((row) => JSON.parse(row) as Row);
      return carriedOut(200, showOpenai(addBatch(parsed, file?.bytes ?? 0)));
    }
    if (name === 'POST /v1/messages/batches') {
      const { requests } = JSON.parse(body.toString()) as {
        requests: { custom_id: string; params: Record<string, unknown> }[];
      };
      const rows = requests.map(({ custom_id, params }) => ({ custom_id, body: params }));
      return carriedOut(200, showAnthropic(addBatch(rows, body.length)));
    }
    if (/^POST \/v1beta\/models\/[^/]+:batchGenerateContent$/.test(name)) {
      const { batch } = JSON.parse(body.toString()) as {
        batch: { inputConfig: { requests: { requests: { metadata: { key: string }; request: object }[] } } };
      };
      const rows = batch.inputConfig.requests.requests.map(({ metadata, request: asked }) => ({
        custom_id: metadata.key,
        body: { ...asked },
      }));
      return carriedOut(200, showGoogle(addBatch(rows, body.length)));
    }
    if (name === 'GET /v1/batches') {
      return send(200, { data: [...batches].reverse().map(showOpenai), has_more: false });
    }
    const [, openaiId] = /^GET \/v1\/batches\/(\w+)$/.exec(name) ?? [];
    const [, anthropicId] = /^GET \/v1\/messages\/batches\/(\w+)$/.exec(name) ?? [];
    const [, resultsId] = /^GET \/v1\/messages\/batches\/(\w+)\/results$/.exec(name) ?? [];
    const [, fileId] = /^GET \/v1\/files\/(\w+)\/content$/.exec(name) ?? [];
    const [, googleId] = /^GET \/v1beta\/batches\/(\w+)$/.exec(name) ?? [];
    const looked = batchOf(googleId ?? openaiId ?? anthropicId ?? resultsId ?? fileId?.replace('out_', '') ?? '');
    if (looked === undefined) return send(404, { error: { message: 'not found', type: 'not_found_error' } });
    if (googleId !== undefined) {
      // The SDK looks once more when it reads the results.
      looked.polls += 1;
      return send(200, showGoogle(looked));
    }
    if (openaiId !== undefined || anthropicId !== undefined) {
      looked.polls += 1;
      return send(200, openaiId === undefined ? showAnthropic(looked) : showOpenai(looked));
    }
    sendLines(resultsId === undefined ? openaiLines(looked) : anthropicLines(looked));
  };

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: BatchServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    log,
    batches,
    settings,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

const tokensOf = ({ body }: Row): number => 100 + Math.ceil(JSON.stringify(body).length / 4);

const openaiAnswer = (text: string, tokens: number): unknown => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_790_000_000,
  model: 'gpt-answered',
  status: 'completed',
  output: [
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text, annotations: [] }],
    },
  ],
  usage: {
    input_tokens: tokens,
    input_tokens_details: { cached_tokens: 40 },
    output_tokens: 20,
    output_tokens_details: { reasoning_tokens: 5 },
  },
});

const anthropicAnswer = (text: string, tokens: number): unknown => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-answered',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: tokens, output_tokens: 20 },
});

const googleAnswer = (text: string, tokens: number): unknown => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
  modelVersion: 'gemini-answered',
  usageMetadata: {
    promptTokenCount: tokens,
    candidatesTokenCount: 20,
    totalTokenCount: tokens + 20,
  },
});
