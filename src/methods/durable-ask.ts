/** Asking as a durable step: fitted to window and budget before it is sent, recorded when it has ended. */
import { createHash } from 'node:crypto';
import { ModelCallError } from '../errors.ts';
import type { Answer, Ask, Limits } from '../model/ask.ts';
import { type CallModelOptions, callModel } from '../model/call-model.ts';
import { mostWordsAtOnce } from '../model/card/most-words.ts';
import { costOf, type Price } from '../model/cost.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { countImageTokens } from '../model/images/image-tokens.ts';
import type { Model, Role } from '../model/model.ts';
import { rateKeyOf } from '../model/rate-key.ts';
import type { ModelRequest } from '../model/request.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import type { RunContext } from '../run/run-context.ts';
import type { Lessons } from './lessons.ts';

/** The model of every role, and the one that stands in where the writer declines. */
export type Models = Record<Role, Model> & { standIn?: Model };

/** What a step keeps of its answer: what the run learnt from it must be known again on a replay. */
type KeptAnswer = Answer & {
  reasoningTokens?: number;
  /** For `overflow`: the window the endpoint named, or the size it refused, in our tokens. */
  contextTokens?: number;
};

/** Thinking varies from call to call. */
const reasoningReserve = 1.5;
/** Chat templates add some tokens around every message. */
const tokensAroundMessage = 4;

function countRequestTokens({ messages }: Pick<ModelRequest, 'messages'>, { address }: Model): number {
  const text = messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensAroundMessage, 0);
  return text + countImageTokens(messages, address);
}

/**
 * Makes asking durable: one step a question.
 *
 * No request goes out that the known window does not hold together with the answer expected; the output limit is
 * cut to what is left. Thinking gets room of its own on top of it, as much as the model was seen to use.
 */
