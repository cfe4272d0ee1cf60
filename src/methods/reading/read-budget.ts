/** Room in a window: what a request of reading may hold, so that nothing is cut. */
import type { Message } from '../../model/request.ts';
import type { ReadingLimits, ReadingTask } from './read-method.ts';

/** Chat templates add some tokens around every message. */
const tokensAroundMessage = 4;
const usualAnswerTokens = 1_024;
const leastAnswerTokens = 32;
/** Words are at most this many tokens, a Han character too. */
const tokensPerWord = 1.6;
/** Of a small window an answer takes at most this much. */
const mostAnswerShare = 0.25;

/** Tokens of a request as the model gets it. */
export function tokensOfMessages(
  messages: readonly Message[],
  countTokens: (text: string) => number,
): number {
  return messages.reduce((sum, { content }) => sum + countTokens(content) + tokensAroundMessage, 0);
}

/** What parts may count more together than one by one: a little for every seam, and one in a hundred. */
export function marginOf(tokens: number): number {
  return 16 + Math.ceil(tokens / 100);
}

/** Most tokens of the last answer: for the length asked, else 1,024; less where the window or the endpoint is small. */
export function answerTokens(
  { targetWords }: Pick<ReadingTask, 'targetWords'>,
  { windowTokens, maxOutputTokens = Infinity }: ReadingLimits,
): number {
  const asked =
    targetWords === undefined
      ? usualAnswerTokens
      : Math.max(leastAnswerTokens, Math.ceil(targetWords * tokensPerWord) + 64);
  const share = Math.floor(windowTokens * mostAnswerShare);
  return Math.max(1, Math.min(asked, maxOutputTokens, Math.max(share, leastAnswerTokens)));
}
