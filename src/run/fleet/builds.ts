/** Builds in their table: many documents made together, by one process or by many. */
import type { Selectable } from 'kysely';
import type { Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { withReconnect } from './reconnect.ts';

/**
 * `running` workers take its documents · `paused` none is taken; those in flight are finished · `cancelled` those in
 * flight are given back unfinished, and none is taken. Both can run again.
 */
type BuildState = 'running' | 'paused' | 'cancelled';

export type Build = {
  buildId: string;
  /** Kind of the program that makes a document. */
  program: string;
  state: BuildState;
  /** Why it is not running. */
  reason: string | undefined;
  settings: unknown;
  /** Documents of a higher one are taken first. */
  priority: number;
  /** Most documents in flight in all workers together. */
  mostInFlight: number | undefined;
  /** No document is begun that would take the whole above it, each taken for `expectedUsd`; none before that is known. */
  mostUsd: number | undefined;
  expectedUsd: number | undefined;
  /** Keeps steps, messages and calls of finished documents; otherwise only their results stay. */
  keepsCalls: boolean;
};

/** What is there of a build now. Figures are sums of what programs hand over with their results. */
export type BuildTotals = {
  documents: number;
  waiting: number;
  claimed: number;
  done: number;
  failed: number;
  figures: Record<string, number>;
};

export type BuildChange = Partial<
  Pick<Build, 'state' | 'priority'> & {
    reason: string | null;
    mostInFlight: number | null;
    mostUsd: number | null;
    expectedUsd: number;
  }
>;

// The return type is the list of queries below; writing it out again would only repeat it.
export function createBuildStore({ pool, tables }: Database) {
  return {
    /** Does nothing where there is one of this id. */
    async insertBuild(build: Omit<Build, 'state' | 'reason'>): Promise<void> {
      await withReconnect(() =>
        tables
          .insertInto('builds')
          .values({
            build_id: build.buildId,
            program: build.program,
            state: 'running' satisfies BuildState,
            reason: null,
            settings: JSON.stringify(build.settings),
            priority: build.priority,
            most_in_flight: build.mostInFlight ?? null,
            most_usd: build.mostUsd ?? null,
            expected_usd: build.expectedUsd ?? null,
            keeps_calls: build.keepsCalls,
          })
          .onConflict((conflict) => conflict.column('build_id').doNothing())
          .execute(),
      );
    },

    async findBuild(buildId: string): Promise<Build | undefined> {
      const row = await withReconnect(() =>
        tables.selectFrom('builds').selectAll().where('build_id', '=', buildId).executeTakeFirst(),
      );
      return row && toBuild(row);
    },

    async updateBuild(buildId: string, change: BuildChange): Promise<void> {
      const { state, reason, priority, mostInFlight, mostUsd, expectedUsd } = change;
      await withReconnect(() =>
        tables
          .updateTable('builds')
          .set({
            build_id: buildId,
            ...(state !== undefined && { state }),
            ...(reason !== undefined && { reason }),
            ...(priority !== undefined && { priority }),
            ...(mostInFlight !== undefined && { most_in_flight: mostInFlight }),
            ...(mostUsd !== undefined && { most_usd: mostUsd }),
            ...(expectedUsd !== undefined && { expected_usd: expectedUsd }),
          })
          .where('build_id', '=', buildId)
          .execute(),
      );
    },

    async totalBuild(buildId: string): Promise<BuildTotals> {
      const { rows } = await withReconnect(() =>
        pool.query(
          `SELECT state, count(*)::int AS documents FROM longhand.documents WHERE build_id = $1 GROUP BY state`,
          [buildId],
        ),
      );
      const sums = await withReconnect(() =>
        pool.query(
          `SELECT figure.key, sum(figure.value::float8)::float8 AS total
           FROM longhand.documents, json_each_text(figures::json) AS figure
           WHERE build_id = $1 AND figures IS NOT NULL GROUP BY figure.key`,
          [buildId],
        ),
      );
      const of = (state: DocumentState): number => rows.find((row) => row.state === state)?.documents ?? 0;
      return {
        documents: rows.reduce((sum, row) => sum + row.documents, 0),
        waiting: of('waiting'),
        claimed: of('claimed'),
        done: of('done'),
        failed: of('failed'),
        figures: Object.fromEntries(sums.rows.map(({ key, total }) => [key, Number(total)])),
      };
    },
  };
}

/** `failed`: tried as often as makes sense; its build goes on without it. */
export type DocumentState = 'waiting' | 'claimed' | 'done' | 'failed';

function toBuild(row: Selectable<Tables['builds']>): Build {
  return {
    buildId: row.build_id,
    program: row.program,
    state: row.state as BuildState,
    reason: row.reason ?? undefined,
    settings: JSON.parse(row.settings),
    priority: row.priority,
    mostInFlight: row.most_in_flight ?? undefined,
    mostUsd: row.most_usd ?? undefined,
    expectedUsd: row.expected_usd ?? undefined,
    keepsCalls: row.keeps_calls,
  };
}
