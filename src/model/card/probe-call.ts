/** One call of a probe: asked, timed and learnt from. */
import { type CallModelOptions, callModel, type ModelReply } from '../call-model.ts';
import { estimateTokens } from '../estimate-tokens.ts';
import type { Model } from '../model.ts';
import type { ModelRequest } from '../request.ts';
import { type CapabilityCard, usableContextTokens } from './card.ts';
import { learn, type Observation } from './learn.ts';
import { mergeCards } from './merge-cards.ts';

type ProbeAnswer = Pick<ModelReply, 'text' | 'finishReason' | 'usage' | 'warnings' | 'ms' | 'tokenRatio'> & {
  /** Pieces the text came in. */
  pieces: number;
  /** Undefined after a retry: the wait would count as thinking. */
  firstTokenInMs: number | undefined;
  /** Highest number of output tokens the endpoint was told. */
  maxOutputTokens: number;
};

/** What the steps of a probe share. */
export type Probe = {
  model: Model;
  /** Everything measured so far. */
  readonly card: CapabilityCard;
  /** Uniform in [0, 1), for markers. */
  random: () => number;
  /** Merges facts in, as `mergeCards` does. */
  put(facts: Partial<CapabilityCard>): void;
  take(observation: Observation): void;
  /**
   * Calls the model and learns what any call teaches. Thinking gets room on top of the limit.
   *
   * @param maxOutputTokens - Room for the answer alone.
   */
  ask(request: ModelRequest, maxOutputTokens: number, options?: { model?: Model }): Promise<ProbeAnswer>;
};

/** What a step could not find out, and why; its field stays absent. */
export class Unknown extends Error {}

/** Room for thinking in the first call, when nothing is known of it. Servers with small windows take it, too. */
const firstThoughtTokens = 1_000;
/** Thinking varies from call to call. */
const thoughtReserve = 3;

/** @param startCard - What is known already and not measured here. */
export function createProbe(model: Model, startCard: CapabilityCard, options: CallModelOptions): Probe {
  const { now = Date.now, random = Math.random } = options;
  let card = startCard;
  const take = (observation: Observation): void => {
    card = learn(card, observation, new Date(now()));
  };
  return {
    model,
    random,
    get card() {
      return card;
    },
    put(facts) {
      card = mergeCards(card, { ...facts, key: card.key, updatedAt: card.updatedAt });
    },
    take,
    async ask(request, answerTokens, { model: asked = model } = {}) {
      const { reasoningTokens } = card;
      const thoughtTokens =
        reasoningTokens === undefined ? firstThoughtTokens : reasoningTokens * thoughtReserve;
      const inputTokens = countTokens(request);
      const room = (usableContextTokens(card) ?? Infinity) - inputTokens;
      const maxOutputTokens = Math.max(
        answerTokens,
        Math.min(answerTokens + thoughtTokens, room, card.advertised?.maxOutputTokens ?? Infinity),
      );
      const startedAt = now();
      let pieces = 0;
      let firstAt: number | undefined;
      const reply = await callModel(
        asked,
        { ...request, maxOutputTokens },
        {
          ...options,
          before: { tokenRatio: card.tokenRatio },
          onDelta(text) {
            pieces += 1;
            firstAt ??= now();
            options.onDelta?.(text);
          },
        },
      );
      const { usage, ms, finishReason } = reply;
      const isFirstTry = reply.attempts.length === 1;
      const firstTokenInMs = isFirstTry && firstAt !== undefined ? firstAt - startedAt : undefined;
      take({
        kind: 'call',
        inputTokens,
        outputTokens: usage.outputTokens,
        reasoningTokens: Math.round(usage.reasoningTokens / reply.attempts.length),
        ms,
        // Text that comes all at once, or at once altogether, tells no speed.
        firstTokenInMs: pieces > 2 ? firstTokenInMs : undefined,
        finishReason,
        learnt: reply.learnt,
      });
      return { ...reply, pieces, firstTokenInMs, maxOutputTokens };
    },
  };
}

/** Our tokens of a request. Needs the tokenizer loaded. */
export function countTokens({ messages }: ModelRequest): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
