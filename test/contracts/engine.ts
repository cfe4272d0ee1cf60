/** What durable runs promise, on whatever database: the suite that PGlite and Postgres both pass. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BudgetError, StoreError, UsageError } from '../../src/errors.ts';
import { type Engine, openEngine } from '../../src/run/engine.ts';
import type { RunEvent } from '../../src/run/events.ts';
import type { Program } from '../../src/run/run-context.ts';

export function describeEngine(name: string, databaseUrlOf: () => Promise<string | undefined>): void {
  describe(`durable runs on ${name}`, () => {
    let engine: Engine;
    let home = '';
    const place: { home: string; databaseUrl?: string } = { home: '' };

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'longhand-engine-'));
      place.home = home;
      place.databaseUrl = await databaseUrlOf();
      engine = await openEngine(place);
    });
    afterAll(async () => {
      await engine?.close();
      rmSync(home, { recursive: true, force: true });
    });

    /** A program of five steps that notes which of them really worked. */
    const fiveSteps =
      (worked: string[], failAt?: string): Program =>
      async (_request, context) => {
        const values: string[] = [];
        for (const name of ['a', 'b', 'c', 'd', 'e']) {
          values.push(
            await context.step(name, async () => {
              worked.push(name);
              if (name === failAt) throw new Error(`broke at ${name}`);
              return name.toUpperCase();
            }),
          );
          await context.emit({ type: 'noted', name });
        }
        return { status: 'done', result: { values } };
      };

    it('runs a program to its end and keeps result, status and events', async () => {
      const heard: RunEvent[] = [];
      const run = await engine.start({
        kind: 'test',
        request: { x: 1 },
        program: fiveSteps([]),
        listener: (event) => heard.push(event),
      });
      expect(await run.outcome).toEqual({ status: 'done', result: { values: ['A', 'B', 'C', 'D', 'E'] } });
      expect(await engine.store.findRun(run.runId)).toMatchObject({ status: 'done', request: { x: 1 } });
      expect(heard.map((event) => event.seq)).toEqual(heard.map((_, index) => index + 1));
      expect(heard[0]?.type).toBe('run-start');
      expect(heard.at(-1)).toMatchObject({ type: 'run-end', status: 'done' });
      const file = readFileSync(join(run.folder, 'events.jsonl'), 'utf8').trim().split('\n');
      expect(file.map((line) => JSON.parse(line))).toEqual(heard);
    });

    it('resumes a failed run at the failed step and says earlier events without storing them again', async () => {
      const worked: string[] = [];
      const run = await engine.start({ kind: 'test', request: {}, program: fiveSteps(worked, 'c') });
      await expect(run.outcome).rejects.toThrow('broke at c');
      expect(await engine.store.findRun(run.runId)).toMatchObject({
        status: 'failed',
        failure: { message: 'broke at c' },
      });
      const heard: RunEvent[] = [];
      const again = await engine.resume(run.runId, {
        program: fiveSteps(worked),
        listener: (event) => heard.push(event),
      });
      await again.outcome;
      expect(worked).toEqual(['a', 'b', 'c', 'c', 'd', 'e']);
      expect(heard.filter((event) => event.type === 'noted').map((event) => event.name)).toEqual([
        ...['a', 'b', 'c', 'd', 'e'],
      ]);
      const stored = await engine.store.listEvents(run.runId);
      expect(stored.filter((event) => event.type === 'noted')).toHaveLength(5);
      expect(stored.map((event) => event.seq)).toEqual(stored.map((_, index) => index + 1));
    });

    it('lets the step in flight end on a soft stop and goes on after it', async () => {
      const worked: string[] = [];
      let stop = () => {};
      const program: Program = async (request, context) =>
        fiveSteps(worked)(request, {
          ...context,
          step: (name, work) =>
            context.step(name, async () => {
              if (name === 'b') stop();
              return work();
            }),
        });
      const run = await engine.start({ kind: 'test', request: {}, program });
      stop = () => run.stop();
      await expect(run.outcome).rejects.toMatchObject({ name: 'AbortError' });
      expect(worked).toEqual(['a', 'b']);
      expect(await engine.store.findRun(run.runId)).toMatchObject({ status: 'interrupted' });
      stop = () => {};
      await (await engine.resume(run.runId, { program })).outcome;
      expect(worked).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('aborts at once through the signal and starts the lost step anew', async () => {
      let calls = 0;
      const program: Program = async (_request, context) => {
        const value = await context.step('long', async () => {
          calls += 1;
          if (calls > 1) return 'whole';
          return new Promise<string>((_resolve, reject) => {
            context.abortSignal.addEventListener('abort', () => reject(context.abortSignal.reason));
          });
        });
        return { status: 'done', result: value };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect.poll(() => calls).toBe(1);
      run.abort();
      await expect(run.outcome).rejects.toMatchObject({ name: 'AbortError' });
      expect(await (await engine.resume(run.runId, { program })).outcome).toMatchObject({ result: 'whole' });
    });

    it('keeps what parallel steps finished beside a failed one, also out of order', async () => {
      const worked: number[] = [];
      let isBroken = true;
      const program: Program = async (_request, context) => {
        const result = await context.parallel(
          [0, 1, 2, 3, 4].map((number) => ({
            name: `part-${number}`,
            async work() {
              // The first ends last; the second fails while others are at work.
              const inner = await context.step(`part-${number}/inner`, async () => {
                await new Promise((resolve) => setTimeout(resolve, number === 0 ? 60 : 5));
                worked.push(number);
                return number * 10;
              });
              if (number === 1 && isBroken) throw new Error('part 1 broke');
              return inner + 1;
            },
          })),
          2,
        );
        return { status: 'done', result };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect(run.outcome).rejects.toThrow('part 1 broke');
      isBroken = false;
      const { result } = await (await engine.resume(run.runId, { program })).outcome;
      expect(result).toEqual([1, 11, 21, 31, 41]);
      expect([...worked].sort()).toEqual([0, 1, 2, 3, 4]);
    });

    it('never runs more parallel steps at once than asked', async () => {
      let now = 0;
      let most = 0;
      const program: Program = async (_request, context) => {
        const tasks = Array.from({ length: 9 }, (_, index) => ({
          name: `t${index}`,
          async work() {
            most = Math.max(most, ++now);
            await new Promise((resolve) => setTimeout(resolve, 5));
            now -= 1;
          },
        }));
        await context.parallel(tasks, 3);
        return { status: 'done', result: null };
      };
      await (await engine.start({ kind: 'test', request: {}, program })).outcome;
      expect(most).toBe(3);
    });

    it('holds a budget over resumes', async () => {
      const program: Program = async (_request, context) => {
        for (const name of ['one', 'two', 'three']) {
          await context.step(name, async () => {
            const release = context.budget.reserve({ tokens: 60, usd: 0, ms: 0 });
            await context.recordCall(name, {
              messages: [{ role: 'user', content: 'hi\u0000' }],
              detail: {},
              spend: { tokens: 50, usd: 0.5, ms: 1 },
            });
            release();
          });
        }
        return { status: 'done', result: null };
      };
      const run = await engine.start({ kind: 'test', request: {}, program, limits: { tokens: 110 } });
      await expect(run.outcome).rejects.toBeInstanceOf(BudgetError);
      expect(await engine.store.findRun(run.runId)).toMatchObject({ status: 'stopped' });
      expect(await engine.store.listCalls(run.runId)).toHaveLength(2);
      expect((await engine.store.listCalls(run.runId))[0]?.messages[0]?.content).toBe('hi\u0000');
      const again = await engine.resume(run.runId, { program, limits: { tokens: 120 } });
      await expect(again.outcome).rejects.toThrow('100 tokens used');
      await (await engine.resume(run.runId, { program, limits: { tokens: 160 } })).outcome;
    });

    it('does forgotten steps anew and keeps all others', async () => {
      const worked: string[] = [];
      const run = await engine.start({ kind: 'test', request: {}, program: fiveSteps(worked) });
      await run.outcome;
      await (await engine.resume(run.runId, { program: fiveSteps(worked), forgetSteps: ['b'] })).outcome;
      expect(worked).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
    });

    /** Goes on after the last checkpoint: one step and one checkpoint a part. */
    const parts =
      (asked: string[], failAfter?: number): Program =>
      async (_request, context) => {
        const from = (await context.checkpoint.load<{ next: number; text: string }>()) ?? {
          next: 1,
          text: '',
        };
        let { text } = from;
        for (let part = from.next; part <= 5; part += 1) {
          asked.push(`part-${part}`);
          text += await context.step(`part-${part}`, async () => `${part}\u0000`);
          await context.emit({ type: 'noted', part });
          if (part === failAfter) throw new Error(`broke after ${part}`);
          await context.checkpoint.save({ next: part + 1, text });
        }
        return { status: 'done', result: text };
      };
    const whole = { status: 'done', result: '1\u00002\u00003\u00004\u00005\u0000' };

    it('goes on from a checkpoint and does not ask for the steps before it again', async () => {
      const asked: string[] = [];
      const run = await engine.start({ kind: 'test', request: {}, program: parts(asked, 3) });
      await expect(run.outcome).rejects.toThrow('broke after 3');
      const file = join(run.folder, 'events.jsonl');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -30));
      const heard: RunEvent[] = [];
      const again = await engine.resume(run.runId, {
        program: parts(asked),
        listener: (event) => heard.push(event),
      });
      expect(await again.outcome).toEqual(whole);
      expect(asked).toEqual([1, 2, 3, 3, 4, 5].map((part) => `part-${part}`));
      // Part 3 was finished and said before the failure, but after the last checkpoint.
      expect(heard.filter(({ type }) => type === 'step-start').map(({ step }) => step)).toEqual([
        'part-4',
        'part-5',
      ]);
      expect(heard.filter(({ type }) => type === 'noted').map(({ part }) => part)).toEqual([3, 4, 5]);
      const stored = await engine.store.listEvents(run.runId);
      expect(stored.filter(({ type }) => type === 'noted').map(({ part }) => part)).toEqual([1, 2, 3, 4, 5]);
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(stored);
      asked.length = 0;
      expect(await (await engine.resume(run.runId, { program: parts(asked) })).outcome).toEqual(whole);
      expect(asked).toEqual([]);
    });

    it('forgets the checkpoint with a step, and plays from the start', async () => {
      const asked: string[] = [];
      const run = await engine.start({ kind: 'test', request: {}, program: parts([]) });
      await run.outcome;
      const again = await engine.resume(run.runId, { program: parts(asked), forgetSteps: ['part-2'] });
      expect(await again.outcome).toEqual(whole);
      expect(asked).toHaveLength(5);
      const stored = await engine.store.listEvents(run.runId);
      expect(stored.filter(({ type }) => type === 'noted')).toHaveLength(5);
      expect(stored.filter(({ type }) => type === 'step-start').map(({ step }) => step)).toEqual([
        ...[1, 2, 3, 4, 5, 2].map((part) => `part-${part}`),
      ]);
    });

    it('says an event once that a replay from the start says again behind a new checkpoint', async () => {
      const run = await engine.start({ kind: 'test', request: {}, program: parts([]) });
      await run.outcome;
      // Stopped on its way through what was said before, and taken up at the checkpoint it had come to.
      const stopped = await engine.resume(run.runId, { program: parts([], 3), forgetSteps: ['part-1'] });
      await expect(stopped.outcome).rejects.toThrow('broke after 3');
      const asked: string[] = [];
      await (await engine.resume(run.runId, { program: parts(asked) })).outcome;
      expect(asked).toEqual(['part-3', 'part-4', 'part-5']);
      const stored = await engine.store.listEvents(run.runId);
      expect(stored.filter(({ type }) => type === 'noted')).toHaveLength(5);
    });

    it('replaces a checkpoint whole: one that cannot be stored leaves the one before', async () => {
      const program: Program = async (_request, context) => {
        const before = await context.checkpoint.load();
        if (before !== undefined) return { status: 'done', result: before };
        await context.checkpoint.save({ at: 1, only: 'first' });
        await context.checkpoint.save({ at: 2 });
        const ring: Record<string, unknown> = { at: 3 };
        ring.ring = ring;
        await context.checkpoint.save(ring);
        return { status: 'done', result: null };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect(run.outcome).rejects.toThrow('circular');
      expect((await (await engine.resume(run.runId, { program })).outcome).result).toEqual({ at: 2 });
    });

    it('asks for other steps in another order on a resume, each paid once', async () => {
      const worked: string[] = [];
      const run = await engine.start({ kind: 'test', request: {}, program: fiveSteps(worked, 'd') });
      await expect(run.outcome).rejects.toThrow('broke at d');
      const program: Program = async (_request, context) => {
        const values: unknown[] = [];
        for (const name of ['f', 'c', 'b'])
          values.push(await context.step(name, async () => void worked.push(name)));
        return { status: 'done', result: values };
      };
      const again = await engine.resume(run.runId, { program });
      expect((await again.outcome).result).toEqual([null, 'C', 'B']);
      expect(worked).toEqual(['a', 'b', 'c', 'd', 'f']);
    });

    it('keeps what a program puts under keys, over resumes and put twice', async () => {
      let isBroken = true;
      const long = '长'.repeat(5_000);
      const many = Array.from({ length: 2_500 }, (_, index) => ({
        kind: 'n',
        key: `k${index}`,
        value: index,
      }));
      const program: Program = async (_request, { memory }) => {
        await memory.put('one', [
          { kind: 'said', key: 'tide', value: 1 },
          { kind: 'said', key: 'tide', value: { last: 'wins' } },
          { kind: 'said', key: `${long}a`, value: 'a' },
          { kind: 'said', key: '\u0000\ud83d', value: '\u0000' },
          { kind: 'fact', key: 'tide', value: 'of another kind' },
        ]);
        await memory.put('two', [
          { kind: 'said', key: `${long}b`, value: 'b' },
          { kind: 'said', key: 'tide', value: null },
        ]);
        await memory.put('one', [{ kind: 'said', key: 'tide', value: 'again' }]);
        await memory.put('many', many);
        if (isBroken) throw new Error('broke');
        const asked = ['none', 'tide', `${long}b`, '\u0000\ud83d', `${long}a`, 'tide'];
        const all = await memory.find('said', asked);
        const numbers = await memory.find(
          'n',
          many.map(({ key }) => key),
        );
        await memory.forget(['one', 'many']);
        const rest = [...(await memory.find('said', asked)), ...(await memory.find('n', ['k1']))];
        return { status: 'done', result: { all, numbers: numbers.map(({ value }) => value), rest } };
      };
      const other = await engine.start({
        kind: 'test',
        request: {},
        program: async (_request, { memory }) => {
          await memory.put('one', [{ kind: 'said', key: 'tide', value: 'of another run' }]);
          return { status: 'done', result: null };
        },
      });
      await other.outcome;
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect(run.outcome).rejects.toThrow('broke');
      isBroken = false;
      const { result } = await (await engine.resume(run.runId, { program })).outcome;
      const ofTwo = [
        { key: `${long}b`, owner: 'two', value: 'b' },
        { key: 'tide', owner: 'two', value: null },
      ];
      expect(result).toEqual({
        all: [
          { key: 'tide', owner: 'one', value: 'again' },
          { key: `${long}a`, owner: 'one', value: 'a' },
          { key: '\u0000\ud83d', owner: 'one', value: '\u0000' },
          ...ofTwo,
        ],
        numbers: many.map(({ value }) => value),
        rest: ofTwo,
      });
    });

    it('knows who answered last under each address, earlier processes included', async () => {
      let answers = [
        { address: 'a:"x"', modelId: 'old' },
        { address: 'b:y', modelId: 'y-1\u0000' },
        { address: 'a:"x"', modelId: 'new' },
        { address: 'a:"x"', error: 'no answer' },
        { address: 'c:silent' },
      ];
      const program: Program = async (_request, context) => {
        const before = Object.fromEntries(await context.lastAnswerers());
        for (const detail of answers)
          await context.recordCall('s', { messages: [], detail, spend: { tokens: 1, usd: 0, ms: 0 } });
        const kept = (await context.listCallDetails()).length;
        return { status: 'done', result: { before, kept } };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      expect((await run.outcome).result).toEqual({ before: {}, kept: 5 });
      answers = [];
      expect((await (await engine.resume(run.runId, { program })).outcome).result).toEqual({
        before: { 'a:"x"': 'new', 'b:y': 'y-1\u0000' },
        kept: 5,
      });
    });

    it('ends with an error, instead of waiting for ever, where the events cannot be written', async () => {
      const run = await engine.start({ kind: 'test', request: {}, program: fiveSteps([]) });
      await run.outcome;
      const file = join(run.folder, 'events.jsonl');
      rmSync(file);
      mkdirSync(file);
      const again = await engine.resume(run.runId, { program: fiveSteps([]) });
      await expect(again.outcome).rejects.toThrow('events.jsonl');
      rmSync(file, { recursive: true });
      expect((await (await engine.resume(run.runId, { program: fiveSteps([]) })).outcome).status).toBe(
        'done',
      );
    });

    it('runs several at once and keeps them apart', async () => {
      const runs = await Promise.all(
        [1, 2, 3].map(() => engine.start({ kind: 'test', request: {}, program: fiveSteps([]) })),
      );
      const outcomes = await Promise.all(runs.map((run) => run.outcome));
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['done', 'done', 'done']);
      expect(new Set(runs.map((run) => run.runId)).size).toBe(3);
    });

    it('opens again while it is still closing', async () => {
      await engine.close();
      const first = await openEngine(place);
      const leaving = first.close();
      engine = await openEngine(place);
      await leaving;
      const run = await engine.start({ kind: 'test', request: {}, program: fiveSteps([]) });
      expect((await run.outcome).status).toBe('done');
      const elsewhere = openEngine({ home: `${home}-2` });
      await expect(elsewhere).rejects.toThrow('Expected one home a process');
    });

    it('refuses a run that nobody knows and one that is being written', async () => {
      await expect(engine.resume('nobody', { program: fiveSteps([]) })).rejects.toBeInstanceOf(UsageError);
      let finish: (() => void) | undefined;
      const program: Program = async (_request, context) => {
        await context.step('wait', () => new Promise<void>((resolve) => (finish = resolve)));
        return { status: 'done', result: null };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect(engine.resume(run.runId, { program })).rejects.toBeInstanceOf(StoreError);
      await expect.poll(() => finish).toBeDefined();
      finish?.();
      await run.outcome;
    });

    it('names a step that stands twice in a program as the mistake it is', async () => {
      const program: Program = async (_request, context) => {
        await context.step('same', async () => 1);
        await context.step('same', async () => 2);
        return { status: 'done', result: null };
      };
      const run = await engine.start({ kind: 'test', request: {}, program });
      await expect(run.outcome).rejects.toThrow('Step `same` stands twice');
    });
  });
}
