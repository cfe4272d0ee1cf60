/**
 * Losses for supervised training, as weights of the token losses: every one is L = Σ wₜ·ℓₜ over a global batch, where
 * ℓₜ = −log p(target) in nats. So the training graph knows one loss only, and micro-batches just add up.
 */
import type { TokenRow } from './token-row.ts';

/**
 * Over K rows with M documents, of which M_k are in row k; N target tokens, of which N_k in row k and N_i in document i.
 * Documents without a target count nowhere.
 *
 * - `token-mean`: L = Σ ℓₜ / N. Every target token counts alike. LongWriter's paper.
 * - `sequence-mean`: L = (1/M) Σ_i (1/N_i) Σ_{t∈i} ℓₜ. Every document counts alike, so a token of a long answer counts
 *   little. LongAlign.
 * - `as-released`: L = (1/K) Σ_k (M_k/30) · (1/N_k) Σ_{t∈k} ℓₜ. The code released with LongWriter: tokens count alike
 *   inside a row, and rows count by how many documents they hold. The 30 only scales the learning rate.
 *
 * Source: Bai et al. 2024, "LongWriter", arXiv:2408.07055, and "LongAlign", arXiv:2401.18058.
 */
export type LossName = 'token-mean' | 'sequence-mean' | 'as-released';

export const lossNames: readonly LossName[] = ['token-mean', 'sequence-mean', 'as-released'];

/** Documents a row holds on average in LongWriter's own data; a constant of its code. */
const releasedDocumentsInARow = 30;

/**
 * The rows of a global batch with the weights of a loss; what a row shares with its original is not copied.
 *
 * Give all rows of one optimiser step at once, over all micro-batches: the counts are those of the whole batch, so that
 * the sum of losses and gradients over micro-batches is that of the batch. A batch without any target gets weights 0.
 *
 * @param rows - Rows of which `weights` is above 0 exactly at targets, as `fillRow` makes them.
 */
export function weighRows(rows: readonly TokenRow[], loss: LossName = 'token-mean'): TokenRow[] {
  const counts = rows.map(countTargets);
  const targets = sum(counts.map((count) => count.targets));
  const documents = sum(counts.map((count) => count.byDocument.size));
  return rows.map((row, index) => {
    const { targets: rowTargets, byDocument } = counts[index] as TargetCounts;
    const weightOf = {
      'token-mean': () => 1 / targets,
      'sequence-mean': (document: number) => 1 / (documents * (byDocument.get(document) as number)),
      'as-released': () => byDocument.size / releasedDocumentsInARow / (rows.length * rowTargets),
    }[loss];
    const weights = row.weights.map((weight, t) => (weight > 0 ? weightOf(row.documents[t] as number) : 0));
    return { ...row, weights };
  });
}

type TargetCounts = { targets: number; byDocument: Map<number, number> };

function countTargets(row: TokenRow): TargetCounts {
  const byDocument = new Map<number, number>();
  for (const [t, document] of row.documents.entries()) {
    if ((row.weights[t] as number) > 0) byDocument.set(document, (byDocument.get(document) ?? 0) + 1);
  }
  return { targets: sum([...byDocument.values()]), byDocument };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
