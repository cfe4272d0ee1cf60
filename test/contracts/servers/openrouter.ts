/**
 * OpenRouter: Chat Completions with what it adds to them, as documented at openrouter.ai/docs (streaming, errors,
 * reasoning tokens, prompt caching, usage accounting). The part it shares is checked against the types of the official
 * `openai` package. Composed by hand, nothing recorded.
 *
 * The quirk is told by the model's name, the key or a word of the last message.
 */
import type OpenAI from 'openai';
import { createMarkedCache } from './anthropic.ts';
import { countTokens, sendJson, startServer, type TestServer } from './http-server.ts';
import {
  createPrefixCache,
  lastMessage,
  sendInPieces,
  writeAnswer,
  writeEvents,
  writePrompt,
} from './openai.ts';

type OpenAiChunk = OpenAI.Chat.Completions.ChatCompletionChunk;
type OpenAiChoice = OpenAiChunk['choices'][number];
type Choice = Omit<OpenAiChoice, 'delta' | 'finish_reason'> & {
  delta: OpenAiChoice['delta'] & { reasoning?: string; reasoning_details?: ReasoningDetail[] };
  finish_reason: OpenAiChoice['finish_reason'] | 'error';
  native_finish_reason: string | null;
};
type ReasoningDetail = { type: 'reasoning.text'; text: string; index: number; format: string };
type Usage = OpenAI.CompletionUsage & {
  /** In US dollars. */
  cost: number;
  is_byok: boolean;
  cost_details: { upstream_inference_cost: number | null };
};
type RouterError = { code: number | string; message: string; metadata?: Record<string, unknown> };
type Chunk = Omit<OpenAiChunk, 'choices' | 'usage'> & {
  provider: string;
  choices: Choice[];
  usage?: Usage;
  error?: RouterError;
};
type Request = Omit<OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming, 'messages'> & {
  messages: { role: string; content: string | { text: string; cache_control?: { type: string } }[] }[];
};

type RoutedModel = {
  /** Who really answers. */
  answeredBy: string;
  provider: string;
  thoughts?: string;
  windowTokens?: number;
  /** What breaks its first answer, after the first words or in place of them. */
  breaksOnce?: { error: RouterError; isAtStart?: boolean };
};

const badGateway: RouterError = { code: 502, message: 'Provider returned error' };
const models: Record<string, RoutedModel> = {
  'anthropic/claude-sonnet-5': {
    answeredBy: 'anthropic/claude-5-sonnet-20260801',
    provider: 'Amazon Bedrock',
  },
  'openrouter/auto': { answeredBy: 'mistralai/mistral-large-2512', provider: 'Mistral' },
  'qwen/qwen3-32b': {
    answeredBy: 'qwen/qwen3-32b-04-28',
    provider: 'DeepInfra',
    thoughts: 'A scene by the sea.',
  },
  // Of eight thousand tokens or fewer: the middle of what does not fit is left out without a word.
  'small/story-8k': { answeredBy: 'small/story-8k', provider: 'Nebius', windowTokens: 8_192 },
  'large/story-16k': { answeredBy: 'large/story-16k', provider: 'Nebius', windowTokens: 16_384 },
  'faint/story': {
    answeredBy: 'faint/story',
    provider: 'Chutes',
    breaksOnce: { error: { code: 'server_error', message: 'Provider disconnected unexpectedly' } },
  },
  'crowded/story': {
    answeredBy: 'crowded/story',
    provider: 'Chutes',
    breaksOnce: { error: { code: 429, message: 'Provider returned error' }, isAtStart: true },
  },
  'down/story': {
    answeredBy: 'down/story',
    provider: 'Chutes',
    breaksOnce: { error: badGateway, isAtStart: true },
  },
};

/** What a model may cost here, in US dollars a token. */
const prices = { input: 3e-6, cached: 3e-7, output: 15e-6 };

/**
 * A key with `unpaid` in it belongs to an account without credit; a last message with `forbidden` is flagged before
 * any model sees it. Marked beginnings are kept for the models of Anthropic only; all others find theirs unmarked.
 */
