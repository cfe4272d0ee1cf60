/** Finding the batch of a submission whose answer was lost: the process or the connection ended in between. */
import {
  APICallError,
  type Experimental_BatchV4,
  type Experimental_BatchV4ListResult,
} from '@ai-sdk/provider';
import type { BatchStore, Submission } from './batch-store.ts';

/** Clocks differ, and the upload comes before the batch. */
const clockSlackInMs = 120_000;
const mostPages = 20;

/**
 * Looks through the provider's list for a batch that nobody here knows, made since the submission, of as many rows,
 * and confirms the submission with it.
 *
 * A wrong guess does no harm but time: rows are answered by their ids alone, and those are digests of what was asked.
 *
 * @returns Whether one was found. Nothing is changed where not, as at a proxy that keeps no list.
 * @throws The provider's error: whether the batch is there is not known.
 */
export async function adoptBatch(
  api: Pick<Experimental_BatchV4, 'doListBatches'>,
  store: BatchStore,
  { submissionId, rowIds, submittedAt }: Submission,
): Promise<boolean> {
  const earliest = Date.parse(submittedAt) - clockSlackInMs;
  let found: string | undefined;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const list = await listPage(api, cursor);
    if (list === undefined) return false;
    for (const { batchId, createdAt, requestCounts } of list.batches) {
      if (createdAt === undefined || Date.parse(createdAt) < earliest) continue;
      // While a batch is being checked, its rows are not counted yet.
      const total = requestCounts?.total || rowIds.length;
      // Newest first: the last that fits is the nearest to the submission.
      if (total === rowIds.length && !(await store.knows(batchId))) found = batchId;
    }
    const last = list.batches.at(-1)?.createdAt;
    cursor = list.nextCursor;
    if (cursor === undefined || (last !== undefined && Date.parse(last) < earliest)) break;
  }
  if (found === undefined) return false;
  await store.confirm(submissionId, { batchId: found, warnings: [] });
  return true;
}

async function listPage(
  api: Pick<Experimental_BatchV4, 'doListBatches'>,
  cursor: string | undefined,
): Promise<Experimental_BatchV4ListResult | undefined> {
  try {
    return await api.doListBatches?.({ limit: 100, ...(cursor !== undefined && { cursor }) });
  } catch (error) {
    if (APICallError.isInstance(error) && error.statusCode === 404) return undefined;
    throw error;
  }
}
