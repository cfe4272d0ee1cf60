/** A queue between a run that speaks and a caller that listens at its own pace. */
import { isDelta } from './events.ts';

export type EventStream<E extends { type: string }> = AsyncIterable<E> & {
  push(event: E): void;
  /** No event follows; iteration ends after what is queued. */
  end(): void;
};

type Delta<E> = E & { id?: string; text?: string; isRestart?: boolean };

/**
 * Streaming text waits as one piece a section however slow the listener is, so the queue holds at most the
 * durable events of the run and one delta between two of them.
 */
export function createEventStream<E extends { type: string }>(): EventStream<E> {
  const queue: E[] = [];
  let wake: (() => void) | undefined;
  let hasEnded = false;
  let isHeard = false;
  return {
    push(event) {
      const last = queue.at(-1) as Delta<E> | undefined;
      const next = event as Delta<E>;
      if (last && isDelta(last) && last.type === next.type && last.id === next.id && !next.isRestart) {
        queue[queue.length - 1] = { ...last, text: `${last.text}${next.text}` };
      } else queue.push(event);
      wake?.();
    },
    end() {
      hasEnded = true;
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      // Two listeners would each get a part of the events, and one might wait for ever.
      if (isHeard) throw new Error('A run can be iterated once; keep its events where several need them.');
      isHeard = true;
      for (;;) {
        const event = queue.shift();
        if (event !== undefined) yield event;
        else if (hasEnded) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = undefined;
        }
      }
    },
  };
}
