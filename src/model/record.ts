/** Recording: every finished call as one line, enough to answer the same request again. */
import type {
  LanguageModelV4,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { Model } from './model.ts';
import { hashRequest } from './request.ts';

/** One finished call, as JSON: a line of `calls.jsonl`. */
export type RecordedCall = {
  /** `hashRequest` of the call. */
  request: string;
  text: string;
  reasoning?: string | undefined;
  finishReason: LanguageModelV4FinishReason;
  usage: Pick<LanguageModelV4Usage, 'inputTokens' | 'outputTokens'>;
  modelId?: string | undefined;
  ms: number;
  /** What the caller knew of the model: a replay must lead to the same requests. */
  model: Pick<Model, 'address' | 'isPractice' | 'hasStructuredOutput' | 'contextTokens' | 'card'>;
};

/**
 * Wraps a model so that each finished call goes to `sink` before its caller sees the end.
 *
 * Failed, broken and aborted calls are not recorded. An error of the sink fails the call.
 */
export function recordCalls(
  model: Model,
  sink: (call: RecordedCall) => void | Promise<void>,
  { now = Date.now }: { now?: () => number } = {},
): Model {
  const { address, isPractice, hasStructuredOutput, contextTokens, card, languageModel } = model;
  const facts = { address, isPractice, hasStructuredOutput, contextTokens, card };

  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const startedAt = now();
    const request = hashRequest(options);
    const result = await languageModel.doStream(options);
    let text = '';
    let reasoning = '';
    let modelId: string | undefined;
    const recorder = new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
      async transform(part, controller) {
        if (part.type === 'text-delta') text += part.delta;
        if (part.type === 'reasoning-delta') reasoning += part.delta;
        if (part.type === 'response-metadata') modelId = part.modelId ?? modelId;
        if (part.type === 'finish' && isFinished(part.finishReason)) {
          await sink({
            request,
            text,
            ...(reasoning !== '' && { reasoning }),
            finishReason: part.finishReason,
            usage: countsOf(part.usage),
            modelId,
            ms: now() - startedAt,
            model: facts,
          });
        }
        controller.enqueue(part);
      },
    });
    return { ...result, stream: result.stream.pipeThrough(recorder) };
  };

  const doGenerate: LanguageModelV4['doGenerate'] = async (options) => {
    const startedAt = now();
    const result = await languageModel.doGenerate(options);
    const textOf = (type: 'text' | 'reasoning'): string =>
      result.content.map((part) => (part.type === type ? part.text : '')).join('');
    if (isFinished(result.finishReason)) {
      const reasoning = textOf('reasoning');
      await sink({
        request: hashRequest(options),
        text: textOf('text'),
        ...(reasoning !== '' && { reasoning }),
        finishReason: result.finishReason,
        usage: countsOf(result.usage),
        modelId: result.response?.modelId,
        ms: now() - startedAt,
        model: facts,
      });
    }
    return result;
  };

  const { specificationVersion, provider, modelId, supportedUrls } = languageModel;
  return {
    ...model,
    languageModel: { specificationVersion, provider, modelId, supportedUrls, doStream, doGenerate },
  };
}

const isFinished = ({ unified }: LanguageModelV4FinishReason): boolean =>
  unified !== 'error' && unified !== 'interrupted';

/** Without the provider's raw object, which may hold anything. */
const countsOf = ({ inputTokens, outputTokens }: LanguageModelV4Usage): RecordedCall['usage'] => ({
  inputTokens,
  outputTokens,
});
