/**
 * Our tables, schema `longhand`, beside the engine's own. Documented in docs/architecture.md.
 *
 * JSON is kept in `text` columns: `jsonb` refuses the NUL character, which a model may well write.
 */
import type { Generated } from 'kysely';
import type { Pool } from 'pg';
import { StoreError } from '../errors.ts';
import { claimFunction } from './fleet/claim-function.ts';
import { commitFunction } from './fleet/commit-function.ts';

export type Tables = {
  /** One row a run. `request` is what the program was asked; `summary` and `result` are the program's own JSON. */
  runs: {
    run_id: string;
    program: string;
    status: string;
    request: string;
    summary: string;
    result: string | null;
    failure: string | null;
    started_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  /** A finished unit, written inside the engine's step: the value a replay answers with. */
  steps: { run_id: string; name: string; value: string; finished_at: Generated<Date> };
  /** Every model call, failed attempts too: what was sent (by message hash), what came back, what it cost. */
  calls: {
    run_id: string;
    step: string;
    call_number: Generated<number>;
    message_hashes: string;
    detail: string;
    spent_tokens: number;
    spent_usd: number;
    spent_ms: number;
    finished_at: Generated<Date>;
    /** From `detail`, as JSON: who was asked and who answered. Null where nobody did. */
    address: string | null;
    model_id: string | null;
  };
  /** A message text once, however many calls sent it. */
  messages: { hash: string; role: string; content: string };
  /** Everything a run told the world, deltas left out. */
  events: { run_id: string; seq: number; at: string; body: string };
  /** Where a long program goes on, one row a run; `seq` is the last event that was said before it. */
  checkpoints: { run_id: string; seq: number; value: string; saved_at: Generated<Date> };
  /** What a program keeps under keys (`memory.ts` says how they are written); `position` is the order of first puts. */
  memory: {
    run_id: string;
    kind: string;
    key: string;
    owner: string;
    value: string;
    position: Generated<string>;
  };
  /** Documents that are made together: their settings, and whether workers may take them. */
  builds: {
    build_id: string;
    program: string;
    state: string;
    /** Why it does not run. */
    reason: string | null;
    settings: string;
    priority: number;
    /** Most documents in flight, all workers together; null: as many as they take. */
    most_in_flight: number | null;
    /** Limit of what all documents cost, and what one is expected to. */
    most_usd: number | null;
    expected_usd: number | null;
    keeps_calls: boolean;
    /** What documents that are over have cost. */
    spent_usd: Generated<number>;
    created_at: Generated<Date>;
  };
  /** One document of a build: a durable run of its own whose steps and calls are in the tables above. */
  documents: {
    run_id: string;
    build_id: string;
    position: number;
    state: string;
    /** Who is at it; every claim raises `fence`, and whoever holds an older one may write no more. */
    worker_id: string | null;
    fence: Generated<number>;
    attempts: Generated<number>;
    /** How many workers have died at it. */
    deaths: Generated<number>;
    available_at: Generated<Date>;
    request: string;
    result: string | null;
    failure: string | null;
    /** For totals without reading results: the program's own numbers as JSON. */
    figures: string | null;
    finished_at: Date | null;
  };
  /** Processes that take documents; one that is not seen for a while is dead to the others. */
  workers: {
    worker_id: string;
    host: string;
    pid: number;
    concurrency: number;
    in_flight: number;
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
  };
  /** When the next request to a provider may go out, and the next token. */
  rates: {
    key: string;
    requests_per_minute: number | null;
    tokens_per_minute: number | null;
    next_request_at: Generated<Date>;
    next_token_at: Generated<Date>;
    /** Until when the provider asked everybody to wait; bookings made before it was said are void. */
    held_until: Generated<Date>;
  };
};

const tablesVersion = 4;

/** Brings the schema to this version. Safe to run on every open and by two processes at once. */
export async function migrateTables(pool: Pool, home: string): Promise<void> {
  const existing = await pool.query("SELECT to_regclass('longhand.version')::text AS found");
  if (existing.rows[0]?.found !== null) {
    const { rows } = await pool.query('SELECT number FROM longhand.version');
    if (rows[0]?.number === tablesVersion) return;
    if (Number(rows[0]?.number) > tablesVersion) {
      throw new StoreError(
        `Expected tables of version ${tablesVersion} in ${home}, found version ${rows[0]?.number}: ` +
          'a newer Longhand wrote this home. Update Longhand, or use another home with --home DIR.',
        { home },
      );
    }
  }
  await pool.query(`
    BEGIN;
    SELECT pg_advisory_xact_lock(727066);
    CREATE SCHEMA IF NOT EXISTS longhand;
    CREATE TABLE IF NOT EXISTS longhand.version (number integer PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS longhand.runs (
      run_id text PRIMARY KEY, program text NOT NULL, status text NOT NULL, request text NOT NULL,
      summary text NOT NULL, result text, failure text,
      started_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS longhand.steps (
      run_id text NOT NULL, name text NOT NULL, value text NOT NULL,
      finished_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (run_id, name));
    CREATE TABLE IF NOT EXISTS longhand.calls (
      run_id text NOT NULL, step text NOT NULL, call_number serial PRIMARY KEY, message_hashes text NOT NULL,
      detail text NOT NULL, spent_tokens double precision NOT NULL, spent_usd double precision NOT NULL,
      spent_ms double precision NOT NULL, finished_at timestamptz NOT NULL DEFAULT now());
    CREATE INDEX IF NOT EXISTS calls_by_run ON longhand.calls (run_id, step);
    CREATE TABLE IF NOT EXISTS longhand.messages (hash text PRIMARY KEY, role text NOT NULL, content text NOT NULL);
    CREATE TABLE IF NOT EXISTS longhand.events (
      run_id text NOT NULL, seq integer NOT NULL, at text NOT NULL, body text NOT NULL, PRIMARY KEY (run_id, seq));
    ${toVersion2}
    ${toVersion3}
    ${toVersion4}
    INSERT INTO longhand.version SELECT ${tablesVersion} WHERE NOT EXISTS (SELECT FROM longhand.version);
    UPDATE longhand.version SET number = ${tablesVersion} WHERE number < ${tablesVersion};
    COMMIT;`);
}

/**
 * Checkpoints and memory, and who answered each call. Calls of version 1 say so in their JSON alone: a quote inside
 * a string of it is escaped, so the names with bare quotes are its own.
 */
const toVersion2 = String.raw`
    CREATE TABLE IF NOT EXISTS longhand.checkpoints (
      run_id text PRIMARY KEY, seq integer NOT NULL, value text NOT NULL,
      saved_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS longhand.memory (
      run_id text NOT NULL, kind text NOT NULL, key text NOT NULL, owner text NOT NULL, value text NOT NULL,
      position bigserial NOT NULL, PRIMARY KEY (run_id, kind, key, owner));
    CREATE INDEX IF NOT EXISTS memory_by_owner ON longhand.memory (owner, run_id);
    ALTER TABLE longhand.calls ADD COLUMN IF NOT EXISTS address text, ADD COLUMN IF NOT EXISTS model_id text;
    UPDATE longhand.calls SET
      address = substring(detail from '"address":("(?:[^"\\]|\\.)*")'),
      model_id = substring(detail from '"modelId":("(?:[^"\\]|\\.)*")')
    WHERE address IS NULL AND EXISTS (SELECT FROM longhand.version WHERE number = 1);`;

/** The fleet. A limit of a build or a provider is read far more often than it changes; documents change twice each. */
const toVersion3 = `
    CREATE TABLE IF NOT EXISTS longhand.builds (
      build_id text PRIMARY KEY, program text NOT NULL, state text NOT NULL, reason text, settings text NOT NULL,
      priority integer NOT NULL DEFAULT 0, most_in_flight integer, most_usd double precision,
      expected_usd double precision, keeps_calls boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS longhand.documents (
      run_id text PRIMARY KEY, build_id text NOT NULL REFERENCES longhand.builds, position integer NOT NULL,
      state text NOT NULL, worker_id text, fence integer NOT NULL DEFAULT 0, attempts integer NOT NULL DEFAULT 0,
      available_at timestamptz NOT NULL DEFAULT now(), request text NOT NULL, result text, failure text,
      figures text, finished_at timestamptz, UNIQUE (build_id, position));
    CREATE INDEX IF NOT EXISTS documents_waiting ON longhand.documents (build_id, position) WHERE state = 'waiting';
    CREATE INDEX IF NOT EXISTS documents_claimed ON longhand.documents (build_id, worker_id) WHERE state = 'claimed';
    CREATE TABLE IF NOT EXISTS longhand.workers (
      worker_id text PRIMARY KEY, host text NOT NULL, pid integer NOT NULL, concurrency integer NOT NULL,
      in_flight integer NOT NULL DEFAULT 0, started_at timestamptz NOT NULL DEFAULT now(),
      seen_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE IF NOT EXISTS longhand.rates (
      key text PRIMARY KEY, requests_per_minute double precision, tokens_per_minute double precision,
      next_request_at timestamptz NOT NULL DEFAULT now(), next_token_at timestamptz NOT NULL DEFAULT now());
    ${commitFunction}`;

/** Claims in one statement, what builds have cost, and holds of providers. */
const toVersion4 = `
    ALTER TABLE longhand.builds ADD COLUMN IF NOT EXISTS spent_usd double precision NOT NULL DEFAULT 0;
    UPDATE longhand.builds b SET spent_usd = (
      SELECT coalesce(sum((d.figures::json ->> 'usd')::float8), 0) FROM longhand.documents d
      WHERE d.build_id = b.build_id AND d.figures IS NOT NULL)
    WHERE EXISTS (SELECT FROM longhand.version WHERE number = 3);
    ALTER TABLE longhand.documents ADD COLUMN IF NOT EXISTS deaths integer NOT NULL DEFAULT 0;
    ALTER TABLE longhand.rates ADD COLUMN IF NOT EXISTS held_until timestamptz NOT NULL DEFAULT '-infinity';
    ${claimFunction}`;
