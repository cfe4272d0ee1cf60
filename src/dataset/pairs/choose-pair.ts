/** Which two samples of an instruction make its pair. */
import { createRandom } from '../../model/simulated/random.ts';
import type { PairRejection } from './pair-task.ts';

/** `random`: any worse one, as the paper; `worst`; `margin`: any that is so much worse. */
export const rejectedKinds = ['random', 'worst', 'margin'] as const;
export type RejectedKind = (typeof rejectedKinds)[number];

export type ChooseSettings = {
  rejected: RejectedKind;
  /** Points of the score, 0 to 100; for `margin` alone. */
  margin: number;
  /** Draws the rejected one, for every instruction by itself. */
  seed: string;
};

/** One sample; `score` null: it has none and is never chosen nor rejected. */
export type ScoredText = { text: string; score: number | null };

/** Places in the list of samples. */
export type ChosenPair = { chosen: number; rejected: number };

/** Sums of floating-point scores that differ by less are equal. */
const equal = 1e-9;

/**
 * Chosen is the best, the first of several; rejected a worse one with another text. Differs from the paper, which takes any
 * other of the four: one of the same score is not taken, since nothing says that it is worse.
 *
 * @param id - Of the instruction.
 */
export function choosePair(
  id: string,
  samples: readonly ScoredText[],
  { rejected, margin, seed }: ChooseSettings,
): ChosenPair | PairRejection {
  const scored = samples.flatMap(({ text, score }, at) => (score === null ? [] : [{ at, text, score }]));
  const [first] = scored;
  if (first === undefined || scored.length < 2)
    return {
      rule: 'unscored',
      reason: `${scored.length} of ${samples.length} samples have a score; a pair needs two.`,
    };
  const best = scored.reduce((one, other) => (other.score > one.score + equal ? other : one), first);
  const others = scored.filter(({ text }) => text !== best.text);
  if (others.length === 0)
    return { rule: 'same-text', reason: `All ${scored.length} samples are the same text.` };
  const worse = others.filter(({ score }) => score < best.score - equal);
  if (worse.length === 0)
    return { rule: 'tie', reason: `All ${scored.length} samples score ${best.score.toFixed(1)}.` };
  const worst = worse.reduce((one, other) => (other.score < one.score ? other : one));
  const eligible =
    rejected === 'worst'
      ? [worst]
      : rejected === 'margin'
        ? worse.filter(({ score }) => best.score - score >= margin - equal)
        : worse;
  if (eligible.length === 0)
    return {
      rule: 'margin',
      reason: `The worst is ${(best.score - worst.score).toFixed(1)} points below the best, wanted are ${margin}.`,
    };
  return { chosen: best.at, rejected: createRandom('rejected', seed, id).pick(eligible).at };
}
