import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BudgetError } from '../errors.ts';
import type { RunEvent } from './events.ts';
import type { Program, RunContext } from './run-context.ts';
import { createVolatileContext, createVolatileState, type VolatileState } from './volatile-context.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

/** A program of five steps that notes which of them really worked. */
const fiveSteps =
  (worked: string[], failAt?: string): Program =>
  async (_request, context) => {
    const values: string[] = [];
    for (const name of letters) {
      values.push(
        await context.step(name, async () => {
          worked.push(name);
          if (name === failAt) throw new Error(`broke at ${name}`);
          return name.toUpperCase();
        }),
      );
      await context.emit({ type: 'noted', name });
    }
    return { status: 'done', result: values };
  };

describe('a volatile context', () => {
  it('keeps finished steps and says earlier events without storing them again', async () => {
    const state = createVolatileState();
    const worked: string[] = [];
    await expect(fiveSteps(worked, 'c')({}, createVolatileContext({ state }))).rejects.toThrow('broke at c');
    const heard: RunEvent[] = [];
    const context = createVolatileContext({ state, listener: (event) => heard.push(event) });
    expect(await fiveSteps(worked)({}, context)).toEqual({
      status: 'done',
      result: ['A', 'B', 'C', 'D', 'E'],
    });
    expect(worked).toEqual(['a', 'b', 'c', 'c', 'd', 'e']);
    expect(heard.filter(({ type }) => type === 'noted').map(({ name }) => name)).toEqual(letters);
    expect(state.events.filter(({ type }) => type === 'noted')).toHaveLength(5);
    expect(state.events.map(({ seq }) => seq)).toEqual(state.events.map((_, index) => index + 1));
  });

  it('goes on to the same end from whatever a dead process left', async () => {
    const program: Program = async (_request, context) => {
      const from = (await context.checkpoint.load<number>()) ?? 0;
      for (let part = from; part < 4; part += 1) {
        await context.step(`part-${part}`, async () => {
          const text = await context.step(`part-${part}/text`, async () => ({ words: part * 10 }));
          await context.memory.put(`part-${part}`, [
            { kind: 'said', key: `k${part % 2}`, value: text.words },
          ]);
          return text;
        });
        await context.checkpoint.save(part + 1);
      }
      return { status: 'done', result: await context.memory.find('said', ['k0', 'k1']) };
    };
    const left: VolatileState[] = [createVolatileState()];
    const state = createVolatileState();
    const whole = await program(
      {},
      createVolatileContext({ state, listener: () => left.push(structuredClone(state)) }),
    );
    expect(left.length).toBeGreaterThan(8);
    for (const each of left) expect(await program({}, createVolatileContext({ state: each }))).toEqual(whole);
  });

  it('gives the value of a step as its replay would give it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything({ withDate: true, withNullPrototype: false }), async (value) => {
        const state = createVolatileState();
        const first = await createVolatileContext({ state }).step('once', async () => value);
        const again = await createVolatileContext({ state }).step('once', async () => 'another');
        expect(again).toEqual(first);
      }),
      { numRuns: 100 },
    );
    const kept = await createVolatileContext().step('once', async () => ({
      gone: undefined,
      at: new Date(0),
    }));
    expect(kept).toStrictEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('names a step that stands twice in a program as the mistake it is', async () => {
    const context = createVolatileContext();
    await context.step('same', async () => 1);
    await expect(context.step('same', async () => 2)).rejects.toThrow('Step `same` stands twice');
  });

  it('lets the step in flight end on a soft stop, and starts none after an abort', async () => {
    const state = createVolatileState();
    const worked: string[] = [];
    const stopped = createVolatileContext({ state, stop: () => worked.length === 2 });
    await expect(fiveSteps(worked)({}, stopped)).rejects.toMatchObject({ name: 'AbortError' });
    expect([...state.steps.keys()]).toEqual(['a', 'b']);
    const aborted = createVolatileContext({ state, abortSignal: AbortSignal.abort() });
    await expect(fiveSteps(worked)({}, aborted)).rejects.toMatchObject({ name: 'AbortError' });
    await fiveSteps(worked)({}, createVolatileContext({ state }));
    expect(worked).toEqual(letters);
  });

  it('runs no more at once than asked, in order, and keeps what ended beside a failed one', async () => {
    const state = createVolatileState();
    let now = 0;
    let most = 0;
    const begun: number[] = [];
    const all = (context: RunContext, failAt?: number): Promise<number[]> =>
      context.parallel(
        [0, 1, 2, 3, 4, 5].map((number) => ({
          name: `t${number}`,
          async work() {
            begun.push(number);
            most = Math.max(most, ++now);
            await new Promise((resolve) => setImmediate(resolve));
            now -= 1;
            if (number === failAt) throw new Error('t2 broke');
            return number * 10;
          },
        })),
        3,
      );
    await expect(all(createVolatileContext({ state }), 2)).rejects.toThrow('t2 broke');
    expect(most).toBe(3);
    const kept = new Set(state.steps.keys());
    begun.length = 0;
    const told: number[] = [];
    expect(await all(createVolatileContext({ state }))).toEqual([0, 10, 20, 30, 40, 50]);
    expect(begun.toSorted()).toEqual([0, 1, 2, 3, 4, 5].filter((number) => !kept.has(`t${number}`)));
    await createVolatileContext({ state }).parallel(
      [{ name: 't1', work: async () => 0 }],
      1,
      async (value) => void told.push(value),
    );
    expect(told).toEqual([10]);
  });

  it('holds a budget over contexts', async () => {
    const state = createVolatileState();
    const call = { messages: [], detail: {}, spend: { tokens: 50, usd: 0.5, ms: 1 } };
    await createVolatileContext({ state }).recordCall('one', call);
    const { budget } = createVolatileContext({ state, limits: { tokens: 90 } });
    expect(budget.spent).toEqual(call.spend);
    expect(() => budget.reserve({ tokens: 50, usd: 0, ms: 0 })).toThrow(BudgetError);
  });

  it('finds what was put in the order it was first put, and forgets an owner whole', async () => {
    const state = createVolatileState();
    const { memory } = createVolatileContext({ state });
    await memory.put('one', [
      { kind: 'said', key: 'x', value: 1 },
      { kind: 'said', key: 'y', value: 2 },
    ]);
    await memory.put('two', [{ kind: 'said', key: 'x', value: 3 }]);
    await memory.put('one', [{ kind: 'said', key: 'x', value: { again: undefined } }]);
    expect(await memory.find('said', ['y', 'x', 'x'])).toEqual([
      { key: 'x', owner: 'one', value: {} },
      { key: 'y', owner: 'one', value: 2 },
      { key: 'x', owner: 'two', value: 3 },
    ]);
    expect(await memory.find('fact', ['x'])).toEqual([]);
    const later = createVolatileContext({ state: structuredClone(state) }).memory;
    await later.forget(['one']);
    expect(await later.find('said', ['x', 'y'])).toEqual([{ key: 'x', owner: 'two', value: 3 }]);
    expect(await memory.find('said', ['y'])).toHaveLength(1);
  });

  it('names who answered last under each address', async () => {
    const context = createVolatileContext();
    const spend = { tokens: 0, usd: 0, ms: 0 };
    for (const detail of [
      { address: 'm', modelId: 'old' },
      { address: 'm', modelId: 'new' },
      { address: 'm', error: 'cut' },
      { address: 'n' },
    ])
      await context.recordCall('ask', { messages: [], detail, spend });
    expect(await context.lastAnswerers()).toEqual(new Map([['m', 'new']]));
    expect(await context.listCallDetails()).toHaveLength(4);
  });

  it('hands streaming text out without storing it, and keeps projections', async () => {
    const state = createVolatileState();
    const heard: string[] = [];
    const context = createVolatileContext({ state, listener: ({ type }) => heard.push(type) });
    context.delta({ type: 'section-delta', text: 'a' });
    await context.warn('twice');
    await context.warn('twice');
    await context.project('plan.md', '# Plan');
    expect(heard).toEqual(['section-delta', 'warning', 'warning']);
    expect(state.events.map(({ type }) => type)).toEqual(['warning', 'warning']);
    expect(state.files.get('plan.md')).toBe('# Plan');
    expect(() => context.delta({ type: 'noted' })).toThrow('an event of streaming text');
  });
});
