/**
 * The one layer that retries. It turns a request into a reply, or into an error that says why there is none.
 *
 * What follows each fault is in `retry-policy.ts`; which error is which fault, in `faults.ts`.
 */
import type { ModelFault } from '../errors.ts';
import { type Attempt, type CountedBefore, compareTokens, findFault, measureUsage } from './attempt.ts';
import type { CapabilityCard } from './card/card.ts';
import { convertRequest } from './convert-request.ts';
import { type Delay, delay as realDelay } from './delay.ts';
import { loadTokenizer } from './estimate-tokens.ts';
import { createCallError } from './fault-message.ts';
import type { Fault } from './faults.ts';
import { joinContinuation, keepWholeSentences } from './join-continuation.ts';
import type { Model, Usage } from './model.ts';
import { readStream, type StreamOutcome } from './read-stream.ts';
import type { ModelRequest } from './request.ts';
import { createRetryPolicy, deriveSeed } from './retry-policy.ts';
import { addUsage, noUsage } from './usage.ts';
import { copyWire, learnFromRefusal, type Wire } from './wire.ts';

export type ModelReply = {
  /** Prose only; reasoning is apart. */
  text: string;
  /** `length`: the output limit was reached. */
  finishReason: 'stop' | 'length' | 'other';
  /** Sum over all attempts. */
  usage: Usage;
  /** The model the provider says has answered. */
  modelId: string | undefined;
  /** Settings the provider ignored, estimated usage; each once. */
  warnings: string[];
  reasoningText: string;
  attempts: Attempt[];
  /** Reported by our own count of the request's tokens; absent where the two cannot be compared. */
  tokenRatio?: number;
  /** What had to be found out about the endpoint's settings to make the call. */
  learnt?: Partial<CapabilityCard>;
  /** From the call to the first word or thought, of an answer that came at the first attempt. */
  firstTokenInMs?: number;
  /** From the first attempt to the end of the last, waiting included. */
  ms: number;
};

export type CallModelOptions = {
  abortSignal?: AbortSignal | undefined;
  /** Prose as it arrives. After a retry it goes on behind the `keptText` that `onRetry` named. */
  onDelta?: ((text: string) => void) | undefined;
  onAttempt?: ((attempt: Attempt) => void) | undefined;
  /** Awaited before every attempt, for its turn at a provider that many share; what it throws ends the call. */
  beforeAttempt?: (() => Promise<void>) | undefined;
  /** Called before each wait. `attempt` is the number of the one that failed. */
  onRetry?:
    | ((retry: { fault: ModelFault; attempt: number; delayInMs: number; keptText: string }) => void)
    | undefined;
  /** How to ask for the rest after whole sentences have come. Absent: a broken answer is asked for anew. */
  continuation?: ((partialText: string) => ModelRequest) | undefined;
  /** The same string for calls that share a beginning. */
  cacheKey?: string | undefined;
  /** What the window leaves for an answer: a limit that is raised for thinking stays below it. */
  mostOutputTokens?: number | undefined;
  /** How the endpoint counted earlier calls: sharpens the eye for prompts that it cuts in silence. */
  before?: CountedBefore | undefined;
  now?: () => number;
  random?: () => number;
  delay?: Delay;
  idleTimeoutInMs?: number;
};

/**
 * Asks the model and returns its whole answer.
 *
 * An answer cut off in the middle is continued where `continuation` is given: cut back to its last whole sentence,
 * the rest asked for and joined. An empty answer is asked for again with seeds derived from the request's.
 *
 * @param options.now - Unix time in milliseconds.
 * @throws {ModelCallError} Retries are used up or cannot help; `fault` says why, `partialText` holds what had come.
 * @throws The signal's reason, as it is, as soon as it is aborted.
 */
