import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapAhead } from './map-ahead.ts';

async function* count(to: number, onRead: (at: number) => void = () => {}) {
  for (let at = 0; at < to; at += 1) {
    onRead(at);
    yield at;
  }
}

describe('mapAhead', () => {
  it('gives every item with its result, in order, whatever takes long', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.nat(4), { nil: undefined }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        async (delays, concurrency, most) => {
          let [running, highest] = [0, 0];
          const work = (at: number): number | Promise<number> => {
            const turns = delays[at];
            if (turns === undefined) return at * 2;
            highest = Math.max(highest, ++running);
            return (async () => {
              for (let turn = 0; turn <= turns; turn += 1) await Promise.resolve();
              running -= 1;
              return at * 2;
            })();
          };
          const results: unknown[] = [];
          for await (const each of mapAhead(count(delays.length), work, { concurrency, most }))
            results.push(each);
          expect(results).toEqual(delays.map((_delay, at) => ({ item: at, result: at * 2 })));
          expect(highest).toBeLessThanOrEqual(concurrency);
        },
      ),
    );
  });

  it('works ahead while the first is waited for, but never holds more than it may', async () => {
    let [read, done] = [0, 0];
    let answer: (value: number) => void = () => {};
    const first = new Promise<number>((resolve) => {
      answer = resolve;
    });
    const mapped = mapAhead(
      count(100, () => {
        read += 1;
      }),
      (at) =>
        at === 0
          ? first
          : Promise.resolve().then(() => {
              done += 1;
              return at;
            }),
      { concurrency: 2, most: 10 },
    );
    const next = mapped.next();
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    expect([read, done]).toEqual([10, 9]);
    answer(0);
    expect((await next).value).toEqual({ item: 0, result: 0 });
    await mapped.return(undefined);
  });

  it('throws a failure when its turn comes, after what is under way has ended', async () => {
    const ended: number[] = [];
    const work = async (at: number): Promise<number> => {
      await Promise.resolve();
      if (at === 1) throw new Error('no answer');
      ended.push(at);
      return at;
    };
    const seen: number[] = [];
    await expect(async () => {
      for await (const { item } of mapAhead(count(6), work, { concurrency: 3 })) seen.push(item);
    }).rejects.toThrow('no answer');
    expect(seen).toEqual([0]);
    expect(ended).toContain(2);
  });
});
