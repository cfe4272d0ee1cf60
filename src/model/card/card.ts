/**
 * The capability card: what an endpoint was measured to do, beside what it says of itself.
 *
 * Everything is optional: an absent field is not known, never assumed. What was measured counts more than what is
 * advertised. Context sizes that we measured are in tokens of our own tokenizer, advertised ones in the endpoint's;
 * `tokenRatio` leads from one to the other.
 */
import { z } from 'zod';

const tokens = z.int().positive();

export const cardSchema = z.strictObject({
  /** The model address without what does not change the endpoint; see `cardKeyOf`. */
  key: z.string(),
  /** ISO time of the last change. */
  updatedAt: z.string(),
  /** ISO time of the last probe; absent: only learnt while running. */
  probedAt: z.string().optional(),
  /** What the endpoint or a data table says, and which one it was. */
  advertised: z
    .strictObject({
      contextTokens: tokens.optional(),
      maxOutputTokens: tokens.optional(),
      /** Whether images are taken. */
      vision: z.boolean().optional(),
      source: z.string(),
      /** ISO time of the asking. */
      askedAt: z.string().optional(),
    })
    .optional(),
  /**
   * Longest prompt whose first words the model could give back, in our tokens; where that was never tried, the size
   * that seemed left when a longer one was refused.
   */
  keptTokens: tokens.optional(),
  /** Shortest prompt that was refused as too long or lost its first words, in our tokens. */
  lostTokens: tokens.optional(),
  /** Most words it has written in one answer although more were asked for. */
  maxOutputWords: tokens.optional(),
  /** Delivered by asked words, where the answer was far from any limit. 1: exactly as asked. */
  lengthBias: z.number().positive().optional(),
  /** Lowest and highest of reported input tokens by our count of the same text. */
  tokenRatio: z.tuple([z.number().positive(), z.number().positive()]).optional(),
  /** `schema`: a JSON schema is enforced; `json`: plain JSON comes when asked for; `none`: neither. */
  structuredOutput: z.enum(['schema', 'json', 'none']).optional(),
  /** Whether text arrives in pieces. */
  streams: z.boolean().optional(),
  /** Finish reasons seen to be told truly: a natural end and the output limit. */
  stopReasons: z.array(z.enum(['stop', 'length'])).optional(),
  acceptsTemperature: z.boolean().optional(),
  acceptsSystem: z.boolean().optional(),
  /** What the endpoint calls the output limit on the wire. */
  tokenLimitName: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  /** Typical reasoning tokens of one call; 0: it does not think. */
  reasoningTokens: z.int().nonnegative().optional(),
  /** Wording of prompts that suits it; absent: the standard one. */
  promptProfile: z.enum(['standard', 'compact']).optional(),
  /** Whether it told what it was shown in an image. */
  vision: z.boolean().optional(),
  /** Languages it answered in when asked in them. */
  languages: z.array(z.enum(['en', 'zh'])).optional(),
  speed: z.strictObject({ firstTokenInMs: z.number(), tokensPerSecond: z.number() }).optional(),
});

export type CapabilityCard = z.infer<typeof cardSchema>;

/** Foreign tokenizers need up to so many times our tokens for the same text, as long as nothing else is known. */
const unknownTokenRatio = 1.2;

/**
 * The input window to plan with, in tokens of our own tokenizer; undefined when nothing is known.
 *
 * A loss that was seen ends all discussion. Without one, the advertised window counts, and else what was kept.
 */
export function usableContextTokens({
  keptTokens,
  lostTokens,
  advertised,
  tokenRatio,
}: CapabilityCard): number | undefined {
  const said =
    advertised?.contextTokens &&
    Math.floor(advertised.contextTokens / (tokenRatio?.[1] ?? unknownTokenRatio));
  if (lostTokens !== undefined) {
    // The loss may lie anywhere between the two; half of what was lost is a fair guess where nothing was kept.
    const kept = keptTokens !== undefined && keptTokens < lostTokens ? keptTokens : Math.ceil(lostTokens / 2);
    return Math.min(kept, said ?? kept);
  }
  return said ?? keptTokens;
}

/** Parameters of a simulated address that change its draws or its pace, not what it can do. */
const pace =
  /^(?:seed|ttftMs|tokensPerSecond|prefillPerSecond|clock|cache|rateLimitRpm|errorRate|cutRate|refuseRate)$/;

/** The name under which a card is kept: the address without seed and times. */
export function cardKeyOf(address: string): string {
  if (!address.startsWith('simulated:')) return address;
  const [scheme = '', query = ''] = address.split('?', 2);
  const kept = query
    .split('&')
    .filter((pair) => pair !== '' && !pace.test(pair.split('=', 1)[0] ?? ''))
    .sort();
  return kept.length === 0 ? scheme : `${scheme}?${kept.join('&')}`;
}

/** A card of which nothing is known yet. */
export function emptyCard(address: string, now: Date): CapabilityCard {
  return { key: cardKeyOf(address), updatedAt: now.toISOString() };
}
