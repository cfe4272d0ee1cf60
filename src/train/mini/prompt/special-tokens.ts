/**
 * The control tokens of mini. A prompt is a row of fields, each a control token and a space and its text; an answer is
 * sentences, each behind a countdown token.
 *
 * A field token also stands in an answer, right before every place where that field is copied ("the story of<|key|>
 * lighthouses"). So the token before a copy is the same in the prompt and in the answer, which is what an induction
 * head looks for, and a decoder can compare a copy with its field.
 */

/** Largest countdown; a longer rest is written as this one. In tens of words. */
const largestCountdown = 40;
/** Pools of frames; sections of one text take them in turn. */
export const styleCount = 12;

/** Tokens of the points of one section, in order. */
export const pointTokens = ['<|a|>', '<|b|>', '<|c|>', '<|d|>', '<|e|>', '<|f|>'] as const;
/** Tokens of the facts of one section, in order. */
export const factTokens = ['<|fact1|>', '<|fact2|>', '<|fact3|>', '<|fact4|>'] as const;
/** Stands between two paragraphs, before the countdown. */
export const paragraphToken = '<|p|>';
/** Ends every prompt. */
export const outToken = '<|out|>';
/** Ends every answer. */
export const endToken = '<|end|>';
/** Starts every line of a plan. */
export const lineToken = '<|line|>';

/** The token of style `index`, 0 to `styleCount` − 1. */
export const styleToken = (index: number): string => `<|s${index}|>`;

/**
 * The countdown before a sentence: N of `<|rN|>` is the rest in words divided by ten, rounded, and at least 0.
 *
 * @param remainingWords - Asked words less the words written so far; may be negative.
 */
export function countdownToken(remainingWords: number): string {
  const tens = Math.min(largestCountdown, Math.max(0, Math.round(remainingWords / 10)));
  return `<|r${tens}|>`;
}

/** Every control token of mini, in the order of their ids. */
export const miniSpecialTokens: readonly string[] = [
  endToken,
  outToken,
  ...['section', 'more', 'plan', 'article', 'condense', 'summary', 'copy'].map((name) => `<|${name}|>`),
  ...['expository', 'narrative', 'report', 'how-to'].map((name) => `<|${name}|>`),
  ...['first', 'middle', 'last', 'only'].map((name) => `<|${name}|>`),
  ...['topic', 'key', 'title', 'hero', 'so-far', 'passage', 'words', 'lines'].map((name) => `<|${name}|>`),
  lineToken,
  ...pointTokens,
  ...factTokens,
  paragraphToken,
  ...Array.from({ length: styleCount }, (_each, index) => styleToken(index)),
  ...Array.from({ length: largestCountdown + 1 }, (_each, tens) => countdownToken(tens * 10)),
];
