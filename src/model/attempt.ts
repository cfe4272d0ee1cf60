/** What one attempt was: an answer or a fault, and what it used. */
import type { ModelFault } from '../errors.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { classifyError, type Fault } from './faults.ts';
import type { Usage } from './model.ts';
import type { StreamOutcome } from './read-stream.ts';
import { isRefusal } from './refusal.ts';
import type { ModelRequest } from './request.ts';
import { convertUsage, noUsage } from './usage.ts';

/** One call over the wire, failed or not. Plain data, fit for a log. */
export type Attempt = {
  /** Counted from 1. */
  attempt: number;
  /** `rest`: asked for what was missing after a broken answer. */
  kind: 'whole' | 'rest';
  seed: number | undefined;
  /** Undefined for a success, and for an attempt that was aborted. */
  fault: ModelFault | undefined;
  status: number | undefined;
  requestId: string | undefined;
  usage: Usage;
  /** The provider reported nothing although text came: counted with our own tokenizer. */
  isUsageEstimated: boolean;
  ms: number;
};

/** Shorter requests are not checked: fixed overhead and foreign tokenizers weigh too much. */
const leastCheckedTokens = 1_000;
/** Foreign tokenizers need up to a third fewer tokens than ours for the same text; below that, text is missing. */
const leastReadShare = 0.65;

/** Undefined: the outcome is an answer. Throws an error that is no model trouble as it is. */
export function findFault(
  request: ModelRequest,
  outcome: StreamOutcome,
  { isRest, now }: { isRest: boolean; now: number },
): Fault | undefined {
  const { text, error, finishReason, isIdle } = outcome;
  if (isIdle) return { fault: 'idle-timeout', detail: '', cause: error };
  if (error !== undefined) {
    const fault = classifyError(error, { now });
    if (fault === undefined) throw error;
    // Once the answer has begun, a lost connection is a broken answer.
    return fault.fault === 'network' && text !== '' ? { ...fault, fault: 'stream-cut' } : fault;
  }
  switch (finishReason?.unified) {
    case undefined:
    case 'interrupted':
      return { fault: 'stream-cut', detail: '' };
    case 'error':
      return { fault: 'server', detail: '' };
    case 'content-filter':
      return { fault: 'refusal', detail: '' };
  }
  if (isInputCut(request, outcome)) return { fault: 'context-cut', detail: describeCut(request, outcome) };
  // Nothing to add to a text that is already there is an answer.
  if (text.trim() === '') return isRest ? undefined : { fault: 'empty', detail: '' };
  if (!isRest && isRefusal(text)) return { fault: 'refusal', detail: '' };
  return undefined;
}

/** Servers with a small window drop the start of a long prompt and say nothing; only their token count tells. */
function isInputCut(request: ModelRequest, outcome: StreamOutcome): boolean {
  const reported = convertUsage(outcome.usage)?.inputTokens ?? 0;
  if (reported === 0) return false;
  const sent = countInput(request);
  return sent > leastCheckedTokens && reported < sent * leastReadShare;
}

function describeCut(request: ModelRequest, outcome: StreamOutcome): string {
  return `${convertUsage(outcome.usage)?.inputTokens} input tokens read, about ${countInput(request)} sent`;
}

/** Tokens of an attempt, reported or, where text came without a report, counted. Needs the tokenizer loaded. */
export function measureUsage(
  request: ModelRequest,
  outcome: StreamOutcome,
): Pick<Attempt, 'usage' | 'isUsageEstimated'> {
  const reported = convertUsage(outcome.usage);
  if (reported !== undefined) {
    // Servers without a reasoning parser report one total; what was thought aloud is still told apart.
    const thought = Math.min(reported.outputTokens, estimateTokens(outcome.reasoningText));
    const reasoningTokens = reported.reasoningTokens || thought;
    return { usage: { ...reported, reasoningTokens }, isUsageEstimated: false };
  }
  const reasoningTokens = estimateTokens(outcome.reasoningText);
  const outputTokens = estimateTokens(outcome.text) + reasoningTokens;
  // Nothing came: nothing is billed, as far as anybody can know.
  if (outputTokens === 0) return { usage: { ...noUsage(), calls: 1 }, isUsageEstimated: false };
  const inputTokens = countInput(request);
  return {
    usage: { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens },
    isUsageEstimated: true,
  };
}

const countInput = (request: ModelRequest): number =>
  request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
