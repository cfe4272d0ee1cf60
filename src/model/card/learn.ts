/** What a card learns from calls that were made for another purpose. */
import type { CapabilityCard } from './card.ts';
import { mergeCards } from './merge-cards.ts';

/** One thing seen while working with an endpoint. Tokens named `input` and `sent` are ours, the others the endpoint's. */
export type Observation =
  | {
      kind: 'call';
      /** What was sent, by our count. */
      inputTokens: number;
      /** Reported by our own count of input tokens; absent where it would not be a fair comparison. */
      tokenRatio?: number | undefined;
      /** Thinking included. */
      outputTokens: number;
      reasoningTokens: number;
      /** From the request to the end of the answer. */
      ms: number;
      /** From the request to the first word. Absent: no speed can be told. */
      firstTokenInMs?: number | undefined;
      finishReason: 'stop' | 'length' | 'other';
      /** What the call layer found out about the endpoint's settings. */
      learnt?: Partial<CapabilityCard> | undefined;
    }
  | {
      /** A prompt that was refused as too long, or read only in part. */
      kind: 'overflow';
      sentTokens: number;
      /** The window that seems left, in our tokens: from what the endpoint named, or a guess. */
      contextTokens?: number | undefined;
    }
  | {
      /** An answer that ended by itself, by how long it was asked to be. */
      kind: 'length';
      askedWords: number;
      deliveredWords: number;
    };

/** Longest answer to count on where none was measured: what models learnt from short training answers. */
const usualMaxWords = 2_000;
/** Beyond this share of the longest answer, the ceiling shapes the length and not the habit. */
const farFromLimit = 0.6;
/** Weight of a new length or speed against what was known. */
const newWeight = 0.2;
/** Thinking rises fast and falls slowly, so that the card stands near the ninth of ten calls. */
const riseWeight = 0.9;
const fallWeight = 0.1;
/** Shorter answers tell no speed. */
const leastTimedTokens = 30;

/**
 * The card with one more observation in it.
 *
 * An overflow lowers `lostTokens`; a kept size at or above it gives way to the window that seems left. Lengths count
 * only far below the longest answer, where nothing but the model's habit shapes them.
 *
 * @param now - Becomes `updatedAt`.
 */
export function learn(card: CapabilityCard, observation: Observation, now: Date): CapabilityCard {
  const updated = { ...card, updatedAt: now.toISOString() };
  switch (observation.kind) {
    case 'call':
      return learnCall(updated, observation);
    case 'overflow':
      return learnOverflow(updated, observation);
    case 'length':
      return learnLength(updated, observation);
  }
}

type Seen<Kind extends Observation['kind']> = Extract<Observation, { kind: Kind }>;

function learnCall(card: CapabilityCard, call: Seen<'call'>): CapabilityCard {
  const { tokenRatio, reasoningTokens, learnt } = call;
  const before = card.reasoningTokens ?? reasoningTokens;
  const weight = reasoningTokens > before ? riseWeight : fallWeight;
  const speed = learnSpeed(card.speed, call);
  return mergeCards(card, {
    ...learnt,
    key: card.key,
    updatedAt: card.updatedAt,
    reasoningTokens: Math.round(before + weight * (reasoningTokens - before)),
    ...(tokenRatio !== undefined && tokenRatio > 0 && { tokenRatio: [tokenRatio, tokenRatio] }),
    ...(speed && { speed }),
  });
}

function learnSpeed(
  before: CapabilityCard['speed'],
  { outputTokens, reasoningTokens, ms, firstTokenInMs }: Seen<'call'>,
): CapabilityCard['speed'] {
  if (firstTokenInMs === undefined || ms <= firstTokenInMs) return undefined;
  const tokens = outputTokens - reasoningTokens;
  if (tokens < leastTimedTokens) return undefined;
  const tokensPerSecond = (tokens / (ms - firstTokenInMs)) * 1_000;
  return {
    firstTokenInMs: Math.round(approach(before?.firstTokenInMs, firstTokenInMs)),
    tokensPerSecond: Number(approach(before?.tokensPerSecond, tokensPerSecond).toPrecision(4)),
  };
}

function learnOverflow(
  card: CapabilityCard,
  { sentTokens, contextTokens }: Seen<'overflow'>,
): CapabilityCard {
  const lostTokens = Math.max(1, Math.min(card.lostTokens ?? Infinity, sentTokens));
  const { keptTokens, ...rest } = card;
  if (keptTokens !== undefined && keptTokens < lostTokens) return { ...card, lostTokens };
  const left = contextTokens === undefined ? 0 : Math.min(Math.floor(contextTokens), lostTokens - 1);
  return { ...rest, lostTokens, ...(left > 0 && { keptTokens: left }) };
}

function learnLength(card: CapabilityCard, { askedWords, deliveredWords }: Seen<'length'>): CapabilityCard {
  if (askedWords <= 0 || deliveredWords <= 0) return card;
  const { maxOutputWords, lengthBias } = card;
  const isFar = askedWords < farFromLimit * (maxOutputWords ?? usualMaxWords);
  return {
    ...card,
    ...(isFar && { lengthBias: approach(lengthBias, deliveredWords / askedWords) }),
    ...(maxOutputWords !== undefined && { maxOutputWords: Math.max(maxOutputWords, deliveredWords) }),
  };
}

const approach = (before: number | undefined, seen: number): number =>
  before === undefined ? seen : before + newWeight * (seen - before);
