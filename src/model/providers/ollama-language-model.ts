/**
 * Ollama's own chat API as a language model.
 *
 * Not its OpenAI route: that one takes no `num_ctx`, so a long prompt silently loses its beginning there.
 */
import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4CallOptions,
  type LanguageModelV4Prompt,
  type SharedV4Warning,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { generateFromStream } from '../collect-stream.ts';
import { estimateTokens, loadTokenizer } from '../estimate-tokens.ts';
import { parseOllamaError, readOllamaStream } from './ollama-stream.ts';
import type { ChooseContext } from './ollama-window.ts';

type OllamaMessage = { role: string; content: string; images?: string[] };

/** Roles and separators of a chat template, per message. */
const templateTokens = 8;
/** An image of the largest size that is sent takes up to so many tokens of the models it serves. */
const imageTokens = 4_096;

/**
 * Creates the model. Every call names its context size and asks the server to refuse rather than to cut.
 *
 * @param options.url - Of the chat route.
 * @param options.fetch - Guarded: it must follow no redirect.
 * @returns A model whose `doStream` throws `APICallError` for what the server answers, and what `chooseContext` throws.
 */
export function createOllamaLanguageModel({
  name,
  url,
  headers,
  fetch,
  chooseContext,
}: {
  name: string;
  url: string;
  headers: Record<string, string>;
  fetch: typeof globalThis.fetch;
  chooseContext: ChooseContext;
}): LanguageModelV4 {
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const { prompt, maxOutputTokens, abortSignal } = options;
    abortSignal?.throwIfAborted();
    const messages = convertPrompt(prompt);
    await loadTokenizer();
    const promptTokens = messages.reduce(
      (sum, { content, images = [] }) =>
        sum + estimateTokens(content) + templateTokens + images.length * imageTokens,
      0,
    );
    const contextTokens = await chooseContext({ promptTokens, maxOutputTokens });
    abortSignal?.throwIfAborted();
    const body = { model: name, messages, ...convertSettings(options, contextTokens) };
    const response = await post(body, options);
    return {
      stream: readOllamaStream(response.body ?? nothing(), warningsOf(options)),
      request: { body },
      response: { headers: Object.fromEntries(response.headers) },
    };
  };

  async function post(
    body: object,
    { headers: own, abortSignal }: Pick<LanguageModelV4CallOptions, 'headers' | 'abortSignal'>,
  ): Promise<Response> {
    const failure = { url, requestBodyValues: body };
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...withoutUndefined(own ?? {}) },
      body: JSON.stringify(body),
      signal: abortSignal ?? null,
    }).catch((cause: unknown) => {
      // Fetch reports every network trouble as a TypeError; an abort stays what it is.
      if (!(cause instanceof TypeError)) throw cause;
      throw new APICallError({ ...failure, message: 'Cannot connect to Ollama.', cause });
    });
    if (response.ok) return response;
    const responseBody = await response.text();
    throw new APICallError({
      ...failure,
      message: response.statusText,
      statusCode: response.status,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody,
      data: describeError(response.status, responseBody),
    });
  }

  function describeError(status: number, text: string): unknown {
    const error = parseOllamaError(text);
    const said = (error as { error?: unknown } | undefined)?.error;
    if (status !== 404 || typeof said !== 'string' || !said.includes('not found')) return error;
    return { error: `${said} (get it with \`ollama pull ${name}\`)` };
  }

  return {
    specificationVersion: 'v4',
    provider: 'ollama',
    modelId: name,
    supportedUrls: {},
    doStream,
    doGenerate: generateFromStream(doStream),
  };
}

function convertSettings(options: LanguageModelV4CallOptions, contextTokens: number): object {
  const { responseFormat, reasoning = 'provider-default', maxOutputTokens } = options;
  return {
    stream: true,
    // A request that is too long gets an error, and an answer that fills the context ends; older servers ignore both.
    truncate: false,
    shift: false,
    ...(responseFormat?.type === 'json' && { format: responseFormat.schema ?? 'json' }),
    ...(reasoning !== 'provider-default' && { think: reasoning !== 'none' }),
    options: withoutUndefined({
      num_ctx: contextTokens,
      num_predict: maxOutputTokens,
      temperature: options.temperature,
      seed: options.seed,
      top_p: options.topP,
      top_k: options.topK,
      stop: options.stopSequences,
      presence_penalty: options.presencePenalty,
      frequency_penalty: options.frequencyPenalty,
    }),
  };
}

const withoutUndefined = <T>(fields: Record<string, T | undefined>): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, T] => entry[1] !== undefined));

/** A good status without a body is an answer that never came. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

function warningsOf({ tools = [] }: LanguageModelV4CallOptions): SharedV4Warning[] {
  return tools.length === 0 ? [] : [{ type: 'unsupported', feature: 'tools' }];
}

function convertPrompt(prompt: LanguageModelV4Prompt): OllamaMessage[] {
  return prompt.map(({ role, content }) => {
    if (typeof content === 'string') return { role, content };
    const images: string[] = [];
    const texts = content.map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type !== 'file' || part.data.type !== 'data' || !part.mediaType.startsWith('image/'))
        throw new UnsupportedFunctionalityError({
          functionality: `${part.type} parts in messages to Ollama`,
        });
      const { data } = part.data;
      images.push(typeof data === 'string' ? data : Buffer.from(data).toString('base64'));
      return '';
    });
    return { role, content: texts.join(''), ...(images.length > 0 && { images }) };
  });
}
