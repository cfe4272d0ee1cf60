/** From calls to a batch at the provider, written down before it goes out. */
import { randomUUID } from 'node:crypto';
import type { Experimental_BatchV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { classifyError } from '../faults.ts';
import { adoptBatch } from './adopt-batch.ts';
import type { BatchRow, BatchStore, Submission } from './batch-store.ts';
import { assignRowIds } from './call-rows.ts';

export type BatchApi = Experimental_BatchV4<{ readonly text: string }>;

export type KeyedCall = { callKey: string; options: LanguageModelV4CallOptions };

/**
 * Submits calls as one batch.
 *
 * Where the connection broke on the way, the provider's own list tells whether the batch arrived.
 *
 * @param options.now - Unix time in milliseconds.
 * @returns The row of each call, in order.
 * @throws The provider's error; nothing was submitted then, as far as it can be known.
 */
export async function submitBatch(
  api: BatchApi,
  calls: readonly KeyedCall[],
  {
    store,
    address,
    modelId,
    now,
  }: { store: BatchStore; address: string; modelId: string; now: () => number },
): Promise<BatchRow[]> {
  const rowIds = assignRowIds(calls.map(({ callKey }) => callKey));
  const submission: Submission = {
    submissionId: randomUUID(),
    address,
    rowIds,
    submittedAt: new Date(now()).toISOString(),
  };
  const { submissionId } = submission;
  await store.begin(submission);
  try {
    const { batchId, warnings } = await api.doStartBatch({
      requests: calls.map(({ options }, index) => ({
        type: 'text',
        id: rowIds[index] as string,
        modelId,
        options: rowOptions(options),
      })),
    });
    await store.confirm(submissionId, { batchId, warnings: describeWarnings(warnings) });
  } catch (error) {
    const fault = classifyError(error, { now: now() })?.fault;
    const isLost = fault === 'network' || fault === 'stream-cut' || fault === 'server';
    // If the list cannot be had either, the calls decide: they come again and are submitted anew.
    const isThere = isLost && (await adoptBatch(api, store, submission).catch(() => false));
    if (!isThere) {
      await store.drop(submissionId);
      throw error;
    }
  }
  return rowIds.map((rowId) => ({ submissionId, rowId }));
}

function rowOptions(options: LanguageModelV4CallOptions): LanguageModelV4CallOptions {
  const { abortSignal: _abortSignal, headers: _headers, ...asked } = options;
  return {
    ...asked,
    providerOptions: {
      ...options.providerOptions,
      // OpenAI takes batches over Responses, which keeps every call for 30 days unless told not to.
      openai: { ...options.providerOptions?.openai, store: false },
    },
  };
}

type Warnings = Awaited<ReturnType<BatchApi['doStartBatch']>>['warnings'];

/** Each once: thousands of rows say the same. */
function describeWarnings(warnings: Warnings): string[] {
  const said = warnings.map(({ warning }) => {
    if (warning.type === 'deprecated') return `\`${warning.setting}\` is deprecated: ${warning.message}`;
    if (warning.type === 'other') return warning.message;
    return `\`${warning.feature}\` is not taken as asked${warning.details ? `: ${warning.details}` : ''}`;
  });
  return [...new Set(said)];
}
