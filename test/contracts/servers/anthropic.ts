/**
 * Anthropic's Messages API as its reference documents it: events and errors are checked against the types of the
 * official `@anthropic-ai/sdk` package. Composed by hand, nothing recorded.
 *
 * Marked beginnings are really kept and really found again. The quirk is told by the model's name or by a word of the
 * last message.
 */
import type Anthropic from '@anthropic-ai/sdk';
import { countTokens, sendJson, startServer, type TestServer } from './http-server.ts';
import { lastMessage, sendInPieces, writeAnswer, writePrompt } from './openai.ts';

type Request = Anthropic.MessageCreateParamsStreaming;
/** What is shown of thoughts is a summary; what is counted are the thoughts themselves. */
const thoughtTokens = 80;

type StreamEvent =
  | Anthropic.RawMessageStreamEvent
  // Sent by the API, left out by the package.
  | { type: 'ping' }
  | Anthropic.ErrorResponse;
type ErrorType = Anthropic.ErrorResponse['error']['type'] | 'request_too_large';

/** `claude-busy` is overloaded when first asked, `claude-faint` breaks down halfway when first asked. */
const models: Record<string, { summary?: string; isBusyOnce?: boolean; isFaintOnce?: boolean }> = {
  'claude-sonnet-5': {},
  'claude-opus-5': { summary: 'A scene by the sea, short and calm.' },
  'claude-busy': { isBusyOnce: true },
  'claude-faint': { isFaintOnce: true },
};

/** A key with `spent` in it has reached its spend limit. A last message with `forbidden` is refused. A request that leaves less room than it asks for is answered as far as it goes. */
export async function startAnthropic({
  windowTokens = 200_000,
  mostBytes = 32_000_000,
}: {
  windowTokens?: number;
  mostBytes?: number;
} = {}): Promise<TestServer> {
  const readCache = createMarkedCache();
  const timesAsked = new Map<string, number>();
  return startServer(({ route, headers, body }, response) => {
    const request = body as unknown as Request;
    response.setHeader('request-id', requestId);
    const refuse = (
      status: number,
      type: ErrorType,
      message: string,
      details: { error_code: string } | null = null,
    ): void =>
      sendJson(response, { type: 'error', error: { type, message, details }, request_id: requestId }, status);
    if (Number(headers['content-length']) > mostBytes)
      return refuse(413, 'request_too_large', 'Request exceeds the maximum size');
    if (!headers['x-api-key']?.includes('sk-ant-'))
      return refuse(401, 'authentication_error', 'invalid x-api-key');
    if (headers['x-api-key'].includes('spent'))
      return refuse(429, 'rate_limit_error', 'No more requests this month.', {
        error_code: 'enforced_spend_limit_reached',
      });
    if (headers['anthropic-version'] === undefined)
      return refuse(400, 'invalid_request_error', 'anthropic-version: header is required');
    if (route !== 'POST /v1/messages') return refuse(404, 'not_found_error', 'Not Found');
    const model = models[request.model];
    if (model === undefined) return refuse(404, 'not_found_error', `model: ${request.model}`);

    const blocks = blocksOf(request);
    const marks = blocks.filter(({ isMarked }) => isMarked).length;
    if (marks > 4)
      return refuse(
        400,
        'invalid_request_error',
        `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`,
      );
    const prompt = blocks.map(({ text }) => text).join('\n');
    const sent = blocks.reduce((sum, { tokens }) => sum + tokens, 0);
    if (sent > windowTokens)
      return refuse(
        400,
        'invalid_request_error',
        `prompt is too long: ${sent} tokens > ${windowTokens} maximum`,
      );
    const time = (timesAsked.get(request.model) ?? 0) + 1;
    timesAsked.set(request.model, time);
    if (model.isBusyOnce && time === 1) return refuse(529, 'overloaded_error', 'Overloaded');

    const room = Math.min(request.max_tokens, windowTokens - sent);
    const answer = writeAnswer(prompt, {
      thoughtTokens: model.summary === undefined ? 0 : thoughtTokens,
      limit: room,
    });
    const { read, written } = readCache(request.model, blocks);
    const isRefused = /forbidden/.test(lastMessage(request.messages));
    const cutReason = room < request.max_tokens ? 'model_context_window_exceeded' : 'max_tokens';
    const events = writeMessage({
      model: request.model,
      summary: model.summary,
      pieces: isRefused ? [] : answer.pieces,
      stopReason: isRefused ? 'refusal' : answer.isCut ? cutReason : 'end_turn',
      usage: {
        cache_creation_input_tokens: written,
        cache_read_input_tokens: read,
        input_tokens: sent - read - written,
        output_tokens: isRefused ? 1 : answer.tokens,
        output_tokens_details: { thinking_tokens: isRefused ? 0 : answer.thoughtTokens },
        server_tool_use: null,
      },
    });
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    sendInPieces(response, writeNamed(model.isFaintOnce && time === 1 ? breakDown(events) : events));
  });
}

