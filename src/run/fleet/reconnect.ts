/** A database that is away for a moment: a server that restarts, a connection that breaks. */
import { setTimeout as delay } from 'node:timers/promises';

/** Codes of Postgres and of the network for what passes by itself. */
const passing =
  /^(?:08...|57P0[123]|53300|40001|40P01|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const broken =
  /Connection terminated|Client has encountered a connection error|not queryable|timeout exceeded when trying to connect/i;

/** Whether the same statement can succeed later as it is. */
export function isPassing(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  return passing.test(code ?? '') || broken.test(message);
}

/**
 * Does the work, again while the database is away. It must be safe to do twice: an answer can get lost after the work
 * was done.
 *
 * @param options.giveUpAfterInMs - Default two minutes; then the last error is thrown.
 */
export async function withReconnect<T>(
  work: () => Promise<T>,
  { giveUpAfterInMs = 120_000 }: { giveUpAfterInMs?: number } = {},
): Promise<T> {
  const giveUpAt = Date.now() + giveUpAfterInMs;
  for (let waitInMs = 100; ; waitInMs = Math.min(waitInMs * 2, 2_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || Date.now() + waitInMs > giveUpAt) throw error;
    }
    // Many workers lose the same server at the same moment: they must not all come back at the same moment.
    await delay(waitInMs * (0.5 + Math.random() / 2));
  }
}