export async function callModel(
  model: Model,
  request: ModelRequest,
  {
    abortSignal,
    onDelta,
    onAttempt,
    beforeAttempt,
    onRetry,
    continuation,
    cacheKey,
    before,
    mostOutputTokens = Number.POSITIVE_INFINITY,
    now = Date.now,
    random = Math.random,
    delay = realDelay,
    idleTimeoutInMs = 120_000,
  }: CallModelOptions = {},
): Promise<ModelReply> {
  abortSignal?.throwIfAborted();
  await loadTokenizer();
  const startedAt = now();
  const decide = createRetryPolicy({ random });
  const attempts: Attempt[] = [];
  const warnings = new Set<string>();
  const learnt: Partial<CapabilityCard> = {};
  let { seed } = request;
  let current = request;
  let kept = '';
  let reasoningText = '';
  let redraws = 0;
  let waitedInMs = 0;
  let opensThinking = false;

  for (;;) {
    await beforeAttempt?.();
    abortSignal?.throwIfAborted();
    const sentWith = model.wire && copyWire(model.wire);
    opensThinking ||= sentWith?.opensThinking ?? false;
    const options = convertRequest(model, current, { seed, cacheKey });
    const outcome = await readStream(model.languageModel, options, {
      abortSignal,
      onDelta,
      idleTimeoutInMs,
      delay,
      now,
      opensThinking,
    });
    if (outcome.openedByTemplate && !opensThinking) {
      opensThinking = true;
      if (model.wire) model.wire.opensThinking = true;
      // What was kept of a broken answer came before its thoughts had ended.
      reasoningText += kept;
      kept = '';
    }
    const isAborted = abortSignal?.aborted === true && outcome.finishReason === undefined;
    const fault = isAborted
      ? undefined
      : findFault(current, outcome, { isRest: kept !== '', now: now(), before });
    const attempt: Attempt = {
      attempt: attempts.length + 1,
      kind: kept === '' ? 'whole' : 'rest',
      seed,
      fault: fault?.fault,
      status: fault?.status,
      requestId: fault?.requestId ?? outcome.requestId,
      ...measureUsage(current, outcome),
      ms: outcome.ms,
    };
    attempts.push(attempt);
    for (const warning of outcome.warnings) warnings.add(warning);
    if (attempt.isUsageEstimated && outcome.finishReason !== undefined)
      warnings.add('The endpoint reported no token usage; tokens are estimated.');
    onAttempt?.(attempt);
    if (isAborted) abortSignal?.throwIfAborted();

    reasoningText += outcome.reasoningText;
    const text = joinContinuation(kept, outcome.text);
    if (fault === undefined) {
      const ratio = attempts.length === 1 ? compareTokens(current, outcome) : undefined;
      return {
        text,
        finishReason: replyReason(outcome),
        usage: attempts.reduce((sum, { usage }) => addUsage(sum, usage), noUsage()),
        modelId: outcome.modelId,
        warnings: [...warnings],
        reasoningText,
        attempts,
        ...(ratio !== undefined && { tokenRatio: ratio }),
        ...(attempts.length === 1 &&
          model.isBatched !== true &&
          outcome.firstTokenInMs !== undefined && { firstTokenInMs: outcome.firstTokenInMs }),
        ...(Object.keys(learnt).length > 0 && { learnt }),
        ms: now() - startedAt,
      };
    }

    const lesson = learnFrom(model, fault, sentWith);
    if (lesson !== undefined) {
      Object.assign(learnt, lesson);
      onRetry?.({ fault: fault.fault, attempt: attempt.attempt, delayInMs: 0, keptText: kept });
      continue;
    }
    const whole = continuation === undefined ? '' : keepWholeSentences(text);
    const canContinue = whole.length > kept.length;
    const decision = decide(fault, { canContinue });
    if (decision.action === 'stop') {
      throw createCallError(fault, {
        address: model.address,
        attempts: attempts.length,
        waitedInMs,
        partialText: text,
      });
    }
    if (whole.length > kept.length && continuation !== undefined) {
      kept = whole;
      current = continuation(kept.trimEnd());
    }
    if (decision.action === 'reseed') {
      seed = deriveSeed(request.seed, ++redraws);
      // Thinking has used the limit up before a word was written: the next try gets room for both.
      if (outcome.finishReason?.unified === 'length' && current.maxOutputTokens !== undefined)
        current = { ...current, maxOutputTokens: Math.min(current.maxOutputTokens * 3, mostOutputTokens) };
    }
    const { delayInMs } = decision;
    onRetry?.({ fault: fault.fault, attempt: attempt.attempt, delayInMs, keptText: kept });
    if (delayInMs > 0) await delay(delayInMs, abortSignal);
    abortSignal?.throwIfAborted();
    waitedInMs += delayInMs;
  }
}

/** A refused setting is left out from now on; the request is worth another try then. */
function learnFrom(
  { wire }: Model,
  { fault, body, detail }: Fault,
  sentWith: Wire | undefined,
): Partial<CapabilityCard> | undefined {
  if (wire === undefined || sentWith === undefined || fault !== 'bad-request') return undefined;
  return learnFromRefusal(wire, `${detail} ${body ?? ''}`, { sentWith });
}

function replyReason({ finishReason }: StreamOutcome): ModelReply['finishReason'] {
  const reason = finishReason?.unified;
  return reason === 'stop' || reason === 'length' ? reason : 'other';
}
