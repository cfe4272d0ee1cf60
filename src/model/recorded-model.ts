/** Replays recorded calls: the same requests get the same answers, and nothing is called. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { z } from 'zod';
import { ModelCallError, UsageError } from '../errors.ts';
import { generateFromStream } from './collect-stream.ts';
import type { Model } from './model.ts';
import type { RecordedCall } from './record.ts';
import { hashRequest } from './request.ts';

const count = z.number().nonnegative().optional();
const recordedCall = z.object({
  request: z.string(),
  text: z.string(),
  reasoning: z.string().optional(),
  finishReason: z.object({
    unified: z.enum(['stop', 'length', 'content-filter', 'tool-calls', 'other']),
    raw: z.string().optional(),
  }),
  usage: z.object({
    inputTokens: z.object({ total: count, noCache: count, cacheRead: count, cacheWrite: count }),
    outputTokens: z.object({ total: count, text: count, reasoning: count }),
  }),
  modelId: z.string().optional(),
  ms: z.number(),
  model: z.object({
    address: z.string(),
    isPractice: z.boolean(),
    hasStructuredOutput: z.boolean(),
    contextTokens: z.number().optional(),
  }),
});

/**
 * Loads `recorded:<path>`: a JSONL file of recorded calls, or a folder with `calls.jsonl`.
 *
 * A last line that a killed writer left half-written is ignored. The recording of a practice model is one itself.
 *
 * @throws {UsageError} Nothing there, or a line that is no recorded call.
 */
export async function loadRecordedModel(path: string): Promise<Model> {
  const address = `recorded:${path}`;
  const file = (await isFolder(path)) ? join(path, 'calls.jsonl') : path;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `Expected \`${address}\` to name a recording or a folder with \`calls.jsonl\`, found none there.`,
      { cause },
    );
  });
  return createRecordedModel(address, parseCalls(text, file));
}

/**
 * Makes a model of recorded calls. Repeated requests are answered in recorded order, then by the last answer.
 *
 * Its calls fail with `ModelCallError` (`bad-request`) for a request that was never recorded.
 */
export function createRecordedModel(address: string, calls: readonly RecordedCall[]): Model {
  const answersByRequest = Map.groupBy(calls, ({ request }) => request);
  const asked = new Map<string, number>();
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    options.abortSignal?.throwIfAborted();
    const request = hashRequest(options);
    const answers = answersByRequest.get(request) ?? [];
    const times = asked.get(request) ?? 0;
    const call = answers[times] ?? answers.at(-1);
    if (call === undefined) {
      throw new ModelCallError(
        `\`${address}\` holds no call with this request (${calls.length} others). It answers only what was recorded, with the same settings and version.`,
        { fault: 'bad-request', address },
      );
    }
    asked.set(request, times + 1);
    return { stream: ReadableStream.from(partsOf(call)) };
  };
  return {
    address,
    languageModel: {
      specificationVersion: 'v4',
      provider: 'recorded',
      modelId: calls.at(-1)?.modelId ?? address,
      supportedUrls: {},
      doStream,
      doGenerate: generateFromStream(doStream),
    },
    isPractice: calls.some(({ model }) => model.isPractice),
    hasStructuredOutput: calls.some(({ model }) => model.hasStructuredOutput),
    ...contextOf(calls),
  };
}

function* partsOf({
  text,
  reasoning,
  finishReason,
  usage,
  modelId,
}: RecordedCall): Generator<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  yield { type: 'response-metadata', modelId };
  if (reasoning !== undefined) {
    yield { type: 'reasoning-start', id: 'reasoning' };
    yield { type: 'reasoning-delta', id: 'reasoning', delta: reasoning };
    yield { type: 'reasoning-end', id: 'reasoning' };
  }
  if (text !== '') {
    yield { type: 'text-start', id: 'text' };
    yield { type: 'text-delta', id: 'text', delta: text };
    yield { type: 'text-end', id: 'text' };
  }
  yield { type: 'finish', finishReason, usage };
}

function parseCalls(text: string, file: string): RecordedCall[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = recordedCall.safeParse(parseJson(line));
    if (read.success) return [read.data as RecordedCall];
    if (index === lines.length - 1) return [];
    throw new UsageError(
      `Expected line ${index + 1} of \`${file}\` to be a recorded call, got \`${line.slice(0, 60)}\`.`,
    );
  });
}

function contextOf(calls: readonly RecordedCall[]): { contextTokens?: number } {
  const contextTokens = calls.findLast(({ model }) => model.contextTokens !== undefined)?.model.contextTokens;
  return contextTokens === undefined ? {} : { contextTokens };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Judged by the schema, as any other bad line.
    return undefined;
  }
}
