/** Everything a document has done since its last commit, stored in one statement that also proves its fence. */
import type { Pool } from 'pg';
import { answererOf, type CallRecord } from '../store.ts';
import { withReconnect } from './reconnect.ts';

export type Uncommitted = {
  calls: { step: string; call: CallRecord; messageHashes: readonly string[] }[];
  messages: { hash: string; role: string; content: string }[];
  memory: { kind: string; key: string; owner: string; value: string }[];
  /** As JSON. */
  checkpoint: string | undefined;
};

export function nothingYet(): Uncommitted {
  return { calls: [], messages: [], memory: [], checkpoint: undefined };
}

/**
 * @param step - The step that ended, its value as JSON; absent: only what else is there is stored.
 * @returns Whether the document was still ours; nothing was stored where it was not.
 */
export async function commitStep(
  pool: Pool,
  { runId, fence }: { runId: string; fence: number },
  { calls, messages, memory, checkpoint }: Uncommitted,
  step: { name: string; value: string } | undefined,
): Promise<boolean> {
  const rows = {
    calls: calls.map(({ step: name, call, messageHashes }) => ({
      step: name,
      message_hashes: JSON.stringify(messageHashes),
      detail: JSON.stringify(call.detail),
      spent_tokens: call.spend.tokens,
      spent_usd: call.spend.usd,
      spent_ms: call.spend.ms,
      ...answererOf(call.detail),
    })),
    memory: [...new Map(memory.map((row) => [`${row.kind}\n${row.key}\n${row.owner}`, row])).values()],
  };
  const { rows: answers } = await withReconnect(() =>
    pool.query('SELECT longhand.commit_step($1, $2, $3, $4, $5, $6) AS held', [
      runId,
      fence,
      rows.calls.length + messages.length + rows.memory.length > 0
        ? JSON.stringify({ ...rows, messages })
        : null,
      step?.name ?? null,
      step?.value ?? null,
      checkpoint ?? null,
    ]),
  );
  return answers[0]?.held === true;
}
