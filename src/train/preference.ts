/**
 * Preference losses as arithmetic on what an answer costs. An answer enters by the sum S of its token losses
 * ℓₜ = −log p(target) in nats and by their number n; each loss here is differentiable in S alone. Its derivative is
 * therefore one weight for all tokens of an answer, and Σ wₜ·ℓₜ with these weights, held fixed, has exactly the gradient
 * of the loss: the graph of supervised training serves preference training too.
 *
 * One optimiser step is: score all rows of the batch, `sumAnswers`, a loss of this file, `spreadWeights`, and a weighted
 * step. Give all pairs of the step at once, over all micro-batches.
 */
import type { TokenRow } from './token-row.ts';

/** What an answer costs under a model. */
export type AnswerLoss = {
  /** S = Σ ℓₜ over the targets of the answer, in nats; −S is its log-probability. */
  sum: number;
  /** n, the number of targets; at least 1. */
  tokens: number;
};

/** Both sides of a pair under the model that is trained. */
export type PairLoss = { chosen: AnswerLoss; rejected: AnswerLoss };

export type PreferenceStep = {
  /** Mean over the pairs, in nats. */
  loss: number;
  /** Of each pair: how much the chosen side is preferred, in the terms of the loss; above 0 is right. */
  margins: number[];
  /** Share of pairs whose margin is above 0, from 0 to 1. */
  accuracy: number;
  /** dL/dS of each side: the weight of every target token of it. */
  weights: { chosen: number; rejected: number }[];
};

/**
 * Direct preference optimisation, with an optional term that keeps the chosen answers likely.
 *
 * L = (1/P) Σ −log σ(m) + α·NLL over P pairs; m = β·[(R_c − S_c) − (R_r − S_r)] with S of the policy and R of the
 * reference model; NLL = Σ S_c / Σ n_c, the mean token loss of the chosen answers.
 *
 * Weights: −dm/dS_c = dm/dS_r = β, so w_c = β·σ(−m)/P + α/Σ n_c and w_r = −β·σ(−m)/P.
 *
 * @param references - S of both sides under the frozen model, in the order of `pairs`; computed once.
 * @param options.beta - β, how strongly the policy is held to the reference; above 0.
 * @param options.nllWeight - α; default 0, which is plain DPO.
 * @throws {RangeError} No pair, another number of references, or `beta` is not above 0.
 *
 * Source: Rafailov et al. 2023, arXiv:2305.18290; the added term as in ChatGLM-RLHF, Hou et al. 2024, arXiv:2404.00934,
 * the recipe that LongWriter's DPO names. Its β and α are not published.
 */
export function computeDpo(
  pairs: readonly PairLoss[],
  references: readonly { chosen: number; rejected: number }[],
  { beta, nllWeight = 0 }: { beta: number; nllWeight?: number },
): PreferenceStep {
  checkPairs(pairs);
  checkPositive('beta', beta);
  if (references.length !== pairs.length)
    throw new RangeError(`Expected a reference for each of ${pairs.length} pairs, got ${references.length}.`);
  const chosenTokens = sum(pairs.map(({ chosen }) => chosen.tokens));
  const margins = pairs.map(({ chosen, rejected }, index) => {
    const reference = references[index] as { chosen: number; rejected: number };
    return beta * (reference.chosen - chosen.sum - (reference.rejected - rejected.sum));
  });
  const nll = sum(pairs.map(({ chosen }) => chosen.sum)) / chosenTokens;
  return {
    loss: mean(margins.map(softplusOfMinus)) + nllWeight * nll,
    margins,
    accuracy: shareAboveZero(margins),
    weights: margins.map((margin) => {
      const push = (beta * sigmoid(-margin)) / pairs.length;
      return { chosen: push + nllWeight / chosenTokens, rejected: -push };
    }),
  };
}

/** Mean token losses below this, in nats, count as this: the odds of an answer that is certain are infinite. */
const leastMeanLoss = 1e-6;

