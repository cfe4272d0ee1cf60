/**
 * OpenAI's Chat Completions as its reference documents them: chunks and errors are checked against the types of the
 * official `openai` package. Composed by hand, nothing recorded.
 *
 * The account is told by its key, the quirk by the model's name or by a word of the last message.
 */
import type { ServerResponse } from 'node:http';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type OpenAI from 'openai';
import { countTokens, quoteEnds, sendJson, startServer, type TestServer } from './http-server.ts';

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
type Delta = Chunk['choices'][number]['delta'];
type FinishReason = Chunk['choices'][number]['finish_reason'];
type Request = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;

/**
 * `thinker` thinks like `gpt-5-mini`, under a name that no list knows. `limited` answers the second request of a
 * minute only, `cut` loses its first connection halfway.
 */
const models: Record<string, { thinks?: boolean; isLimited?: boolean; isCutOnce?: boolean }> = {
  'gpt-4.1': {},
  'gpt-4.1-limited': { isLimited: true },
  'gpt-4.1-cut': { isCutOnce: true },
  'gpt-5-mini': { thinks: true },
  thinker: { thinks: true },
};
const thoughtTokens = 64;

/** A key with `unpaid` in it belongs to an account without credit; a last message with `forbidden` meets the filter, one with `unwelcome` is declined in a field of its own. */
export async function startOpenAi({
  windowTokens = 128_000,
}: {
  windowTokens?: number;
} = {}): Promise<TestServer> {
  const countCached = createPrefixCache();
  const timesAsked = new Map<string, number>();
  return startServer(({ route, headers, body }, response) => {
    const request = body as unknown as Request;
    const refuse = (status: number, error: OpenAI.ErrorObject, more: Record<string, string> = {}): void => {
      for (const [name, value] of Object.entries({ ...requestHeaders, ...more }))
        response.setHeader(name, value);
      sendJson(response, { error }, status);
    };
    const key = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!key.startsWith('sk-')) return refuse(401, wrongKey(key));
    if (route !== 'POST /v1/chat/completions') return refuse(404, badRequest(`Invalid URL (${route})`, null));
    if (key.includes('unpaid')) return refuse(429, noCredit);
    const model = models[request.model];
    if (model === undefined) return refuse(404, missingModel(request.model));
    const setting = model.thinks && refusedSetting(request);
    if (setting) return refuse(400, setting);

    const prompt = writePrompt(request.messages);
    const promptTokens = countTokens(prompt);
    if (promptTokens > windowTokens) return refuse(400, tooLong(windowTokens, promptTokens));
    const time = (timesAsked.get(request.model) ?? 0) + 1;
    timesAsked.set(request.model, time);
    if (model.isLimited && time === 1)
      return refuse(429, rateLimit(request.model, promptTokens), {
        'retry-after': '7',
        'x-ratelimit-limit-tokens': '30000',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6.8s',
      });

    const answer = writeAnswer(prompt, {
      thoughtTokens: model.thinks ? thoughtTokens : 0,
      limit: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    });
    const usage = {
      prompt_tokens: promptTokens,
      completion_tokens: answer.tokens,
      total_tokens: promptTokens + answer.tokens,
      prompt_tokens_details: {
        cached_tokens: countCached(`${request.model}\n${prompt}`),
        audio_tokens: 0,
      },
      completion_tokens_details: {
        reasoning_tokens: answer.thoughtTokens,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    } satisfies OpenAI.CompletionUsage;
    const isFiltered = /forbidden/.test(lastMessage(request.messages));
    const isDeclined = /unwelcome/.test(lastMessage(request.messages));
    const chunks = writeChunks(request, {
      refusal: isDeclined ? "I'm sorry, I can't help with that." : undefined,
      pieces: isDeclined ? [] : isFiltered ? answer.pieces.slice(0, 3) : answer.pieces,
      finishReason: isFiltered ? 'content_filter' : answer.isCut ? 'length' : 'stop',
      usage,
    });
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...requestHeaders });
    if (model.isCutOnce && time === 1) {
      const begun = writeChunks(request, {
        pieces: ['The tide came in. ', 'It was'],
        finishReason: 'stop',
        usage,
      });
      // The text must be on its way before the connection goes.
      return void response.write(writeEvents(begun.slice(0, 3)), () =>
        setTimeout(() => response.destroy(), 20),
      );
    }
    sendInPieces(response, `${writeEvents(chunks)}data: [DONE]\n\n`);
  });
}

const requestHeaders = { 'x-request-id': 'req_0123456789', 'openai-version': '2020-10-01' };

