import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeFleet } from '../../../test/contracts/fleet.ts';
import { hasPostgres, type PrivatePostgres, startPrivatePostgres } from '../../../test/private-postgres.ts';
import { openDatabase } from '../database.ts';
import { openEngine } from '../engine.ts';
import { isPassing } from './reconnect.ts';

describe.skipIf(!hasPostgres())('with a private cluster', () => {
  let postgres: PrivatePostgres | undefined;
  afterAll(() => postgres?.stop());
  describeFleet('Postgres', async () => {
    postgres = await startPrivatePostgres();
    return postgres.createDatabase('fleet');
  });

  it('outlives a session that the server ends between two of its statements', async () => {
    const home = mkdtempSync(join(tmpdir(), 'longhand-session-'));
    const database = await openDatabase({ home, databaseUrl: postgres?.createDatabase('sessions') ?? '' });
    const session = await database.pool.connect();
    const { rows } = await session.query('SELECT pg_backend_pid() AS pid');
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await new Promise((resolve) => session.once('end', resolve));
    await expect(session.query('SELECT 1')).rejects.toSatisfy(isPassing);
    session.release(true);
    await database.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('leaves nothing in the tables of the engine once documents are made', async () => {
    const home = mkdtempSync(join(tmpdir(), 'longhand-notes-'));
    const databaseUrl = postgres?.createDatabase('notes') ?? '';
    const side = await openDatabase({ home, databaseUrl });
    const engine = await openEngine({ home, databaseUrl });
    const { fleet } = engine;
    const limits = { priority: 0, mostInFlight: undefined, mostUsd: undefined, expectedUsd: undefined };
    await fleet.insertBuild({ buildId: 'b', program: 'test', settings: {}, keepsCalls: false, ...limits });
    const documents = Array.from({ length: 450 }, (_each, position) => ({
      runId: `b-${position}`,
      position,
      request: {},
    }));
    await fleet.enqueue('b', documents);
    await fleet.work({
      concurrency: 25,
      programOf: () => async () => ({ status: 'done', result: {} }),
      limitsOf: () => ({}),
      figuresOf: () => ({}),
      judgeFailure: () => ({ next: 'give-up' }),
      waitsForMore: false,
    }).ended;
    const countNotes = async (): Promise<number> =>
      (await side.pool.query('SELECT count(*)::int AS notes FROM dbos.workflow_status')).rows[0].notes;
    expect(await countNotes()).toBeLessThan(450);
    await engine.close();
    expect(await countNotes()).toBe(0);
    await side.close();
    rmSync(home, { recursive: true, force: true });
  });
});
