/** Ollama's answer, one JSON object per line, as parts of the AI SDK. Only a line with `done: true` is an end. */
import {
  InvalidResponseDataError,
  JSONParseError,
  type LanguageModelV4FinishReason,
  type LanguageModelV4StreamPart,
  type LanguageModelV4Usage,
  type SharedV4Warning,
} from '@ai-sdk/provider';
import { z } from 'zod';

const count = z.int().nonnegative().optional().catch(undefined);
const word = z.string().nullish();

const line = z.object({
  model: word,
  message: z.object({ content: word, thinking: word }).nullish(),
  done: z.boolean().nullish(),
  done_reason: word,
  prompt_eval_count: count,
  /** The part of the prompt read from the cache; newer servers. */
  prompt_eval_cached_count: count,
  eval_count: count,
});

type Line = z.infer<typeof line>;

/**
 * Reads the stream. One that stops before `done: true` gives no finish part: the answer is cut.
 *
 * An `error` line becomes an error part and ends the stream. A line that is nothing of Ollama's is thrown.
 */
export function readOllamaStream(
  body: AsyncIterable<Uint8Array>,
  warnings: SharedV4Warning[],
): ReadableStream<LanguageModelV4StreamPart> {
  const parts = convertLines(readLines(body), warnings);
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    // Nothing is read ahead: a broken connection must not overtake the text before it.
    { highWaterMark: 0 },
  );
}

async function* convertLines(
  lines: AsyncIterable<unknown>,
  warnings: SharedV4Warning[],
): AsyncGenerator<LanguageModelV4StreamPart, void> {
  yield { type: 'stream-start', warnings };
  let open: 'text' | 'reasoning' | undefined;
  let isFirst = true;
  for await (const value of lines) {
    if (isError(value)) {
      yield { type: 'error', error: unwrapError(value) };
      return;
    }
    const { data: part } = line.safeParse(value);
    if (part === undefined) throw new InvalidResponseDataError({ data: value });
    if (isFirst) yield { type: 'response-metadata', modelId: part.model ?? undefined };
    isFirst = false;
    for (const [type, delta] of [
      ['reasoning', part.message?.thinking],
      ['text', part.message?.content],
    ] as const) {
      if (!delta) continue;
      if (open !== type) {
        if (open !== undefined) yield { type: `${open}-end`, id: open };
        yield { type: `${type}-start`, id: type };
        open = type;
      }
      yield { type: `${type}-delta`, id: type, delta };
    }
    if (part.done !== true) continue;
    if (open !== undefined) yield { type: `${open}-end`, id: open };
    yield { type: 'finish', finishReason: convertReason(part.done_reason), usage: convertCounts(part) };
    return;
  }
}

async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (text.trim() !== '') yield parseLine(text);
  }
  // Half a line is a cut, not an error; a whole one may come without its line break.
  const last = parseJson(rest);
  if (last !== undefined) yield last;
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JSONParseError({ text: text.slice(0, 300), cause });
  }
}

function convertReason(reason: string | null | undefined): LanguageModelV4FinishReason {
  return { unified: reason === 'stop' || reason === 'length' ? reason : 'other', raw: reason ?? undefined };
}

function convertCounts({
  prompt_eval_count: input,
  prompt_eval_cached_count: cacheRead,
  eval_count: output,
}: Line): LanguageModelV4Usage {
  return {
    inputTokens: {
      total: input,
      noCache: input === undefined ? undefined : input - (cacheRead ?? 0),
      cacheRead,
      cacheWrite: undefined,
    },
    outputTokens: { total: output, text: undefined, reasoning: undefined },
  };
}

/** The error in a body or line, with what a runner underneath has said taken out of the string it is wrapped in. */
export function parseOllamaError(text: string): unknown {
  const value = parseJson(text);
  return isError(value) ? unwrapError(value) : undefined;
}

function unwrapError(value: { error: unknown }): unknown {
  const inner = typeof value.error === 'string' ? parseJson(value.error) : undefined;
  return isError(inner) ? inner : value;
}

const isError = (value: unknown): value is { error: unknown } =>
  typeof value === 'object' && value !== null && 'error' in value && Boolean(value.error);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Most messages are plain words.
    return undefined;
  }
}
