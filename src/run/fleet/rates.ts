/**
 * Limits of requests and tokens per minute that all workers keep together: each call books the next free moment in
 * the database and waits for it. Moments are evenly spread, so there is no burst after a quiet time. A pause that a
 * provider asked for makes all bookings void: whoever waits books anew, and the calls come back one by one.
 *
 * The generic cell rate algorithm (ITU-T I.371) without a burst allowance.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { CallGate } from '../run-context.ts';
import { withReconnect } from './reconnect.ts';

export type RateLimit = { key: string; requestsPerMinute?: number; tokensPerMinute?: number };

/** Calls to a provider without a limit of ours, for as long after it has asked everybody to wait. */
const afterHoldPerMinute = 20 * 60;
const afterHoldInSeconds = 60;
/**
 * Whoever comes so much too late for a booked moment, or later than the next one, books another: the process was
 * paused or had no time, and all its calls would go out together.
 */
const lateInMs = 100;
/** How old the list of limited providers may be. */
const listForInMs = 3_000;

export type Rates = Omit<CallGate, 'pass'> & {
  /** @param abortSignal - Ends the waiting with its reason. */
  pass(key: string, tokens: number, abortSignal?: AbortSignal): Promise<void>;
  set(limits: readonly RateLimit[]): Promise<void>;
};

export function createRates(pool: Pool): Rates {
  let limited = { keys: new Set<string>(), readAt: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | undefined;

  async function isLimited(key: string): Promise<boolean> {
    if (performance.now() - limited.readAt > listForInMs) {
      reading ??= withReconnect(() => pool.query(limitedStatement, [afterHoldInSeconds]))
        .then(({ rows }) => {
          limited = { keys: new Set(rows.map((row) => row.key)), readAt: performance.now() };
        })
        .finally(() => {
          reading = undefined;
        });
      await reading;
    }
    return limited.keys.has(key);
  }

  /** @returns Milliseconds until the moment that was booked and from it to the next, and the hold it was booked behind. */
  async function book(
    key: string,
    tokens: number,
  ): Promise<{ waitInMs: number; spacingInMs: number; hold: string }> {
    // Not said again where its answer is lost: a moment that nobody uses costs less than one used twice.
    const { rows } = await withReconnect(() => pool.query(bookStatement, [key, tokens, afterHoldPerMinute]));
    const { wait = 0, spacing = 0, hold } = rows[0] ?? {};
    return { waitInMs: Math.max(0, Number(wait) * 1000), spacingInMs: Number(spacing) * 1000, hold };
  }

  async function isHeldSince(key: string, hold: string): Promise<boolean> {
    const { rows } = await withReconnect(() =>
      pool.query('SELECT held_until::text AS hold FROM longhand.rates WHERE key = $1', [key]),
    );
    return rows[0]?.hold !== hold;
  }

  return {
    async pass(key, tokens, abortSignal) {
      if (!(await isLimited(key))) return;
      for (;;) {
        const { waitInMs, spacingInMs, hold } = await book(key, tokens);
        if (waitInMs === 0) return;
        const until = Date.now() + waitInMs;
        // A timer's own error would hide why.
        await delay(waitInMs, undefined, { signal: abortSignal }).catch(() => {});
        abortSignal?.throwIfAborted();
        const isVoid = await isHeldSince(key, hold);
        if (!isVoid && Date.now() - until <= Math.max(lateInMs, spacingInMs)) return;
      }
    },
    async hold(key, delayInMs) {
      await withReconnect(() => pool.query(holdStatement, [key, delayInMs / 1000]));
      limited.keys.add(key);
    },
    async set(limits) {
      for (const { key, requestsPerMinute = null, tokensPerMinute = null } of limits)
        await withReconnect(() =>
          pool.query(
            `INSERT INTO longhand.rates (key, requests_per_minute, tokens_per_minute) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET requests_per_minute = $2, tokens_per_minute = $3`,
            [key, requestsPerMinute, tokensPerMinute],
          ),
        );
      limited.readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

const bookStatement = `
  UPDATE longhand.rates SET
    next_request_at = greatest(next_request_at, next_token_at, clock_timestamp())
      + make_interval(secs => 60.0 / coalesce(requests_per_minute, $3)),
    next_token_at = greatest(next_request_at, next_token_at, clock_timestamp())
      + make_interval(secs => coalesce(60.0 * $2::float8 / tokens_per_minute, 0))
  WHERE key = $1
  RETURNING extract(epoch FROM
    next_request_at - make_interval(secs => 60.0 / coalesce(requests_per_minute, $3)) - clock_timestamp()) AS wait,
    60.0 / coalesce(requests_per_minute, $3) AS spacing, held_until::text AS hold`;
// A shorter hold than the one that is on changes nothing.
const holdStatement = `
  WITH asked AS (SELECT clock_timestamp() + make_interval(secs => $2) AS until)
  INSERT INTO longhand.rates AS r (key, next_request_at, next_token_at, held_until)
  SELECT $1, until, until, until FROM asked
  ON CONFLICT (key) DO UPDATE SET
    next_request_at = excluded.held_until, next_token_at = excluded.held_until, held_until = excluded.held_until
  WHERE r.held_until < excluded.held_until`;
const limitedStatement = `
  SELECT key FROM longhand.rates WHERE requests_per_minute IS NOT NULL OR tokens_per_minute IS NOT NULL
    OR held_until > clock_timestamp() - make_interval(secs => $1)`;
