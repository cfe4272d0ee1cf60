/** What earlier attempts at a document left in the tables. */
import type { Pool } from 'pg';
import type { Earlier } from './leased-context.ts';
import { withReconnect } from './reconnect.ts';

/** Asks nothing for a document that is begun for the first time. */
export async function readEarlier(
  pool: Pool,
  { runId, fence }: { runId: string; fence: number },
): Promise<Earlier> {
  if (fence === 1) return { steps: new Map(), callDetails: [], spent: { tokens: 0, usd: 0, ms: 0 } };
  return withReconnect(async () => {
    const { rows: steps } = await pool.query('SELECT name, value FROM longhand.steps WHERE run_id = $1', [
      runId,
    ]);
    const { rows: calls } = await pool.query(
      `SELECT detail, spent_tokens, spent_usd, spent_ms FROM longhand.calls
       WHERE run_id = $1 ORDER BY call_number`,
      [runId],
    );
    const sumOf = (key: string): number => calls.reduce((sum, row) => sum + Number(row[key]), 0);
    return {
      steps: new Map(steps.map((row) => [row.name, row.value])),
      callDetails: calls.map((row) => JSON.parse(row.detail)),
      spent: { tokens: sumOf('spent_tokens'), usd: sumOf('spent_usd'), ms: sumOf('spent_ms') },
    };
  });
}
