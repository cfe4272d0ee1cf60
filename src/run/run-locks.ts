/** On a shared Postgres a run belongs to the session that holds its advisory lock: a dead process holds none. */
import type { PoolClient } from 'pg';
import { StoreError } from '../errors.ts';
import type { Database } from './database.ts';

type RunLocks = {
  /**
   * Makes the run this process's own; the function that comes back lets it go.
   *
   * @throws {StoreError} Another process is at it.
   */
  take(runId: string): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** Locks for the runs of this process. An embedded home belongs to one process as a whole: nothing to lock in it. */
export function createRunLocks(database: Database): RunLocks {
  let shared: Promise<PoolClient> | undefined;
  return {
    async take(runId) {
      if (database.kind === 'pglite') return async () => {};
      // One session for all runs of this process, or many runs would hold all connections of the pool.
      shared ??= database.pool.connect();
      const session = await shared;
      // A server that goes away is reported by the queries of the run; the bare event would end the process.
      if (session.listenerCount('error') === 0) session.on('error', () => {});
      const { rows } = await session.query('SELECT pg_try_advisory_lock(7270, hashtext($1)) AS taken', [
        runId,
      ]);
      if (rows[0]?.taken !== true) throw busyRun(runId, database.home);
      return async () => {
        await session.query('SELECT pg_advisory_unlock(7270, hashtext($1))', [runId]).catch(() => {});
      };
    },
    async close() {
      (await shared)?.release();
    },
  };
}

/** @returns The error for a run that somebody is writing. */
export function busyRun(runId: string, home: string): StoreError {
  return new StoreError(
    `Expected run ${runId} to be at rest, but it is being written now. Wait for it to end, or stop it first.`,
    { home },
  );
}
