/** The public mock: plays scripted replies, faults and delays, and remembers what it was asked. */
import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4FinishReason,
  type LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { generateFromStream } from './collect-stream.ts';
import { type Delay, delay as realDelay } from './delay.ts';
import type { Model } from './model.ts';
import type { Message } from './request.ts';

export type ScriptedReply =
  | string
  | {
      text?: string;
      reasoning?: string;
      /** Default `stop`. */
      finishReason?: LanguageModelV4FinishReason['unified'];
      /** Default: a byte count divided by three. `'none'`: the endpoint reports nothing. */
      usage?:
        | { inputTokens: number; cachedInputTokens?: number; outputTokens: number; reasoningTokens?: number }
        | 'none';
      /** The model that says it answers. Default `scripted`. */
      modelId?: string;
      /** Answered instead of a stream. Without a status: the connection cannot be made. */
      error?: { status?: number; headers?: Record<string, string>; body?: unknown };
      /** The connection breaks after this many characters of text. */
      cutAfter?: number;
      /** Wait before the answer begins. */
      delayInMs?: number;
      /** After the text nothing comes any more, not even an end. */
      idle?: boolean;
    };

export type ScriptedCall = { messages: Message[]; options: LanguageModelV4CallOptions };
export type ScriptedModel = Model & { calls: ScriptedCall[] };

/**
 * Creates a model that answers from a script: a list, one reply per call in order, or a function of the call.
 *
 * Text comes in deltas of eight characters. A call beyond the end of the list is a mistake of the test and fails
 * with a plain `Error`, which nothing retries.
 *
 * @param overrides - Fields of the model, such as `address` or `contextTokens`, and the `delay` it waits with.
 */
export function scriptedModel(
  replies: readonly ScriptedReply[] | ((call: ScriptedCall, index: number) => ScriptedReply),
  { delay = realDelay, ...overrides }: Partial<Omit<Model, 'languageModel'>> & { delay?: Delay } = {},
): ScriptedModel {
  const calls: ScriptedCall[] = [];
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const { abortSignal } = options;
    abortSignal?.throwIfAborted();
    const call = { messages: options.prompt.map(readMessage), options };
    const index = calls.push(call) - 1;
    const reply = typeof replies === 'function' ? replies(call, index) : replies[index];
    if (reply === undefined) {
      throw new Error(`The script has ${replies.length} replies, but this is call ${index + 1}.`);
    }
    const { delayInMs = 0, error, ...answer } = typeof reply === 'string' ? { text: reply } : reply;
    if (delayInMs > 0) await delay(delayInMs, abortSignal);
    if (error !== undefined) throw createApiError(error);
    return { stream: streamOf(playParts(answer, call)), response: { headers: {} } };
  };
  return {
    address: 'scripted:test',
    isPractice: false,
    hasStructuredOutput: true,
    ...overrides,
    calls,
    languageModel: {
      specificationVersion: 'v4',
      provider: 'scripted',
      modelId: 'scripted',
      supportedUrls: {},
      doStream,
      doGenerate: generateFromStream(doStream),
    },
  };
}

type Answer = Exclude<ScriptedReply, string>;

async function* playParts(
  {
    text = '',
    reasoning = '',
    finishReason = 'stop',
    usage,
    modelId = 'scripted',
    cutAfter,
    idle = false,
  }: Answer,
  { messages, options: { abortSignal } }: ScriptedCall,
): AsyncGenerator<LanguageModelV4StreamPart> {
  const aborted = new Promise<never>((_resolve, reject) => {
    abortSignal?.addEventListener('abort', () => reject(abortSignal.reason), { once: true });
  });
  aborted.catch(() => {});
  yield { type: 'stream-start', warnings: [] };
  yield { type: 'response-metadata', modelId };
  if (reasoning !== '') yield { type: 'reasoning-start', id: 'reasoning' };
  for (const delta of splitDeltas(reasoning)) yield { type: 'reasoning-delta', id: 'reasoning', delta };
  if (reasoning !== '') yield { type: 'reasoning-end', id: 'reasoning' };
  const sent = text.slice(0, cutAfter);
  if (sent !== '') yield { type: 'text-start', id: 'text' };
  for (const delta of splitDeltas(sent)) {
    abortSignal?.throwIfAborted();
    yield { type: 'text-delta', id: 'text', delta };
  }
  if (idle) await aborted;
  if (cutAfter !== undefined) throw createApiError({ status: 200 });
  if (sent !== '') yield { type: 'text-end', id: 'text' };
  const counts = usage ?? {
    inputTokens: countRoughly(messages.map(({ content }) => content).join('')),
    outputTokens: countRoughly(text + reasoning),
    reasoningTokens: countRoughly(reasoning),
  };
  yield {
    type: 'finish',
    finishReason: { unified: finishReason, raw: finishReason },
    usage: usageOf(counts),
  };
}

type Counts = NonNullable<Answer['usage']>;

function usageOf(counts: Counts): (LanguageModelV4StreamPart & { type: 'finish' })['usage'] {
  if (counts === 'none') {
    return {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
  }
  const { inputTokens, cachedInputTokens = 0, outputTokens, reasoningTokens = 0 } = counts;
  return {
    inputTokens: {
      total: inputTokens,
      noCache: inputTokens - cachedInputTokens,
      cacheRead: cachedInputTokens,
      cacheWrite: undefined,
    },
    outputTokens: { total: outputTokens, text: outputTokens - reasoningTokens, reasoning: reasoningTokens },
  };
}

/** What the SDK throws; status 200 stands for a response that broke after it had begun. */
function createApiError({ status, headers, body }: NonNullable<Answer['error']>): APICallError {
  return new APICallError({
    message: status === undefined ? 'Cannot connect to API' : status === 200 ? 'terminated' : '',
    url: 'http://scripted.test/',
    requestBodyValues: {},
    statusCode: status,
    responseHeaders: headers,
    responseBody: typeof body === 'string' ? body : JSON.stringify(body ?? {}),
  });
}

function readMessage({ role, content }: LanguageModelV4CallOptions['prompt'][number]): Message {
  const text =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { role: role === 'tool' ? 'user' : role, content: text };
}

/** `ReadableStream.from` reads one part ahead, which would let a scripted break overtake the text before it. */
function streamOf(
  parts: AsyncGenerator<LanguageModelV4StreamPart>,
): ReadableStream<LanguageModelV4StreamPart> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

const splitDeltas = (text: string): string[] => text.match(/[\s\S]{1,8}/g) ?? [];
const countRoughly = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);
