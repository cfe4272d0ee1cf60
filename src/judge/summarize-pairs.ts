/** What many pairs say of two authors, and of the judge who compared them. */
import { decidePair, type PairVerdict } from './pairwise.ts';

export type ComparedPair = Pick<PairVerdict, 'forward' | 'backward'> & {
  /** Lengths of both answers, counted by one rule. */
  words: { a: number; b: number };
};

/** Every rate is a share from 0 to 1, or null where there is nothing to take it from. */
export type PairSummary = {
  pairs: number;
  /** Pairs of which both orders were read: all figures below are taken from these alone. */
  scored: number;
  unscored: number;
  wins: number;
  losses: number;
  ties: number;
  /** Of `a`: wins and half the ties. */
  winRate: number | null;
  /** Pairs in which the two orders do not give the same outcome, a win beside a tie included. */
  flipRate: number | null;
  /** Single verdicts for the answer shown first among those that are no tie; a judge without position bias: 0.5. */
  firstPositionRate: number | null;
  /** The win rate among pairs of about equal length; null where one answer is always the longer one. */
  lengthMatched: { winRate: number | null; pairs: number };
};

/** Pairs whose longer answer has at most a fifth more words than the shorter one count as equally long. */
const caliper = Math.log(1.2);

/**
 * Counts pairs of `a` and `b` judged in both orders.
 *
 * **Length-matched win rate**: only pairs with |ln(words of a / words of b)| of at most ln 1.2 are taken, and those in
 * which `a` is longer (or as long) are weighed against those in which `b` is, so that the weighted mean of the log
 * ratio is exactly 0. A preference for length that is about linear in the log ratio over that narrow range therefore
 * cancels. Nothing is extrapolated from pairs of unequal length; where no pair is matched the figure is null. Pairs
 * with an empty answer are not matched.
 */
export function summarizePairs(pairs: readonly ComparedPair[]): PairSummary {
  const scored = pairs.flatMap((pair) => {
    const outcome = decidePair(pair);
    return outcome === null ? [] : [{ ...pair, outcome }];
  });
  const count = (outcome: 'a' | 'b' | 'tie'): number =>
    scored.filter((pair) => pair.outcome === outcome).length;
  const [wins, losses, ties] = [count('a'), count('b'), count('tie')];
  // Two orders that agree on a tie are no flip; every other tie is a disagreement.
  const flips = scored.filter(
    ({ outcome, forward, backward }) => outcome === 'tie' && !(forward === 'tie' && backward === 'tie'),
  );
  const decided = scored.flatMap(({ forward, backward }) =>
    [forward, backward].filter((choice) => choice !== 'tie'),
  );
  return {
    pairs: pairs.length,
    scored: scored.length,
    unscored: pairs.length - scored.length,
    wins,
    losses,
    ties,
    winRate: share(wins + ties / 2, scored.length),
    flipRate: share(flips.length, scored.length),
    firstPositionRate: share(decided.filter((choice) => choice === 'first').length, decided.length),
    lengthMatched: matchLengths(scored),
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function matchLengths(
  scored: readonly (ComparedPair & { outcome: 'a' | 'b' | 'tie' })[],
): PairSummary['lengthMatched'] {
  const matched = scored
    .filter(({ words }) => words.a > 0 && words.b > 0)
    .map(({ words, outcome }) => ({
      logRatio: Math.log(words.a / words.b),
      points: outcome === 'a' ? 1 : outcome === 'tie' ? 0.5 : 0,
    }))
    .filter(({ logRatio }) => Math.abs(logRatio) <= caliper);
  const longer = matched.filter(({ logRatio }) => logRatio >= 0);
  const shorter = matched.filter(({ logRatio }) => logRatio < 0);
  const excess = mean(longer.map(({ logRatio }) => logRatio));
  const lack = -mean(shorter.map(({ logRatio }) => logRatio));
  const pointsOf = (side: typeof matched): number => mean(side.map(({ points }) => points));
  // Each side weighs as much as the other one is away from equal length: then the mean log ratio is 0.
  const winRate =
    shorter.length === 0
      ? longer.length > 0 && excess === 0
        ? pointsOf(longer)
        : null
      : longer.length === 0
        ? null
        : (pointsOf(longer) * lack + pointsOf(shorter) * excess) / (lack + excess);
  return { winRate, pairs: matched.length };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
