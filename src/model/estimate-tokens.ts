/** Token counts of text before or without a provider's own count. */

type CountTokens = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** Merging is quadratic in the length of an unbroken run, so one piece stays short. */
const pieceCharacters = 1_000;
const textOnly = { disallowedSpecial: new Set<string>() };
let countTokens: CountTokens | undefined;

/**
 * Counts of texts seen lately: a message is counted for the window, the budget, the card and the attempt, and again
 * with every request that extends it. Bounded by characters, the ones not used for longest go first.
 */
const counted = new Map<string, number>();
const shortestRemembered = 100;
const mostRememberedCharacters = 4_000_000;
let rememberedCharacters = 0;

/** Loads the tokenizer once (about 100 ms); `estimateTokens` needs it. */
export async function loadTokenizer(): Promise<void> {
  countTokens ??= (await import('gpt-tokenizer/encoding/o200k_base')).countTokens;
}

/**
 * Counts o200k tokens. Other models' tokenizers differ, seldom by more than a third.
 *
 * Counted in pieces, which adds at most one token per 1,000 characters. Names of special tokens count as text.
 *
 * @throws {Error} `loadTokenizer` was not awaited before.
 */
export function estimateTokens(text: string): number {
  if (countTokens === undefined) throw new Error('loadTokenizer() must be awaited before estimateTokens().');
  if (text.length < shortestRemembered || text.length > mostRememberedCharacters / 4) return count(text);
  const known = counted.get(text);
  const tokens = known ?? count(text);
  if (known !== undefined) counted.delete(text);
  else rememberedCharacters += text.length;
  counted.set(text, tokens);
  for (const oldest of counted.keys()) {
    if (rememberedCharacters <= mostRememberedCharacters) break;
    counted.delete(oldest);
    rememberedCharacters -= oldest.length;
  }
  return tokens;
}

function count(text: string): number {
  if (countTokens === undefined) throw new Error('loadTokenizer() must be awaited before estimateTokens().');
  let tokens = 0;
  for (let start = 0; start < text.length; start += pieceCharacters) {
    tokens += countTokens(text.slice(start, start + pieceCharacters), textOnly);
  }
  return tokens;
}
