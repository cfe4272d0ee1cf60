/**
 * A claim as a function of the database: the lock is taken before the statement that counts, whose picture of the
 * table is as old as its beginning, and it is gone when the function ends. A worker that is stopped in the middle of
 * a claim keeps nobody else from claiming.
 *
 * A build gives out no more than its limits leave: of documents in flight, and of money, where those in flight are
 * taken for what a document is expected to cost. Nobody else changes documents that wait, so none needs a lock.
 */

/** Any number, the same in every process: who holds this lock of the database counts and claims. */
const claimLock = 727067;

/** How many documents the money of build `b` reaches for, those in flight among them; sums of cents are never even. */
export const documentsPaidFor = 'floor((b.most_usd - b.spent_usd) / b.expected_usd + 1e-9)';

/**
 * `held`: what the worker knows to be its own; what else stands under its name was claimed in a statement whose
 * answer was lost, and waits again. Null where no answer was lost.
 */
export const claimFunction = `
  CREATE OR REPLACE FUNCTION longhand.claim_documents(the_worker text, most integer, only_build text, held json)
  RETURNS TABLE (run_id text, build_id text, fence integer, attempts integer, request text, program text, keeps_calls boolean)
  LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  BEGIN
    PERFORM pg_advisory_xact_lock(${claimLock});
    IF held IS NOT NULL THEN
      UPDATE longhand.documents d SET state = 'waiting', worker_id = NULL
        WHERE d.worker_id = the_worker AND d.state = 'claimed' AND NOT EXISTS (
          SELECT FROM json_to_recordset(held) AS h (run_id text, fence integer)
          WHERE h.run_id = d.run_id AND h.fence = d.fence);
    END IF;
    RETURN QUERY
    WITH open AS (
      SELECT b.build_id, b.program, b.priority, b.keeps_calls,
        least(
          CASE WHEN b.most_in_flight IS NULL THEN most ELSE greatest(0, b.most_in_flight - f.claimed) END,
          CASE WHEN b.most_usd IS NULL OR b.expected_usd = 0 THEN most
            WHEN b.expected_usd IS NULL THEN 0
            ELSE greatest(0, ${documentsPaidFor} - f.claimed) END,
          most)::int AS room
      FROM longhand.builds b CROSS JOIN LATERAL (
        SELECT count(*) AS claimed FROM longhand.documents d
        WHERE d.build_id = b.build_id AND d.state = 'claimed') f
      WHERE b.state = 'running' AND (only_build IS NULL OR b.build_id = only_build)),
    next AS (
      SELECT w.run_id, open.program, open.keeps_calls
      FROM open CROSS JOIN LATERAL (
        SELECT d.run_id, d.position FROM longhand.documents d
        WHERE d.build_id = open.build_id AND d.state = 'waiting' AND d.available_at <= now()
        ORDER BY d.position LIMIT open.room) w
      ORDER BY open.priority DESC, open.build_id, w.position LIMIT most)
    UPDATE longhand.documents d
    SET state = 'claimed', worker_id = the_worker, fence = d.fence + 1
    FROM next WHERE d.run_id = next.run_id
    RETURNING d.run_id, d.build_id, d.fence, d.attempts, d.request, next.program, next.keeps_calls;
  END $$;`;
