/**
 * Cuts a text into the pieces that byte pairs are merged inside of: words with the space before them, digits,
 * punctuation, white space. Joined again, the pieces are the text.
 *
 * Two rules that other programs know by name. `runs` is GPT-2's: llama.cpp's pre-tokenizer `gpt-2`, and in
 * tokenizer.json `ByteLevel` with `use_regex`. `single` first takes every digit (any `\p{N}`) as a piece of its own and
 * treats what lies between as `runs` does: llama.cpp's `smollm`, and in tokenizer.json `Digits` with
 * `individual_digits` before `ByteLevel`. A space before a digit therefore stays a piece too.
 *
 * Categories are those of this Node's Unicode version; programs with older tables cut newly assigned letters elsewhere.
 */

/** Whether every digit is a token of its own, or numbers may be merged to longer ones. */
export type Digits = 'single' | 'runs';

const contraction = "'(?:[stmd]|re|ve|ll)";
// `\p{White_Space}` and not `\s`, which in JavaScript also holds U+FEFF and lacks U+0085.
const space = '\\p{White_Space}';
const other = ` ?[^${space}\\p{L}\\p{N}]+`;
// The last space before a word belongs to the word; at the end of the text all of the run is one piece.
const spaces = `${space}+(?!\\P{White_Space})|${space}+`;

const patterns: Record<Digits, RegExp> = {
  runs: new RegExp(`${contraction}| ?\\p{L}+| ?\\p{N}+|${other}|${spaces}`, 'gu'),
  // A digit ends the stretch before it, so that spaces before a digit are the end of a text to the second rule.
  single: new RegExp(`${contraction}| ?\\p{L}+|\\p{N}|${other}|${space}+(?=\\p{N})|${spaces}`, 'gu'),
};

/** The pieces of `text`, in order; none for an empty text. */
export function splitText(text: string, digits: Digits): readonly string[] {
  return text.match(patterns[digits]) ?? [];
}

/**
 * Cuts a text at special tokens, the longest one first where several begin at one place: ordinary texts at even
 * indices (perhaps empty), special tokens at odd ones.
 */
export function splitSpecial(text: string, specialTokens: readonly string[]): readonly string[] {
  if (specialTokens.length === 0) return [text];
  const alternatives = [...specialTokens]
    .sort((a, b) => b.length - a.length)
    .map((token) => token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return text.split(new RegExp(`(${alternatives.join('|')})`, 'u'));
}
