/** A request in the AI SDK's shape, with the marks that let providers cache its stable beginning. */
import type { LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider';
import type { Model } from './model.ts';
import { imageMark, type Message, type ModelRequest } from './request.ts';

/** Anthropic caches up to a marked message; other providers ignore the mark and find prefixes by themselves. */
const cacheMark = { anthropic: { cacheControl: { type: 'ephemeral' } } };

/**
 * Converts a request for one attempt.
 *
 * The schema is left out where the endpoint is not known to enforce one: some servers answer 400 to it. So is what
 * the card or an earlier refusal says that the endpoint does not take.
 *
 * @param options.seed - Call seed of this attempt; replaces the request's own.
 * @param options.cacheKey - Same string for calls that share a beginning; OpenAI routes them to the same cache.
 */
export function convertRequest(
  model: Pick<Model, 'hasStructuredOutput' | 'card' | 'wire'>,
  request: ModelRequest,
  { seed, cacheKey }: { seed: number | undefined; cacheKey?: string | undefined },
): LanguageModelV4CallOptions {
  const { maxOutputTokens, responseSchema, temperature } = request;
  const messages = model.card?.acceptsSystem === false ? withoutSystem(request.messages) : request.messages;
  const marked = cachedPositions(messages);
  const takes = (setting: 'temperature' | 'seed'): boolean => model.wire?.omitted.has(setting) !== true;
  const takesTemperature = takes('temperature') && model.card?.acceptsTemperature !== false;
  return {
    prompt: messages.map((message, index) => convertMessage(message, marked.has(index))),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && takesTemperature && { temperature }),
    ...(seed !== undefined && takes('seed') && { seed }),
    ...(responseSchema !== undefined &&
      model.hasStructuredOutput && {
        responseFormat: { type: 'json', schema: responseSchema.schema, name: responseSchema.name },
      }),
    providerOptions: {
      // Pings show that a model which thinks for minutes is still there.
      anthropic: { includePings: true },
      ...(cacheKey !== undefined && { openai: { promptCacheKey: cacheKey } }),
    },
  };
}

/** The first message, which a whole run shares, and the last before the new question. */
export function cachedPositions(messages: readonly Pick<Message, 'role'>[]): Set<number> {
  const question = messages.findLastIndex(({ role }) => role === 'user');
  return new Set([0, question - 1].filter((index) => index >= 0 && index < question));
}

/** What a system message says comes first in the first message of the user. */
function withoutSystem(messages: readonly Message[]): Message[] {
  const said = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const [first, ...rest] = messages.filter(({ role }) => role !== 'system');
  if (said.length === 0 || first === undefined) return [...messages];
  return [{ ...first, content: [...said, first.content].join('\n\n') }, ...rest];
}

/**
 * Images stand behind the text: a conversation that goes on without them keeps its beginning byte for byte. In place of
 * their bytes stands their hash, which `showImages` resolves.
 */
function convertMessage({ role, content, images = [] }: Message, isMarked: boolean): LanguageModelV4Message {
  const mark = isMarked ? { providerOptions: cacheMark } : {};
  const text = { type: 'text' as const, text: content };
  if (role === 'system') return { role, content, ...mark };
  if (role === 'assistant') return { role, content: [text], ...mark };
  const shown = images.flatMap(({ label, mediaType, sha256 }) => [
    ...(label === '' ? [] : [{ type: 'text' as const, text: `\n\n${label}:` }]),
    {
      type: 'file' as const,
      mediaType,
      data: { type: 'reference' as const, reference: { longhand: sha256 } },
      providerOptions: imageMark(sha256),
    },
  ]);
  return { role, content: [text, ...shown], ...mark };
}
