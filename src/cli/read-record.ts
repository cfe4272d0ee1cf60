/** Runs as the read-only commands see them. */
import { UsageError } from '../errors.ts';
import type { RunPlace } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import type { WriteResult } from '../methods/write-result.ts';
import { openReader, type Reader } from '../run/reader.ts';
import type { RunRecord } from '../run/store.ts';

/** Opens the home for reading and closes it again. */
export async function withReader<T>(place: RunPlace, look: (reader: Reader) => Promise<T>): Promise<T> {
  const reader = await openReader(place);
  try {
    return await look(reader);
  } finally {
    await reader.close();
  }
}

/** @throws {UsageError} The home holds no run of this id. */
export async function requireRun(reader: Reader, runId: string): Promise<RunRecord> {
  const run = await reader.findRun(runId);
  if (run !== undefined) return run;
  throw new UsageError(`Expected the id of a run, got \`${runId}\`. \`longhand runs\` lists them.`);
}

/** A row of `runs`. */
export type RunRow = {
  runId: string;
  status: string;
  method: string;
  model: string;
  instruction: string;
  targetWords: number;
  deliveredWords: number;
  startedAt: string;
  updatedAt: string;
  out: string | null;
};

export function describeRun(run: RunRecord): RunRow {
  const request = run.request as WriteRequest;
  const result = readResult(run);
  const counted = run.summary.deliveredWords;
  return {
    runId: run.runId,
    status: run.status,
    method: run.program === 'plan' ? 'plan' : request.method,
    model: request.models.writer,
    instruction: request.instruction,
    targetWords: request.targetWords,
    deliveredWords: result?.delivered.words ?? (typeof counted === 'number' ? counted : 0),
    startedAt: run.startedAt,
    updatedAt: run.updatedAt,
    out: result?.out ?? request.out ?? null,
  };
}

/** The result of a writing run that has one; that of an earlier end does not count while it is at work again. */
export function readResult(run: RunRecord): WriteResult | undefined {
  const isOver = run.status === 'done' || run.status === 'outside-contract';
  return run.program === 'write' && isOver ? (run.result as WriteResult | undefined) : undefined;
}
