/** How large a proof is. */

export type KitSizes = {
  /** Ids of the held-out prompts. */
  prompts: readonly string[];
  /** Words that every method is asked for. */
  lengths: readonly number[];
  /** Words of the one long text; null: left out. */
  longWords: number | null;
  /** Words asked for in single answers, to find the native ceiling. */
  rulerWords: readonly number[];
  /** Longest prompt that the probe of the card tries, in tokens. */
  probeTokens: number;
};

/** The whole kit. */
export const wholeKit = (prompts: readonly string[]): KitSizes => ({
  prompts,
  lengths: [2_000, 5_000, 10_000],
  longWords: 30_000,
  rulerWords: [1_000, 2_000, 4_000, 8_000],
  probeTokens: 32_768,
});
