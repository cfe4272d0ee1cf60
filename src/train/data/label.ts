/** Turns conversations into token documents in which the tokens to learn are marked. */
import type { Message } from '../../model/request.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { encodeMessage } from './chat-template.ts';
import type { Exchange } from './preference-rows.ts';

/** One sequence that a model reads from its start, not yet placed in a row. */
export type TokenDocument = {
  tokens: Int32Array;
  /** 1 where this token has to be predicted from those before it, else 0; as long as `tokens`. */
  isTarget: Uint8Array;
};

/** Tokens in a row, all of them to be learnt or none. */
export type TokenStretch = { tokens: readonly number[]; isTarget: boolean };

/** Joins stretches to a document. Its first token is never a target: nothing comes before it. */
export function joinStretches(stretches: readonly TokenStretch[]): TokenDocument {
  const tokens = Int32Array.from(stretches.flatMap((stretch) => stretch.tokens));
  const isTarget = new Uint8Array(tokens.length);
  let start = 0;
  for (const stretch of stretches) {
    isTarget.fill(stretch.isTarget ? 1 : 0, start, start + stretch.tokens.length);
    start += stretch.tokens.length;
  }
  isTarget[0] = 0;
  return { tokens, isTarget };
}

/**
 * A conversation as a document: targets are the text of every assistant message and the token that ends it, so that the
 * model learns to stop. An empty assistant message is not learnt.
 *
 * Source: labels of LongWriter. Bai et al. 2024, arXiv:2408.07055. Differs: the token before the answer is not learnt,
 * as it is always given.
 */
export function labelMessages(messages: readonly Message[], tokenizer: Tokenizer): TokenDocument {
  return joinStretches(messages.flatMap((message) => stretchesOf(message, tokenizer, true)));
}

/** An exchange as a document: as `labelMessages`, and no message of the prompt is learnt. */
export function labelExchange({ prompt, answer }: Exchange, tokenizer: Tokenizer): TokenDocument {
  return joinStretches([
    ...prompt.flatMap((message) => stretchesOf(message, tokenizer, false)),
    ...answer.flatMap((message) => stretchesOf(message, tokenizer, true)),
  ]);
}

function stretchesOf(message: Message, tokenizer: Tokenizer, isLearnt: boolean): TokenStretch[] {
  const { opening, text, end } = encodeMessage(message, tokenizer);
  const isTarget = isLearnt && message.role === 'assistant' && text.length > 0;
  return [
    { tokens: [opening], isTarget: false },
    { tokens: [...text, end], isTarget },
  ];
}