export function createAsk(
  { prices }: { prices: Readonly<Record<string, Price>> },
  models: Models,
  context: RunContext,
  lessons: Lessons,
): { ask: Ask; limitsOf: (role: Role) => Limits } {
  const learnt = new Map<string, { reasoningTokens: number; contextTokens: number }>();
  const knownOf = ({ address, card, contextTokens = Infinity }: Model) => {
    const seen = learnt.get(address) ?? { reasoningTokens: 0, contextTokens: Infinity };
    const reasoningTokens = Math.max(seen.reasoningTokens, card?.reasoningTokens ?? 0);
    return {
      contextTokens: Math.min(contextTokens, seen.contextTokens),
      reasoningTokens: Math.ceil(reasoningTokens * reasoningReserve),
      maxOutputTokens: card?.advertised?.maxOutputTokens ?? Infinity,
    };
  };
  const remember = (
    { address }: Model,
    { reasoningTokens = 0, contextTokens = Infinity }: KeptAnswer,
  ): void => {
    const seen = learnt.get(address) ?? { reasoningTokens: 0, contextTokens: Infinity };
    learnt.set(address, {
      reasoningTokens: Math.max(seen.reasoningTokens, reasoningTokens),
      contextTokens: Math.min(seen.contextTokens, contextTokens),
    });
  };

  /** The request with an output limit that the window has room for, thinking added. */
  const limitToRoom = (model: Model, request: ModelRequest): ModelRequest => {
    const known = knownOf(model);
    const limit = (request.maxOutputTokens ?? Infinity) + known.reasoningTokens;
    const room = Math.floor(known.contextTokens) - countRequestTokens(request, model);
    const maxOutputTokens = Math.max(1, Math.min(limit, room, known.maxOutputTokens));
    return Number.isFinite(maxOutputTokens) ? { ...request, maxOutputTokens } : request;
  };

  const ask: Ask = async (request, options) => {
    const model = (options.isStandIn && models.standIn) || models[options.role];
    const kept = await context.step(options.step, async (): Promise<KeptAnswer> => {
      const inputTokens = countRequestTokens(request, model);
      const known = knownOf(model);
      const room = Math.floor(known.contextTokens) - inputTokens;
      const outputTokens = Math.ceil(options.expectedOutputTokens) + known.reasoningTokens;
      if (room < outputTokens) {
        const reason =
          `The request needs about ${inputTokens} tokens and ${outputTokens} for the answer; ` +
          `${model.address} takes ${known.contextTokens}.`;
        return { text: '', finishReason: 'overflow', reason };
      }
      return send(model, limitToRoom(model, request), options, { inputTokens, outputTokens });
    });
    remember(model, kept);
    const { text, finishReason, reason } = kept;
    return { text, finishReason, ...(reason !== undefined && { reason }) };
  };

  async function send(
    model: Model,
    request: ModelRequest,
    options: Parameters<Ask>[1],
    estimate: { inputTokens: number; outputTokens: number },
  ): Promise<KeptAnswer> {
    const price = prices[model.address];
    const usdOf = (usage: Parameters<typeof costOf>[0]): number => (price ? costOf(usage, price) : 0);
    const release = context.budget.reserve({
      tokens: estimate.inputTokens + estimate.outputTokens,
      usd: usdOf({ ...noUsage(), ...estimate }),
      ms: 0,
    });
    const { continuation } = options;
    let spent = noUsage();
    let retried = noUsage();
    const { gate } = context;
    // Batches have limits of their own, which are the provider's to keep.
    const rateKey = rateKeyOf(model.address) + (model.isBatched ? '/batch' : '');
    const startedAt = performance.now();
    const keep = (detail: Record<string, unknown>): Promise<void> =>
      context.recordCall(options.step, {
        messages: request.messages,
        detail: {
          role: options.role,
          address: model.address,
          maxOutputTokens: request.maxOutputTokens,
          ...listImages(request),
          usage: spent,
          usd: price ? usdOf(spent) : null,
          retriedUsd: price ? usdOf(retried) : null,
          ...detail,
        },
        spend: {
          tokens: spent.inputTokens + spent.outputTokens,
          usd: usdOf(spent),
          ms: performance.now() - startedAt,
        },
      });
    const callOptions: CallModelOptions = {
      abortSignal: context.abortSignal,
      onDelta: options.onDelta,
      continuation: continuation && ((partial) => limitToRoom(model, continuation(partial))),
      cacheKey: cacheKeyOf(request),
      before: lessons.countedBefore(model.address, request),
      mostOutputTokens: limitToRoom(model, { messages: request.messages }).maxOutputTokens,
      beforeAttempt: async () => gate?.pass(rateKey, estimate.inputTokens + estimate.outputTokens),
      onAttempt: (attempt) => {
        spent = addUsage(spent, attempt.usage);
        if (attempt.fault !== undefined) retried = addUsage(retried, attempt.usage);
      },
      onRetry: ({ fault, attempt, delayInMs, keptText }) => {
        options.onRestart?.(keptText);
        // Where it does not get through, the others are told by the provider itself.
        if (fault === 'rate-limit') gate?.hold(rateKey, delayInMs).catch(() => {});
        void context.warn(
          `${fault}: attempt ${attempt} failed, next in ${Math.round(delayInMs)} ms`,
          options.step,
        );
      },
    };
    try {
      const reply = await callModel(model, request, callOptions);
      const { text, finishReason, modelId, warnings, attempts } = reply;
      await lessons.takeReply(model.address, reply, request);
      await keep({ text, finishReason, modelId, attempts, ...(warnings.length > 0 && { warnings }) });
      const { reasoningTokens } = reply.usage;
      return { text, finishReason, ...(reasoningTokens > 0 && { reasoningTokens }) };
    } catch (error) {
      const isOurs = error instanceof ModelCallError;
      await keep({
        error: (error as Error).message,
        ...(isOurs && { fault: error.fault }),
        ...(isOurs && error.partialText !== '' && { text: error.partialText }),
      });
      if (!isOurs) throw error;
      const { message: reason, fault } = error;
      // What a person's policy decides is an answer, not a failure.
      if (fault === 'refusal' || fault === 'empty') return { text: '', finishReason: 'refused', reason };
      if (fault !== 'context-overflow' && fault !== 'context-cut') throw error;
      const contextTokens = lessons.takeOverflow(model.address, error, estimate.inputTokens);
      // A cut is found after the fact, at a server that will cut again: the run ends, and its card knows better.
      if (fault === 'context-cut') throw error;
      return { text: '', finishReason: 'overflow', reason, contextTokens };
    } finally {
      release();
    }
  }

  return {
    ask,
    limitsOf(role) {
      const model = models[role];
      const { contextTokens, reasoningTokens, maxOutputTokens } = knownOf(model);
      const room = contextTokens - reasoningTokens;
      return {
        contextTokens: Number.isFinite(room) ? Math.max(0, Math.floor(room)) : undefined,
        maxOutputWords: mostWordsAtOnce({
          contextTokens: room,
          maxOutputTokens,
          maxOutputWords: model.card?.maxOutputWords,
          isCompact: model.card?.promptProfile === 'compact',
        }),
      };
    },
  };
}

/** The images of a request for people: label and file hash, in the order they were shown. */
function listImages({ messages }: ModelRequest): { images?: string[] } {
  const images = messages.flatMap((message) => message.images ?? []);
  return images.length === 0 ? {} : { images: images.map(({ label, sha256 }) => `${label} ${sha256}`) };
}

/** Calls that begin alike find the same cache. A digest of the beginning, so that no id of ours goes out. */
function cacheKeyOf({ messages }: ModelRequest): string {
  return createHash('sha256')
    .update(messages[0]?.content ?? '')
    .digest('hex')
    .slice(0, 24);
}
