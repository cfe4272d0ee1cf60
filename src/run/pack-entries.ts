/** What a run is made of, read from its tables a few rows at a time. */
import { resolve } from 'node:path';
import type { PoolClient } from 'pg';
import { createCleaner } from './pack-clean.ts';
import { hashMessage, type PackEntry, type PackedRun } from './pack-format.ts';
import { runFolder } from './projections.ts';

/** What a pack must not carry, as the rooms that know keys and places tell it. */
export type PackRules = {
  /** Hides what looks like a key in messages for people. */
  redact: (text: string) => string;
  /** The run with its places on this machine taken out. What it gives back it must leave as it is. */
  dropPlaces: (run: PackedRun) => PackedRun;
};

const rowsAtOnce = 50;
const timeOf = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ${column}`;

/** The run alone; undefined where the tables hold none of this id. A run at rest is not running. */
export async function findPackedRun(session: PoolClient, runId: string): Promise<PackedRun | undefined> {
  const { rows } = await session.query(
    `SELECT program, status, request, summary, result, failure, ${timeOf('started_at')}, ${timeOf('updated_at')}
     FROM longhand.runs WHERE run_id = $1`,
    [runId],
  );
  const [row] = rows as Record<string, string>[];
  if (row === undefined) return undefined;
  const parse = (text: string | null | undefined): unknown => (text == null ? undefined : JSON.parse(text));
  const [result, failure] = [parse(row.result), parse(row.failure)];
  return {
    kind: 'run',
    runId,
    program: row.program ?? '',
    status: row.status === 'running' ? 'interrupted' : (row.status as PackedRun['status']),
    request: parse(row.request) as PackedRun['request'],
    summary: parse(row.summary) as PackedRun['summary'],
    ...(result !== undefined && { result }),
    ...(failure !== undefined && { failure: failure as PackedRun['failure'] }),
    startedAt: row.started_at ?? '',
    updatedAt: row.updated_at ?? '',
  };
}

/** Everything of a run in the tables, in the order of a pack, without keys in messages and without folders. */
export async function* listStoredEntries(
  session: PoolClient,
  found: PackedRun,
  { home, redact, dropPlaces }: PackRules & { home: string },
): AsyncGenerator<PackEntry> {
  const { runId } = found;
  const clean = createCleaner(await findHomes(session, runId, home), redact);
  const run = dropPlaces(found);
  yield {
    ...run,
    ...(run.failure && { failure: { ...run.failure, message: clean.message(run.failure.message) } }),
  };
  const steps = `SELECT name, value, ${timeOf('finished_at')} FROM longhand.steps
    WHERE run_id = $1 ORDER BY longhand.steps.finished_at, name`;
  for await (const row of listRows(session, steps, runId)) {
    const {
      name,
      value,
      finished_at: finishedAt,
    } = row as { name: string; value: string; finished_at: string };
    yield { kind: 'step', name, value: JSON.parse(value), finishedAt };
  }
  const checkpoint = `SELECT seq, value, ${timeOf('saved_at')} FROM longhand.checkpoints WHERE run_id = $1`;
  for await (const row of listRows(session, checkpoint, runId)) {
    const { seq, value, saved_at: savedAt } = row as { seq: number; value: string; saved_at: string };
    yield { kind: 'checkpoint', seq, value: JSON.parse(value), savedAt };
  }
  const memory = 'SELECT kind, key, owner, value FROM longhand.memory WHERE run_id = $1 ORDER BY position';
  for await (const row of listRows(session, memory, runId)) {
    const { kind: of, key, owner, value } = row as Record<'kind' | 'key' | 'owner' | 'value', string>;
    yield { kind: 'memory', of, key, owner, value: JSON.parse(value) };
  }
  for await (const entry of listCalls(session, runId))
    yield entry.kind === 'call' ? clean.call(entry) : entry;
  const events = 'SELECT seq, at, body FROM longhand.events WHERE run_id = $1 ORDER BY seq';
  for await (const row of listRows(session, events, runId)) {
    const { seq, at, body } = row as { seq: number; at: string; body: string };
    yield clean.event({ kind: 'event', seq, at, body: JSON.parse(body) });
  }
}

/** Calls in the order they ended, each message before the first call that sent it. */
async function* listCalls(session: PoolClient, runId: string): AsyncGenerator<PackEntry> {
  const said = new Set<string>();
  const calls = `SELECT step, message_hashes, detail, spent_tokens, spent_usd, spent_ms, ${timeOf('finished_at')}
    FROM longhand.calls WHERE run_id = $1 ORDER BY call_number`;
  for await (const row of listRows(session, calls, runId)) {
    const messages = JSON.parse(String(row.message_hashes)) as string[];
    for (const hash of messages) {
      if (said.has(hash)) continue;
      said.add(hash);
      const { rows } = await session.query('SELECT role, content FROM longhand.messages WHERE hash = $1', [
        hash,
      ]);
      const [message] = rows as { role: string; content: string }[];
      if (message === undefined) throw new Error(`The message ${hash} of run ${runId} is missing.`);
      const content = JSON.parse(message.content) as string;
      yield { kind: 'message', hash: hashMessage(message.role, content), role: message.role, content };
    }
    yield {
      kind: 'call',
      step: String(row.step),
      messages,
      detail: JSON.parse(String(row.detail)),
      spend: {
        tokens: Number(row.spent_tokens),
        usd: Number(row.spent_usd),
        ms: Number(row.spent_ms),
      },
      finishedAt: String(row.finished_at),
    };
  }
}

/** Through a cursor of the caller's transaction: a page costs the same wherever it lies. */
async function* listRows(
  session: PoolClient,
  query: string,
  runId: string,
): AsyncGenerator<Record<string, unknown>> {
  await session.query(`DECLARE pack_rows NO SCROLL CURSOR FOR ${query}`, [runId]);
  try {
    for (;;) {
      const { rows } = await session.query(`FETCH ${rowsAtOnce} FROM pack_rows`);
      yield* rows as Record<string, unknown>[];
      if (rows.length < rowsAtOnce) return;
    }
  } finally {
    // In a transaction that failed there is none any more.
    await session.query('CLOSE pack_rows').catch(() => {});
  }
}

/** Every folder that was the home of this run, as its starts told; it may have been written from several. */
async function findHomes(session: PoolClient, runId: string, home: string): Promise<string[]> {
  const { rows } = await session.query(
    `SELECT body FROM longhand.events WHERE run_id = $1 AND body LIKE '%"type":"run-start"%'`,
    [runId],
  );
  const end = runFolder('', runId);
  const folders = (rows as { body: string }[])
    .map(({ body }) => (JSON.parse(body) as { folder?: unknown }).folder)
    .filter((folder) => typeof folder === 'string')
    .filter((folder) => folder.endsWith(`/${end}`))
    .map((folder) => folder.slice(0, -end.length - 1));
  return [...new Set([resolve(home), ...folders])];
}
