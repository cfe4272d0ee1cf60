/**
 * What has to outlive a process so that no batch is paid for twice: which calls are in which batch, and their answers.
 *
 * `folder-store.ts` keeps it in a folder, for one process at a time. A table does the same for many: one row for every
 * submission and one for every call in it (submission, row id, call key, claimed by, taken at, result), an index over
 * (address, call key), and these four points:
 *
 * - `begin` inserts a submission and its rows in one transaction, claimed by this worker.
 * - `claim` takes one row with `FOR UPDATE SKIP LOCKED`. Claims of a worker whose lease has run out count as free.
 * - `listUnconfirmed` leaves out submissions of living workers: they may be on their way.
 * - `saveResults` replaces what an earlier download left, in chunks, and marks the submission as fetched last.
 */
import type { RecordedCall } from '../record.ts';

/** Calls that go out as one batch. Written down before they do. */
export type Submission = {
  submissionId: string;
  /** Of the model. Rows are only ever claimed for the same one. */
  address: string;
  /** Unique in the submission; each is a call key, `-` and a number that tells equal calls apart. */
  rowIds: readonly string[];
  /** ISO 8601. */
  submittedAt: string;
};

/** One call in a batch. */
export type BatchRow = { submissionId: string; rowId: string };

/** Fields of what went wrong with one row, as the provider named them. */
type RowError = {
  message: string;
  type?: string | undefined;
  code?: string | undefined;
  statusCode?: number | undefined;
};

export type RowAnswer = Pick<RecordedCall, 'text' | 'reasoning' | 'finishReason' | 'usage' | 'modelId'>;

/** How a row ended. `expired`: the batch ended without it, and nothing was paid. */
export type RowOutcome =
  | { status: 'succeeded'; answer: RowAnswer }
  | { status: 'failed'; error: RowError }
  | { status: 'expired' };

export type RowResult = RowOutcome & { rowId: string };

/** A submission as far as it has come. */
export type BatchState = {
  /** The provider's id; undefined until it has answered. */
  batchId: string | undefined;
  submittedAt: string;
  rows: number;
  /** What the provider did not take of the calls, for people. */
  warnings: readonly string[];
  /** All results are in the store. */
  isFetched: boolean;
};

export type BatchStore = {
  /** Writes a submission down. Its rows count as claimed by the caller. */
  begin(submission: Submission): Promise<void>;
  /** The provider has taken it. */
  confirm(submissionId: string, batch: { batchId: string; warnings: readonly string[] }): Promise<void>;
  /** Forgets a submission: it never reached the provider. */
  drop(submissionId: string): Promise<void>;
  /** Submissions that a killed process wrote down without learning whether they arrived. */
  listUnconfirmed(address: string): Promise<Submission[]>;
  /** Whether a batch of the provider belongs to a submission here. */
  knows(batchId: string): boolean | Promise<boolean>;
  /**
   * Takes a row nobody else has claimed in this process, for a call of this key. Rows whose answer a former process
   * has taken come last: it may have been killed before it could use the answer. Failed rows never come again.
   */
  claim(address: string, callKey: string): Promise<BatchRow | undefined>;
  /** The caller waits no longer; the row can be claimed again. */
  release(row: BatchRow): Promise<void>;
  /** @throws {Error} No such submission. */
  find(submissionId: string): Promise<BatchState>;
  /** Keeps all results, one at a time; `rest` is the outcome of rows that are not among them. */
  saveResults(submissionId: string, results: AsyncIterable<RowResult>, rest: RowOutcome): Promise<void>;
  /** The outcome of a claimed row of a fetched submission, and a note that somebody has it. */
  take(row: BatchRow): Promise<RowOutcome>;
  /** At the orderly end of the work: what was taken is in use and forgotten here; open batches stay. */
  close(): Promise<void>;
};
