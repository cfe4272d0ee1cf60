/**
 * Durable runs on DBOS, over PGlite in the home or over Postgres.
 *
 * How nothing is resumed that nobody asked for: every process launches the engine under an application name
 * of its own, so the engine's start-up recovery and its queues see the workflows of this process only.
 * `resume` first moves exactly one run under this name and then hands it to the engine.
 *
 * How nothing finished is paid twice: a step's value goes into our table inside the engine's step, and the
 * engine keeps a reference. A kill between the two, and every resume, finds the value there.
 *
 * The engine is one per process. Its words stay in this file and in create-context.ts, which plays the steps.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { BudgetError, ModelCallError, PauseError, StoreError, UsageError } from '../errors.ts';
import { type BudgetLimits, createBudget } from './budget.ts';
import { createContext, type Dbos, plainError, setRun } from './create-context.ts';
import { type Database, type DatabaseOptions, openDatabase } from './database.ts';
import { openEventLog } from './event-log.ts';
import type { RunEvent, RunStatus } from './events.ts';
import { createFleet, type Fleet } from './fleet/fleet.ts';
import { runFolder } from './projections.ts';
import type { Program, ProgramOutcome } from './run-context.ts';
import { busyRun, createRunLocks } from './run-locks.ts';
import { createStore, type RunFailure, type Store } from './store.ts';

type StartOptions = {
  program: Program;
  limits?: BudgetLimits;
  listener?: (event: RunEvent) => void;
};

export type LiveRun = {
  runId: string;
  folder: string;
  /** Settles after the run's end is stored: the program's outcome, or what ended it. */
  outcome: Promise<ProgramOutcome>;
  /** Lets the step in flight end, then ends the run as interrupted. */
  stop(): void;
  /** Ends the run now; the step in flight is lost and starts anew on resume. */
  abort(): void;
};

export type Engine = {
  readonly home: string;
  readonly store: Store;
  start(options: StartOptions & { kind: string; request: unknown }): Promise<LiveRun>;
  /**
   * Continues a run that is not running, from its checkpoint where its program saved one. `forgetSteps` names finished
   * steps to be done anew, and the checkpoint is forgotten with them.
   *
   * @throws {UsageError} No run has this id.
   * @throws {StoreError} Another process is at it.
   */
  resume(
    runId: string,
    options: StartOptions & {
      forgetSteps?: readonly string[];
      /** Takes the place of the stored request. */
      request?: unknown;
    },
  ): Promise<LiveRun>;
  /** Many documents, made by this process and others. */
  readonly fleet: Fleet;
  close(): Promise<void>;
};

/** Any number, the same in every process. */
const launchLock = 727068;

type Play = (handle: { dbos: Dbos }) => Promise<void>;

/** Runs of this process by id; the one registered workflow finds its work here. */
const plays = new Map<string, Play>();
/** By database; at most one, since the engine is one per process. */
const open = new Map<string, { home: string; engine: Promise<Engine>; users: number }>();
/** The last engine on its way out: the next must not meet its lock. */
let closing: Promise<void> = Promise.resolve();
let workflow: ((runId: string) => Promise<void>) | undefined;

/**
 * Opens the engine of a home, or shares the one this process has open already; each opener closes.
 *
 * @throws {StoreError} Another process owns the home, or this process has another home open.
 */
export async function openEngine(options: DatabaseOptions): Promise<Engine> {
  const key = options.databaseUrl ?? resolve(options.home);
  let shared = open.get(key);
  if (shared === undefined) {
    if (open.size > 0) {
      throw new StoreError(
        `Expected one home a process, but ${[...open.values()].map(({ home }) => home).join(', ')} is open while ${options.home} is asked for. ` +
          'Wait for its runs to end, or use another process.',
        { home: options.home },
      );
    }
    shared = { home: options.home, engine: closing.then(() => launch(options)), users: 0 };
    open.set(key, shared);
    shared.engine.catch(() => open.delete(key));
  }
  shared.users += 1;
  const engine = await shared.engine;
  const held = shared;
  let isClosed = false;
  return {
    ...engine,
    async close() {
      if (isClosed) return;
      isClosed = true;
      held.users -= 1;
      if (held.users > 0) return;
      open.delete(key);
      const closed = engine.close();
      closing = closed.catch(() => {});
      await closed;
    },
  };
}