const requestId = 'req_ant_0123456789';

type Block = { text: string; tokens: number; isMarked: boolean };

/** System first, then the messages: the order in which a request is read and cached. */
function blocksOf({ system, messages }: Request): Block[] {
  return [{ content: system ?? [] }, ...messages].flatMap(({ content }) =>
    (typeof content === 'string' ? [{ text: content }] : content).map((part) => {
      const text = writePrompt([{ content: [part] }]);
      const isMarked = 'cache_control' in part && part.cache_control != null;
      return { text, tokens: countTokens(text), isMarked };
    }),
  );
}

/**
 * Keeps what was marked and finds it again: the longest kept beginning that ends at most 20 blocks before a mark.
 * Every model has its own; beginnings under 1,024 tokens are not kept.
 */
export function createMarkedCache(): (
  model: string,
  blocks: readonly Block[],
) => { read: number; written: number } {
  const kept = new Set<string>();
  return (model, blocks) => {
    const beginnings = blocks.map((_block, index) => {
      const begun = blocks.slice(0, index + 1);
      return {
        key: JSON.stringify([model, ...begun.map(({ text }) => text)]),
        tokens: begun.reduce((sum, { tokens }) => sum + tokens, 0),
      };
    });
    const marked = blocks.flatMap(({ isMarked }, index) => (isMarked ? [index] : []));
    const found = marked.flatMap((mark) =>
      beginnings.slice(Math.max(0, mark - 20), mark + 1).filter(({ key }) => kept.has(key)),
    );
    const read = Math.max(0, ...found.map(({ tokens }) => tokens));
    const keepable = marked
      .map((mark) => beginnings[mark] ?? { key: '', tokens: 0 })
      .filter(({ tokens }) => tokens >= 1_024);
    for (const { key } of keepable) kept.add(key);
    return { read, written: Math.max(0, ...keepable.map(({ tokens }) => tokens - read)) };
  };
}

function writeMessage({
  model,
  summary,
  pieces,
  stopReason,
  usage,
}: {
  model: string;
  summary: string | undefined;
  pieces: readonly string[];
  stopReason: Anthropic.StopReason;
  usage: Anthropic.MessageDeltaUsage;
}): StreamEvent[] {
  const stopDetails: Anthropic.RefusalStopDetails | null =
    stopReason === 'refusal' ? { type: 'refusal', category: 'general_harms', explanation: null } : null;
  const textIndex = summary === undefined ? 0 : 1;
  const thinking: StreamEvent[] =
    summary === undefined
      ? []
      : [
          {
            type: 'content_block_start',
            index: 0,
            content_block: { type: 'thinking', thinking: '', signature: '' },
          },
          ...summary.split(/(?=\s)/).map(
            (part): StreamEvent => ({
              type: 'content_block_delta',
              index: 0,
              delta: { type: 'thinking_delta', thinking: part },
            }),
          ),
          {
            type: 'content_block_delta',
            index: 0,
            delta: { type: 'signature_delta', signature: 'c2lnbmVk' },
          },
          { type: 'content_block_stop', index: 0 },
        ];
  const text: StreamEvent[] =
    pieces.length === 0
      ? []
      : [
          {
            type: 'content_block_start',
            index: textIndex,
            content_block: { type: 'text', text: '', citations: null },
          },
          ...pieces.map(
            (part): StreamEvent => ({
              type: 'content_block_delta',
              index: textIndex,
              delta: { type: 'text_delta', text: part },
            }),
          ),
          { type: 'content_block_stop', index: textIndex },
        ];
  return [
    { type: 'message_start', message: beginMessage(model, usage) },
    { type: 'ping' },
    ...thinking,
    { type: 'ping' },
    ...text,
    {
      type: 'message_delta',
      delta: { container: null, stop_details: stopDetails, stop_reason: stopReason, stop_sequence: null },
      usage,
    },
    { type: 'message_stop' },
  ];
}

/** Input is counted at once, output not yet. */
function beginMessage(model: string, usage: Anthropic.MessageDeltaUsage): Anthropic.Message {
  return {
    id: 'msg_0123456789',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: usage.input_tokens ?? 0,
      cache_creation_input_tokens: usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens,
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cache_creation_input_tokens ?? 0,
        ephemeral_1h_input_tokens: 0,
      },
      output_tokens: 1,
      output_tokens_details: null,
      inference_geo: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null,
    },
  };
}

/** One sentence and a half, then the error in place of the rest. */
function breakDown(events: readonly StreamEvent[]): StreamEvent[] {
  const start = events.findIndex(({ type }) => type === 'content_block_delta');
  const delta = (text: string): StreamEvent => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text },
  });
  return [
    ...events.slice(0, start),
    delta('The tide came in. '),
    delta('It was'),
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: requestId },
  ];
}

const writeNamed = (events: readonly StreamEvent[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
