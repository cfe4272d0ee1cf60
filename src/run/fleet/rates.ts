/**
 * Limits of requests and tokens per minute that all workers keep together: each call books the next free moment in
 * the database and waits for it. Moments are evenly spread, so there is no burst after a quiet time, and after a pause
 * that a provider asked for the calls that wait come back one by one.
 *
 * The generic cell rate algorithm (ITU-T I.371) without a burst allowance.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { CallGate } from '../run-context.ts';
import { withReconnect } from './reconnect.ts';

export type RateLimit = { key: string; requestsPerMinute?: number; tokensPerMinute?: number };

/** Calls a second to a provider that named no limit, after it has asked everybody to wait. */
const afterHoldPerMinute = 20 * 60;
/** Whoever comes so much too late for a booked moment books another one: the process was paused. */
const lateInMs = 1_000;
/** How old the list of limited providers may be. */
const listForInMs = 3_000;

export type Rates = CallGate & { set(limits: readonly RateLimit[]): Promise<void> };

export function createRates(pool: Pool, abortSignal?: AbortSignal): Rates {
  let limited = { keys: new Set<string>(), readAt: Number.NEGATIVE_INFINITY };
  let reading: Promise<void> | undefined;

  async function isLimited(key: string): Promise<boolean> {
    if (performance.now() - limited.readAt > listForInMs) {
      reading ??= withReconnect(() => pool.query('SELECT key FROM longhand.rates'))
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

  /** @returns Milliseconds until the moment that was booked. */
  async function book(key: string, tokens: number): Promise<number> {
    // Not said again where its answer is lost: a moment that nobody uses costs less than one used twice.
    const { rows } = await withReconnect(() => pool.query(bookStatement, [key, tokens, afterHoldPerMinute]));
    return Math.max(0, Number(rows[0]?.wait ?? 0) * 1000);
  }

  return {
    async pass(key, tokens) {
      if (!(await isLimited(key))) return;
      for (;;) {
        const waitInMs = await book(key, tokens);
        const until = Date.now() + waitInMs;
        if (waitInMs > 0) await delay(waitInMs, undefined, { signal: abortSignal });
        if (Date.now() - until <= lateInMs) return;
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
    next_request_at - make_interval(secs => 60.0 / coalesce(requests_per_minute, $3)) - clock_timestamp()) AS wait`;
const holdStatement = `
  INSERT INTO longhand.rates (key, next_request_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
  ON CONFLICT (key) DO UPDATE SET
    next_request_at = greatest(rates.next_request_at, clock_timestamp() + make_interval(secs => $2))`;
