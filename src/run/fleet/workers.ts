/**
 * Which processes are alive, by the clock of the database alone. A worker says so every few seconds; one that has not
 * for `deadAfterInMs` has lost its documents, whether it is dead, cut off or only paused.
 */
import { hostname } from 'node:os';
import type { Database } from '../database.ts';
import { withReconnect } from './reconnect.ts';

export const beatEveryInMs = 3_000;
export const deadAfterInMs = 12_000;
/** A document that so many workers died at kills its workers: it must not kill all of them. */
const mostDeaths = 50;

// The return type is the list of queries below; writing it out again would only repeat it.
export function createWorkerStore({ pool }: Database) {
  return {
    /** Says that a worker is alive. */
    async beat(workerId: string, concurrency: number, inFlight: number): Promise<void> {
      await pool.query(
        `INSERT INTO longhand.workers (worker_id, host, pid, concurrency, in_flight) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (worker_id) DO UPDATE SET seen_at = now(), in_flight = $5`,
        [workerId, hostname(), process.pid, concurrency, inFlight],
      );
    },

    /** Takes a worker off the list; its documents wait for others. */
    async leave(workerId: string): Promise<void> {
      await pool.query(
        `WITH left_behind AS (
           UPDATE longhand.documents SET state = 'waiting', worker_id = NULL
           WHERE worker_id = $1 AND state = 'claimed')
         DELETE FROM longhand.workers WHERE worker_id = $1`,
        [workerId],
      );
    },

    /**
     * Lets the documents of dead workers wait for others. A server that has only just come back has heard of nobody,
     * and that says nothing about them.
     *
     * @param options.serverUpForInMs - For so long the server must have been there.
     * @returns How many, and whose.
     */
    async takeOver({
      serverUpForInMs = deadAfterInMs + beatEveryInMs,
    }: {
      serverUpForInMs?: number;
    } = {}): Promise<{ documents: number; workers: string[] }> {
      const { rows } = await pool.query(
        `WITH server AS (
           SELECT now() - pg_postmaster_start_time() > make_interval(secs => $3) AS is_steady),
         dead AS (
           DELETE FROM longhand.workers
           WHERE seen_at < now() - make_interval(secs => $1) AND (SELECT is_steady FROM server)
           RETURNING worker_id)
         UPDATE longhand.documents d SET worker_id = NULL, deaths = d.deaths + 1,
           state = CASE WHEN d.deaths + 1 < $2 THEN 'waiting' ELSE 'failed' END,
           finished_at = CASE WHEN d.deaths + 1 >= $2 THEN now() END,
           failure = CASE WHEN d.deaths + 1 >= $2 THEN 'Its worker died ' || $2 || ' times.' END
         WHERE d.state = 'claimed' AND (SELECT is_steady FROM server) AND (
           d.worker_id IN (SELECT worker_id FROM dead)
           OR NOT EXISTS (SELECT FROM longhand.workers w WHERE w.worker_id = d.worker_id))
         RETURNING (SELECT string_agg(worker_id, ',') FROM dead) AS workers`,
        [deadAfterInMs / 1000, mostDeaths, serverUpForInMs / 1000],
      );
      const workers: string = rows[0]?.workers ?? '';
      return { documents: rows.length, workers: workers === '' ? [] : workers.split(',') };
    },

    /** Those that were seen lately. */
    async listWorkers(): Promise<{ workerId: string; host: string; pid: number; inFlight: number }[]> {
      const { rows } = await withReconnect(() =>
        pool.query(
          `SELECT worker_id, host, pid, in_flight FROM longhand.workers
           WHERE seen_at >= now() - make_interval(secs => $1) ORDER BY started_at`,
          [deadAfterInMs / 1000],
        ),
      );
      return rows.map((row) => ({
        workerId: row.worker_id,
        host: row.host,
        pid: row.pid,
        inFlight: row.in_flight,
      }));
    },
  };
}
