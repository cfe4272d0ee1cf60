/** The index of a run over its table: every question is answered by an index of the database, whatever the size. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { RunMemory } from './run-context.ts';
import type { Tables } from './tables.ts';

/** A statement takes no more than 65,535 values. */
const entriesAtOnce = 500;
const keysAtOnce = 1_000;
/** An index of the database takes no more than about 2,700 bytes a row. */
const longestKey = 300;

/** @returns The memory of one run; see {@link RunMemory}. Said again after a kill, everything stays as it is. */
export function createMemory(tables: Kysely<Tables>, runId: string): RunMemory {
  return {
    async put(owner, entries) {
      // One statement may not change a row twice: the last value under a key is the one that counts.
      const rows = new Map(
        entries.map(({ kind, key, value }) => [
          JSON.stringify([kind, key]),
          { run_id: runId, kind, key: renderKey(key), owner, value: JSON.stringify(value ?? null) },
        ]),
      );
      for (const values of split([...rows.values()], entriesAtOnce)) {
        await tables
          .insertInto('memory')
          .values(values)
          .onConflict((conflict) =>
            conflict
              .columns(['run_id', 'kind', 'key', 'owner'])
              .doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })),
          )
          .execute();
      }
    },
    async find(kind, keys) {
      const asked = new Map(keys.map((key) => [renderKey(key), key]));
      const found = [];
      for (const some of split([...asked.keys()], keysAtOnce)) {
        const rows = await tables
          .selectFrom('memory')
          .select(['key', 'owner', 'value', 'position'])
          .where('run_id', '=', runId)
          .where('kind', '=', kind)
          .where('key', 'in', some)
          .execute();
        found.push(...rows);
      }
      return found
        .sort((a, b) => Number(a.position) - Number(b.position))
        .map(({ key, owner, value }) => ({
          key: asked.get(key) ?? key,
          owner,
          value: JSON.parse(value) as unknown,
        }));
    },
    async forget(owners) {
      for (const some of split([...new Set(owners)], keysAtOnce))
        await tables.deleteFrom('memory').where('run_id', '=', runId).where('owner', 'in', some).execute();
    },
  };
}

/**
 * A key as the table has it: JSON, for keys come out of texts and Postgres cannot hold every character; its SHA-256
 * where it is too long for an index.
 */
export function renderKey(key: string): string {
  const rendered = JSON.stringify(key);
  return rendered.length <= longestKey ? rendered : createHash('sha256').update(rendered).digest('hex');
}

function split<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
