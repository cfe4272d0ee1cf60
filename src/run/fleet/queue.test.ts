import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { createBuildStore } from './builds.ts';
import { commitStep, nothingYet } from './commit-step.ts';
import { createQueue } from './queue.ts';
import { createWorkerStore } from './workers.ts';

describe('documents in their table', () => {
  let database: Database;
  let builds: ReturnType<typeof createBuildStore>;
  let queue: ReturnType<typeof createQueue>;
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'longhand-queue-'));
    database = await openDatabase({ home });
    builds = createBuildStore(database);
    queue = createQueue(database);
  });
  afterAll(async () => {
    await database.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function build(buildId: string, documents: number, mostUsd?: number): Promise<string> {
    const expectedUsd = mostUsd === undefined ? undefined : 0.01;
    const limits = { priority: 0, mostInFlight: undefined, mostUsd, expectedUsd };
    await builds.insertBuild({ buildId, program: 'test', settings: {}, keepsCalls: false, ...limits });
    const positions = Array.from({ length: documents }, (_each, position) => position);
    await queue.enqueue(
      buildId,
      positions.map((position) => ({ runId: `${buildId}-${position}`, position, request: {} })),
    );
    return buildId;
  }

  it('leaves nothing claimed that nobody knows of, where the answer to a claim is lost', async () => {
    const buildId = await build('lost', 5);
    const [mine] = await queue.claim('me', 1, buildId, () => []);
    let isLost = false;
    const pool = {
      async query(statement: string, values: unknown[]) {
        const answer = await database.pool.query(statement, values);
        if (isLost || !statement.includes('claim_documents')) return answer;
        isLost = true;
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      },
    } as unknown as Pool;
    const claims = await createQueue({ ...database, pool }).claim('me', 2, buildId, () =>
      mine ? [mine] : [],
    );
    expect(claims.map(({ runId }) => runId)).toEqual(['lost-1', 'lost-2']);
    expect(await builds.totalBuild(buildId)).toMatchObject({ claimed: 3, waiting: 2 });
    expect(await queue.holdsFence('lost-0', mine?.fence ?? 0)).toBe(true);
    for (const { runId, fence } of claims) expect(await queue.holdsFence(runId, fence)).toBe(true);
  });

  it('gives up a document that kills its workers, and none that was only given back often', async () => {
    const buildId = await build('deadly', 1);
    const workers = createWorkerStore(database);
    const claimAgain = async () => {
      const [claim] = await queue.claim('me', 1, buildId, () => []);
      if (claim === undefined) throw new Error('Expected a claim.');
      return claim;
    };
    for (let turn = 0; turn < 60; turn += 1)
      await queue.giveBack(await claimAgain(), { state: 'waiting', isCounted: false });
    for (let death = 1; death <= 50; death += 1) {
      await claimAgain();
      // This server has only just begun: that nobody was heard of says nothing yet.
      if (death === 1) expect((await workers.takeOver()).documents).toBe(0);
      await workers.takeOver({ serverUpForInMs: 0 });
      expect(await builds.totalBuild(buildId)).toMatchObject(death < 50 ? { waiting: 1 } : { failed: 1 });
    }
  });

  it('spends a limit to its end, and then pauses instead of waiting for ever', async () => {
    // 9.99 - 9.98 is a little less than 0.01.
    const buildId = await build('money', 3, 9.99);
    const [first] = await queue.claim('me', 1, buildId, () => []);
    if (first) await queue.finish(first, { result: {}, figures: { usd: 9.98 } });
    const [second, ...more] = await queue.claim('me', 5, buildId, () => []);
    expect([second?.runId, more]).toEqual(['money-1', []]);
    if (second) await queue.finish(second, { result: {}, figures: { usd: 0.01 } });
    expect(await queue.claim('me', 5, buildId, () => [])).toEqual([]);
    await queue.pauseSpent();
    expect((await builds.findBuild(buildId))?.state).toBe('paused');
  });

  it('counts what a document cost that could not be made, until it is tried again', async () => {
    const buildId = await build('failed', 2, 1);
    const [claim] = await queue.claim('me', 1, buildId, () => []);
    if (claim === undefined) throw new Error('Expected a claim.');
    const call = { messages: [], detail: {}, spend: { tokens: 1, usd: 0.995, ms: 1 } };
    const calls = [{ step: 'a', call, messageHashes: [] }];
    await commitStep(database.pool, claim, { ...nothingYet(), calls }, { name: 'a', value: '1' });
    await queue.giveBack(claim, { state: 'failed', failure: 'never' });
    expect((await builds.totalBuild(buildId)).figures).toEqual({ usd: 0.995 });
    expect(await queue.claim('me', 1, buildId, () => [])).toEqual([]);
    expect(await queue.retryFailed(buildId)).toBe(1);
    expect((await builds.totalBuild(buildId)).figures).toEqual({});
    expect(await queue.claim('me', 1, buildId, () => [])).toHaveLength(1);
  });
});
