/** Token counts of text before or without a provider's own count. */

type CountTokens = (text: string, options: { disallowedSpecial: Set<string> }) => number;

/** Merging is quadratic in the length of an unbroken run, so one piece stays short. */
const pieceCharacters = 1_000;
const textOnly = { disallowedSpecial: new Set<string>() };
let countTokens: CountTokens | undefined;

/**
 * Counts of lines seen lately: a message is counted for the window, the budget, the card and the attempt, again with
 * every request that extends it, and its lines with the text they become part of. Bounded by characters, those not
 * used for longest go first.
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
 * Counted by lines, and long lines in pieces, which adds at most one token per line and 1,000 characters. Names of
 * special tokens count as text.
 *
 * @throws {Error} `loadTokenizer` was not awaited before.
 */
export function estimateTokens(text: string): number {
  if (countTokens === undefined) throw new Error('loadTokenizer() must be awaited before estimateTokens().');
  if (text.length < shortestRemembered) return countPiece(text);
  let tokens = 0;
  for (const [line] of text.matchAll(/[^\n]*\n+|[^\n]+$/g)) tokens += countLine(line);
  return tokens;
}

function countLine(line: string): number {
  if (line.length < shortestRemembered) return countPiece(line);
  const known = counted.get(line);
  const tokens = known ?? countPieces(line);
  if (known !== undefined) counted.delete(line);
  else rememberedCharacters += line.length;
  counted.set(copy(line), tokens);
  for (const oldest of counted.keys()) {
    if (rememberedCharacters <= mostRememberedCharacters) break;
    counted.delete(oldest);
    rememberedCharacters -= oldest.length;
  }
  return tokens;
}

function countPieces(line: string): number {
  let tokens = 0;
  for (let start = 0; start < line.length; start += pieceCharacters)
    tokens += countPiece(line.slice(start, start + pieceCharacters));
  return tokens;
}

/** A part of a string keeps all of it in memory; a copy does not. */
const copy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

const countPiece = (text: string): number => countTokens?.(text, textOnly) ?? 0;
