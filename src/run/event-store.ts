/** The events of all runs in their table. */
import type { Kysely } from 'kysely';
import type { RunEvent } from './events.ts';
import type { Tables } from './tables.ts';

const rowsAtOnce = 500;

/** Queries of the events table, by run. */
// The return type is the list of queries below; writing it out again would only repeat it.
export function createEventStore(tables: Kysely<Tables>) {
  return {
    async saveEvent(event: RunEvent): Promise<void> {
      const { runId, seq, at, ...body } = event;
      await tables
        .insertInto('events')
        .values({ run_id: runId, seq, at, body: JSON.stringify(body) })
        .execute();
    },

    async listEvents(runId: string): Promise<RunEvent[]> {
      const events: RunEvent[] = [];
      for await (const page of pageEvents(tables, runId, 0)) events.push(...page);
      return events;
    },

    /** The events behind `seq`, a page at a time. */
    pageEvents: (runId: string, after: number): AsyncGenerator<RunEvent[]> =>
      pageEvents(tables, runId, after),

    async findEvent(runId: string, seq: number): Promise<RunEvent | undefined> {
      const row = await tables
        .selectFrom('events')
        .selectAll()
        .where('run_id', '=', runId)
        .where('seq', '=', seq)
        .executeTakeFirst();
      return row && toRunEvent(row);
    },

    /** 0 for a run that has said nothing. */
    async findLastSeq(runId: string): Promise<number> {
      const row = await tables
        .selectFrom('events')
        .select(({ fn }) => fn.max<number | null>('seq').as('last'))
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return row?.last ?? 0;
    },
  };
}

async function* pageEvents(tables: Kysely<Tables>, runId: string, after: number): AsyncGenerator<RunEvent[]> {
  for (let from = after; ; ) {
    const rows = await tables
      .selectFrom('events')
      .selectAll()
      .where('run_id', '=', runId)
      .where('seq', '>', from)
      .orderBy('seq')
      .limit(rowsAtOnce)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toRunEvent);
    if (rows.length < rowsAtOnce) return;
    from = last.seq;
  }
}

/** In the order of keys in which it was first written, so that both sides of a comparison are the same text. */
function toRunEvent(row: { run_id: string; seq: number; at: string; body: string }): RunEvent {
  return { ...(JSON.parse(row.body) as { type: string }), runId: row.run_id, at: row.at, seq: row.seq };
}