async function launch(options: DatabaseOptions): Promise<Engine> {
  const database = await openDatabase(options);
  const { DBOS: dbos } = await import('@dbos-inc/dbos-sdk');
  const store = createStore(database.tables);
  const processName = `longhand-${process.pid}-${randomBytes(6).toString('hex')}`;
  const quiet = { info: () => {}, debug: () => {}, warn: () => {}, error: () => {} };
  try {
    // Nobody else can be at work in a home that this process owns: what says so was killed.
    if (database.kind === 'pglite') await markInterrupted(database);
    dbos.setConfig({
      name: processName,
      applicationVersion: processName,
      executorID: processName,
      systemDatabaseUrl: options.databaseUrl ?? 'postgres://embedded@localhost/embedded',
      systemDatabasePool: database.pool,
      useListenNotify: false,
      logger: quiet,
    });
    workflow ??= dbos.registerWorkflow(
      async (runId: string) => {
        const play = plays.get(runId);
        if (play === undefined) throw new Error(`No program for run ${runId} in this process.`);
        await play({ dbos });
      },
      { name: 'longhand-run' },
    );
    await launchAlone(database, () => dbos.launch());
  } catch (error) {
    await database.close();
    throw error;
  }

  const locks = createRunLocks(database);

  return {
    home: options.home,
    store,
    fleet: createFleet(database),
    async start({ kind, request, ...start }) {
      const runId = newRunId();
      await store.insertRun({ runId, program: kind, request });
      return begin(runId, start, false, () => startWorkflow(runId));
    },
    async resume(runId, { forgetSteps = [], request, ...start }) {
      if ((await store.findRun(runId)) === undefined) throw unknownRun(runId);
      if (plays.has(runId)) throw busyRun(runId, options.home);
      // Changed only once the run is ours: another process may be at it.
      return begin(runId, start, true, async () => {
        if (request !== undefined) await store.updateRun(runId, { request });
        // It stands on steps that are done anew. First, or a kill would leave it without them.
        if (forgetSteps.length > 0) await store.deleteCheckpoint(runId);
        for (const name of forgetSteps) await store.deleteStep(runId, name);
        await continueWorkflow(runId);
      });
    },
    async close() {
      await dbos.shutdown({ workflowCompletionTimeoutMS: 10_000 });
      await locks.close();
      await database.pool
        .query('DELETE FROM dbos.application_versions WHERE version_name = $1', [processName])
        .catch(() => {});
      await database.close();
    },
  };

  async function startWorkflow(runId: string): Promise<void> {
    if (workflow === undefined) throw new Error('The engine is not launched.');
    await dbos.startWorkflow(workflow, { workflowID: runId })(runId);
  }

  /**
   * Moves the run under this process's name, then lets the engine play it again from its first step: what is finished
   * answers from our table, and a program that starts at a checkpoint asks for other steps first than it did before.
   */
  async function continueWorkflow(runId: string): Promise<void> {
    await database.pool.query(
      `UPDATE dbos.workflow_status
       SET application_name = $2, application_version = $2, executor_id = $2 WHERE workflow_uuid = $1`,
      [runId, processName],
    );
    const status = (await dbos.getWorkflowStatus(runId))?.status;
    if (status === undefined) return startWorkflow(runId);
    // Only what is at rest for the engine too can be rewound; a killed run is not.
    if (status === 'PENDING' || status === 'ENQUEUED' || status === 'DELAYED')
      await dbos.cancelWorkflow(runId);
    await dbos.rewindWorkflow(runId, { startStep: 0 });
  }

  async function begin(
    runId: string,
    { program, limits = {}, listener = () => {} }: StartOptions,
    isResumed: boolean,
    dispatch: () => Promise<void>,
  ): Promise<LiveRun> {
    const unlock = await locks.take(runId);
    const folder = runFolder(options.home, runId);
    await mkdir(folder, { recursive: true });
    const abort = new AbortController();
    const stop = { isAsked: false };
    let settle: { resolve(outcome: ProgramOutcome): void; reject(error: unknown): void } | undefined;
    const outcome = new Promise<ProgramOutcome>((accept, reject) => {
      settle = { resolve: accept, reject };
    });
    // The caller may look later; a rejection nobody has asked for yet must not end the process.
    outcome.catch(() => {});

    plays.set(runId, async () => {
      let tell: () => void = () => {};
      try {
        const ended = await play();
        tell = () => settle?.resolve(ended);
      } catch (error) {
        tell = () => settle?.reject(error);
        throw plainError(error);
      } finally {
        plays.delete(runId);
        await unlock();
        // Not before: whoever waited for the end may want the run at once.
        tell();
      }
    });

    async function play(): Promise<ProgramOutcome> {
      const log = await openEventLog({ runId, folder, store, listener });
      const budget = createBudget(limits, await store.sumSpend(runId));
      const { home } = options;
      const { tables } = database;
      const context = createContext({ dbos, tables, store, log, budget, runId, folder, abort, stop, home });
      const run = await setRun(store, home, runId, { status: 'running', failure: null });
      await log.emit({ type: 'run-start', isResumed, folder }, { isAlwaysNew: true });
      try {
        const ended = await program(run?.request, context);
        await setRun(store, home, runId, { status: ended.status, result: ended.result });
        await log.emit({ type: 'run-end', status: ended.status }, { isAlwaysNew: true });
        return ended;
      } catch (error) {
        const { status, failure } = describeFailure(error);
        await setRun(store, home, runId, { status, failure });
        await log.emit({ type: 'run-end', status, message: failure.message }, { isAlwaysNew: true });
        throw error;
      }
    }

    try {
      await dispatch();
    } catch (error) {
      plays.delete(runId);
      await unlock();
      throw error;
    }
    return {
      runId,
      folder,
      outcome,
      stop: () => {
        stop.isAsked = true;
      },
      abort: () => abort.abort(),
    };
  }
}

