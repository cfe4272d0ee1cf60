/** What is learnt from a batch, as batch sources of the training loop: supervised, DPO, ORPO and I-ORPO. */
import { createRandom } from '../model/simulated/random.ts';
import { type LossName, weighRows } from './losses.ts';
import {
  type AnswerLoss,
  computeDpo,
  computeOrpo,
  type PairLoss,
  type PreferenceStep,
  spreadWeights,
  sumAnswers,
} from './preference.ts';
import type { TokenRow } from './token-row.ts';
import type { BatchSource } from './training-loop.ts';

/** A pair in its rows: each side alone in a row of its own. */
export type PairRows = { chosen: TokenRow; rejected: TokenRow };

/**
 * Indices of the items of a step, from a new order in every epoch: the last batch of an epoch is filled from the next.
 *
 * @param step - From 0.
 */
export function pickItems(
  step: number,
  { items, batch, seed }: { items: number; batch: number; seed: number },
): number[] {
  const orders = new Map<number, readonly number[]>();
  const orderOf = (epoch: number): readonly number[] => {
    const known =
      orders.get(epoch) ??
      createRandom('epoch', seed, epoch).shuffle(Array.from({ length: items }, (_, index) => index));
    orders.set(epoch, known);
    return known;
  };
  return Array.from({ length: batch }, (_, index) => {
    const at = step * batch + index;
    return orderOf(Math.floor(at / items))[at % items] as number;
  });
}

/** Supervised fine-tuning over packed rows. */
export function superviseRows(
  rows: readonly TokenRow[],
  { loss, batch, seed }: { loss: LossName; batch: number; seed: number },
): BatchSource {
  return async (step) => {
    const picked = pickItems(step, { items: rows.length, batch, seed }).map((at) => rows[at] as TokenRow);
    return { rows: weighRows(picked, loss), figures: {} };
  };
}

/** Direct preference optimisation; `references` are the frozen model's sums for each pair, computed once. */
export function preferDirectly(
  pairs: readonly PairRows[],
  references: readonly { chosen: number; rejected: number }[],
  { beta, nllWeight, batch, seed }: { beta: number; nllWeight: number; batch: number; seed: number },
): BatchSource {
  return preferWith(pairs, { batch, seed }, (losses, picked) =>
    computeDpo(
      losses,
      picked.map((at) => references[at] as { chosen: number; rejected: number }),
      { beta, nllWeight },
    ),
  );
}

/** ORPO; with one answer to two instructions it is I-ORPO. */
export function preferByOdds(
  pairs: readonly PairRows[],
  { lambda, batch, seed }: { lambda: number; batch: number; seed: number },
): BatchSource {
  return preferWith(pairs, { batch, seed }, (losses) => computeOrpo(losses, { lambda }));
}

/** Sums of token losses of both sides under the model that scores. */
export async function scorePairs(
  pairs: readonly PairRows[],
  score: (rows: readonly TokenRow[]) => Promise<Float32Array>,
): Promise<PairLoss[]> {
  const rows = pairs.flatMap(({ chosen, rejected }) => [chosen, rejected]);
  const answers = sumAnswers(rows, await score(rows));
  const answerOf = (index: number): AnswerLoss => answers[index]?.[0] as AnswerLoss;
  return pairs.map((_pair, index) => ({ chosen: answerOf(2 * index), rejected: answerOf(2 * index + 1) }));
}

function preferWith(
  pairs: readonly PairRows[],
  { batch, seed }: { batch: number; seed: number },
  compute: (losses: readonly PairLoss[], picked: readonly number[]) => PreferenceStep,
): BatchSource {
  return async (step, score) => {
    const picked = pickItems(step, { items: pairs.length, batch, seed });
    const chosen = picked.map((at) => pairs[at] as PairRows);
    const { loss, margins, accuracy, weights } = compute(await scorePairs(chosen, score), picked);
    const rows = chosen.flatMap((pair, index) => {
      const { chosen: w, rejected: v } = weights[index] as { chosen: number; rejected: number };
      return [spreadWeights(pair.chosen, [w]), spreadWeights(pair.rejected, [v])];
    });
    const margin = margins.reduce((sum, each) => sum + each, 0) / margins.length;
    // The weighted sum that the graph minimises has the gradient of the loss, not its value.
    return { rows, figures: { loss, margin, accuracy } };
  };
}
