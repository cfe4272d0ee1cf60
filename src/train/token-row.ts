/**
 * One row of a training batch: several whole documents, one after another, that do not see each other.
 *
 * All arrays are as long as the row. Padding at the end has document −1 and weight 0.
 */
export type TokenRow = {
  /** Token ids; the model reads `tokens[t]` at step t. */
  tokens: Int32Array;
  /** What has to follow: usually `tokens[t + 1]` of the same document; 0 where the weight is 0. */
  targets: Int32Array;
  /** Weight of the loss at t; 0 where nothing is learnt (prompts, padding, last tokens). */
  weights: Float32Array;
  /** Which document of the row the token belongs to: 0, 1, 2 …; −1 for padding. */
  documents: Int32Array;
  /** Position inside its document, from 0. */
  positions: Int32Array;
};