/**
 * Odds-ratio preference optimisation: supervised training on the chosen side, and a push between the odds of both.
 * No reference model. The same arithmetic is ORPO for two answers to one prompt, and I-ORPO for one answer to two.
 *
 * L = (1/P) Σ [S_c/n_c − λ·log σ(m)]; m = g(a_c) − g(a_r), g(a) = a − log(1 − eᵃ) the log odds of an answer, a = −S/n
 * its mean log-probability.
 *
 * Weights: dg/da = 1/(1 − eᵃ), so w_c = [1 + λ·σ(−m)/(1 − e^{a_c})] / (n_c·P) and
 * w_r = −λ·σ(−m)/(1 − e^{a_r}) / (n_r·P).
 *
 * @param options.lambda - λ, the weight of the push; above 0.
 * @throws {RangeError} No pair, or `lambda` is not above 0.
 *
 * Source: Hong et al. 2024, "ORPO", arXiv:2403.07691; I-ORPO: Pham et al. 2024, "Suri", arXiv:2406.19371.
 * Differs: the released I-ORPO code takes the first term over the tokens of the prompt too; here it is the answer's, as
 * in ORPO's formula.
 */
export function computeOrpo(pairs: readonly PairLoss[], { lambda }: { lambda: number }): PreferenceStep {
  checkPairs(pairs);
  checkPositive('lambda', lambda);
  const meanLoss = ({ sum, tokens }: AnswerLoss): number => Math.max(sum / tokens, leastMeanLoss);
  const chance = (answer: AnswerLoss): number => -Math.expm1(-meanLoss(answer)); // 1 − eᵃ
  const logOdds = (answer: AnswerLoss): number => -meanLoss(answer) - Math.log(chance(answer));
  const margins = pairs.map(({ chosen, rejected }) => logOdds(chosen) - logOdds(rejected));
  const losses = pairs.map(({ chosen }, index) => {
    return chosen.sum / chosen.tokens + lambda * softplusOfMinus(margins[index] as number);
  });
  return {
    loss: mean(losses),
    margins,
    accuracy: shareAboveZero(margins),
    weights: pairs.map(({ chosen, rejected }, index) => {
      const push = lambda * sigmoid(-(margins[index] as number));
      return {
        chosen: (1 + push / chance(chosen)) / (chosen.tokens * pairs.length),
        rejected: -push / chance(rejected) / (rejected.tokens * pairs.length),
      };
    }),
  };
}

/**
 * Sums the token losses of each document over its targets.
 *
 * @param rows - B rows of T tokens, of which `weights` is above 0 exactly at targets, as `fillRow` makes them.
 * @param tokenLosses - `[B·T]`, in nats, of the rows one after another.
 * @returns By row and by document of the row, in their order.
 * @throws {RangeError} There are not as many losses as tokens.
 */
export function sumAnswers(rows: readonly TokenRow[], tokenLosses: Float32Array): AnswerLoss[][] {
  const tokens = sum(rows.map((row) => row.tokens.length));
  if (tokenLosses.length !== tokens)
    throw new RangeError(`Expected ${tokens} token losses, got ${tokenLosses.length}.`);
  let start = 0;
  return rows.map((row) => {
    const answers: AnswerLoss[] = [];
    for (const [t, document] of row.documents.entries()) {
      if (document < 0) continue;
      answers[document] ??= { sum: 0, tokens: 0 };
      if ((row.weights[t] as number) <= 0) continue;
      answers[document].sum += tokenLosses[start + t] as number;
      answers[document].tokens += 1;
    }
    start += row.tokens.length;
    return answers;
  });
}

/**
 * A row whose targets have the weight of their document; what it shares with its original is not copied.
 *
 * @param weights - dL/dS of each document of the row, in order.
 */
export function spreadWeights(row: TokenRow, weights: readonly number[]): TokenRow {
  const spread = row.weights.map((weight, t) =>
    weight > 0 ? (weights[row.documents[t] as number] as number) : 0,
  );
  return { ...row, weights: spread };
}

function checkPairs(pairs: readonly PairLoss[]): void {
  if (pairs.length === 0) throw new RangeError('Expected `pairs` to hold at least one pair, got none.');
}

function checkPositive(name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`Expected \`${name}\` to be above 0, got \`${value}\`.`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

const shareAboveZero = (margins: readonly number[]): number =>
  margins.filter((margin) => margin > 0).length / margins.length;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** −log σ(x) = log(1 + e⁻ˣ), without overflow where x is far below 0. */
const softplusOfMinus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0);
