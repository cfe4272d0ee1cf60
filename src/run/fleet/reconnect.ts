/** A database that is away for a moment: a server that restarts, a connection that breaks. */
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../../errors.ts';

/**
 * Codes of Postgres and of the network for what passes by itself, or when somebody mends the server: broken sessions,
 * shutdowns, full disks and memories, statements cut short, a primary that has become a standby.
 */
const passing =
  /^(?:08...|53...|57P0[123]|57014|55P03|25006|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const broken =
  /Connection terminated|Client has encountered a connection error|not queryable|timeout exceeded when trying to connect/i;

/** Whether the same statement can succeed later as it is. */
export function isPassing(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  return passing.test(code ?? '') || broken.test(message);
}

/** Whether somebody has waited for the database until it made no sense any more. */
export function isAway(error: unknown): boolean {
  return error instanceof StoreError && isPassing(error.cause);
}

/**
 * Does the work, again while the database is away. It must be safe to do twice: an answer can get lost after the work
 * was done.
 *
 * @param options.giveUpAfterInMs - Default two minutes.
 * @throws {StoreError} The database did not come back; its cause is the last error.
 */
export async function withReconnect<T>(
  work: () => Promise<T>,
  { giveUpAfterInMs = 120_000 }: { giveUpAfterInMs?: number } = {},
): Promise<T> {
  const giveUpAt = performance.now() + giveUpAfterInMs;
  for (let waitInMs = 100; ; waitInMs = Math.min(waitInMs * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() + waitInMs > giveUpAt) throw stillAway(error as Error, giveUpAfterInMs);
    }
    // Many workers lose the same server at the same moment: they must not all come back at the same moment.
    await delay(waitInMs * (0.5 + Math.random() / 2));
  }
}

function stillAway(error: Error, waitedInMs: number): StoreError {
  return new StoreError(
    `Expected the database to come back within ${Math.round(waitedInMs / 1000)} s, but it is still away: ${error.message}. ` +
      'What was finished is kept: start the server at LONGHAND_DATABASE_URL, and then the same command again.',
    { home: 'LONGHAND_DATABASE_URL', cause: error },
  );
}
