/** Calls on their way into batches. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { BatchRow, BatchStore } from './batch-store.ts';
import { estimateRowBytes } from './call-rows.ts';
import { createGatherer } from './gather-calls.ts';
import { type BatchApi, submitBatch } from './submit-batch.ts';
import { untilAborted } from './until-aborted.ts';

type WaitingCall = {
  callKey: string;
  options: LanguageModelV4CallOptions;
  bytes: number;
  resolve: (row: BatchRow) => void;
  reject: (error: unknown) => void;
};

/**
 * Creates the queue of one model. A call waits in it for others, and then for its batch to be taken.
 *
 * @returns `send` gives the row of a call. It rejects with what the provider said to the whole batch, or the reason
 *   of an abort; a row that was on its way then stays in the store, free for whoever asks the same again.
 */
export function createCallQueue(
  api: BatchApi,
  {
    store,
    address,
    modelId,
    maxRows,
    maxBytes,
    gatherInMs,
    now,
  }: {
    store: BatchStore;
    address: string;
    modelId: string;
    maxRows: number;
    maxBytes: number;
    gatherInMs: number;
    now: () => number;
  },
): {
  send(callKey: string, options: LanguageModelV4CallOptions, abortSignal: AbortSignal): Promise<BatchRow>;
} {
  const gatherer = createGatherer<WaitingCall>({
    maxRows,
    maxBytes,
    gatherInMs,
    bytesOf: ({ bytes }) => bytes,
    async send(calls) {
      try {
        const rows = await submitBatch(api, calls, { store, address, modelId, now });
        calls.forEach((call, index) => {
          call.resolve(rows[index] as BatchRow);
        });
      } catch (error) {
        for (const call of calls) call.reject(error);
      }
    },
  });
  return {
    async send(callKey, options, abortSignal) {
      const bytes = estimateRowBytes(options);
      let takeOut = (): boolean => false;
      const row = new Promise<BatchRow>((resolve, reject) => {
        const call = { callKey, options, bytes, resolve, reject };
        takeOut = () => gatherer.remove(call);
        gatherer.add(call);
      });
      try {
        return await untilAborted(row, abortSignal);
      } catch (error) {
        if (abortSignal.aborted && !takeOut()) row.then((late) => store.release(late)).catch(() => {});
        throw error;
      }
    },
  };
}
