/** What a run learns about its endpoints while it works: into their cards, and from them into the next run. */
import type { ModelCallError } from '../errors.ts';
import type { CountedBefore } from '../model/attempt.ts';
import type { ModelReply } from '../model/call-model.ts';
import { type CapabilityCard, emptyCard } from '../model/card/card.ts';
import { learn } from '../model/card/learn.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Message, ModelRequest } from '../model/request.ts';
import type { RunContext } from '../run/run-context.ts';
import { countHan } from '../text/language.ts';

export type Lessons = {
  /** How the endpoint counted earlier requests, for one that is about to go out. */
  countedBefore(address: string, request: ModelRequest): CountedBefore;
  /** A call that ended well. Warns once where another model answers than before. */
  takeReply(address: string, reply: ModelReply, request: ModelRequest): Promise<void>;
  /** A request that was refused as too long, or read only in part. Returns the window that follows, in our tokens. */
  takeOverflow(address: string, error: ModelCallError, inputTokens: number): number;
  /** A section written in one answer that ended by itself. */
  takeLength(address: string, askedWords: number, deliveredWords: number): void;
  /** Cards by address, with everything learnt so far. */
  cards(): CapabilityCard[];
};

/** The window behind a refusal that names none: well below what was refused. */
const guessedShare = 0.75;

/** Characters that are enough to tell a kind of text. */
const kindSample = 8_000;
/** What decides how far two tokenizers are apart. */
type TextKind = { hanShare: number; charactersPerToken: number };

const isAlike = (a: TextKind, b: TextKind): boolean =>
  Math.abs(a.hanShare - b.hanShare) < 0.2 &&
  Math.abs(Math.log(a.charactersPerToken / b.charactersPerToken)) < Math.log(1.25);

/** @param cards - As they were when the run began; not changed. */
export async function createLessons(
  cards: Readonly<Record<string, CapabilityCard>>,
  context: RunContext,
): Promise<Lessons> {
  const learnt = new Map(Object.entries(cards));
  const cardOf = (address: string): CapabilityCard => learnt.get(address) ?? emptyCard(address, new Date());
  const take = (address: string, observation: Parameters<typeof learn>[1]): void => {
    learnt.set(address, learn(cardOf(address), observation, new Date()));
  };
  /** Who answered last under each address; processes before this one included. */
  const answerers = await context.lastAnswerers();

  /** The last request to each address and what was reported of it. */
  const last = new Map<string, { messages: readonly Message[]; reportedTokens: number }>();
  const countTokens = (messages: readonly Message[]): number =>
    messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  /** Kinds of text whose count is known of each address, by this run. */
  const kinds = new Map<string, TextKind[]>();
  const kindOf = (messages: readonly Message[]): TextKind => {
    const text = messages.map(({ content }) => content).join('\n');
    const length = Math.max(1, text.length);
    return {
      hanShare: countHan(text.slice(-kindSample)) / Math.min(length, kindSample),
      charactersPerToken: length / Math.max(1, countTokens(messages)),
    };
  };

  return {
    countedBefore(address, { messages }) {
      const earlier = last.get(address);
      const seen = kinds.get(address);
      // What was seen of Chinese or of tables says little about English prose.
      const isKnown = seen === undefined || seen.some((kind) => isAlike(kind, kindOf(messages)));
      const isExtended = earlier?.messages.every(
        ({ content }, index) => messages[index]?.content === content,
      );
      return {
        tokenRatio: isKnown ? cardOf(address).tokenRatio : undefined,
        ...(earlier &&
          isExtended && {
            extended: { sentTokens: countTokens(earlier.messages), reportedTokens: earlier.reportedTokens },
          }),
      };
    },
    async takeReply(address, reply, { messages }) {
      const inputTokens = countTokens(messages);
      const { usage, modelId, ms, attempts, finishReason, tokenRatio } = reply;
      take(address, {
        kind: 'call',
        inputTokens,
        ...(tokenRatio !== undefined && { tokenRatio }),
        outputTokens: usage.outputTokens,
        reasoningTokens: Math.round(usage.reasoningTokens / Math.max(1, attempts.length)),
        ms,
        firstTokenInMs: reply.firstTokenInMs,
        finishReason,
        ...(reply.learnt && { learnt: reply.learnt }),
      });
      if (tokenRatio !== undefined) {
        last.set(address, { messages: [...messages], reportedTokens: usage.inputTokens });
        const seen = kinds.get(address) ?? [];
        const kind = kindOf(messages);
        if (!seen.some((other) => isAlike(other, kind))) kinds.set(address, [...seen, kind]);
      }
      if (modelId === undefined) return;
      const before = answerers.get(address);
      answerers.set(address, modelId);
      if (before !== undefined && before !== modelId) {
        await context.warn(
          `\`${address}\` was answered by ${before} before and is now answered by ${modelId}: the text may change its voice.`,
        );
      }
    },
    takeOverflow(address, error, inputTokens) {
      const [, highest] = cardOf(address).tokenRatio ?? [1, 1.2];
      const named = error.contextTokens && Math.floor(error.contextTokens / highest);
      // A cut reads what it names; a refusal may count the output limit in and name a window above the request.
      const contextTokens = named ?? Math.floor(inputTokens * guessedShare);
      take(address, { kind: 'overflow', sentTokens: inputTokens, contextTokens });
      return contextTokens;
    },
    takeLength(address, askedWords, deliveredWords) {
      take(address, { kind: 'length', askedWords, deliveredWords });
    },
    cards: () => [...learnt.values()],
  };
}
