/**
 * Whether later text is ever better foretold by earlier text: c(n) = (1/n) Σ −log p of the first n tokens, averaged over
 * answers, for the answers as they are and with their paragraphs in another order. Where both curves fall alike, the
 * model has learnt the subject and not the thread; the lead of the true order is what coherence adds. Repetition lowers
 * the curve too, so read it beside `measureRepetition`.
 *
 * Source: the cumulative average NLL test of Bai et al. 2024, "LongWriter", arXiv:2408.07055.
 * Differs: the shuffled control and the intervals are ours.
 */
import { ModelCallError } from '../../errors.ts';
import type { TokenScorer } from '../../model/token-scorer.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import type { Observation } from '../statistics/observations.ts';
import { type Comparison, comparePaired } from '../statistics/paired-test.ts';
import { shuffleParagraphs } from './shuffle-paragraphs.ts';

type NllPoint = {
  /** The first so many scored tokens. */
  tokens: number;
  /** Mean of c(n) in nats per token over the answers that have so many. */
  original: Estimate;
  shuffled: Estimate;
  /** Shuffled minus original, by prompt: above 0 where the order of the text helps to foretell it. */
  lead: Comparison;
};

export type NllCurve = {
  scorer: string;
  points: NllPoint[];
  /** Answers that are not in the curve, or only in that of the originals, and why. */
  leftOut: { cluster: string; from: 'both' | 'control'; reason: string }[];
};

/**
 * Scores answers and their shuffled controls, one after the other.
 *
 * @param options.stepTokens - Tokens from one point of the curve to the next. Default 256. An answer with fewer is in
 *   no point and listed in `leftOut`.
 * @throws What the scorer throws, other than a text too long for it, which is left out and listed.
 */
export async function measureCumulativeNll(
  answers: readonly { cluster: string; text: string }[],
  scorer: TokenScorer,
  { seed, stepTokens = 256 }: { seed: string | number; stepTokens?: number },
): Promise<NllCurve> {
  const leftOut: NllCurve['leftOut'] = [];
  const originals: Curve[] = [];
  const controls: Curve[] = [];
  for (const [at, { cluster, text }] of answers.entries()) {
    const original = await scoreCurve(scorer, text);
    if (typeof original === 'string') {
      leftOut.push({ cluster, from: 'both', reason: original });
      continue;
    }
    if (original.length < stepTokens) {
      const reason = `${original.length} scored tokens, fewer than ${stepTokens}`;
      leftOut.push({ cluster, from: 'both', reason });
      continue;
    }
    originals.push({ cluster, values: original });
    const shuffled = shuffleParagraphs(text, `${seed} ${at}`);
    const control =
      shuffled === null ? 'no other order of its paragraphs' : await scoreCurve(scorer, shuffled);
    if (typeof control === 'string') leftOut.push({ cluster, from: 'control', reason: control });
    else controls.push({ cluster, values: control });
  }
  const longest = Math.max(0, ...originals.map(({ values }) => values.length));
  const points = Array.from({ length: Math.floor(longest / stepTokens) }, (_each, step): NllPoint => {
    const tokens = (step + 1) * stepTokens;
    const original = valuesAt(originals, tokens);
    const shuffled = valuesAt(controls, tokens);
    return {
      tokens,
      original: estimate(original, { seed }),
      shuffled: estimate(shuffled, { seed }),
      lead: comparePaired(shuffled, original, { seed }),
    };
  });
  return { scorer: scorer.name, points, leftOut };
}

/**
 * Running mean of the negative logarithms: entry n - 1 is c(n), in nats per token.
 *
 * @throws {RangeError} A logarithm is no finite number of at most 0.
 */
export function averageNll(logProbabilities: Float32Array): Float64Array {
  let sum = 0;
  return Float64Array.from(logProbabilities, (value, at) => {
    if (!(value <= 0) || value === Number.NEGATIVE_INFINITY)
      throw new RangeError(
        `Expected the log-probability of token ${at} to be a finite number of at most 0, got \`${value}\`.`,
      );
    sum -= value;
    return sum / (at + 1);
  });
}

type Curve = { cluster: string; values: Float64Array };

const valuesAt = (curves: readonly Curve[], tokens: number): Observation[] =>
  curves.flatMap(({ cluster, values }) => {
    const value = values[tokens - 1];
    return value === undefined ? [] : [{ cluster, value }];
  });

/** The curve, or why there is none. */
async function scoreCurve(scorer: TokenScorer, text: string): Promise<Float64Array | string> {
  try {
    return averageNll((await scorer.score(text)).logProbabilities);
  } catch (error) {
    // The only trouble that concerns this text alone.
    if (error instanceof ModelCallError && error.fault === 'context-overflow') return error.message;
    throw error;
  }
}
