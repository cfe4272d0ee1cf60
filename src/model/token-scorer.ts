/** How likely a model finds a text that is given to it. */
export type TokenScorer = {
  /** Names the model in results. */
  name: string;
  /**
   * Reads a text from its beginning. Both lists have one entry for each token that was scored; the first token of a
   * model without a start token has no probability and is in neither.
   *
   * @returns Natural logarithms, each of a token given all before it, finite and at most 0.
   * @throws {ModelCallError} `context-overflow`: the text is longer than the model can read at once. Nothing was read.
   */
  score: (text: string) => Promise<{ tokens: string[]; logProbabilities: Float32Array }>;
};