function describeFailure(error: unknown): { status: RunStatus; failure: RunFailure } {
  const failure: RunFailure = {
    name: (error as Error)?.name ?? 'Error',
    message: (error as Error)?.message ?? String(error),
  };
  if (error instanceof ModelCallError) failure.fault = error.fault;
  if (failure.name === 'AbortError') return { status: 'interrupted', failure };
  const isStop =
    error instanceof BudgetError ||
    error instanceof PauseError ||
    (error instanceof ModelCallError && ['quota', 'rate-limit', 'refusal'].includes(error.fault));
  return { status: isStop ? 'stopped' : 'failed', failure };
}

/** One process at a time makes the engine's tables: on a new database many that start together stand in each other's way. */
async function launchAlone(database: Database, begin: () => Promise<void>): Promise<void> {
  if (database.kind === 'pglite') return begin();
  const session = await database.pool.connect();
  try {
    // Asked again and again: a statement that waits here would be waited for by the indexes that are built meanwhile.
    while (!(await takeLaunchLock(session))) await delay(100);
    await begin();
  } finally {
    await session.query('SELECT pg_advisory_unlock($1)', [launchLock]).catch(() => {});
    session.release();
  }
}

async function takeLaunchLock(session: PoolClient): Promise<boolean> {
  const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS taken', [launchLock]);
  return rows[0]?.taken === true;
}

async function markInterrupted(database: Database): Promise<void> {
  await database.tables
    .updateTable('runs')
    .set({ status: 'interrupted' satisfies RunStatus })
    .where('status', '=', 'running' satisfies RunStatus)
    .execute();
  await database.tables.deleteFrom('workers').execute();
  await database.tables
    .updateTable('documents')
    .set({ state: 'waiting', worker_id: null })
    .where('state', '=', 'claimed')
    .execute();
}

function unknownRun(runId: string): UsageError {
  return new UsageError(`Expected the id of a run, got \`${runId}\`. \`longhand runs\` lists them.`);
}

/** Eight characters a person can read out: no 0 and o, no 1 and l. */
function newRunId(): string {
  const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';
  return [...randomBytes(8)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
