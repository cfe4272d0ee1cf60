/** An answer that comes whole after hours, as the stream that every caller reads. */
import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { RowAnswer } from './batch-store.ts';

/**
 * Creates a stream that says `ping` until the answer is there. So whoever limits the silence between two parts, as
 * the call layer does, sees that somebody still waits, and needs no limit of its own for batches.
 *
 * @param wait - Begins at once. Its signal is aborted when nobody reads any more.
 * @param options.heartbeatInMs - Must be shorter than the silence a reader bears.
 */
export function createWaitingStream(
  wait: (signal: AbortSignal) => Promise<{ answer: RowAnswer; warnings: readonly string[] }>,
  { heartbeatInMs }: { heartbeatInMs: number },
): ReadableStream<LanguageModelV4StreamPart> {
  const abandoned = new AbortController();
  let heartbeat: NodeJS.Timeout;
  return new ReadableStream({
    start(controller) {
      const say = (parts: LanguageModelV4StreamPart[]): void => {
        if (!abandoned.signal.aborted) for (const part of parts) controller.enqueue(part);
      };
      heartbeat = setInterval(() => say([{ type: 'ping' }]), heartbeatInMs);
      wait(abandoned.signal)
        .then(
          ({ answer, warnings }) => say(partsOf(answer, warnings)),
          (error: unknown) => say([{ type: 'error', error }]),
        )
        .then(() => {
          clearInterval(heartbeat);
          if (!abandoned.signal.aborted) controller.close();
        });
    },
    cancel(reason) {
      clearInterval(heartbeat);
      abandoned.abort(reason);
    },
  });
}

function partsOf(
  { text, reasoning, finishReason, usage, modelId }: RowAnswer,
  warnings: readonly string[],
): LanguageModelV4StreamPart[] {
  return [
    { type: 'stream-start', warnings: warnings.map((message) => ({ type: 'other', message })) },
    { type: 'response-metadata', ...(modelId !== undefined && { modelId }) },
    ...(reasoning === undefined ? [] : wrap('reasoning', reasoning)),
    ...(text === '' ? [] : wrap('text', text)),
    { type: 'finish', finishReason, usage: usage as LanguageModelV4Usage },
  ];
}

const wrap = (kind: 'text' | 'reasoning', delta: string): LanguageModelV4StreamPart[] => [
  { type: `${kind}-start`, id: kind },
  { type: `${kind}-delta`, id: kind, delta },
  { type: `${kind}-end`, id: kind },
];
