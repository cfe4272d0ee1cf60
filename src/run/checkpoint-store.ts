/** The one checkpoint of each run. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** So many values that were replaced lie in the table at most before their room is used again. */
const savesBetweenVacuums = 100;

/** Queries of the checkpoints table, by run. */
// The return type is the list of queries below; writing it out again would only repeat it.
export function createCheckpointStore(tables: Kysely<Tables>) {
  let saves = 0;
  return {
    /** Takes the place of the checkpoint before. `seq`: the last event that was said before it. */
    async saveCheckpoint(runId: string, seq: number, value: unknown): Promise<void> {
      const row = { seq, value: JSON.stringify(value ?? null), saved_at: new Date() };
      await tables
        .insertInto('checkpoints')
        .values({ run_id: runId, ...row })
        .onConflict((conflict) => conflict.column('run_id').doUpdateSet(row))
        .execute();
      saves += 1;
      // Nobody else does it in an embedded home, and a long run replaces its value thousands of times.
      if (saves % savesBetweenVacuums === 0) await sql`VACUUM longhand.checkpoints`.execute(tables);
    },

    async findCheckpoint(runId: string): Promise<{ seq: number; value: unknown } | undefined> {
      const row = await tables
        .selectFrom('checkpoints')
        .select(['seq', 'value'])
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return row && { seq: row.seq, value: JSON.parse(row.value) };
    },

    /** The last event that was said before the checkpoint; 0 where there is none. */
    async findCheckpointSeq(runId: string): Promise<number> {
      const row = await tables
        .selectFrom('checkpoints')
        .select('seq')
        .where('run_id', '=', runId)
        .executeTakeFirst();
      return row?.seq ?? 0;
    },

    async deleteCheckpoint(runId: string): Promise<void> {
      await tables.deleteFrom('checkpoints').where('run_id', '=', runId).execute();
    },
  };
}
