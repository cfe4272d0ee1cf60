/** Rates of pairs with intervals over prompts: all pairs of one prompt are drawn together. */
import { type ComparedPair, type PairSummary, summarizePairs } from '../../judge/summarize-pairs.ts';
import { boundStatistic } from '../statistics/bootstrap.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import type { JudgedPair } from './read-judged-pairs.ts';

const seed = 1;

/** What pairs of any authors say of a judge. */
export type OrderRates = {
  /** Orders that disagree. */
  flipRate: Estimate;
  /** Single verdicts for the answer shown first, ties left out; 0.5 without position bias. */
  firstPositionRate: Estimate;
};

/** What pairs of two authors say of them. */
export type PairRates = OrderRates &
  Pick<PairSummary, 'pairs' | 'scored' | 'wins' | 'losses' | 'ties'> & {
    /** Of `a`: wins and half the ties; each prompt counts once. */
    winRate: Estimate;
    /** Among pairs of about equal length; null where none or only one side is longer. */
    lengthMatched: { value: number | null; low: number | null; high: number | null; pairs: number };
  };

/** Every prompt counts once, however many of its pairs were judged; pairs without an outcome are left out. */
export function rateOrders(pairs: readonly JudgedPair[]): OrderRates {
  return {
    flipRate: rate(pairs, (pair) => [Number(summarizePairs([compare(pair)]).flipRate)]),
    firstPositionRate: rate(pairs, ({ forward, backward }) =>
      [forward, backward].flatMap((choice) => (choice === 'tie' ? [] : [Number(choice === 'first')])),
    ),
  };
}

/** @param pairs - All with the same author as `a` and the same as `b`. */
export function ratePairs(pairs: readonly JudgedPair[]): PairRates {
  const { scored, wins, losses, ties, lengthMatched } = summarizePairs(pairs.map(compare));
  const clusters = [...Map.groupBy(pairs, ({ a }) => a.sample)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => group.map(compare).filter(isMatched));
  const matched = boundStatistic(clusters, (drawn) => summarizePairs(drawn.flat()).lengthMatched.winRate, {
    seed,
  });
  return {
    pairs: pairs.length,
    scored,
    wins,
    losses,
    ties,
    winRate: rate(pairs, ({ outcome }) => [outcome === 'a' ? 1 : outcome === 'tie' ? 0.5 : 0]),
    ...rateOrders(pairs),
    lengthMatched: {
      value: matched.value,
      low: matched.interval?.low ?? null,
      high: matched.interval?.high ?? null,
      pairs: lengthMatched.pairs,
    },
  };
}

const compare = ({ a, b, forward, backward }: JudgedPair): ComparedPair => ({
  words: { a: a.words, b: b.words },
  forward,
  backward,
});

/** Thousands of resamples are spared the pairs that take no part; a prompt without any stays a prompt. */
const isMatched = (pair: ComparedPair): boolean => summarizePairs([pair]).lengthMatched.pairs > 0;

const rate = (pairs: readonly JudgedPair[], observe: (pair: JudgedPair) => number[]): Estimate =>
  inUnit(
    estimate(
      pairs.flatMap((pair) =>
        pair.outcome === null ? [] : observe(pair).map((value) => ({ cluster: pair.a.sample, value })),
      ),
      { seed },
    ),
  );

/** A share is between 0 and 1, whatever the interval of a mean says. */
function inUnit({ low, high, ...rest }: Estimate): Estimate {
  return {
    ...rest,
    low: low === null ? null : Math.max(0, low),
    high: high === null ? null : Math.min(1, high),
  };
}
