/**
 * A model at half price: calls that come at about the same time go out as one batch of the provider, and each is
 * answered from its row, minutes or hours later. Whoever calls sees a slow model, so that any method works with it;
 * thousands of documents in flight, each at its own step, share a few batches.
 *
 * A failed row is a fault of its call, and the retrying layer above does what it does with it.
 */
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { ModelCallError, UsageError } from '../../errors.ts';
import { generateFromStream } from '../collect-stream.ts';
import { type Delay, delay as realDelay } from '../delay.ts';
import type { Model } from '../model.ts';
import { adoptBatch } from './adopt-batch.ts';
import { findBatchFacts, limitsOf } from './batch-facts.ts';
import type { BatchStore, RowAnswer } from './batch-store.ts';
import { createCallQueue } from './call-queue.ts';
import { callKeyOf } from './call-rows.ts';
import { createWaitingStream } from './waiting-stream.ts';
import { type BatchProgress, createWatcher } from './watch-batches.ts';

export type BatchModelOptions = {
  /** Keeps batches beyond this process. Models of different addresses may share one; it is closed once, at the end. */
  store: BatchStore;
  /** Calls in one batch. Default and most: what the provider takes. */
  maxRows?: number;
  /** Size of one batch. It is held in memory twice while it goes out, so the default stays below what providers take. */
  maxBytes?: number;
  /** A batch goes out when no call has come for so long; at the latest after twelve times that. */
  gatherInMs?: number;
  /** First wait between two looks at a batch; it grows to ten times that. */
  pollInMs?: number;
  /** How often a waiting call says that it still waits: below the silence that its reader bears. */
  heartbeatInMs?: number;
  /** Told at every look at a batch. */
  onProgress?: (progress: BatchProgress) => void;
  delay?: Delay;
  /** Unix time in milliseconds. */
  now?: () => number;
};

/** Batches that end without an answer to a call before it fails; nothing is paid for such rows. */
const mostUnanswered = 2;

/**
 * Wraps a model of a provider with a batch API. The model must be as it was resolved: what recording or images wrap
 * around it goes around the result instead, for a batch does not pass through its calls.
 *
 * A call whose row is already in the store, because an earlier process was killed while it waited or before it used
 * the answer, waits for that row and is not sent again. An aborted call leaves its row there. A row of a batch that
 * expired or was cancelled goes into another one, once. A batch that the provider's queue has no room for goes out
 * again when another one has ended.
 *
 * A batch cannot fall back on other ways to ask for JSON, so Anthropic's models, where some schemas need one, are
 * asked in words alone.
 *
 * @returns The model, marked as batched, and `close` for the orderly end of the work: answers given so far are in use
 *   and forgotten in the store.
 * @throws {UsageError} The provider has no batch API, or a limit is above what it takes.
 */
export function createBatchModel(
  model: Model,
  {
    store,
    maxRows,
    maxBytes,
    gatherInMs = 10_000,
    pollInMs = 30_000,
    heartbeatInMs = 60_000,
    onProgress,
    delay = realDelay,
    now = Date.now,
  }: BatchModelOptions,
): { model: Model; close: () => Promise<void> } {
  const { address, batch: api, wire } = model;
  const facts = findBatchFacts(address);
  if (api === undefined || facts === undefined) {
    throw new UsageError(
      `Expected a model whose provider has a batch API (\`openai:\`, \`anthropic:\`, \`google:\`), got \`${address}\`. Use one of these, or write without batches.`,
    );
  }
  const { modelId } = model.languageModel;
  const watcher = createWatcher(api, {
    store,
    address,
    pollInMs,
    windowInMs: facts.windowInHours * 3_600_000,
    onProgress,
    delay,
    now,
  });
  const queue = createCallQueue(api, {
    store,
    address,
    modelId,
    ...limitsOf(facts, { maxRows, maxBytes }),
    gatherInMs,
    now,
  });

  let adopted: Promise<void> | undefined;
  /** Submissions of a killed process arrived or did not; known before the first call may be sent again. */
  const adopt = async (): Promise<void> => {
    for (const submission of await store.listUnconfirmed(address)) {
      if (!(await adoptBatch(api, store, submission))) await store.drop(submission.submissionId);
    }
  };

  const answer = async (
    asked: LanguageModelV4CallOptions,
    abortSignal: AbortSignal,
  ): Promise<{ answer: RowAnswer; warnings: readonly string[] }> => {
    const callKey = callKeyOf(asked);
    const options = limitOutput(asked, wire?.mostOutputTokens);
    adopted ??= adopt();
    await adopted.catch((error: unknown) => {
      adopted = undefined;
      throw error;
    });
    for (let unanswered = 0; unanswered < mostUnanswered; ) {
      abortSignal.throwIfAborted();
      const row = (await store.claim(address, callKey)) ?? (await queue.send(callKey, options, abortSignal));
      try {
        await watcher.settle(row.submissionId, abortSignal);
      } catch (error) {
        await store.release(row);
        throw error;
      }
      const outcome = await store.take(row);
      if (outcome.status === 'succeeded') {
        const { warnings } = await store.find(row.submissionId);
        return { answer: outcome.answer, warnings };
      }
      if (outcome.status === 'expired') unanswered += 1;
      else if (outcome.error.code !== 'token_limit_exceeded' || !(await watcher.settleAny(abortSignal)))
        throw outcome.error;
    }
    throw new ModelCallError(`${mostUnanswered} batches ended before they came to this call.`, {
      fault: 'bad-request',
      address,
    });
  };

  const doStream: LanguageModelV4['doStream'] = async (options) => ({
    stream: createWaitingStream(
      (abandoned) =>
        answer(
          options,
          options.abortSignal === undefined ? abandoned : AbortSignal.any([abandoned, options.abortSignal]),
        ),
      { heartbeatInMs },
    ),
  });
  const { specificationVersion, provider, supportedUrls } = model.languageModel;
  return {
    model: {
      ...model,
      languageModel: {
        specificationVersion,
        provider,
        modelId,
        supportedUrls,
        doStream,
        doGenerate: generateFromStream(doStream),
      },
      hasStructuredOutput: model.hasStructuredOutput && !address.startsWith('anthropic:'),
      isBatched: true,
    },
    close: () => store.close(),
  };
}

/** What the endpoint has refused once: bodies of batches do not pass where single calls are cut to it. */
function limitOutput(
  options: LanguageModelV4CallOptions,
  mostOutputTokens: number | undefined,
): LanguageModelV4CallOptions {
  const { maxOutputTokens } = options;
  if (maxOutputTokens === undefined || mostOutputTokens === undefined) return options;
  return { ...options, maxOutputTokens: Math.min(maxOutputTokens, mostOutputTokens) };
}
