/** The log of a batch folder, and what it says of the batches when it is read again. */
import type { BatchRow, BatchState, RowOutcome, Submission } from './batch-store.ts';
import { callKeyOfRow } from './call-rows.ts';
import { readLines } from './json-lines-log.ts';

export type LogEntry =
  | ({ event: 'begun' } & Submission)
  | { event: 'confirmed'; submissionId: string; batchId: string; warnings: readonly string[] }
  | { event: 'fetched'; submissionId: string; rest: RowOutcome }
  /** `isDead`: it failed, and is not offered again. */
  | { event: 'taken'; submissionId: string; rowId: string; isDead?: true }
  | { event: 'dropped'; submissionId: string };

/** Where a line stands, in bytes. */
export type Place = { offset: number; length: number };

export type Entry = BatchState & {
  address: string;
  /** Rows nobody has taken yet. */
  left: number;
  /** Rows that a former process has taken and this one has not. */
  takenBefore?: Set<string>;
  /** The outcome of rows that are not among the results. */
  rest: RowOutcome;
  /** Where each result stands in the file; read when first needed, emptied as results are taken. */
  places?: Map<string, Place>;
};

/** What rows are claimed by. */
export const nameOf = (address: string, callKey: string): string => `${address} ${callKey}`;

/** A submission that has just begun. */
export const newEntry = ({ address, rowIds, submittedAt }: Submission): Entry => ({
  address,
  submittedAt,
  rows: rowIds.length,
  left: rowIds.length,
  batchId: undefined,
  warnings: [],
  isFetched: false,
  rest: { status: 'expired' },
});

/** Reads the log of a folder; an absent one is empty. */
export async function readLog(path: string): Promise<{
  entries: Map<string, Entry>;
  free: Map<string, BatchRow[]>;
  unconfirmed: Map<string, Submission>;
  /** End of the last whole line. */
  size: number;
}> {
  const entries = new Map<string, Entry>();
  const submissions = new Map<string, Submission>();
  const taken = new Map<string, Set<string>>();
  const dead = new Map<string, Set<string>>();
  let size = 0;
  for await (const { entry, offset, length } of readLines<LogEntry>(path)) {
    size = offset + length + 1;
    const { submissionId } = entry;
    const known = entries.get(submissionId);
    if (entry.event === 'begun') {
      entries.set(submissionId, newEntry(entry));
      submissions.set(submissionId, entry);
    } else if (entry.event === 'confirmed' && known !== undefined) {
      Object.assign(known, { batchId: entry.batchId, warnings: entry.warnings });
    } else if (entry.event === 'fetched' && known !== undefined) {
      Object.assign(known, { isFetched: true, rest: entry.rest });
    } else if (entry.event === 'taken') {
      for (const rows of entry.isDead ? [taken, dead] : [taken]) {
        rows.set(submissionId, (rows.get(submissionId) ?? new Set()).add(entry.rowId));
      }
    } else if (entry.event === 'dropped') {
      for (const map of [entries, submissions, taken, dead]) map.delete(submissionId);
    }
  }
  const free = new Map<string, BatchRow[]>();
  // Rows that a former process has taken come behind all others.
  for (const isTaken of [false, true]) {
    for (const { submissionId, address, rowIds } of submissions.values()) {
      for (const rowId of rowIds) {
        if (dead.get(submissionId)?.has(rowId) || (taken.get(submissionId)?.has(rowId) ?? false) !== isTaken)
          continue;
        const name = nameOf(address, callKeyOfRow(rowId));
        const row = { submissionId, rowId };
        const rows = free.get(name);
        if (rows === undefined) free.set(name, [row]);
        else rows.push(row);
      }
    }
  }
  for (const [submissionId, rowIds] of taken) {
    const entry = entries.get(submissionId);
    if (entry !== undefined) Object.assign(entry, { takenBefore: rowIds, left: entry.left - rowIds.size });
  }
  const unconfirmed = new Map(
    [...submissions].filter(([submissionId]) => entries.get(submissionId)?.batchId === undefined),
  );
  return { entries, free, unconfirmed, size };
}
