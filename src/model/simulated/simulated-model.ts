/**
 * The simulated model: a seeded stand-in with the length behaviour of real models, for tests, controller
 * benchmarks and demos. It reads the messages alone and knows no prompt of ours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
  SharedV4ProviderMetadata,
  SharedV4Warning,
} from '@ai-sdk/provider';
import { hashRequest } from '../request.ts';
import { composeReply } from './compose-reply.ts';
import {
  createContextError,
  createCutError,
  createRateLimit,
  createRateLimitError,
  createServerError,
} from './faults.ts';
import { formatSimulatedAddress, type SimulatedParameters } from './parameters.ts';
import { createPrefixCache } from './prefix-cache.ts';
import { createRandom } from './random.ts';
import { readMessages } from './read-request.ts';
import { encodePrompt, loadTokenizer, truncateToTokens } from './tokens.ts';

type Clock = {
  /** Milliseconds, for the rate limit and for pacing. */
  now?: () => number;
  delay?: (delayInMs: number, abortSignal?: AbortSignal) => Promise<unknown>;
};

/** An answer before it is sent. */
type Answer = {
  id: string;
  text: string;
  /** Characters after which the connection breaks; undefined when it holds. */
  cutAt: number | undefined;
  finishReason: LanguageModelV4FinishReason;
  usage: LanguageModelV4Usage;
  warnings: SharedV4Warning[];
  /** Time until the first token and until the end, as the timing parameters make it. */
  firstTokenMs: number;
  totalMs: number;
  metadata: SharedV4ProviderMetadata;
};

/** Characters of one delta. */
const deltaLength = 40;
/** Shorter waits are saved up: timers are no finer. */
const leastDelayInMs = 4;

/**
 * Creates a simulated model.
 *
 * The same parameters and request give the same text, streamed or not, in any order; timing, rate limit, cache
 * and faults never change it. Faults are drawn anew each time the same request comes again, so that trying
 * again converges. The instance keeps what a server would: the prompt cache, the rate limit, and how often
 * each request came.
 *
 * `providerMetadata.simulated.ms` is the computed time of the answer. A refusal is a text with finish reason
 * `stop`. Raises `APICallError`s as provider packages do: 400 `context_length_exceeded`, 429 with
 * `retry-after`, 500, and one without a status where the connection breaks.
 */
