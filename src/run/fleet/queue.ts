/**
 * Documents in their table, from waiting to done. Whoever claims one raises its fence; every later change names the
 * fence it was claimed under, so that a worker that lost the document without knowing it changes nothing.
 */
import type { Database } from '../database.ts';
import type { DocumentState } from './builds.ts';
import { documentsPaidFor } from './claim-function.ts';
import { withReconnect } from './reconnect.ts';

/** What was claimed: enough to make the document, and to prove that it is ours. */
export type Claim = {
  runId: string;
  buildId: string;
  fence: number;
  /** How many attempts failed before this one. */
  attempts: number;
  program: string;
  request: unknown;
  keepsCalls: boolean;
};

/** A document that is over, or one that could not be made. */
export type FinishedDocument = {
  runId: string;
  position: number;
  state: Extract<DocumentState, 'done' | 'failed'>;
  request: unknown;
  result: unknown;
  failure: string | undefined;
};

const documentsAtOnce = 200;

// The return type is the list of queries below; writing it out again would only repeat it.
export function createQueue({ pool }: Database) {
  const ask = (statement: string, values: unknown[] = []) =>
    withReconnect(() => pool.query(statement, values));

  return {
    /** Adds documents to a build; one whose position is taken stays as it is. */
    async enqueue(
      buildId: string,
      documents: readonly { runId: string; position: number; request: unknown }[],
    ): Promise<void> {
      for (let from = 0; from < documents.length; from += documentsAtOnce) {
        const rows = documents.slice(from, from + documentsAtOnce).map(({ runId, position, request }) => ({
          run_id: runId,
          position,
          request: JSON.stringify(request),
        }));
        await withReconnect(() =>
          pool.query(
            `INSERT INTO longhand.documents (run_id, build_id, position, state, request)
             SELECT run_id, $1, position, 'waiting', request
             FROM json_to_recordset($2::json) AS row (run_id text, position integer, request text)
             ON CONFLICT DO NOTHING`,
            [buildId, JSON.stringify(rows)],
          ),
        );
      }
    },

    /**
     * Takes up to `most` documents that wait, of the builds that run (or of `only` one), by priority, then in their order.
     *
     * @param held - What this worker is at, asked where the answer to a claim was lost: what it took then waits again.
     */
    async claim(
      workerId: string,
      most: number,
      only: string | undefined,
      held: () => readonly Pick<Claim, 'runId' | 'fence'>[],
    ): Promise<Claim[]> {
      let isAgain = false;
      const { rows } = await withReconnect(() => {
        const known = isAgain ? held().map(({ runId, fence }) => ({ run_id: runId, fence })) : undefined;
        isAgain = true;
        return pool.query('SELECT * FROM longhand.claim_documents($1, $2, $3, $4)', [
          workerId,
          most,
          only ?? null,
          known === undefined ? null : JSON.stringify(known),
        ]);
      });
      return rows.map((row) => ({
        runId: row.run_id,
        buildId: row.build_id,
        fence: row.fence,
        attempts: row.attempts,
        program: row.program,
        request: JSON.parse(row.request),
        keepsCalls: row.keeps_calls,
      }));
    },

    /**
     * Stores the end of a document and drops what only its making needed.
     *
     * @returns False where it is no longer ours; nothing was stored then.
     */
    async finish(
      { runId, fence, keepsCalls }: Pick<Claim, 'runId' | 'fence' | 'keepsCalls'>,
      { result, figures }: { result: unknown; figures: Record<string, number> },
    ): Promise<boolean> {
      return withReconnect(async () => {
        const { rows } = await pool.query(keepsCalls ? finishStatement : finishAndDropStatement, [
          runId,
          fence,
          JSON.stringify(result ?? null),
          JSON.stringify(figures),
        ]);
        return rows[0]?.held === 1;
      });
    },

    /**
     * Ends an attempt without a result: `waiting` to be tried again after `delayInMs`, or `failed`.
     *
     * @param options.isCounted - False where the attempt says nothing about the document, such as at a stop.
     */
    async giveBack(
      { runId, fence }: Pick<Claim, 'runId' | 'fence'>,
      {
        state,
        failure,
        delayInMs = 0,
        isCounted = true,
      }: {
        state: Extract<DocumentState, 'waiting' | 'failed'>;
        failure?: string;
        delayInMs?: number;
        isCounted?: boolean;
      },
    ): Promise<void> {
      const statement = state === 'failed' ? giveUpStatement : giveBackStatement;
      await ask(statement, [runId, fence, storable(failure), delayInMs / 1000, isCounted ? 1 : 0]);
    },

    /** Whether the document is still claimed under this fence. */
    async holdsFence(runId: string, fence: number): Promise<boolean> {
      const { rows } = await ask(
        `SELECT 1 AS held FROM longhand.documents WHERE run_id = $1 AND fence = $2 AND state = 'claimed'`,
        [runId, fence],
      );
      return rows.length > 0;
    },

    /** Whether anything may still come to be done: what waits, for a while too, and what others are at. */
    async hasMore(only?: string): Promise<boolean> {
      const { rows } = await ask(
        `SELECT 1 AS more FROM longhand.builds b CROSS JOIN LATERAL (
           (SELECT FROM longhand.documents d WHERE d.build_id = b.build_id AND d.state = 'waiting' LIMIT 1)
           UNION ALL
           (SELECT FROM longhand.documents d WHERE d.build_id = b.build_id AND d.state = 'claimed' LIMIT 1)) d
         WHERE b.state = 'running' AND ($1::text IS NULL OR b.build_id = $1)
         LIMIT 1`,
        [only ?? null],
      );
      return rows.length > 0;
    },

    /** Those of these builds that were cancelled. */
    async listCancelled(buildIds: readonly string[]): Promise<Set<string>> {
      if (buildIds.length === 0) return new Set();
      const { rows } = await ask(
        `SELECT build_id FROM longhand.builds WHERE state = 'cancelled' AND build_id IN (
           SELECT json_array_elements_text($1::json))`,
        [JSON.stringify(buildIds)],
      );
      return new Set(rows.map((row) => row.build_id));
    },

    async pauseBuild(buildId: string, reason: string): Promise<void> {
      await ask(
        `UPDATE longhand.builds SET state = 'paused', reason = $2 WHERE build_id = $1 AND state = 'running'`,
        [buildId, storable(reason)],
      );
    },

    /** Pauses builds whose money does not reach for one more document. */
    async pauseSpent(): Promise<void> {
      await ask(
        `UPDATE longhand.builds b
         SET state = 'paused', reason = 'The limit of ' || most_usd || ' USD does not reach for one more document.'
         WHERE state = 'running' AND expected_usd > 0 AND ${documentsPaidFor} < 1 AND NOT EXISTS (
           SELECT FROM longhand.documents d WHERE d.build_id = b.build_id AND d.state = 'claimed')
         AND EXISTS (
           SELECT FROM longhand.documents d WHERE d.build_id = b.build_id AND d.state = 'waiting')`,
      );
    },

    /** Lets failed documents of a build be tried again. @returns How many. */
    async retryFailed(buildId: string): Promise<number> {
      return withReconnect(async () => {
        const { rows } = await pool.query(
          `WITH failed AS (
             SELECT run_id, (figures::json ->> 'usd')::float8 AS usd FROM longhand.documents
             WHERE build_id = $1 AND state = 'failed' FOR UPDATE),
           spent AS (
             UPDATE longhand.builds SET spent_usd = spent_usd - (SELECT coalesce(sum(usd), 0) FROM failed)
             WHERE build_id = $1)
           UPDATE longhand.documents d SET state = 'waiting', attempts = 0, deaths = 0, finished_at = NULL, figures = NULL,
             available_at = now()
           FROM failed WHERE d.run_id = failed.run_id RETURNING 1 AS retried`,
          [buildId],
        );
        return rows.length;
      });
    },

    /** Everything that is over, in the order of positions; a page of `pageSize` is in memory at a time. */
    async *listFinished(buildId: string, pageSize = 20): AsyncGenerator<FinishedDocument> {
      for (let after = -1; ; ) {
        const { rows } = await withReconnect(() =>
          pool.query(
            `SELECT run_id, position, state, request, result, failure FROM longhand.documents
             WHERE build_id = $1 AND position > $2 AND state IN ('done', 'failed') ORDER BY position LIMIT $3`,
            [buildId, after, pageSize],
          ),
        );
        for (const row of rows)
          yield {
            runId: row.run_id,
            position: row.position,
            state: row.state,
            request: JSON.parse(row.request),
            result: row.result === null ? undefined : JSON.parse(row.result),
            failure: row.failure ?? undefined,
          };
        if (rows.length < pageSize) return;
        after = rows.at(-1).position;
      }
    },
  };
}

