/**
 * Time that passes only when everybody waits: calls take the time their model computes for them, and nothing else takes
 * any. For runs whose every wait is a model call, it gives the wall time of any number of calls side by side in a
 * moment.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { LanguageModelV4 } from '@ai-sdk/provider';

export type VirtualTime = {
  /** Milliseconds since the beginning. */
  now(): number;
  /** A model whose answers arrive when their computed time has passed (`providerMetadata.simulated.ms`). */
  slow(
    model: LanguageModelV4,
    onCall?: (call: { startedAt: number; endedAt: number; name: string }) => void,
  ): LanguageModelV4;
  /** Runs work to its end in this time. */
  run<T>(work: Promise<T>): Promise<T>;
};

export function createVirtualTime(): VirtualTime {
  let now = 0;
  let waiting: { due: number; wake: () => void }[] = [];
  const wait = (ms: number): Promise<void> =>
    new Promise((wake) => {
      waiting.push({ due: now + ms, wake });
    });
  return {
    now: () => now,
    slow: (model, onCall) => ({
      ...model,
      specificationVersion: 'v4',
      async doStream(options) {
        const startedAt = now;
        const result = await model.doGenerate(options);
        const ms = Number(result.providerMetadata?.simulated?.ms ?? 0);
        await wait(ms);
        onCall?.({ startedAt, endedAt: now, name: '' });
        const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
        return {
          stream: ReadableStream.from([
            { type: 'stream-start' as const, warnings: [] },
            { type: 'text-start' as const, id: '0' },
            { type: 'text-delta' as const, id: '0', delta: text },
            { type: 'text-end' as const, id: '0' },
            { type: 'finish' as const, finishReason: result.finishReason, usage: result.usage },
          ]),
        };
      },
    }),
    async run(work) {
      let isOver = false;
      const ended = work.finally(() => {
        isOver = true;
      });
      ended.catch(() => {});
      while (!isOver) {
        // Whoever can go on without waiting does so first.
        for (let turns = 0; turns < 20 && !isOver; turns += 1) await turn();
        if (isOver || waiting.length === 0) continue;
        const due = Math.min(...waiting.map((each) => each.due));
        now = due;
        const awake = waiting.filter((each) => each.due <= due);
        waiting = waiting.filter((each) => each.due > due);
        for (const { wake } of awake) wake();
      }
      return ended;
    },
  };
}
