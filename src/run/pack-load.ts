/** Takes a packed run into a home: all of it or nothing, judged before anything is written. */
import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { StoreError, UsageError } from '../errors.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { inTransaction, requireRest } from './pack.ts';
import { findPackedRun, listStoredEntries, type PackRules } from './pack-entries.ts';
import { readPackFile } from './pack-file.ts';
import { takeFiles } from './pack-folder.ts';
import { damaged, type PackEntry, type PackedRun } from './pack-format.ts';
import { projectRun, runFolder } from './projections.ts';
import { answererOf, createStore } from './store.ts';

type LoadedPack = {
  run: PackedRun;
  /** False where the same run, in the same state, was in the home already. */
  isNew: boolean;
};

type LoadOptions = Omit<DatabaseOptions, 'waitInMs'> &
  PackRules & {
    /** What the program behind the run expects of it. @throws {UsageError} */
    checkRun: (run: PackedRun) => void;
  };

/**
 * Unpacks a run under the id it has. One that was being written when it was packed is interrupted here.
 *
 * The same run in the same state is left alone; only files missing beside it come back.
 *
 * @throws {UsageError} The file is no whole pack of this version, names places outside the home, or the home has
 *   another state of this run; nothing was written.
 * @throws {StoreError} Another process owns the home, or is writing the run; or its files cannot be written.
 */
export async function loadPack(file: string, options: LoadOptions): Promise<LoadedPack> {
  const { home, databaseUrl, dropPlaces, checkRun } = options;
  let run: PackedRun | undefined;
  for await (const entry of readPackFile(file)) {
    if (entry.kind === 'run') {
      run = entry;
      checkRun(entry);
      if (!isDeepStrictEqual(dropPlaces(entry), entry)) throw strayPlace(file);
    }
  }
  if (run === undefined) throw damaged(file, 'no run is in it');
  const { runId } = run;
  const database = await openDatabase({ home, databaseUrl, waitInMs: 300 });
  try {
    const isNew = await inTransaction(database, '', async (session) => {
      const existing = await findPackedRun(session, runId);
      if (existing !== undefined) {
        const there = listStoredEntries(session, existing, options);
        if (!(await isSame(there, readEntries(file)))) throw otherState(existing, run);
        await takeFiles(file, runFolder(home, runId), { keep: true });
        return false;
      }
      await requireRest(database, session, runId, 'alone');
      for await (const entry of readEntries(file)) await insertEntry(session, runId, entry);
      // Before the commit: a run without its files would be half a run.
      await takeFiles(file, runFolder(home, runId), { keep: false }).catch((error: Error) => {
        throw error instanceof UsageError ? error : notWritable(home, error);
      });
      return true;
    });
    const stored = await createStore(database.tables).findRun(runId);
    if (stored !== undefined) await projectRun(home, stored);
    return { run: settle(run), isNew };
  } finally {
    await database.close();
  }
}

/** What goes into the tables; the file is judged again, for it may have changed since. */
async function* readEntries(file: string): AsyncGenerator<PackEntry> {
  for await (const entry of readPackFile(file)) {
    if (entry.kind === 'run') yield settle(entry);
    else if (entry.kind !== 'file' && entry.kind !== 'recorded') yield entry;
  }
}

const settle = (run: PackedRun): PackedRun =>
  run.status === 'running' ? { ...run, status: 'interrupted' } : run;

async function isSame(there: AsyncGenerator<PackEntry>, here: AsyncGenerator<PackEntry>): Promise<boolean> {
  try {
    for (;;) {
      const [a, b] = [await there.next(), await here.next()];
      if (a.done || b.done) return a.done === b.done;
      if (!isDeepStrictEqual(a.value, b.value)) return false;
    }
  } finally {
    await there.return(undefined);
    await here.return(undefined);
  }
}

async function insertEntry(session: PoolClient, runId: string, entry: PackEntry): Promise<void> {
  const insert = (table: string, row: Record<string, unknown>, rest = ''): Promise<unknown> => {
    const columns = Object.keys(row);
    const marks = columns.map((_column, index) => `$${index + 1}`);
    return session.query(
      `INSERT INTO longhand.${table} (${columns.join(', ')}) VALUES (${marks.join(', ')}) ${rest}`,
      Object.values(row),
    );
  };
  switch (entry.kind) {
    case 'run':
      await insert('runs', {
        run_id: runId,
        program: entry.program,
        status: entry.status,
        request: JSON.stringify(entry.request),
        summary: JSON.stringify(entry.summary),
        result: entry.result === undefined ? null : JSON.stringify(entry.result),
        failure: entry.failure === undefined ? null : JSON.stringify(entry.failure),
        started_at: entry.startedAt,
        updated_at: entry.updatedAt,
      });
      break;
    case 'step': {
      const { name, finishedAt } = entry;
      const value = JSON.stringify(entry.value ?? null);
      await insert('steps', { run_id: runId, name, value, finished_at: finishedAt });
      break;
    }
    case 'checkpoint': {
      const { seq, savedAt } = entry;
      const value = JSON.stringify(entry.value ?? null);
      await insert('checkpoints', { run_id: runId, seq, value, saved_at: savedAt });
      break;
    }
    case 'memory': {
      const { of: kind, key, owner } = entry;
      await insert('memory', { run_id: runId, kind, key, owner, value: JSON.stringify(entry.value ?? null) });
      break;
    }
    case 'message': {
      const { hash, role } = entry;
      // Postgres text cannot hold NUL; JSON escapes it.
      const content = JSON.stringify(entry.content);
      await insert('messages', { hash, role, content }, 'ON CONFLICT (hash) DO NOTHING');
      break;
    }
    case 'call':
      await insert('calls', {
        run_id: runId,
        step: entry.step,
        message_hashes: JSON.stringify(entry.messages),
        detail: JSON.stringify(entry.detail),
        spent_tokens: entry.spend.tokens,
        spent_usd: entry.spend.usd,
        spent_ms: entry.spend.ms,
        ...answererOf(entry.detail),
        finished_at: entry.finishedAt,
      });
      break;
    case 'event': {
      const { seq, at } = entry;
      await insert('events', { run_id: runId, seq, at, body: JSON.stringify(entry.body) });
    }
  }
}

function notWritable(home: string, error: Error): StoreError {
  return new StoreError(
    `Expected to write the files of the run into ${home}/runs, but it failed: ${error.message}. ` +
      'Nothing was taken over. Check the disk and the permissions of the folder, or use another home with --home DIR.',
    { home, cause: error },
  );
}

function strayPlace(file: string): UsageError {
  return new UsageError(
    `Expected the files that \`${file}\` names to be relative and without \`..\`, but one leads elsewhere. ` +
      'Nothing was taken over. `longhand runs pack <run>` makes no such pack; ask where this one comes from.',
  );
}

function otherState(here: PackedRun, given: PackedRun): UsageError {
  const describe = ({ status, updatedAt }: PackedRun): string =>
    `${status}, changed ${updatedAt.slice(0, 19)} UTC`;
  return new UsageError(
    `Expected no other state of run ${given.runId} in this home, but it has one (here: ${describe(here)}; ` +
      `in the file: ${describe(given)}). Nothing was taken over. Unpack it into another home with --home DIR.`,
  );
}