/** Postgres text cannot hold NUL, and what a server said about its trouble may. */
function storable(message: string | undefined): string | null {
  return message?.replaceAll('\u0000', '') ?? null;
}

/** A build knows what its documents have cost: of a million of them the sum takes seconds. */
function addSpend(ended: string): string {
  return `spent AS (
    UPDATE longhand.builds b SET spent_usd = b.spent_usd + (e.figures::json ->> 'usd')::float8
    FROM ${ended} e WHERE b.build_id = e.build_id AND (e.figures::json ->> 'usd')::float8 <> 0)`;
}

const giveBackStatement = `
  UPDATE longhand.documents
  SET state = 'waiting', worker_id = NULL, failure = $3, attempts = attempts + $5,
    available_at = now() + make_interval(secs => $4)
  WHERE run_id = $1 AND fence = $2 AND state = 'claimed'`;
// What was paid for it is gone all the same.
const giveUpStatement = `
  WITH failed AS (
    UPDATE longhand.documents
    SET state = 'failed', worker_id = NULL, failure = $3, attempts = attempts + $5,
      available_at = now() + make_interval(secs => $4), finished_at = now(),
      figures = (SELECT json_build_object('usd', coalesce(sum(c.spent_usd), 0))::text
        FROM longhand.calls c WHERE c.run_id = $1)
    WHERE run_id = $1 AND fence = $2 AND state = 'claimed' RETURNING build_id, figures),
  ${addSpend('failed')}
  SELECT`;

const held = `
  held AS (
    UPDATE longhand.documents
    SET state = 'done', worker_id = NULL, result = $3, figures = $4, failure = NULL, finished_at = now()
    WHERE run_id = $1 AND fence = $2 AND state = 'claimed' RETURNING run_id, build_id, figures),
  ${addSpend('held')}`;
// A statement whose answer was lost is said again: what is done under this fence was done by us.
const answer = `
  SELECT CASE WHEN EXISTS (SELECT FROM held) OR EXISTS (
    SELECT FROM longhand.documents WHERE run_id = $1 AND fence = $2 AND state = 'done') THEN 1 ELSE 0 END AS held`;
const finishStatement = `WITH ${held} ${answer}`;
const finishAndDropStatement = `WITH ${held},
  s AS (DELETE FROM longhand.steps USING held WHERE steps.run_id = held.run_id),
  c AS (DELETE FROM longhand.checkpoints USING held WHERE checkpoints.run_id = held.run_id),
  m AS (DELETE FROM longhand.memory USING held WHERE memory.run_id = held.run_id),
  k AS (DELETE FROM longhand.calls USING held WHERE calls.run_id = held.run_id)
  ${answer}`;
