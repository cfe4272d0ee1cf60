/**
 * A model that hears another length than it is told: the last number with a unit in the last user message is changed
 * before the model behind it reads the message. The text stays whole sentences; the length law is one that neither the
 * simulated model nor the program knows.
 */
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { hashRequest } from '../../src/model/request.ts';
import { findLengths } from '../../src/model/simulated/asked-words.ts';
import { createRandom, type Random } from '../../src/model/simulated/random.ts';

/**
 * Words heard for words asked.
 *
 * @param ordinal - How many answers of prose the model has begun before, from 0.
 * @param random - Draws of this request alone.
 */
export type Hearing = (askedWords: number, ordinal: number, random: Random) => number;

/** Requests for JSON, and such without a length in their last message, pass as they are. */
export function misreadLengths(model: LanguageModelV4, hear: Hearing): LanguageModelV4 {
  let ordinal = 0;
  const convert = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => {
    if (options.responseFormat?.type === 'json') return options;
    const at = options.prompt.findLastIndex(({ role }) => role === 'user');
    const message = options.prompt[at];
    if (message?.role !== 'user') return options;
    const random = createRandom('hearing', hashRequest(options));
    const place = ordinal++;
    const content = message.content.map((part) =>
      part.type === 'text'
        ? { ...part, text: changeLastLength(part.text, (words) => hear(words, place, random)) }
        : part,
    );
    return { ...options, prompt: options.prompt.with(at, { ...message, content }) };
  };
  return {
    specificationVersion: model.specificationVersion,
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: model.supportedUrls,
    doGenerate: async (options) => model.doGenerate(convert(options)),
    doStream: async (options) => model.doStream(convert(options)),
  };
}

function changeLastLength(text: string, change: (words: number) => number): string {
  const last = findLengths(text).at(-1);
  if (last === undefined) return text;
  const unit = /\p{Script=Han}/u.test(text.slice(last.start, last.end)) ? '字' : ' words';
  const words = Math.max(1, Math.round(change(last.words)));
  return `${text.slice(0, last.start)}${words}${unit}${text.slice(last.end)}`;
}
