import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGatherer } from './gather-calls.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function gather(limits: { maxRows?: number; maxBytes?: number } = {}) {
  const groups: { size: number }[][] = [];
  const gatherer = createGatherer<{ size: number }>({
    maxRows: 100,
    maxBytes: 1_000,
    gatherInMs: 10,
    ...limits,
    bytesOf: ({ size }) => size,
    send: async (calls) => {
      groups.push(calls);
    },
  });
  return { gatherer, groups };
}

it('waits for calls until a while passes without one', async () => {
  const { gatherer, groups } = gather();
  for (let number = 0; number < 5; number += 1) {
    gatherer.add({ size: 1 });
    await vi.advanceTimersByTimeAsync(9);
  }
  expect(groups).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(groups.map(({ length }) => length)).toEqual([5]);
});

it('cuts a stream of calls that never pauses', async () => {
  const { gatherer, groups } = gather();
  for (let number = 0; number < 40; number += 1) {
    gatherer.add({ size: 1 });
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(groups[0]?.length).toBe(24);
});

it('sends nothing for calls that were taken out', async () => {
  const { gatherer, groups } = gather();
  const call = { size: 1 };
  gatherer.add(call);
  expect(gatherer.remove(call)).toBe(true);
  expect(gatherer.remove(call)).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(groups).toEqual([]);
});

it('sends every call once, in order, within the limits; one that is too large by itself goes alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 1_500 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 10 }),
      async (sizes, maxRows) => {
        const { gatherer, groups } = gather({ maxRows });
        const calls = sizes.map((size) => ({ size }));
        for (const call of calls) gatherer.add(call);
        await vi.advanceTimersByTimeAsync(1_000);
        expect(groups.flat()).toEqual(calls);
        for (const group of groups) {
          expect(group.length).toBeLessThanOrEqual(maxRows);
          const bytes = group.reduce((sum, { size }) => sum + size, 0);
          if (group.length > 1) expect(bytes).toBeLessThanOrEqual(1_000);
        }
      },
    ),
    { numRuns: 50 },
  );
});
