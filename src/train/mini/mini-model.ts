/**
 * Mini as a language model: the small one that ships, computed in this process.
 *
 * It reads the compact prompt profile; anything else is to it the wish for an article. What a request has in common
 * with the one before it, from the first token on, is not read again. Calls wait for each other.
 */
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  SharedV4Warning,
} from '@ai-sdk/provider';
import { generateFromStream } from '../../model/collect-stream.ts';
import { isKnownWord } from './grammar/lexicon.ts';
import { createMiniDecoder } from './inference/decoder.ts';
import type { KernelName } from './inference/kernels.ts';
import { createMiniSequence } from './inference/sequence.ts';
import { loadMiniFiles, type MiniFiles } from './mini-files.ts';
import { createMiniVocabulary } from './mini-vocabulary.ts';
import { type LoadedMini, writeAnswer } from './write-answer.ts';

const address = 'mini';

/**
 * Creates the model.
 *
 * The same request with the same seed gives the same text, streamed or not, whatever was asked before. Its stream ends
 * with an error part where the files cannot be loaded (`UsageError`) or the prompt is too long (`ModelCallError`
 * `context-overflow`). A stream is finished by the abort's reason within some 20 ms of computing.
 *
 * @param options.load - Called at the first call, and again after it has failed. Left out: the model that ships.
 * @param options.kernel - Left out: the fastest there is.
 */
export function createMiniModel({
  load = loadMiniFiles,
  kernel,
}: {
  load?: () => Promise<MiniFiles>;
  kernel?: KernelName;
} = {}): LanguageModelV4 {
  let loading: Promise<LoadedMini> | undefined;
  let last: Promise<void> = Promise.resolve();

  const getLoaded = (): Promise<LoadedMini> => {
    loading ??= load()
      .then(({ config, weights, tokenizer }) => ({
        tokenizer,
        vocabulary: createMiniVocabulary(tokenizer),
        sequence: createMiniSequence(createMiniDecoder(config, weights, { kernel })),
        isKnownWord,
      }))
      .catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
    return loading;
  };

  const answer = async (
    options: LanguageModelV4CallOptions,
    signal: AbortSignal,
    emit: (part: LanguageModelV4StreamPart) => void,
  ): Promise<void> => {
    const loaded = await getLoaded();
    const startedAt = performance.now();
    const sentences = writeAnswer(loaded, options, { address, signal });
    let step = await sentences.next();
    if (!step.done) emit({ type: 'text-start', id: '0' });
    const hasText = !step.done;
    for (; !step.done; step = await sentences.next())
      emit({ type: 'text-delta', id: '0', delta: step.value });
    if (hasText) emit({ type: 'text-end', id: '0' });
    const { finishReason, usage } = step.value;
    emit({
      type: 'finish',
      finishReason: { unified: finishReason, raw: finishReason },
      usage,
      providerMetadata: { mini: { ms: Math.round(performance.now() - startedAt) } },
    });
  };

  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const { abortSignal } = options;
    abortSignal?.throwIfAborted();
    const closed = new AbortController();
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      start(controller) {
        const emit = (part: LanguageModelV4StreamPart): void => {
          if (!closed.signal.aborted) controller.enqueue(part);
        };
        emit({ type: 'stream-start', warnings: warningsOf(options) });
        emit({ type: 'response-metadata', modelId: address });
        const abort = (): void => {
          if (!closed.signal.aborted) controller.error(abortSignal?.reason);
          closed.abort(abortSignal?.reason);
        };
        abortSignal?.addEventListener('abort', abort, { once: true });
        last = last
          .then(async () => {
            closed.signal.throwIfAborted();
            await answer(options, closed.signal, emit);
          })
          .catch((error: unknown) => emit({ type: 'error', error }))
          .then(() => {
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
    provider: 'mini',
    modelId: address,
    supportedUrls: {},
    doStream,
    doGenerate: generateFromStream(doStream),
  };
}

function warningsOf({ tools = [], ...options }: LanguageModelV4CallOptions): SharedV4Warning[] {
  const unsupported = [
    ...(tools.length > 0 ? ['tools'] : []),
    ...(options.responseFormat?.type === 'json' ? ['responseFormat'] : []),
    ...(options.stopSequences !== undefined ? ['stopSequences'] : []),
    ...(options.topK !== undefined ? ['topK'] : []),
    ...(options.presencePenalty !== undefined ? ['presencePenalty'] : []),
    ...(options.frequencyPenalty !== undefined ? ['frequencyPenalty'] : []),
  ];
  return unsupported.map((feature) => ({ type: 'unsupported', feature }));
}
