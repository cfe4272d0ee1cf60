/** What the decoding rules have to know of mini's tokens, without knowing how text becomes tokens. */
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { removeTokens } from './prompt/mini-output.ts';
import {
  countdownToken,
  endToken,
  factTokens,
  lineToken,
  miniSpecialTokens,
  paragraphToken,
  pointTokens,
} from './prompt/special-tokens.ts';

/** Tokens before a text of the prompt that also stand before every copy of it in an answer. */
const copied = ['<|topic|>', '<|key|>', '<|title|>', '<|hero|>', ...pointTokens, ...factTokens];

export type MiniVocabulary = {
  /** What a person sees of an answer's tokens: control tokens gone. */
  decode(tokens: readonly number[]): string;
  /** The token that says how many words are left, in tens. */
  countdownToken(wordsLeft: number): number;
  isCountdown(token: number): boolean;
  /** Ends an answer. */
  endToken: number;
  /** Stands between two paragraphs. */
  paragraphToken: number;
  /**
   * What may follow a control token inside an answer: for each token that announces a copy, the copy as it stands in
   * the prompt, and with its first letter large or small. Any other control token may not stand in a sentence.
   */
  findCopies(prompt: readonly number[]): Map<number, readonly (readonly number[])[]>;
  /** Whether it is no text. */
  isControl(token: number): boolean;
  lines: MiniLineTokens;
};

/** The tokens of plan lines. */
type MiniLineTokens = {
  /** `<|line|> k/n<|title|>`. */
  opening(line: number, lines: number): number[];
  /** What announces a point or the words. */
  fields: ReadonlySet<number>;
  words: number;
  /** Begins a line, and so ends the one before. */
  line: number;
  /** Text with its control tokens, as `parsePlanLine` reads it. */
  render(tokens: readonly number[]): string;
};

/**
 * Reads the control tokens of mini's tokenizer.
 *
 * @throws {RangeError} One of `miniSpecialTokens` is missing.
 */
export function createMiniVocabulary(tokenizer: Tokenizer): MiniVocabulary {
  const id = (content: string): number => tokenizer.specialId(content);
  const control = new Set([...miniSpecialTokens.map(id), ...tokenizer.special.map((token) => token.id)]);
  const countdown = new Set(miniSpecialTokens.filter((content) => /^<\|r\d+\|>$/.test(content)).map(id));
  const copiedIds = copied.map(id);
  return {
    decode: (tokens) => removeTokens(tokenizer.decode(tokens)),
    countdownToken: (wordsLeft) => id(countdownToken(wordsLeft)),
    isCountdown: (token) => countdown.has(token),
    endToken: id(endToken),
    paragraphToken: id(paragraphToken),
    isControl: (token) => control.has(token),
    findCopies(prompt) {
      const copies = new Map<number, number[][]>();
      for (const token of copiedIds) {
        const start = prompt.indexOf(token) + 1;
        if (start === 0) continue;
        const end = prompt.findIndex((other, index) => index >= start && control.has(other));
        const asGiven = prompt.slice(start, end < 0 ? prompt.length : end);
        const text = tokenizer.decode(asGiven).trim();
        const first = text.slice(0, 1);
        const variants = [first.toUpperCase(), first.toLowerCase()]
          .filter((letter) => letter !== first)
          .map((letter) => tokenizer.encode(` ${letter}${text.slice(1)}`));
        copies.set(token, [asGiven, ...variants]);
      }
      return copies;
    },
    lines: {
      opening: (line, lines) => [id(lineToken), ...tokenizer.encode(` ${line}/${lines}`), id('<|title|>')],
      fields: new Set([...pointTokens.map(id), id('<|words|>')]),
      words: id('<|words|>'),
      line: id(lineToken),
      render: (tokens) => tokenizer.decode(tokens),
    },
  };
}