export async function startOpenRouter(): Promise<TestServer> {
  const readMarked = createMarkedCache();
  const countCached = createPrefixCache();
  const timesAsked = new Map<string, number>();
  return startServer(({ route, headers, body }, response) => {
    const request = body as unknown as Request;
    const refuse = (code: number, message: string, metadata?: Record<string, unknown>): void =>
      sendJson(
        response,
        { error: { message, code, ...(metadata && { metadata }) }, user_id: 'user_1' },
        code,
      );
    const key = headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!key.startsWith('sk-or-')) return refuse(401, 'No auth credentials found');
    if (route !== 'POST /api/v1/chat/completions') return refuse(404, 'Not Found');
    const model = models[request.model];
    if (model === undefined) return refuse(400, `${request.model} is not a valid model ID`);
    const asked = request.max_tokens ?? 65_536;
    if (key.includes('unpaid'))
      return refuse(
        402,
        `This request requires more credits, or fewer max_tokens. You requested up to ${asked} tokens, but can only afford 133. To increase, visit https://openrouter.ai/settings/credits and add more credits`,
      );
    if (/forbidden/.test(lastMessage(request.messages)))
      return refuse(
        403,
        `${request.model} requires moderation on ${model.provider}. Your input was flagged for "violence". No credits were charged.`,
        { reasons: ['violence'], flagged_input: 'forbidden', provider_name: model.provider },
      );

    const prompt = writePrompt(request.messages);
    const sent = countTokens(prompt);
    const { windowTokens = 200_000 } = model;
    const isTransformed = windowTokens <= 8_192 && sent > windowTokens;
    if (sent > windowTokens && !isTransformed)
      return refuse(
        400,
        `This endpoint's maximum context length is ${windowTokens} tokens. However, you requested about ${sent + asked} tokens (${sent} of text input, ${asked} in the output). Please reduce the length of either one, or use the "middle-out" transform to compress your prompt automatically.`,
      );
    const time = (timesAsked.get(request.model) ?? 0) + 1;
    timesAsked.set(request.model, time);

    const promptTokens = isTransformed ? windowTokens - 512 : sent;
    const isMarking = request.model.startsWith('anthropic/');
    const { read, written } = isMarking
      ? readMarked(request.model, blocksOf(request))
      : { read: countCached(`${request.model}\n${prompt}`), written: 0 };
    const answer = writeAnswer(prompt, {
      thoughtTokens: countTokens(model.thoughts ?? ''),
      limit: request.max_tokens ?? undefined,
    });
    const usage: Usage = {
      prompt_tokens: promptTokens,
      completion_tokens: answer.tokens,
      total_tokens: promptTokens + answer.tokens,
      prompt_tokens_details: { cached_tokens: read, cache_write_tokens: written, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: answer.thoughtTokens },
      cost: (promptTokens - read) * prices.input + read * prices.cached + answer.tokens * prices.output,
      is_byok: false,
      cost_details: { upstream_inference_cost: null },
    };
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-generation-id': generationId });
    // Comments keep the connection open while the model is looked for and while it thinks.
    const comment = ': OPENROUTER PROCESSING\n\n';
    const { breaksOnce } = model;
    if (breaksOnce !== undefined && time === 1)
      return sendInPieces(response, comment + writeEvents(breakOff(model, breaksOnce)) + done);
    const [thoughts, rest] = writeChunks(model, { ...answer, usage });
    sendInPieces(response, comment + writeEvents(thoughts) + comment + writeEvents(rest) + done);
  });
}

const generationId = 'gen-1795000000-aB3';
const done = 'data: [DONE]\n\n';

function blocksOf({ messages }: Request): { text: string; tokens: number; isMarked: boolean }[] {
  return messages.flatMap(({ content }) =>
    (typeof content === 'string' ? [{ text: content }] : content).map((part) => ({
      text: part.text,
      tokens: countTokens(part.text),
      isMarked: 'cache_control' in part && part.cache_control !== undefined,
    })),
  );
}

function chunk(model: RoutedModel, choice: Partial<Choice>, more: Partial<Chunk> = {}): Chunk {
  return {
    id: generationId,
    object: 'chat.completion.chunk',
    created: 1_795_000_000,
    model: model.answeredBy,
    provider: model.provider,
    choices: [
      {
        index: 0,
        delta: { role: 'assistant', content: '' },
        finish_reason: null,
        native_finish_reason: null,
        logprobs: null,
        ...choice,
      },
    ],
    ...more,
  };
}

function writeChunks(
  model: RoutedModel,
  { pieces, isCut, usage }: { pieces: readonly string[]; isCut: boolean; usage: Usage },
): [thoughts: Chunk[], rest: Chunk[]] {
  const thoughts = (model.thoughts?.split(/(?=\s)/) ?? []).map((text) =>
    chunk(model, {
      delta: {
        role: 'assistant',
        content: '',
        reasoning: text,
        reasoning_details: [{ type: 'reasoning.text', text, index: 0, format: 'unknown' }],
      },
    }),
  );
  const rest = [
    ...pieces.map((content) => chunk(model, { delta: { role: 'assistant', content } })),
    chunk(model, {
      finish_reason: isCut ? 'length' : 'stop',
      native_finish_reason: isCut ? 'max_tokens' : 'end_turn',
    }),
    chunk(model, {}, { usage }),
  ];
  return [thoughts, rest];
}

/** The error stands beside a choice that ends with it; the status was sent long ago. */
function breakOff(
  model: RoutedModel,
  { error, isAtStart = false }: NonNullable<RoutedModel['breaksOnce']>,
): Chunk[] {
  const begun = isAtStart ? [] : ['The tide came in. ', 'It was'];
  return [
    ...begun.map((content) => chunk(model, { delta: { role: 'assistant', content } })),
    chunk(model, { finish_reason: 'error', native_finish_reason: null }, { error }),
  ];
}
