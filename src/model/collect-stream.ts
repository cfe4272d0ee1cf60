/** A whole answer from a streaming model, for models that are written as streams. */
import type { LanguageModelV4, LanguageModelV4GenerateResult } from '@ai-sdk/provider';

/**
 * Makes `doGenerate` out of `doStream`.
 *
 * @throws The stream's error part, and an `Error` for a stream that ends without a finish part.
 */
export function generateFromStream(doStream: LanguageModelV4['doStream']): LanguageModelV4['doGenerate'] {
  return async (options) => {
    const { stream } = await doStream(options);
    let text = '';
    let reasoning = '';
    const result: Partial<LanguageModelV4GenerateResult> = {};
    for await (const part of stream) {
      if (part.type === 'text-delta') text += part.delta;
      if (part.type === 'reasoning-delta') reasoning += part.delta;
      if (part.type === 'error') throw part.error;
      if (part.type === 'stream-start') result.warnings = part.warnings;
      if (part.type === 'response-metadata') {
        const { id, timestamp, modelId } = part;
        result.response = { id, timestamp, modelId };
      }
      if (part.type === 'finish') {
        result.finishReason = part.finishReason;
        result.usage = part.usage;
      }
    }
    if (result.finishReason === undefined || result.usage === undefined) {
      throw new Error('The stream ended without a finish part.');
    }
    return {
      ...result,
      content: [
        ...(reasoning === '' ? [] : [{ type: 'reasoning' as const, text: reasoning }]),
        ...(text === '' ? [] : [{ type: 'text' as const, text }]),
      ],
      finishReason: result.finishReason,
      usage: result.usage,
      warnings: result.warnings ?? [],
    };
  };
}
