/** What builds of many documents promise, on whatever database: the suite that PGlite and Postgres both pass. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/run/database.ts';
import { createFleet, type Fleet } from '../../src/run/fleet/fleet.ts';
import type { WorkerEvent, WorkerOptions } from '../../src/run/fleet/worker.ts';
import { createWorkerStore } from '../../src/run/fleet/workers.ts';
import type { Program } from '../../src/run/run-context.ts';
import { createStore, type Store } from '../../src/run/store.ts';

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function describeFleet(name: string, databaseUrlOf: () => Promise<string | undefined>): void {
  describe(`a fleet on ${name}`, () => {
    let database: Database;
    let fleet: Fleet;
    let store: Store;
    let home = '';
    let builds = 0;

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'longhand-fleet-'));
      const databaseUrl = await databaseUrlOf();
      database = await openDatabase({ home, ...(databaseUrl !== undefined && { databaseUrl }) });
      fleet = createFleet(database);
      store = createStore(database.tables);
    });
    afterAll(async () => {
      await database?.close();
      rmSync(home, { recursive: true, force: true });
    });

    async function build(
      documents: number,
      settings: Partial<Parameters<Fleet['insertBuild']>[0]> = {},
    ): Promise<string> {
      const buildId = `build-${++builds}`;
      await fleet.insertBuild({
        buildId,
        program: 'test',
        settings: {},
        priority: 0,
        mostInFlight: undefined,
        mostUsd: undefined,
        expectedUsd: undefined,
        keepsCalls: false,
        ...settings,
      });
      await fleet.enqueue(
        buildId,
        Array.from({ length: documents }, (_each, position) => ({
          runId: `${buildId}-${position}`,
          position,
          request: { position },
        })),
      );
      return buildId;
    }

    const options = (program: Program, more: Partial<WorkerOptions> = {}): WorkerOptions => ({
      concurrency: 4,
      programOf: () => program,
      limitsOf: () => ({}),
      figuresOf: (result) => ({ words: (result as { words: number }).words, usd: 1 }),
      judgeFailure: () => ({ next: 'give-up' }),
      waitsForMore: false,
      ...more,
    });

    const threeSteps =
      (worked: string[] = []): Program =>
      async (request, context) => {
        const { position } = request as { position: number };
        for (const step of ['a', 'b', 'c']) {
          await context.step(step, async () => {
            worked.push(`${position}${step}`);
            await context.recordCall(step, {
              messages: [{ role: 'user', content: `Say \u0000 ${step}` }],
              detail: { address: 'test:model', modelId: 'm', text: 'What it said.' },
              spend: { tokens: 10, usd: 0.5, ms: 1 },
            });
            return step;
          });
          await context.memory.put(step, [{ kind: 'said', key: 'x', value: step }]);
          await context.checkpoint.save({ after: step });
        }
        const said = await context.memory.find('said', ['x']);
        return { status: 'done', result: { words: 100 + position, said: said.map(({ value }) => value) } };
      };

    it('makes every document once and hands the results out in their order', async () => {
      const buildId = await build(25);
      const worked: string[] = [];
      await fleet.work(options(threeSteps(worked))).ended;
      expect(worked).toHaveLength(75);
      expect(new Set(worked).size).toBe(75);
      const results = await collect(fleet.listFinished(buildId, 4));
      expect(results.map(({ position }) => position)).toEqual(results.map((_each, index) => index));
      expect(results[7]?.result).toEqual({ words: 107, said: ['a', 'b', 'c'] });
      expect(await fleet.totalBuild(buildId)).toEqual({
        documents: 25,
        waiting: 0,
        claimed: 0,
        done: 25,
        failed: 0,
        figures: { words: 2500 + 300, usd: 25 },
      });
      // What only the making needed is gone.
      expect(await store.listSteps(`${buildId}-3`)).toEqual([]);
      expect(await store.listCalls(`${buildId}-3`)).toEqual([]);
    });

    it('keeps steps, calls and their messages where it is asked to', async () => {
      const buildId = await build(1, { keepsCalls: true });
      await fleet.work(options(threeSteps())).ended;
      const calls = await store.listCalls(`${buildId}-0`);
      expect(calls.map(({ step, messages }) => [step, messages[0]?.content])).toEqual([
        ['a', 'Say \u0000 a'],
        ['b', 'Say \u0000 b'],
        ['c', 'Say \u0000 c'],
      ]);
      expect(calls[0]?.detail.text).toBe('What it said.');
    });

    it('stops softly, and another worker goes on behind the last step that ended', async () => {
      const buildId = await build(1);
      const worked: string[] = [];
      const first = fleet.work(
        options(async (request, context) => {
          await context.step('a', async () => worked.push('a'));
          await context.memory.put('a', [{ kind: 'said', key: 'x', value: 'a' }]);
          await context.step('b', async () => worked.push('b'));
          first.stop();
          return threeSteps(worked)(request, {
            ...context,
            step: (step, work) => context.step(`${step}!`, work),
          });
        }),
      );
      await first.ended;
      expect(worked).toEqual(['a', 'b']);
      expect(await fleet.totalBuild(buildId)).toMatchObject({ waiting: 1, done: 0 });
      await fleet.work(options(threeSteps(worked))).ended;
      expect(worked).toEqual(['a', 'b', '0c']);
      const [result] = await collect(fleet.listFinished(buildId));
      expect(result?.result).toMatchObject({ said: ['a', 'b', 'c'] });
    });

    it('tries again what may pass, gives up what does not, and goes on with the others', async () => {
      const buildId = await build(3);
      const tries: number[] = [];
      const events: WorkerEvent[] = [];
      const program: Program = async (request, context) => {
        const { position } = request as { position: number };
        tries.push(position);
        if (position === 0 && tries.filter((each) => each === 0).length < 3) throw new Error('away');
        if (position === 1) throw new Error('never');
        return threeSteps()(request, context);
      };
      await fleet.work(
        options(program, {
          judgeFailure: (error, attempts) =>
            (error as Error).message === 'away' && attempts < 5
              ? { next: 'retry', delayInMs: 1 }
              : { next: 'give-up' },
          onEvent: (event) => events.push(event),
        }),
      ).ended;
      expect(tries.filter((each) => each === 0)).toHaveLength(3);
      const results = await collect(fleet.listFinished(buildId));
      expect(results.map(({ state, failure }) => [state, failure])).toEqual([
        ['done', undefined],
        ['failed', 'never'],
        ['done', undefined],
      ]);
      expect(events.filter(({ type }) => type === 'document-failed')).toHaveLength(3);
      expect(await fleet.retryFailed(buildId)).toBe(1);
      await fleet.work(options(threeSteps())).ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 3, failed: 0 });
    });

    it('hands out nothing of a build that is paused, and goes on when it runs again', async () => {
      const buildId = await build(5);
      const pausing: Program = async (request, context) => {
        if ((request as { position: number }).position === 1) throw new Error('no money at the provider');
        return threeSteps()(request, context);
      };
      await fleet.work(
        options(pausing, {
          concurrency: 1,
          judgeFailure: (error) => ({ next: 'pause-build', reason: (error as Error).message }),
        }),
      ).ended;
      expect(await fleet.findBuild(buildId)).toMatchObject({
        state: 'paused',
        reason: 'no money at the provider',
      });
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 1, waiting: 4 });
      await fleet.updateBuild(buildId, { state: 'running', reason: null });
      await fleet.work(options(threeSteps())).ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 5 });
    });

    it('begins no document that the money of the build does not reach for', async () => {
      const buildId = await build(10, { mostUsd: 4.5, expectedUsd: 1 });
      await fleet.work(options(threeSteps())).ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 4, waiting: 6 });
      expect((await fleet.findBuild(buildId))?.reason).toBe(
        'The limit of 4.5 USD does not reach for one more document.',
      );
    });

    it('takes documents of a higher priority first', async () => {
      const low = await build(2);
      const high = await build(2, { priority: 5 });
      const order: string[] = [];
      const program: Program = async (_request, context) => {
        order.push(context.runId);
        return { status: 'done', result: { words: 0 } };
      };
      await fleet.work(options(program, { concurrency: 1 })).ended;
      expect(order).toEqual([`${high}-0`, `${high}-1`, `${low}-0`, `${low}-1`]);
    });

    it('keeps the limit of documents in flight over several workers', async () => {
      await build(12, { mostInFlight: 3 });
      let inFlight = 0;
      let most = 0;
      const program: Program = async (request, context) => {
        most = Math.max(most, ++inFlight);
        await delay(20);
        inFlight -= 1;
        return threeSteps()(request, context);
      };
      const some = [1, 2, 3].map(() => fleet.work(options(program)));
      await Promise.all(some.map(({ ended }) => ended));
      // A document leaves our count a little before it leaves the table, never after.
      expect(most).toBeLessThanOrEqual(3);
    });

    it('ends what is in flight when the build is cancelled', async () => {
      const buildId = await build(2);
      const worker = fleet.work(
        options(async (_request, context) => {
          await context.step('long', () => delay(60_000, undefined, { signal: context.abortSignal }));
          return { status: 'done', result: { words: 0 } };
        }),
      );
      await delay(300);
      await fleet.updateBuild(buildId, { state: 'cancelled', reason: 'by hand' });
      await worker.ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ waiting: 2, done: 0 });
    });

    it('spreads calls evenly over a limit that several workers share', async () => {
      await fleet.limitRates([{ key: 'test', requestsPerMinute: 1200 }]);
      await build(10);
      const times: number[] = [];
      const program: Program = async (request, context) => {
        await context.gate?.pass('test', 100);
        times.push(performance.now());
        return threeSteps()(request, context);
      };
      const some = [1, 2].map(() => fleet.work(options(program)));
      await Promise.all(some.map(({ ended }) => ended));
      times.sort((a, b) => a - b);
      // Ten calls, 50 ms apart.
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(9 * 50 - 40);
    });

    it('lets nobody out while a provider has asked all to wait, however early his turn was', async () => {
      await fleet.limitRates([{ key: 'held', requestsPerMinute: 1200 }]);
      await build(12);
      const times: number[] = [];
      let heldAt = Number.POSITIVE_INFINITY;
      const program: Program = async (_request, context) => {
        await context.gate?.pass('held', 100);
        times.push(performance.now());
        if (times.length === 2) {
          heldAt = performance.now();
          await context.gate?.hold('held', 1_000);
        }
        return { status: 'done', result: { words: 0 } };
      };
      await fleet.work(options(program, { concurrency: 12 })).ended;
      // Whoever's turn it was at that very moment may have been on his way.
      const late = times.filter((time) => time > heldAt + 60);
      expect(late.length).toBeGreaterThanOrEqual(9);
      expect(Math.min(...late) - heldAt).toBeGreaterThan(990);
      expect((late.at(-1) ?? 0) - (late[0] ?? 0)).toBeGreaterThan((late.length - 1) * 50 - 60);
    });

    it('does not wait for its turn at a provider once it is to end at once', async () => {
      await fleet.limitRates([{ key: 'slow', requestsPerMinute: 1 }]);
      const buildId = await build(3);
      let asked = 0;
      const worker = fleet.work(
        options(async (_request, context) => {
          await context.step('a', async () => {
            await context.gate?.pass('slow', 100);
            asked += 1;
          });
          return { status: 'done', result: { words: 0 } };
        }),
      );
      while (asked === 0) await delay(10);
      await delay(100);
      worker.abort();
      await worker.ended;
      expect(asked).toBe(1);
      expect(await fleet.totalBuild(buildId)).toMatchObject({ claimed: 0, waiting: 2, done: 1 });
      await fleet.updateBuild(buildId, { state: 'cancelled' });
    });

    it('pays a step once that ended while its build was being cancelled', async () => {
      const buildId = await build(1);
      let worked = 0;
      const program: Program = async (_request, { step, abortSignal }) => {
        await step('a', async () => {
          worked += 1;
          if (!abortSignal.aborted && worked === 1)
            await new Promise((resolve) => abortSignal.addEventListener('abort', resolve));
        });
        await step('b', async () => {});
        return { status: 'done', result: { words: 1 } };
      };
      const worker = fleet.work(options(program));
      while (worked === 0) await delay(10);
      worker.abort();
      await worker.ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ waiting: 1 });
      await fleet.work(options(program)).ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 1 });
      expect(worked).toBe(1);
    });

    it('fails a document whose trouble Postgres could not store as it is, and lives on', async () => {
      const buildId = await build(2);
      const program: Program = async (request, context) => {
        if ((request as { position: number }).position === 0) throw new Error('said \u0000 nothing');
        return threeSteps()(request, context);
      };
      await fleet.work(options(program, { concurrency: 1 })).ended;
      const results = await collect(fleet.listFinished(buildId));
      expect(results.map(({ state, failure }) => [state, failure])).toEqual([
        ['failed', 'said  nothing'],
        ['done', undefined],
      ]);
    });

    it('does not blame a document for a database that was away', async () => {
      const buildId = await build(1);
      let tries = 0;
      const program: Program = async (request, context) => {
        tries += 1;
        if (tries === 1) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        return threeSteps()(request, context);
      };
      await fleet.work(options(program)).ended;
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 1, failed: 0 });
    });

    it('takes nothing from a worker whose documents another one has taken over', async () => {
      const buildId = await build(1);
      const events: WorkerEvent[] = [];
      const worked: string[] = [];
      let go: () => void = () => {};
      const waits = new Promise<void>((resolve) => {
        go = resolve;
      });
      const first = fleet.work(
        options(
          async (_request, context) => {
            await context.step('a', async () => worked.push('first a'));
            await context.step('b', async () => {
              await waits;
              worked.push('first b');
            });
            await context.step('c', async () => worked.push('first c'));
            return { status: 'done', result: { words: 1 } };
          },
          { onEvent: (event) => events.push(event) },
        ),
      );
      while (worked.length === 0) await delay(10);
      await delay(50);
      const workers = createWorkerStore(database);
      for (const { workerId } of await workers.listWorkers()) await workers.leave(workerId);
      const second = fleet.work(
        options(async (_request, context) => {
          for (const step of ['a', 'b', 'c'])
            await context.step(step, async () => worked.push(`second ${step}`));
          return { status: 'done', result: { words: 2 } };
        }),
      );
      while (!worked.includes('second c')) await delay(10);
      go();
      await Promise.all([first.ended, second.ended]);
      expect(worked).toEqual(['first a', 'second b', 'second c', 'first b']);
      expect(events).toContainEqual({ type: 'lost', runId: `${buildId}-0` });
      expect(await fleet.totalBuild(buildId)).toMatchObject({ done: 1, figures: { words: 2 } });
    });
  });
}
