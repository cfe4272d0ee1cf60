/** What one attempt was: an answer or a fault, and what it used. */
import type { ModelFault } from '../errors.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { classifyError, type Fault } from './faults.ts';
import { countImageTokens } from './images/image-tokens.ts';
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
/** Where earlier calls showed how an endpoint counts, a text cannot be this much less; prose and plans differ somewhat. */
const leastKnownShare = 0.75;
/** A request that extends the last one by so much must be counted larger, by at least this share of the growth. */
const leastCheckedGrowth = 400;
const leastGrowthShare = 0.6;

/** What earlier calls to the same endpoint showed of how it counts. */
export type CountedBefore = {
  /** Reported by our own count of input tokens, lowest and highest. */
  tokenRatio?: readonly [lowest: number, highest: number] | undefined;
  /** The last request, where this one extends it: our count and the reported one. */
  extended?: { sentTokens: number; reportedTokens: number } | undefined;
};

/** Undefined: the outcome is an answer. Throws an error that is no model trouble as it is. */
export function findFault(
  request: ModelRequest,
  outcome: StreamOutcome,
  { isRest, now, before }: { isRest: boolean; now: number; before?: CountedBefore | undefined },
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
    case 'other':
      // OpenRouter's name for a broken answer, which the SDK does not know.
      if (finishReason.raw === 'error') return { fault: 'server', detail: '' };
  }
  if (isInputCut(request, outcome, before)) {
    const contextTokens = convertUsage(outcome.usage)?.inputTokens;
    return { fault: 'context-cut', contextTokens, detail: describeCut(request, outcome) };
  }
  if (!isRest && isMachineMessage(text)) return { fault: 'server', detail: text.trim() };
  // Nothing to add to a text that is already there is an answer.
  if (text.trim() === '') return isRest ? undefined : { fault: 'empty', detail: '' };
  if (!isRest && isRefusal(text)) return { fault: 'refusal', detail: '' };
  return undefined;
}

/** Gateways now and then answer with status 200 and their own error for a text. A title may begin with `Error:` too. */
const machineMessage =
  /^(?:error\s*:(?=[\s\S]*(?:time[d-]? ?out|upstream|connect|overload|rate limit|gateway|server|unavailable|fail|exception|http|socket|network|\b[45]\d\d\b))|(?:5\d\d )?(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)|upstream (?:connect|request|timed|error)|\{\s*"error"|<!doctype html|<html)/i;

function isMachineMessage(text: string): boolean {
  const said = text.trim();
  return said.length < 200 && !/\n\s*\n/.test(said) && machineMessage.test(said);
}

/** Servers with a small window drop the start of a long prompt and say nothing; only their token count tells. */
function isInputCut(
  request: ModelRequest,
  outcome: StreamOutcome,
  { tokenRatio, extended }: CountedBefore = {},
): boolean {
  const usage = convertUsage(outcome.usage);
  if (usage === undefined || usage.inputTokens === 0) return false;
  // Some endpoints list what the cache held beside what was read anew; a prompt without its start is in no cache.
  const reported = usage.inputTokens + usage.cachedInputTokens;
  const sent = countInput(request);
  const share = Math.max(leastReadShare, leastKnownShare * (tokenRatio?.[0] ?? 0));
  if (sent <= leastCheckedTokens) return false;
  if (reported < sent * share) return true;
  if (extended === undefined || extended.sentTokens === 0) return false;
  const grown = sent - extended.sentTokens;
  const expected = grown * (extended.reportedTokens / extended.sentTokens);
  return grown > leastCheckedGrowth && reported - extended.reportedTokens < expected * leastGrowthShare;
}

/** Shorter requests are mostly template. */
const leastComparedTokens = 200;

/**
 * Reported by our own count of input tokens; undefined where nothing was reported, the request is too short, or it
 * carries images, of which our count is a guess.
 */
export function compareTokens(request: ModelRequest, outcome: StreamOutcome): number | undefined {
  if (request.messages.some(({ images = [] }) => images.length > 0)) return undefined;
  const reported = convertUsage(outcome.usage)?.inputTokens ?? 0;
  const sent = countInput(request);
  return reported === 0 || sent < leastComparedTokens ? undefined : reported / sent;
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
  const inputTokens = countInput(request) + countImageTokens(request.messages);
  return {
    usage: { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens },
    isUsageEstimated: true,
  };
}

const countInput = (request: ModelRequest): number =>
  request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
