/** Packs a run into one file. Reads only: the engine is never launched, and the run stays as it is. */
import type { PoolClient } from 'pg';
import { StoreError, UsageError } from '../errors.ts';
import { type Database, type DatabaseOptions, hasEmbeddedDatabase, openDatabase } from './database.ts';
import { findPackedRun, listStoredEntries, type PackRules } from './pack-entries.ts';
import { writePackFile } from './pack-file.ts';
import { listFileEntries } from './pack-folder.ts';
import type { PackEntry, PackedRun } from './pack-format.ts';

type SavedPack = {
  run: PackedRun;
  bytes: number;
  steps: number;
  calls: number;
  /** Calls that `recorded:<pack>` can answer; 0 where the run was written from another home. */
  recordedCalls: number;
};

/** A reader holds an embedded home for a moment only. */
const waitInMs = 300;

/**
 * Packs a run at rest.
 *
 * Texts, requests and answers stay byte for byte; folders of this machine are cut out of messages and places.
 *
 * @param options.out - The file; one that is there is replaced.
 * @param options.holdsKey - Whether a text holds a key that is in use here; such a run is not packed.
 * @throws {UsageError} No run has this id, the file cannot be written, or a key stands in the run.
 * @throws {StoreError} A process is writing the run, or in its embedded home; the message names it.
 */
export async function savePack(
  runId: string,
  options: Omit<DatabaseOptions, 'waitInMs'> &
    PackRules & { out: string; holdsKey: (text: string) => boolean },
): Promise<SavedPack> {
  const { home, databaseUrl, out, redact, holdsKey } = options;
  if (databaseUrl === undefined && !hasEmbeddedDatabase(home)) throw unknownRun(runId);
  const database = await openDatabase({ home, databaseUrl, waitInMs });
  try {
    return await inTransaction(database, 'ISOLATION LEVEL REPEATABLE READ READ ONLY', async (session) => {
      await requireRest(database, session, runId, 'shared');
      const found = await findPackedRun(session, runId);
      if (found === undefined) throw unknownRun(runId);
      const count = { step: 0, call: 0, recorded: 0 };
      async function* listEntries(run: PackedRun): AsyncGenerator<PackEntry> {
        for (const part of [listStoredEntries(session, run, options), listFileEntries(home, runId, redact)]) {
          for await (const entry of part) {
            if (holdsKey(JSON.stringify(entry))) throw keyFound(runId, entry);
            if (entry.kind in count) count[entry.kind as keyof typeof count] += 1;
            yield entry;
          }
        }
      }
      const bytes = await writePackFile(out, listEntries(found));
      return { run: found, bytes, steps: count.step, calls: count.call, recordedCalls: count.recorded };
    });
  } finally {
    await database.close();
  }
}

/** One session from BEGIN to COMMIT, or to ROLLBACK where `work` throws. */
export async function inTransaction<T>(
  database: Database,
  mode: string,
  work: (session: PoolClient) => Promise<T>,
): Promise<T> {
  const session = await database.pool.connect();
  // A server that goes away is reported by the query it breaks; the bare event would end the process.
  const ignore = (): void => {};
  session.on('error', ignore);
  try {
    await session.query(`BEGIN ${mode}`);
    try {
      const value = await work(session);
      await session.query('COMMIT');
      return value;
    } catch (error) {
      // A lost connection has rolled back by itself; its own error says more.
      await session.query('ROLLBACK').catch(() => {});
      throw error;
    }
  } finally {
    session.removeListener('error', ignore);
    session.release();
  }
}

/**
 * On a shared Postgres, keeps everybody from writing the run until the transaction ends. In an embedded home
 * nobody else is at work while this process holds it.
 *
 * @throws {StoreError} Somebody is writing the run.
 */
export async function requireRest(
  database: Database,
  session: PoolClient,
  runId: string,
  how: 'shared' | 'alone',
): Promise<void> {
  if (database.kind === 'pglite') return;
  const name = how === 'shared' ? 'pg_try_advisory_xact_lock_shared' : 'pg_try_advisory_xact_lock';
  const { rows } = await session.query(`SELECT ${name}(7270, hashtext($1)) AS taken`, [runId]);
  if (rows[0]?.taken === true) return;
  throw new StoreError(
    `Expected run ${runId} to be at rest, but ${await describeWriter(session, runId)} is writing it. ` +
      'Wait for it to end, or stop it first.',
    { home: database.home },
  );
}

/** The database knows its writers by address and start, not by their process. */
async function describeWriter(session: PoolClient, runId: string): Promise<string> {
  const { rows } = await session.query(
    `SELECT coalesce(host(client_addr), 'this machine') AS host,
       to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND classid = 7270
       AND objid::bigint = (hashtext($1)::bigint & 4294967295) AND granted LIMIT 1`,
    [runId],
  );
  const [row] = rows as { host: string; since: string }[];
  return row === undefined ? 'a process' : `a process at ${row.host}, connected since ${row.since} UTC,`;
}

function unknownRun(runId: string): UsageError {
  return new UsageError(`Expected the id of a run, got \`${runId}\`. \`longhand runs\` lists them.`);
}

function keyFound(runId: string, entry: PackEntry): UsageError {
  const where =
    'step' in entry ? `${entry.kind} of ${entry.step}` : 'name' in entry ? entry.name : entry.kind;
  return new UsageError(
    `Expected run ${runId} to hold no key, but one that is set here stands in it (${where}). Nothing was packed. ` +
      'Withdraw that key where it was issued; without its variable in the environment the run can be packed.',
  );
}
