/** From what an endpoint takes to how much may be asked of it at once. */

/** Wordy tokenizers take this many tokens a word, or a Han character. */
const tokensPerWord = 1.6;

/**
 * Most words worth asking for in one answer; at least 50, undefined where nothing limits them.
 *
 * A section takes at most a fifth of the window, so that its plan and what stands before it find room (in the compact
 * profile, which shows neither, half of it); it stays
 * below the output limit, and a tenth below what the model was seen to stop at.
 *
 * @param limits.contextTokens - Window without the room that thinking takes.
 * @param limits.maxOutputTokens - Advertised limit of one answer.
 * @param limits.maxOutputWords - Longest answer that was measured.
 */
export function mostWordsAtOnce(limits: {
  contextTokens?: number | undefined;
  maxOutputTokens?: number | undefined;
  maxOutputWords?: number | undefined;
  isCompact?: boolean;
}): number | undefined {
  const { contextTokens = Infinity, maxOutputTokens = Infinity, maxOutputWords = Infinity } = limits;
  const share = limits.isCompact === true ? 0.5 : 0.2;
  const words = Math.min(
    (contextTokens * share) / tokensPerWord,
    maxOutputTokens / (tokensPerWord * 1.25),
    maxOutputWords * 0.9,
  );
  return Number.isFinite(words) ? Math.max(50, Math.floor(words)) : undefined;
}
