import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import { openDatabase } from './database.ts';
import { createMemory } from './memory.ts';
import { openReader } from './reader.ts';
import { createStore } from './store.ts';

/** What version 2 added, taken away again: the tables are then those of version 1. */
const backToVersion1 = `
  DROP TABLE longhand.checkpoints; DROP TABLE longhand.memory;
  ALTER TABLE longhand.calls DROP COLUMN address, DROP COLUMN model_id;
  UPDATE longhand.version SET number = 1`;

describe('a home of version 1', () => {
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'longhand-tables-'));
    const database = await openDatabase({ home });
    const store = createStore(database.tables);
    await store.insertRun({ runId: 'old', program: 'write', request: { instruction: 'Tides' } });
    await store.saveStep('old', 'plan', { title: 'Tides' });
    const spend = { tokens: 1, usd: 0, ms: 0 };
    const details = [
      {
        role: 'writer',
        address: 'x:"q"\\',
        text: 'said "address":"no", "modelId":"no" \u0000',
        modelId: 'm-1',
      },
      { role: 'writer', address: 'x:other', text: 'nobody says who' },
    ];
    for (const detail of details) await store.saveCall('old', 'plan', { messages: [], detail, spend });
    await database.pool.query(backToVersion1);
    await database.close();
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('opens with its runs, and has room for checkpoints and memory', async () => {
    const reader = await openReader({ home });
    expect(await reader.findRun('old')).toMatchObject({ request: { instruction: 'Tides' } });
    expect(await reader.findStep('old', 'plan')).toEqual({ value: { title: 'Tides' } });
    await reader.close();
    const database = await openDatabase({ home });
    const store = createStore(database.tables);
    expect(await store.lastAnswerers('old')).toEqual(new Map([['x:"q"\\', 'm-1']]));
    expect(await store.findCheckpoint('old')).toBeUndefined();
    await store.saveCheckpoint('old', 0, { next: 1 });
    expect(await store.findCheckpoint('old')).toEqual({ seq: 0, value: { next: 1 } });
    expect(await createMemory(database.tables, 'old').find('said', ['x'])).toEqual([]);
    await database.close();
  });

  it('is refused once a newer Longhand wrote it', async () => {
    const database = await openDatabase({ home });
    await database.pool.query('UPDATE longhand.version SET number = 99');
    await database.close();
    const error = await openDatabase({ home }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as Error).message).toMatch(
      /^Expected tables of version 4 in .*, found version 99: a newer/,
    );
  });
});

describe('a home of version 3', () => {
  it('opens with its builds, and knows what they have cost', async () => {
    const home = await mkdtemp(join(tmpdir(), 'longhand-tables-'));
    const old = await openDatabase({ home });
    await old.pool.query(`
      ALTER TABLE longhand.builds DROP COLUMN spent_usd; ALTER TABLE longhand.rates DROP COLUMN held_until;
      ALTER TABLE longhand.documents DROP COLUMN deaths; DROP FUNCTION longhand.claim_documents; UPDATE longhand.version SET number = 3;
      INSERT INTO longhand.builds (build_id, program, state, settings) VALUES ('b', 'test', 'running', '{}');
      INSERT INTO longhand.documents (run_id, build_id, position, state, request, figures) VALUES
        ('b-0', 'b', 0, 'done', '{}', '{"usd":0.5}'), ('b-1', 'b', 1, 'done', '{}', '{"usd":0.25}'),
        ('b-2', 'b', 2, 'waiting', '{}', NULL)`);
    await old.close();
    const database = await openDatabase({ home });
    const { rows } = await database.pool.query('SELECT spent_usd FROM longhand.builds');
    expect(rows).toEqual([{ spent_usd: 0.75 }]);
    const claimed = await database.pool.query(
      "SELECT run_id FROM longhand.claim_documents('w', 9, NULL, NULL)",
    );
    expect(claimed.rows).toEqual([{ run_id: 'b-2' }]);
    await database.close();
    rmSync(home, { recursive: true, force: true });
  });
});

describe('a checkpoint that is replaced again and again', () => {
  it('does not let the database grow', async () => {
    const home = await mkdtemp(join(tmpdir(), 'longhand-checkpoints-'));
    const database = await openDatabase({ home });
    try {
      const store = createStore(database.tables);
      const value = randomBytes(6_000).toString('base64');
      for (let seq = 1; seq <= 500; seq += 1) await store.saveCheckpoint('long', seq, `${seq} ${value}`);
      expect((await store.findCheckpoint('long'))?.value).toBe(`500 ${value}`);
      const { rows } = await database.pool.query(
        "SELECT pg_total_relation_size('longhand.checkpoints')::int AS size",
      );
      // Every value ever saved would be four megabytes.
      expect(rows[0]?.size).toBeLessThan(1_500_000);
    } finally {
      await database.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
