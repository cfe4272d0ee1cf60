/**
 * A `pg.Pool`-shaped face on one in-process PGlite, so that the durable engine, Kysely and plain SQL
 * share one database and one code path with real Postgres.
 *
 * PGlite has a single session: `connect()` is a mutex, and a query on the pool while a transaction of the
 * same flow holds the session would wait for ever. So inside this room a transaction passes its client on.
 */
import type { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';

/** node-postgres hands 64-bit integers over as strings; the engine counts on it. */
const parsers = { 20: (value: string) => value };

type QueryResult = { rows: unknown[]; rowCount: number; command: string; fields: unknown[] };

/** Wraps `database`; closing the pool does not close the database. */
export function createPglitePool(database: PGlite): Pool {
  let tail: Promise<void> = Promise.resolve();

  async function query(text: string | { text: string; values?: unknown[] }, values?: unknown[]) {
    const sql = typeof text === 'string' ? text : text.text;
    const parameters = (typeof text === 'string' ? values : text.values) ?? [];
    const command = sql.trimStart().split(/\s/, 1)[0]?.toUpperCase() ?? '';
    // Only the extended protocol takes parameters; only the simple one takes several statements at once.
    const result =
      parameters.length > 0
        ? await database.query(sql, parameters, { parsers })
        : (await database.exec(sql, { parsers })).at(-1);
    const rows = result?.rows ?? [];
    const rowCount = command === 'SELECT' ? rows.length : (result?.affectedRows ?? 0) || rows.length;
    return { rows, rowCount, command, fields: result?.fields ?? [] } satisfies QueryResult;
  }

  async function connect() {
    const before = tail;
    let free: () => void = () => {};
    tail = new Promise((resolve) => {
      free = resolve;
    });
    await before;
    return { query, release: () => free(), on: () => {}, removeListener: () => {} };
  }

  const pool = {
    connect,
    async query(text: string | { text: string; values?: unknown[] }, values?: unknown[]) {
      const client = await connect();
      try {
        return await client.query(text, values);
      } finally {
        client.release();
      }
    },
    on: () => pool,
    removeListener: () => pool,
    end: async () => {},
    options: { max: 1 },
  };
  return pool as unknown as Pool;
}