function writeChunks(
  request: Request,
  {
    pieces,
    refusal,
    finishReason,
    usage,
  }: {
    refusal?: string | undefined;
    pieces: readonly string[];
    finishReason: FinishReason;
    usage: OpenAI.CompletionUsage;
  },
): Chunk[] {
  const wantsUsage = request.stream_options?.include_usage === true;
  const chunk = (choices: Chunk['choices'], counted: Chunk['usage'] = null): Chunk => ({
    id: 'chatcmpl-Bx1',
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    // An alias is answered under the name of its snapshot.
    model: `${request.model}-2026-08-01`,
    service_tier: 'default',
    system_fingerprint: 'fp_1',
    choices,
    ...(wantsUsage && { usage: counted }),
    obfuscation: 'xK4v',
  });
  const choose = (delta: Delta, reason: FinishReason = null): Chunk['choices'] => [
    { index: 0, delta, logprobs: null, finish_reason: reason },
  ];
  return [
    chunk(choose({ role: 'assistant', content: '', refusal: null })),
    ...(refusal === undefined ? [] : [chunk(choose({ refusal }))]),
    ...pieces.map((content) => chunk(choose({ content }))),
    chunk(choose({}, finishReason)),
    ...(wantsUsage ? [chunk([], usage)] : []),
  ];
}

/** Frames of a stream of server-sent events without names. */
export const writeEvents = (payloads: readonly unknown[]): string =>
  payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('');

/** Ends the response with a text in small pieces, so that lines and characters arrive broken. */
export function sendInPieces(response: ServerResponse, text: string): void {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 97) response.write(bytes.subarray(start, start + 97));
  response.end();
}

/**
 * What a model says to a prompt: its first and its last word, as far as the limit goes, thoughts included.
 *
 * @param options.limit - Most tokens of the answer; absent: none.
 */
export function writeAnswer(
  prompt: string,
  { thoughtTokens, limit = 1e9 }: { thoughtTokens: number; limit?: number | undefined },
): { pieces: string[]; text: string; tokens: number; thoughtTokens: number; isCut: boolean } {
  const thought = Math.min(thoughtTokens, limit);
  const whole = quoteEnds(prompt).split(/(?=\s)/);
  const pieces = whole.slice(0, Math.max(0, limit - thought));
  const text = pieces.join('');
  const isCut = pieces.length < whole.length;
  return { pieces, text, tokens: isCut ? limit : thought + countTokens(text), thoughtTokens: thought, isCut };
}

/** Counts how much of a prompt was there before: whole blocks of 128 tokens from 1,024 on, found without marks. */
export function createPrefixCache(): (prompt: string) => number {
  const seen: number[][] = [];
  return (prompt) => {
    const tokens = encode(prompt);
    const shared = seen.map((each) => {
      const end = each.findIndex((token, index) => token !== tokens[index]);
      return end < 0 ? each.length : end;
    });
    seen.push(tokens);
    const longest = Math.max(0, ...shared);
    return longest < 1_024 ? 0 : Math.floor(longest / 128) * 128;
  };
}

type Messages = readonly { content?: unknown }[];

function textOf(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : '';
  return content.map((part: { text?: string }) => part.text ?? '').join('');
}

/** Everything the messages say, in order, whether their content is a text or a list of parts. */
export const writePrompt = (messages: Messages): string =>
  messages.map(({ content }) => textOf(content)).join('\n');

/** What the last message says. */
export const lastMessage = (messages: Messages): string => textOf(messages.at(-1)?.content);

/** Reasoning models take no temperature but 1, and the output limit under its new name only. */
function refusedSetting({ max_tokens, temperature }: Request): OpenAI.ErrorObject | undefined {
  if (max_tokens !== undefined)
    return badRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'unsupported_parameter',
      'max_tokens',
    );
  if (temperature !== undefined && temperature !== 1)
    return badRequest(
      `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`,
      'unsupported_value',
      'temperature',
    );
  return undefined;
}

const badRequest = (
  message: string,
  code: string | null,
  param: string | null = null,
): OpenAI.ErrorObject => ({
  message,
  type: 'invalid_request_error',
  param,
  code,
});
const wrongKey = (key: string): OpenAI.ErrorObject =>
  badRequest(`Incorrect API key provided: ${key}.`, 'invalid_api_key');
const missingModel = (name: string): OpenAI.ErrorObject =>
  badRequest(`The model \`${name}\` does not exist or you do not have access to it.`, 'model_not_found');
const tooLong = (windowTokens: number, sent: number): OpenAI.ErrorObject =>
  badRequest(
    `This model's maximum context length is ${windowTokens} tokens. However, your messages resulted in ${sent} tokens. Please reduce the length of the messages.`,
    'context_length_exceeded',
    'messages',
  );
const noCredit: OpenAI.ErrorObject = {
  message: 'You exceeded your current quota, please check your plan and billing details.',
  type: 'insufficient_quota',
  param: null,
  code: 'insufficient_quota',
};
const rateLimit = (name: string, sent: number): OpenAI.ErrorObject => ({
  message: `Rate limit reached for ${name} in organization org-1 on tokens per min (TPM): Limit 30000, Used 29900, Requested ${sent}. Please try again in 6.8s.`,
  type: 'tokens',
  param: null,
  code: 'rate_limit_exceeded',
});
