/** Tokens to text as they come: whole characters only, and nothing of a text that ends the answer. */
import type { LlamaModel, Token } from './llama-library.ts';

/** So many tokens before the new ones decide about the space between them. */
const lookBackTokens = 8;
/** A character has at most four bytes, so it is whole after so many tokens or never. */
const longestCharacterTokens = 8;

export type TokenText = {
  /** Takes a token; returns the text that is now certain. */
  push(token: Token): string;
  /** What was held back and is text after all; '' after a stop text. */
  end(): string;
  /** A stop text has come; it and what follows are no text. */
  readonly isStopped: boolean;
};

/** Creates the reader of one answer. `stopTexts` without empty ones. */
export function createTokenText(
  model: Pick<LlamaModel, 'detokenize'>,
  { before, stopTexts }: { before: readonly Token[]; stopTexts: readonly string[] },
): TokenText {
  let last = before.slice(-lookBackTokens);
  let pending: Token[] = [];
  let held = '';
  let isStopped = false;

  const take = (text: string): string => {
    held += text;
    const stops = stopTexts.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
    if (stops.length > 0) {
      isStopped = true;
      const certain = held.slice(0, Math.min(...stops));
      held = '';
      return certain;
    }
    const certain = held.slice(0, held.length - Math.max(0, ...stopTexts.map((stop) => overlap(held, stop))));
    held = held.slice(certain.length);
    return certain;
  };
  const decode = (): string => {
    const text = model.detokenize(pending, false, last);
    last = [...last, ...pending].slice(-lookBackTokens);
    pending = [];
    return text;
  };

  return {
    get isStopped() {
      return isStopped;
    },
    push(token) {
      pending.push(token);
      const isCut = model.detokenize(pending, false, last).endsWith('\uFFFD');
      return isCut && pending.length < longestCharacterTokens ? '' : take(decode());
    },
    end() {
      if (isStopped) return '';
      const rest = take(pending.length > 0 ? decode() : '');
      if (isStopped) return rest;
      return rest + held;
    },
  };
}

/** Length of the longest end of `text` that `stop` begins with. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1)
    if (text.endsWith(stop.slice(0, length))) return length;
  return 0;
}
