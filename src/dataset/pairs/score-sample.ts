/**
 * What one sample is worth, 0 to 100: S = (S_l + S_q) / 2.
 *
 * Source: the preference data of LongWriter combine a quality score with S_l. Bai et al. 2024, "LongWriter",
 * arXiv:2408.07055, section 4. Differs: how the two are combined is not published, and the mean is that of the same
 * paper's S; quality there comes from a reward procedure of ChatGLM-RLHF, here from a judge by the six dimensions of S_q.
 */
import { scoreLength } from '../../text/length-score.ts';

/** One verdict of one repeat. */
export type SampleVerdict = {
  /** From 1. */
  repeat: number;
  /** By dimension, 1 to 5; null: unscored, `reason` says why. */
  scores: Readonly<Record<string, number>> | null;
  reason?: string;
};

export type SampleScore = {
  /** S; null: no verdict could be read. Of an instruction without a length it is S_q alone. */
  score: number | null;
  /** S_l; null: no length is asked. */
  length: number | null;
  /** S_q, mean over the verdicts that could be read. */
  quality: number | null;
  /** Standard deviation of S_q over repeats; null: fewer than two could be read. */
  qualitySpread: number | null;
};

/** @param words - Delivered, counted by the rule of `requiredWords`. */
export function scoreSample(
  { requiredWords, words }: { requiredWords: number | undefined; words: number },
  verdicts: readonly SampleVerdict[],
): SampleScore {
  const qualities = verdicts.flatMap(({ scores }) => (scores === null ? [] : [scoreQuality(scores)]));
  const length = requiredWords === undefined ? null : scoreLength(requiredWords, words);
  if (qualities.length === 0) return { score: null, length, quality: null, qualitySpread: null };
  const quality = mean(qualities);
  return {
    score: length === null ? quality : (length + quality) / 2,
    length,
    quality,
    qualitySpread:
      qualities.length < 2
        ? null
        : Math.sqrt(qualities.reduce((sum, each) => sum + (each - quality) ** 2, 0) / (qualities.length - 1)),
  };
}

/** S_q of one verdict: a dimension graded 1 to 5 becomes 0 to 100. */
const scoreQuality = (scores: Readonly<Record<string, number>>): number =>
  (mean(Object.values(scores)) - 1) * 25;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
