/**
 * Looks at runs without ever launching the engine: the database where nobody else holds it, else the
 * projections on disk, and then says who is at work.
 */
import { StoreError } from '../errors.ts';
import { type Database, hasEmbeddedDatabase, openDatabase } from './database.ts';
import type { RunEvent } from './events.ts';
import type { HomeOwner } from './home-lock.ts';
import { createMemory } from './memory.ts';
import { readProjectedEvents, readProjectedRuns } from './projections.ts';
import type { RunMemory } from './run-context.ts';
import { type CallRecord, createStore, type RunRecord } from './store.ts';

/** One document of a build, as the program that made it left it. */
export type BuildDocument = {
  runId: string;
  buildId: string;
  state: string;
  request: unknown;
  result: unknown;
  failure: string | undefined;
};

export type Reader = {
  /** The process that writes in this home now; undefined when the database itself was read. */
  owner: HomeOwner | undefined;
  /** Newest first. */
  listRuns(): Promise<RunRecord[]>;
  findRun(runId: string): Promise<RunRecord | undefined>;
  /** A document of a build; undefined while another process holds the home. */
  findDocument(runId: string): Promise<BuildDocument | undefined>;
  listEvents(runId: string): Promise<RunEvent[]>;
  /** The value of a finished step; undefined for one that is not, and while another process holds the home. */
  findStep(runId: string, name: string): Promise<{ value: unknown } | undefined>;
  /** Undefined while another process holds the home: calls are in the database only. */
  listCalls(runId: string, step?: string): Promise<(CallRecord & { step: string })[] | undefined>;
  /** The index of a run, to look things up in; undefined while another process holds the home. */
  memoryOf(runId: string): RunMemory | undefined;
  close(): Promise<void>;
};

/** A home that does not exist reads as one without runs; nothing is created. */
export async function openReader(options: { home: string; databaseUrl?: string }): Promise<Reader> {
  const { home, databaseUrl } = options;
  if (databaseUrl === undefined && !hasEmbeddedDatabase(home)) return createFileReader(home, undefined);
  let database: Database;
  try {
    // A writer that has just ended needs a moment to leave.
    database = await openDatabase({ ...options, waitInMs: 300 });
  } catch (error) {
    if (error instanceof StoreError && error.owner !== undefined) return createFileReader(home, error.owner);
    throw error;
  }
  const store = createStore(database.tables);
  // Nobody else can be at work in an embedded home that this process holds.
  const settle = async (run: RunRecord): Promise<RunRecord> =>
    run.status === 'running' && (await isDead(database, run.runId)) ? { ...run, status: 'interrupted' } : run;
  return {
    owner: undefined,
    listRuns: async () => Promise.all((await store.listRuns()).map(settle)),
    async findRun(runId) {
      const run = await store.findRun(runId);
      return run && settle(run);
    },
    async findDocument(runId) {
      const row = await database.tables
        .selectFrom('documents')
        .selectAll()
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return (
        row && {
          runId,
          buildId: row.build_id,
          state: row.state,
          request: JSON.parse(row.request),
          result: row.result === null ? undefined : JSON.parse(row.result),
          failure: row.failure ?? undefined,
        }
      );
    },
    listEvents: store.listEvents,
    findStep: store.findStep,
    listCalls: store.listCalls,
    memoryOf: (runId) => createMemory(database.tables, runId),
    close: () => database.close(),
  };
}

/** On Postgres the writer of a run holds an advisory lock for as long as it lives (engine.ts). */
async function isDead(database: Database, runId: string): Promise<boolean> {
  if (database.kind === 'pglite') return true;
  const { rows } = await database.pool.query(
    `SELECT count(*)::int AS holders FROM pg_locks
     WHERE locktype = 'advisory' AND classid = 7270 AND objid::bigint = (hashtext($1)::bigint & 4294967295)`,
    [runId],
  );
  return rows[0]?.holders === 0;
}

function createFileReader(home: string, owner: HomeOwner | undefined): Reader {
  return {
    owner,
    listRuns: () => readProjectedRuns(home),
    findRun: async (runId) => (await readProjectedRuns(home)).find((run) => run.runId === runId),
    findDocument: async () => undefined,
    listEvents: (runId) => readProjectedEvents(home, runId),
    findStep: async () => undefined,
    listCalls: async () => undefined,
    memoryOf: () => undefined,
    close: async () => {},
  };
}
