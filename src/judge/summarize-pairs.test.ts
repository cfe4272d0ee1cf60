import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../model/simulated/random.ts';
import type { Choice } from './pairwise.ts';
import { type ComparedPair, summarizePairs } from './summarize-pairs.ts';

const compared = (
  forward: Choice | null,
  backward: Choice | null,
  words: ComparedPair['words'] = { a: 100, b: 100 },
): ComparedPair => ({ forward, backward, words });

describe('summarizePairs', () => {
  it('counts wins, flips, places and what is unscored', () => {
    const summary = summarizePairs([
      compared('first', 'second'),
      compared('first', 'second'),
      compared('second', 'first'),
      compared('first', 'first'),
      compared('tie', 'first'),
      compared('tie', 'tie'),
      compared('first', null),
      compared(null, null),
    ]);
    expect(summary).toEqual({
      pairs: 8,
      scored: 6,
      unscored: 2,
      wins: 2,
      losses: 1,
      ties: 3,
      // (2 + 3 / 2) / 6
      winRate: 3.5 / 6,
      // The fourth and the fifth pair, of 6.
      flipRate: 2 / 6,
      // 2 verdicts of each of the first four pairs and 1 of the fifth: 9, of which 1 + 1 + 1 + 2 + 1 for the first place.
      firstPositionRate: 6 / 9,
      lengthMatched: { winRate: 3.5 / 6, pairs: 6 },
    });
  });

  it('weighs pairs of like length so that neither side is longer on average', () => {
    const [wins, loses] = [
      ['first', 'second'],
      ['second', 'first'],
    ] as const;
    const summary = summarizePairs([
      // ln(110/100) twice: one win, one loss. ln(100/121) = -2 ln(1.1): a loss.
      compared(...wins, { a: 110, b: 100 }),
      compared(...loses, { a: 110, b: 100 }),
      compared(...loses, { a: 100, b: 121 }),
      // Matched by nothing.
      compared(...wins, { a: 200, b: 100 }),
      compared(...wins, { a: 100, b: 0 }),
    ]);
    // ln 1.21 is beyond ln 1.2: the third is not matched, so only longer ones are left.
    expect(summary.lengthMatched).toEqual({ winRate: null, pairs: 2 });
    const matched = summarizePairs([
      compared(...wins, { a: 115.5, b: 105 }),
      compared(...loses, { a: 110, b: 100 }),
      compared(...loses, { a: 100, b: 105 }),
    ]);
    // Weights are ln 1.05 : ln 1.1 for win rates 1/2 and 0.
    const expected = (Math.log(1.05) * 0.5) / (Math.log(1.05) + Math.log(1.1));
    expect(matched.lengthMatched.winRate).toBeCloseTo(expected, 12);
    expect(matched.lengthMatched.pairs).toBe(3);
  });

  it('says nothing of what there is nothing of', () => {
    expect(summarizePairs([compared(null, 'first')])).toMatchObject({
      scored: 0,
      unscored: 1,
      winRate: null,
      flipRate: null,
      firstPositionRate: null,
      lengthMatched: { winRate: null, pairs: 0 },
    });
  });

  it('turns into its mirror image when the two authors change places', () => {
    const choice = fc.constantFrom<Choice | null>('first', 'second', 'tie', null);
    const words = fc.record({ a: fc.integer({ min: 90, max: 110 }), b: fc.integer({ min: 90, max: 110 }) });
    const pairs = fc.array(fc.record({ forward: choice, backward: choice, words }), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (list) => {
        const one = summarizePairs(list);
        const other = summarizePairs(
          list.map(({ forward, backward, words: { a, b } }) => ({
            forward: backward,
            backward: forward,
            words: { a: b, b: a },
          })),
        );
        expect([other.wins, other.losses, other.ties, other.flipRate, other.firstPositionRate]).toEqual([
          one.losses,
          one.wins,
          one.ties,
          one.flipRate,
          one.firstPositionRate,
        ]);
        const [left, right] = [one.winRate, other.winRate];
        expect(left === null ? right : left + (right ?? 0)).toEqual(
          left === null ? null : expect.closeTo(1, 9),
        );
      }),
    );
  });
});

