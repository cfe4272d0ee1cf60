/**
 * What a model delivers for the length it is asked for, learnt while it writes.
 *
 * Models give more or less than asked, by a habit of their own (bias), with a spread, and up to a ceiling. No law is
 * assumed: what was delivered for similar lengths not long ago counts, seen lately more than seen long ago, so that
 * ceilings, soft curves and habits that change with the length of the text are followed.
 */

/** One answer: words asked for and words that came. `kind`: a text from its beginning, or what was added to one. */
export type Delivery = { kind: 'draft' | 'more'; askedWords: number; deliveredWords: number };

/** What was seen so far, newest last; small enough for a checkpoint. */
export type LengthResponse = {
  readonly seen: readonly Delivery[];
  /** Delivered by asked words as known before the run. */
  readonly priorBias: number;
  /** Share of the main points that first drafts leave out, 0..1. */
  readonly missedShare: number;
};

const mostSeen = 32;
/** What is assumed of a model that nobody has measured. */
const priorSpread = 0.2;
const priorWeight = 1;
const priorMissedShare = 0.15;
/** What one more draft says of the points that the next one will leave out. */
const missedGain = 0.3;
const priorSpreadWeight = 3;
/** Weight of an answer against the one after it. */
const fading = 0.9;
/** Lengths a factor of two apart say half as much of each other. */
const similarity = 0.6;
const otherKindWeight = 0.35;
const [leastSpread, mostSpread] = [0.04, 0.8];
/** Asking for much more or less than is wanted would only be believed by a model that we have misread. */
const [leastAsk, mostAsk] = [0.6, 1.7];

export function createResponse(priorBias = 1): LengthResponse {
  return { seen: [], priorBias: Math.min(1.5, Math.max(0.5, priorBias)), missedShare: priorMissedShare };
}

export function learnDelivery(response: LengthResponse, delivery: Delivery): LengthResponse {
  if (delivery.askedWords <= 0 || delivery.deliveredWords <= 0) return response;
  return { ...response, seen: [...response.seen, delivery].slice(-mostSeen) };
}

/** Learns from a first draft how many of its main points such drafts leave out. */
export function learnPoints(response: LengthResponse, planned: number, missed: number): LengthResponse {
  if (planned === 0) return response;
  const { missedShare } = response;
  return { ...response, missedShare: missedShare + missedGain * (missed / planned - missedShare) };
}

/** @returns Expected delivered by asked words at this length, and the spread around it on a logarithmic scale. */
export function expectDelivery(
  { seen, priorBias }: LengthResponse,
  kind: Delivery['kind'],
  askedWords: number,
): { ratio: number; spread: number } {
  const prior = Math.log(priorBias);
  const points = seen.map((each, index) => {
    const distance = Math.log(askedWords / each.askedWords) / similarity;
    const weight =
      fading ** (seen.length - 1 - index) *
      Math.exp(-(distance ** 2) / 2) *
      (each.kind === kind ? 1 : otherKindWeight);
    return { weight, value: Math.log(each.deliveredWords / each.askedWords) };
  });
  const total = points.reduce((sum, { weight }) => sum + weight, priorWeight);
  const mean = points.reduce((sum, { weight, value }) => sum + weight * value, priorWeight * prior) / total;
  const squares = points.reduce(
    (sum, { weight, value }) => sum + weight * (value - mean) ** 2,
    priorSpreadWeight * priorSpread ** 2,
  );
  const spread = Math.sqrt(squares / (total - priorWeight + priorSpreadWeight));
  return { ratio: Math.exp(mean), spread: Math.min(mostSpread, Math.max(leastSpread, spread)) };
}

/** How many words to ask for so that `wantedWords` are expected; whole, at least 1. */
export function wordsToAsk(response: LengthResponse, kind: Delivery['kind'], wantedWords: number): number {
  let asked = wantedWords;
  // The ratio depends on what is asked; a few rounds settle it.
  for (let round = 0; round < 4; round += 1) {
    asked = wantedWords / expectDelivery(response, kind, asked).ratio;
    asked = Math.min(Math.max(asked, wantedWords * leastAsk), wantedWords * mostAsk);
  }
  return Math.max(1, Math.round(asked));
}
