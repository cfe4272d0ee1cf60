/** Rows in, rows out: the few queries of the run tables. Values are JSON at this edge, plain types inside. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Spend } from './budget.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import { createEventStore } from './event-store.ts';
import type { RunStatus } from './events.ts';
import type { Tables } from './tables.ts';

export type RunFailure = { name: string; message: string; fault?: string };

/** A run as a list or a page shows it. `request`, `summary` and `result` belong to the program. */
export type RunRecord = {
  runId: string;
  program: string;
  status: RunStatus;
  request: unknown;
  summary: Record<string, unknown>;
  result: unknown;
  failure: RunFailure | undefined;
  startedAt: string;
  updatedAt: string;
};

/** One model call as it was made: exactly what was sent, what came back, what it cost. */
export type CallRecord = {
  messages: readonly { role: string; content: string }[];
  /** Everything else worth keeping: model, reply, finish reason, usage, fault. Never a key. */
  detail: Record<string, unknown>;
  spend: Spend;
};

export type Store = ReturnType<typeof createStore>;

// The return type is the list of queries below; writing it out again would only repeat it.
export function createStore(tables: Kysely<Tables>) {
  return {
    async insertRun(run: { runId: string; program: string; request: unknown }): Promise<void> {
      await tables
        .insertInto('runs')
        .values({
          run_id: run.runId,
          program: run.program,
          status: 'running' satisfies RunStatus,
          request: JSON.stringify(run.request),
          summary: '{}',
        })
        .execute();
    },

    /** @returns The run as it is now; undefined for one that is not there. */
    async updateRun(
      runId: string,
      change: {
        status?: RunStatus;
        request?: unknown;
        summary?: Record<string, unknown>;
        result?: unknown;
        failure?: RunFailure | null;
      },
    ): Promise<RunRecord | undefined> {
      const row = await tables
        .updateTable('runs')
        .set({
          updated_at: new Date(),
          ...(change.status === undefined ? {} : { status: change.status }),
          ...(change.request === undefined ? {} : { request: JSON.stringify(change.request) }),
          ...(change.summary === undefined ? {} : { summary: JSON.stringify(change.summary) }),
          ...(change.result === undefined ? {} : { result: JSON.stringify(change.result) }),
          ...(change.failure === undefined
            ? {}
            : { failure: change.failure === null ? null : JSON.stringify(change.failure) }),
        })
        .where('run_id', '=', runId)
        .returningAll()
        .executeTakeFirst();
      return row && toRunRecord(row);
    },

    async findRun(runId: string): Promise<RunRecord | undefined> {
      const row = await tables.selectFrom('runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
      return row && toRunRecord(row);
    },

    /** Newest first. */
    async listRuns(): Promise<RunRecord[]> {
      const rows = await tables.selectFrom('runs').selectAll().orderBy('started_at', 'desc').execute();
      return rows.map(toRunRecord);
    },

    async findStep(runId: string, name: string): Promise<{ value: unknown } | undefined> {
      const row = await tables
        .selectFrom('steps')
        .select('value')
        .where('run_id', '=', runId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row && { value: JSON.parse(row.value) };
    },

    async listSteps(runId: string): Promise<{ name: string; value: unknown }[]> {
      const rows = await tables
        .selectFrom('steps')
        .select(['name', 'value'])
        .where('run_id', '=', runId)
        .orderBy('finished_at')
        .execute();
      return rows.map((row) => ({ name: row.name, value: JSON.parse(row.value) as unknown }));
    },

    /** The first value stays: a step that ran twice across a kill must not change what was announced. */
    async saveStep(runId: string, name: string, value: unknown): Promise<void> {
      await tables
        .insertInto('steps')
        .values({ run_id: runId, name, value: JSON.stringify(value ?? null) })
        .onConflict((conflict) => conflict.columns(['run_id', 'name']).doNothing())
        .execute();
    },

    async deleteStep(runId: string, name: string): Promise<void> {
      await tables.deleteFrom('steps').where('run_id', '=', runId).where('name', '=', name).execute();
    },

    async saveCall(runId: string, step: string, call: CallRecord): Promise<void> {
      const messages = call.messages.map(({ role, content }) => ({
        hash: createHash('sha256').update(`${role}\n${content}`).digest('hex'),
        role,
        // Postgres text cannot hold NUL; JSON escapes it.
        content: JSON.stringify(content),
      }));
      const distinct = [...new Map(messages.map((message) => [message.hash, message])).values()];
      if (distinct.length > 0) {
        await tables
          .insertInto('messages')
          .values(distinct)
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .execute();
      }
      await tables
        .insertInto('calls')
        .values({
          run_id: runId,
          step,
          message_hashes: JSON.stringify(messages.map((message) => message.hash)),
          detail: JSON.stringify(call.detail),
          spent_tokens: call.spend.tokens,
          spent_usd: call.spend.usd,
          spent_ms: call.spend.ms,
          ...answererOf(call.detail),
        })
        .execute();
    },

    /** In the order they ended; `step` narrows to one step and what belongs to it (`section-3`, `section-3/…`). */
    async listCalls(runId: string, step?: string): Promise<(CallRecord & { step: string })[]> {
      let query = tables.selectFrom('calls').selectAll().where('run_id', '=', runId);
      if (step !== undefined) {
        query = query.where((where) =>
          where.or([where('step', '=', step), where('step', 'like', `${step.replace(/[\\%_]/g, '\\$&')}/%`)]),
        );
      }
      const rows = await query.orderBy('call_number').execute();
      const hashes = [...new Set(rows.flatMap((row) => JSON.parse(row.message_hashes) as string[]))];
      const found =
        hashes.length === 0
          ? []
          : await tables.selectFrom('messages').selectAll().where('hash', 'in', hashes).execute();
      const byHash = new Map(
        found.map((row) => [row.hash, { role: row.role, content: JSON.parse(row.content) as string }]),
      );
      return rows.map((row) => ({
        step: row.step,
        messages: (JSON.parse(row.message_hashes) as string[]).map(
          (hash) => byHash.get(hash) ?? { role: 'user', content: '' },
        ),
        detail: JSON.parse(row.detail) as Record<string, unknown>,
        spend: { tokens: row.spent_tokens, usd: row.spent_usd, ms: row.spent_ms },
      }));
    },

    /** What was kept of each call, without the messages, in the order they ended. */
    async listCallDetails(runId: string): Promise<Record<string, unknown>[]> {
      const details: Record<string, unknown>[] = [];
      // In pages: the texts of a long run do not fit into one answer of the embedded database.
      for (let after = 0; ; ) {
        const rows = await tables
          .selectFrom('calls')
          .select(['call_number', 'detail'])
          .where('run_id', '=', runId)
          .where('call_number', '>', after)
          .orderBy('call_number')
          .limit(rowsAtOnce)
          .execute();
        details.push(...rows.map((row) => JSON.parse(row.detail) as Record<string, unknown>));
        const last = rows.at(-1);
        if (last === undefined || rows.length < rowsAtOnce) return details;
        after = last.call_number;
      }
    },

    /** Who answered the last answered call to each address: address → model id. */
    async lastAnswerers(runId: string): Promise<Map<string, string>> {
      const rows = await tables
        .selectFrom('calls')
        .distinctOn('address')
        .select(['address', 'model_id'])
        .where('run_id', '=', runId)
        .where('address', 'is not', null)
        .where('model_id', 'is not', null)
        .orderBy('address')
        .orderBy('call_number', 'desc')
        .execute();
      return new Map(rows.map((row) => [JSON.parse(row.address ?? ''), JSON.parse(row.model_id ?? '')]));
    },

    async sumSpend(runId: string): Promise<Spend> {
      const row = await tables
        .selectFrom('calls')
        .select(({ fn }) => [
          fn.sum<number | null>('spent_tokens').as('tokens'),
          fn.sum<number | null>('spent_usd').as('usd'),
          fn.sum<number | null>('spent_ms').as('ms'),
        ])
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return { tokens: Number(row?.tokens ?? 0), usd: Number(row?.usd ?? 0), ms: Number(row?.ms ?? 0) };
    },

    ...createEventStore(tables),
    ...createCheckpointStore(tables),
  };
}

const rowsAtOnce = 500;

/** Who was asked and who answered, as columns: finding the last ones must not read all replies. */
export function answererOf({ address, modelId }: Record<string, unknown>): {
  address: string | null;
  model_id: string | null;
} {
  // As JSON, for a server may name its model with characters that Postgres text cannot hold.
  const render = (name: unknown): string | null => (typeof name === 'string' ? JSON.stringify(name) : null);
  return { address: render(address), model_id: render(modelId) };
}

type RunRow = {
  run_id: string;
  program: string;
  status: string;
  request: string;
  summary: string;
  result: string | null;
  failure: string | null;
  started_at: Date;
  updated_at: Date;
};

function toRunRecord(row: RunRow): RunRecord {
  return {
    runId: row.run_id,
    program: row.program,
    status: row.status as RunStatus,
    request: JSON.parse(row.request),
    summary: JSON.parse(row.summary) as Record<string, unknown>,
    result: row.result === null ? undefined : JSON.parse(row.result),
    failure: row.failure === null ? undefined : (JSON.parse(row.failure) as RunFailure),
    startedAt: new Date(row.started_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}