/**
 * A planted judge: prefers the first text with probability logistic(own sign x (edge + length bias x log ratio) +
 * position bias), where the edge varies from prompt to prompt.
 */
const planted = {
  edge: 0.4,
  edgeSigma: 0.6,
  position: 0.7,
  lengthBias: 2.5,
  ratioMean: 0.25,
  ratioSigma: 0.4,
};
const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

/** Expectation of a function of a normal variable, by the midpoint rule. */
function expectation(of: (value: number) => number, mean: number, sigma: number): number {
  const steps = 400;
  let sum = 0;
  let weight = 0;
  for (let step = 0; step < steps; step++) {
    const z = -6 + (12 * (step + 0.5)) / steps;
    sum += of(mean + sigma * z) * Math.exp(-z * z * 0.5);
    weight += Math.exp(-z * z * 0.5);
  }
  return sum / weight;
}

describe('summarizePairs over 200 simulated sets of 400 pairs', () => {
  const { edge, edgeSigma, position, lengthBias, ratioMean, ratioSigma } = planted;
  const summaries = Array.from({ length: 200 }, (_, set) => {
    const random = createRandom('planted pairs', set);
    return summarizePairs(
      Array.from({ length: 400 }, () => {
        const logRatio = ratioMean + ratioSigma * random.normal();
        const pull = edge + edgeSigma * random.normal() + lengthBias * logRatio;
        return {
          forward: random.next() < logistic(pull + position) ? ('first' as const) : ('second' as const),
          backward: random.next() < logistic(position - pull) ? ('first' as const) : ('second' as const),
          words: { a: 1000 * Math.exp(logRatio), b: 1000 },
        };
      }),
    );
  });
  const averageOf = (figure: (summary: (typeof summaries)[number]) => number | null) => {
    const values = summaries.map(figure) as number[];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
    );
    return { mean, deviation };
  };
  /** Edge and length add up to one normal variable; the judge knows nothing else. */
  const pullSigma = Math.hypot(edgeSigma, lengthBias * ratioSigma);
  const over = (of: (pull: number) => number): number =>
    expectation(of, edge + lengthBias * ratioMean, pullSigma);

  it('recovers the planted flip rate within 0.005', () => {
    const truth = over((pull) => {
      const [forward, backward] = [logistic(pull + position), logistic(pull - position)];
      return forward * (1 - backward) + backward * (1 - forward);
    });
    expect(Math.abs(averageOf(({ flipRate }) => flipRate).mean - truth)).toBeLessThan(0.005);
  });

  it('recovers the planted first-position rate within 0.005', () => {
    const truth = over((pull) => (logistic(pull + position) + logistic(position - pull)) / 2);
    expect(truth).toBeGreaterThan(0.58);
    const found = averageOf(({ firstPositionRate }) => firstPositionRate);
    expect(Math.abs(found.mean - truth)).toBeLessThan(0.005);
  });

  it('recovers the win rate at equal length within 0.015, where the plain one is off by more than 0.08', () => {
    const rate = (pull: number): number => (logistic(pull + position) + logistic(pull - position)) / 2;
    const truth = expectation(rate, edge, edgeSigma);
    const plain = averageOf(({ winRate }) => winRate);
    expect(plain.mean - over(rate)).toBeCloseTo(0, 2);
    expect(plain.mean - truth).toBeGreaterThan(0.08);
    const matched = averageOf(({ lengthMatched }) => lengthMatched.winRate);
    expect(Math.abs(matched.mean - truth)).toBeLessThan(0.015);
    // One set of about 130 matched pairs is off by so much, which is what its interval has to cover.
    expect(matched.deviation).toBeLessThan(0.05);
  });
});
