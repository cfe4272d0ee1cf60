/**
 * A GGUF file as a language model, in this process.
 *
 * One model object holds one document: what a call has in common with the one before it, from the first token on, is
 * kept in the KV cache and not read again. Calls wait for each other; alternating documents belong to two models.
 */
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  SharedV4Warning,
} from '@ai-sdk/provider';
import { generateFromStream } from '../collect-stream.ts';
import { createReplyMemory } from './chat-tokens.ts';
import type { LoadedGguf } from './load-gguf.ts';
import { type Emit, writeAnswer } from './write-answer.ts';

/** Loading, waiting and reading can take minutes: so often the caller hears that there is still somebody. */
const signOfLifeInMs = 20_000;

/**
 * Creates the model.
 *
 * Its stream ends with an error part where the file cannot be loaded (`UsageError`) or the prompt is too long
 * (`ModelCallError` `context-overflow`, before anything is read).
 *
 * @param options.load - Called at the first call, and again after it has failed.
 */
export function createGgufLanguageModel({
  address,
  load,
}: {
  address: string;
  load: () => Promise<LoadedGguf>;
}): LanguageModelV4 {
  const replies = createReplyMemory();
  let loading: Promise<LoadedGguf> | undefined;
  let last: Promise<void> = Promise.resolve();

  const answer = async (
    options: LanguageModelV4CallOptions,
    signal: AbortSignal,
    emit: Emit,
  ): Promise<void> => {
    loading ??= load();
    const loaded = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    await writeAnswer(loaded, { address, options, replies, signal, emit });
  };

  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const { abortSignal } = options;
    abortSignal?.throwIfAborted();
    const closed = new AbortController();
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      start(controller) {
        const emit: Emit = (part) => {
          if (!closed.signal.aborted) controller.enqueue(part);
        };
        emit({ type: 'stream-start', warnings: warningsOf(options) });
        const abort = (): void => {
          if (!closed.signal.aborted) controller.error(abortSignal?.reason);
          closed.abort(abortSignal?.reason);
        };
        abortSignal?.addEventListener('abort', abort, { once: true });
        const alive = setInterval(
          () => emit({ type: 'response-metadata', modelId: address }),
          signOfLifeInMs,
        );
        last = last
          .then(async () => {
            closed.signal.throwIfAborted();
            await answer(options, closed.signal, emit);
          })
          .catch((error: unknown) => emit({ type: 'error', error }))
          .then(() => {
            clearInterval(alive);
            abortSignal?.removeEventListener('abort', abort);
            if (!closed.signal.aborted) controller.close();
          });
      },
      cancel: () => closed.abort(),
    });
    return { stream };
  };

  return {
    specificationVersion: 'v4',
    provider: 'gguf',
    modelId: address,
    supportedUrls: {},
    doStream,
    doGenerate: generateFromStream(doStream),
  };
}

function warningsOf({ tools = [], ...options }: LanguageModelV4CallOptions): SharedV4Warning[] {
  const unsupported = [
    ...(tools.length > 0 ? ['tools'] : []),
    ...(options.presencePenalty !== undefined ? ['presencePenalty'] : []),
    ...(options.frequencyPenalty !== undefined ? ['frequencyPenalty'] : []),
  ];
  return unsupported.map((feature) => ({ type: 'unsupported', feature }));
}