export function createSimulatedModel(parameters: SimulatedParameters, clock: Clock = {}): LanguageModelV4 {
  const { now = Date.now, delay = (ms, signal) => sleep(ms, undefined, { signal }) } = clock;
  const address = formatSimulatedAddress(parameters);
  const waitInMs = createRateLimit(parameters.rateLimitRpm, now);
  const cache = parameters.cache === 'prefix' ? createPrefixCache() : undefined;
  const timesSeen = new Map<string, number>();

  const accept = async (options: LanguageModelV4CallOptions): Promise<Answer> => {
    options.abortSignal?.throwIfAborted();
    const tokenizer = await loadTokenizer();
    const retryAfterInMs = waitInMs();
    if (retryAfterInMs > 0) throw createRateLimitError(parameters.rateLimitRpm, retryAfterInMs);
    const prompt = encodePrompt(readMessages(options.prompt), tokenizer);
    if (prompt.length > parameters.contextTokens) {
      throw createContextError(parameters.contextTokens, prompt.length);
    }
    const hash = hashRequest(options);
    const ordinal = timesSeen.get(hash) ?? 0;
    timesSeen.set(hash, ordinal + 1);
    const fault = createRandom('fault', address, hash, ordinal);
    if (fault.next() < parameters.errorRate) throw createServerError();
    const isCut = fault.next() < parameters.cutRate;

    const whole = composeReply(parameters, options, hash);
    const limit = Math.min(options.maxOutputTokens ?? Infinity, parameters.contextTokens - prompt.length);
    const text = truncateToTokens(whole, limit, tokenizer);
    const cached = cache?.read(prompt) ?? 0;
    const output = Math.min(limit, tokenizer.encode(text).length);
    const firstTokenMs = parameters.ttftMs + seconds(prompt.length - cached, parameters.prefillPerSecond);
    const totalMs = firstTokenMs + seconds(output, parameters.tokensPerSecond);
    const isWhole = text.length === whole.length;
    return {
      id: `simulated-${hash.slice(0, 24)}`,
      text,
      cutAt: isCut ? Math.floor(text.length * (0.1 + 0.8 * fault.next())) : undefined,
      finishReason: isWhole ? { unified: 'stop', raw: 'stop' } : { unified: 'length', raw: 'length' },
      usage: {
        inputTokens: {
          total: prompt.length,
          noCache: prompt.length - cached,
          cacheRead: cached,
          cacheWrite: undefined,
        },
        outputTokens: { total: output, text: output, reasoning: 0 },
      },
      warnings: unsupportedSettings(options),
      firstTokenMs,
      totalMs,
      metadata: { simulated: { ms: Math.round(totalMs) } },
    };
  };

  /** Waits until so many milliseconds of the answer's own time have passed. */
  const createPace = (abortSignal: AbortSignal | undefined) => {
    const startedAt = now();
    return async (dueMs: number): Promise<void> => {
      const owedInMs = parameters.clock === 'real' ? dueMs - (now() - startedAt) : 0;
      if (owedInMs >= leastDelayInMs) await delay(owedInMs, abortSignal);
      abortSignal?.throwIfAborted();
    };
  };

  async function* produceParts(
    answer: Answer,
    abortSignal: AbortSignal | undefined,
  ): AsyncGenerator<LanguageModelV4StreamPart> {
    const { text, cutAt, firstTokenMs, totalMs } = answer;
    const pace = createPace(abortSignal);
    yield { type: 'stream-start', warnings: answer.warnings };
    yield { type: 'response-metadata', id: answer.id, modelId: address };
    await pace(firstTokenMs);
    yield { type: 'text-start', id: '0' };
    const end = cutAt ?? text.length;
    for (let at = 0; at < end; ) {
      const next = endOfDelta(text, Math.min(end, at + deltaLength));
      await pace(firstTokenMs + ((totalMs - firstTokenMs) * next) / text.length);
      yield { type: 'text-delta', id: '0', delta: text.slice(at, next) };
      at = next;
    }
    if (cutAt !== undefined) throw createCutError();
    yield { type: 'text-end', id: '0' };
    yield {
      type: 'finish',
      finishReason: answer.finishReason,
      usage: answer.usage,
      providerMetadata: answer.metadata,
    };
  }

  return {
    specificationVersion: 'v4',
    provider: 'simulated',
    modelId: address,
    supportedUrls: {},
    async doGenerate(options) {
      const answer = await accept(options);
      await createPace(options.abortSignal)(answer.totalMs);
      if (answer.cutAt !== undefined) throw createCutError();
      return {
        content: answer.text === '' ? [] : [{ type: 'text', text: answer.text }],
        finishReason: answer.finishReason,
        usage: answer.usage,
        warnings: answer.warnings,
        providerMetadata: answer.metadata,
        response: { id: answer.id, modelId: address },
      };
    },
    async doStream(options) {
      const answer = await accept(options);
      return { stream: streamOf(produceParts(answer, options.abortSignal)) };
    },
  };
}

/** A stream that pulls the next part when the reader wants one. Errors of the parts become its error. */
function streamOf(
  parts: AsyncGenerator<LanguageModelV4StreamPart>,
): ReadableStream<LanguageModelV4StreamPart> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}

/** Not between the two halves of a character outside the basic plane. */
function endOfDelta(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 && end < text.length ? end + 1 : end;
}

function seconds(tokens: number, perSecond: number): number {
  return perSecond === 0 ? 0 : (tokens / perSecond) * 1_000;
}

function unsupportedSettings(options: LanguageModelV4CallOptions): SharedV4Warning[] {
  const features = [
    (options.tools?.length ?? 0) > 0 && 'tools',
    (options.stopSequences?.length ?? 0) > 0 && 'stopSequences',
  ];
  return features
    .filter((feature) => feature !== false)
    .map((feature) => ({ type: 'unsupported', feature, details: 'The simulated model ignores it.' }));
}
