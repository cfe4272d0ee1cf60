/**
 * A request as our rooms see it, and its canonical form.
 *
 * The canonical form is what a recording is keyed by and what the simulated model draws from: messages,
 * output limit, response schema and call seed, and nothing else (no clock, id, order or temperature). An image stands
 * in it by the hash of its file, whatever was made of the file for the endpoint.
 */
import { createHash } from 'node:crypto';
import type { LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { JSONSchema7 } from 'json-schema';
import type { ImageRef } from './images/image.ts';

export type Message = {
  role: 'system' | 'user' | 'assistant';
  content: string;
  /** Shown behind the text, in this order; of users only. Their bytes are found when the call is made. */
  images?: readonly ImageRef[] | undefined;
};

/** JSON the reply must be: a name for the provider, and the schema it follows. */
export type ResponseSchema = { name: string; schema: JSONSchema7 };

export type ModelRequest = {
  messages: readonly Message[];
  /** Upper limit of the reply, reasoning included, in tokens. Absent: the provider's own. */
  maxOutputTokens?: number;
  responseSchema?: ResponseSchema;
  /** Call seed; another seed asks the same model for another draw. */
  seed?: number;
  /** 0 to 2; absent: the provider's own default. */
  temperature?: number;
};

/** Canonical JSON of a call: equal calls give equal strings, key order included. */
function canonicalRequest(options: LanguageModelV4CallOptions): string {
  const format = options.responseFormat;
  return stableJson({
    messages: options.prompt.map((message) => ({ role: message.role, content: contentOf(message) })),
    maxOutputTokens: options.maxOutputTokens,
    schema: format?.type === 'json' ? (format.schema ?? {}) : undefined,
    seed: options.seed,
  });
}

/** SHA-256 of the canonical request, in hexadecimal: the key of recordings. */
export function hashRequest(options: LanguageModelV4CallOptions): string {
  return createHash('sha256').update(canonicalRequest(options)).digest('hex');
}

function contentOf(message: LanguageModelV4CallOptions['prompt'][number]): unknown {
  if (typeof message.content === 'string') return message.content;
  const parts = message.content.map((part) => {
    const image = imageHashOf(part);
    return part.type === 'text' ? part.text : image === undefined ? part : { image };
  });
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}

/** Our name among the options of a part. */
const ownOptions = 'longhand';

/** What marks a part of a call as an image of ours. */
export const imageMark = (sha256: string): SharedV4ProviderOptions => ({ [ownOptions]: { image: sha256 } });

/** The hash of the image that a part of a call stands for; undefined for any other part. */
export function imageHashOf(part: {
  type: string;
  providerOptions?: SharedV4ProviderOptions | undefined;
}): string | undefined {
  const image = part.type === 'file' ? part.providerOptions?.[ownOptions]?.image : undefined;
  return typeof image === 'string' ? image : undefined;
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
