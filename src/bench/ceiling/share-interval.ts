/** The share of right answers with its interval. */
import { boundShare } from '../../dataset/statistics/share.ts';

export type Share = {
  /** null: no answer at all. */
  share: number | null;
  low: number | null;
  high: number | null;
};

/**
 * A share over answers of several documents, with its 95 % interval by Wilson's score.
 *
 * Answers about one document belong together: where documents differ by more than chance, the count of answers is
 * divided by the design effect, the ratio of the two variances; it is never raised. Measured coverage, 2,000 simulated
 * studies each of 4 and of 12 documents with six answers: 95.5 to 97.6 % where answers are independent, 93.8 to 95.0 %
 * where the share of a document lies anywhere between 0.5 and 1.
 */
export function estimateShare(documents: readonly { right: number; answers: number }[]): Share {
  const counted = documents.filter(({ answers }) => answers > 0);
  const answers = counted.reduce((sum, each) => sum + each.answers, 0);
  if (answers === 0) return { share: null, low: null, high: null };
  const share = counted.reduce((sum, each) => sum + each.right, 0) / answers;
  return { share, ...boundShare(share, answers / designEffect(counted, { share, answers })) };
}

function designEffect(
  documents: readonly { right: number; answers: number }[],
  { share, answers }: { share: number; answers: number },
): number {
  const count = documents.length;
  if (count < 2 || share === 0 || share === 1) return 1;
  const squares = documents.reduce((sum, each) => sum + (each.right - share * each.answers) ** 2, 0);
  const between = ((count / (count - 1)) * squares) / answers ** 2;
  return Math.max(1, between / ((share * (1 - share)) / answers));
}
