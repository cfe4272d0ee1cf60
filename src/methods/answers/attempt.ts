/** One answer that a study or a data set wants: who writes it, how, to what; and what that will take. */

import type { CapabilityCard } from '../../model/card/card.ts';
import type { AskedLength } from '../../plan/length/length-contract.ts';
import { checkSight, type ImageRecord } from '../images/image-request.ts';
import { type Quote, quoteRun } from '../quote.ts';
import {
  createWriteRequest,
  type SourcedPrice,
  type WriteRequest,
  type WriteSettings,
} from '../write-request.ts';
import { type AskedSource, quoteReadingAttempt } from './reading-attempt.ts';

/** What is to be answered. */
type AskedPrompt = {
  /** Stable and unique among all that are answered into one file. */
  id: string;
  instruction: string;
  /** The length it asks for; absent: read from the instruction. */
  length?: AskedLength;
  /** What the answer is read out of; the method is one of reading then. Absent: it is written. */
  source?: AskedSource | undefined;
  /** What it is written about, in this order; shown as the method shows images. */
  images?: readonly ImageRecord[] | undefined;
};

/** `repeat` from 1: each is another draw. */
export type Attempt = { model: string; method: string; sample: AskedPrompt; repeat: number };

export const keyOfAttempt = ({ model, method, sample, repeat }: Attempt): string =>
  [model, method, sample.id, repeat].join(' ');

/**
 * The prompt goes out as the benchmark has it; methods that plan are told the length that its data name.
 *
 * @throws {UsageError} There are images, and the method shows none or the model is known not to see.
 */
export function createAttemptRequest(
  { model, method, sample }: Attempt,
  {
    prices = {},
    card,
    settings = {},
  }: {
    prices?: Readonly<Record<string, SourcedPrice>> | undefined;
    card?: CapabilityCard | undefined;
    settings?: Partial<WriteSettings>;
  },
): WriteRequest {
  const { request } = createWriteRequest(sample.instruction, {
    ...settings,
    model,
    method,
    isVerbatim: true,
    ...(sample.length !== undefined && { length: sample.length }),
    ...(sample.images && { images: sample.images.map(({ path }) => path) }),
  });
  const cards = card === undefined ? {} : { [model]: card };
  const asked = { ...request, prices, cards, ...(sample.images && { images: [...sample.images] }) };
  checkSight(asked, cards);
  return asked;
}

/** Sentences for people about models that are shown images, and of which nobody knows whether they see. */
export function listSightNotes(
  attempts: readonly Attempt[],
  cards: Readonly<Record<string, CapabilityCard>>,
): string[] {
  const notes = attempts.flatMap((attempt) =>
    attempt.sample.images === undefined
      ? []
      : checkSight(createAttemptRequest(attempt, { card: cards[attempt.model] }), cards),
  );
  return [...new Set(notes)];
}

/** What many answers will take together; `usd` is null where a price is missing. */
export type StudyQuote = Pick<Quote, 'calls' | 'inputTokens' | 'outputTokens' | 'usd'>;

/** Sums the quotes of answers; each is quoted as a run of `longhand write` would be. */
export function quoteAttempts(
  attempts: readonly Attempt[],
  world: {
    prices?: Readonly<Record<string, SourcedPrice>>;
    cards?: Readonly<Record<string, CapabilityCard>>;
  },
): StudyQuote {
  const total: StudyQuote = { calls: [0, 0], inputTokens: [0, 0], outputTokens: [0, 0], usd: [0, 0] };
  const add = (sum: [number, number], [low, high]: [number, number]): void => {
    sum[0] += low;
    sum[1] += high;
  };
  for (const attempt of attempts) {
    const quote = quoteAttempt(attempt, world);
    for (const key of ['calls', 'inputTokens', 'outputTokens'] as const) add(total[key], quote[key]);
    if (quote.usd === null || total.usd === null) total.usd = null;
    else add(total.usd, quote.usd);
  }
  return total;
}

export const quoteAttempt = (
  attempt: Attempt,
  {
    prices,
    cards = {},
  }: {
    prices?: Readonly<Record<string, SourcedPrice>> | undefined;
    cards?: Readonly<Record<string, CapabilityCard>>;
  },
): Quote => {
  const { sample, model } = attempt;
  const known = { prices, card: cards[model] };
  const { source } = sample;
  return source === undefined
    ? quoteRun(createAttemptRequest(attempt, known))
    : quoteReadingAttempt({ ...attempt, sample: { ...sample, source } }, known);
};

/** What is known of the models of a study, by address. */
export async function openCards(
  models: readonly string[],
  { openCard }: { openCard?: ((address: string) => Promise<CapabilityCard>) | undefined },
): Promise<Record<string, CapabilityCard>> {
  if (openCard === undefined) return {};
  const addresses = [...new Set(models)];
  return Object.fromEntries(
    await Promise.all(addresses.map(async (model) => [model, await openCard(model)] as const)),
  );
}
