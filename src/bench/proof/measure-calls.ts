/** What the calls of one attempt used and cost, from the ledger alone. */
import type { SourcedPrice } from '../../methods/write-request.ts';
import { costOf } from '../../model/cost.ts';
import { estimateTokens } from '../../model/estimate-tokens.ts';
import type { Usage } from '../../model/model.ts';
import { addUsage, convertUsage, noUsage } from '../../model/usage.ts';
import type { RecordedExchange } from './replay.ts';

export type CallFigures = {
  usage: Usage;
  /** null: no price is known. */
  usd: number | null;
  /** Calls that failed, and calls that were sent and never ended: the process was killed meanwhile. */
  failedCalls: number;
  unansweredCalls: number;
  /** Tokens of those requests, by our own count: what may have been paid without an answer. */
  unansweredTokens: number;
  /** Answers whose provider reported no usage: theirs is counted by us. */
  estimatedCalls: number;
  /** Models that the provider says have answered. */
  returnedIds: string[];
  /** ISO times of the first request and of the last end; null: nothing was sent. */
  sentAt: string | null;
  endedAt: string | null;
};

/** Needs the tokenizer loaded. */
export function measureCalls(
  exchanges: readonly RecordedExchange[],
  price: SourcedPrice | undefined,
): CallFigures {
  let usage = noUsage();
  let [failedCalls, unansweredCalls, unansweredTokens, estimatedCalls] = [0, 0, 0, 0];
  const returnedIds = new Set<string>();
  for (const { sent, end } of exchanges) {
    const inputTokens = sent.request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    if (end?.kind === 'answered') {
      const reported = convertUsage(end.usage);
      if (reported === undefined) estimatedCalls += 1;
      const reasoningTokens = estimateTokens(end.reasoning ?? '');
      const outputTokens = estimateTokens(end.text) + reasoningTokens;
      const counted = { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens };
      usage = addUsage(usage, reported ?? counted);
      if (end.modelId !== undefined) returnedIds.add(end.modelId);
    } else if (end === undefined) {
      unansweredCalls += 1;
      unansweredTokens += inputTokens;
    } else {
      failedCalls += 1;
      // As in a run: text that came is billed, nothing that came is not, as far as anybody can know.
      if (end.text === '' && end.reasoning === undefined) continue;
      const reasoningTokens = estimateTokens(end.reasoning ?? '');
      const outputTokens = estimateTokens(end.text) + reasoningTokens;
      usage = addUsage(usage, { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens });
    }
  }
  return {
    usage,
    usd: price === undefined ? null : Number(costOf(usage, price).toFixed(6)),
    failedCalls,
    unansweredCalls,
    unansweredTokens,
    estimatedCalls,
    returnedIds: [...returnedIds],
    sentAt: exchanges[0]?.sentAt ?? null,
    endedAt: exchanges.findLast(({ endedAt }) => endedAt !== undefined)?.endedAt ?? null,
  };
}
