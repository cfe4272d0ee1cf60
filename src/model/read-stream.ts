/** One attempt: a call read to its end. Whatever goes wrong is told in the outcome, never thrown. */
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
  SharedV4Warning,
} from '@ai-sdk/provider';
import type { Delay } from './delay.ts';
import { createThinkFilter } from './think-filter.ts';

export type StreamOutcome = {
  /** Prose received, without thoughts. */
  text: string;
  reasoningText: string;
  /** Absent: the stream ended without one, so the answer is cut. */
  finishReason?: LanguageModelV4FinishReason;
  usage?: LanguageModelV4Usage;
  modelId?: string;
  requestId?: string;
  warnings: string[];
  /** What was thrown, or came as an error part. */
  error?: unknown;
  /** The answer began in the middle of thoughts, which the chat template had opened. */
  openedByTemplate?: boolean;
  /** No part arrived in time. */
  isIdle: boolean;
  /** From the call to the first word or thought. */
  firstTokenInMs?: number;
  ms: number;
};

/** Made once: an answer has many parts, and a stack costs more than reading one. */
const partCame = new DOMException('A part of the answer arrived.', 'AbortError');
/** Before the first word a server may read a long prompt or think: it gets this many times longer. */
const patienceAtStart = 2.5;

/**
 * Calls the model and reads the stream.
 *
 * Ends at the finish part, the first error part, an abort or silence, and in the last two cases closes the connection.
 * An error part ends the attempt even where the stream goes on: what it stands for could be a hole in the text.
 *
 * @param options.onDelta - Gets prose as it arrives.
 * @param options.idleTimeoutInMs - Longest silence between two parts; 2.5 times as long before the first.
 */
export async function readStream(
  languageModel: LanguageModelV4,
  callOptions: LanguageModelV4CallOptions,
  {
    abortSignal,
    onDelta,
    idleTimeoutInMs,
    delay,
    now,
    opensThinking = false,
  }: {
    abortSignal?: AbortSignal | undefined;
    onDelta?: ((text: string) => void) | undefined;
    idleTimeoutInMs: number;
    delay: Delay;
    now: () => number;
    /** Earlier answers began in the middle of thoughts. */
    opensThinking?: boolean;
  },
): Promise<StreamOutcome> {
  const startedAt = now();
  const outcome: StreamOutcome = { text: '', reasoningText: '', warnings: [], isIdle: false, ms: 0 };
  const filter = createThinkFilter({ startsInside: opensThinking });
  const connection = new AbortController();
  let silence = new AbortController();
  const abort = (): void => {
    connection.abort(abortSignal?.reason);
    silence.abort(abortSignal?.reason);
  };
  const within = async <T>(limitInMs: number, begin: () => PromiseLike<T>): Promise<T> => {
    // An abort between two parts finds no wait to end.
    abortSignal?.throwIfAborted();
    silence = new AbortController();
    const limit = delay(limitInMs, silence.signal).then(() => {
      outcome.isIdle = true;
      throw new Error(`No part of the answer arrived for ${limitInMs / 1_000} s.`);
    });
    try {
      // A `begin` that throws at once must not leave the limit without a listener.
      return await Promise.race([(async () => begin())(), limit]);
    } finally {
      silence.abort(partCame);
    }
  };
  const emit = (prose: string): void => {
    if (prose !== '') onDelta?.(prose);
  };

  abortSignal?.addEventListener('abort', abort, { once: true });
  let reader: ReadableStreamDefaultReader<LanguageModelV4StreamPart> | undefined;
  try {
    const { stream, response } = await within(idleTimeoutInMs * patienceAtStart, () =>
      languageModel.doStream({ ...callOptions, abortSignal: connection.signal }),
    );
    outcome.requestId = response?.headers?.['x-request-id'] ?? response?.headers?.['request-id'];
    const opened = stream.getReader();
    reader = opened;
    let hasBegun = false;
    while (outcome.finishReason === undefined && outcome.error === undefined) {
      const limitInMs: number = hasBegun ? idleTimeoutInMs : idleTimeoutInMs * patienceAtStart;
      const { done, value: part } = await within(limitInMs, () => opened.read());
      if (done) break;
      hasBegun ||= part.type !== 'stream-start' && part.type !== 'response-metadata';
      if (part.type === 'text-delta' || part.type === 'reasoning-delta')
        outcome.firstTokenInMs ??= now() - startedAt;
      emit(takePart(outcome, filter, part));
    }
  } catch (error) {
    outcome.error = error;
  } finally {
    abortSignal?.removeEventListener('abort', abort);
    connection.abort(partCame);
    // The stream may have failed already; its error is in the outcome.
    reader?.cancel().catch(() => {});
  }
  emit(filter.end({ isCut: outcome.finishReason === undefined }));
  outcome.openedByTemplate = filter.openedByTemplate;
  outcome.text = filter.text;
  outcome.reasoningText += filter.reasoningText;
  outcome.ms = now() - startedAt;
  return outcome;
}

/** Files a part into the outcome; returns the prose in it. */
function takePart(
  outcome: StreamOutcome,
  filter: ReturnType<typeof createThinkFilter>,
  part: LanguageModelV4StreamPart,
): string {
  switch (part.type) {
    case 'text-delta':
      return filter.push(part.delta);
    case 'reasoning-delta':
      outcome.reasoningText += part.delta;
      return '';
    case 'stream-start':
      outcome.warnings = part.warnings.map(describeWarning);
      return '';
    case 'response-metadata':
      outcome.modelId = part.modelId ?? outcome.modelId;
      return '';
    case 'finish':
      outcome.finishReason = part.finishReason;
      outcome.usage = part.usage;
      return '';
    case 'error':
      outcome.error = part.error ?? { message: 'The stream reported an error without saying which.' };
      return '';
    default:
      return '';
  }
}

function describeWarning(warning: SharedV4Warning): string {
  switch (warning.type) {
    case 'unsupported':
      return `\`${warning.feature}\` is not supported by this model${warning.details ? `: ${warning.details}` : ''}`;
    case 'compatibility':
      return `\`${warning.feature}\` works in a compatible way${warning.details ? `: ${warning.details}` : ''}`;
    case 'deprecated':
      return `\`${warning.setting}\` is deprecated: ${warning.message}`;
    default:
      return warning.message;
  }
}
