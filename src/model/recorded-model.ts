/** Replays recorded calls: the same requests get the same answers, and nothing is called. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { z } from 'zod';
import { ModelCallError, UsageError } from '../errors.ts';
import { cardSchema } from './card/card.ts';
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
    card: cardSchema.optional(),
  }),
});

/** The format of packed runs that this program reads; `longhand runs pack` writes it. */
const packHeader = z.object({
  format: z.literal('longhand-run'),
  version: z.union([z.literal(1), z.literal(2)]),
});

/**
 * Loads `recorded:<path>`: a packed run, a JSONL file of recorded calls, or a folder with `calls.jsonl`.
 *
 * Half a line that a killed writer left is ignored. The recording of a practice model is one itself.
 *
 * @throws {UsageError} Nothing there, a line that is no recorded call, or a pack that is cut, foreign or without calls.
 */
export async function loadRecordedModel(path: string): Promise<Model> {
  const address = `recorded:${path}`;
  const file = (await isFolder(path)) ? join(path, 'calls.jsonl') : path;
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UsageError(
      `Expected \`${address}\` to name a packed run, a recording, or a folder with \`calls.jsonl\`, found none there.`,
      { cause },
    );
  });
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return createRecordedModel(
    address,
    isZipped ? await unpackCalls(bytes, file) : parseCalls(bytes.toString('utf8'), file),
  );
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
    ...limitsOf(calls),
  };
}

/** The calls of a recording; none where there is no file. */
export async function readRecordedCalls(file: string): Promise<RecordedCall[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return parseCalls(text, file);
}

/**
 * A model that answers from recorded calls first, each used once, and calls for the rest.
 *
 * @param options.seedOffset - Added to the seed of every request, so that repeats of one task are other draws.
 */
export function replayCalls(
  model: Model,
  calls: readonly RecordedCall[],
  { seedOffset = 0 }: { seedOffset?: number } = {},
): Model {
  const left = new Map(
    [...Map.groupBy(calls, ({ request }) => request)].map(([key, all]) => [key, [...all]]),
  );
  const { languageModel } = model;
  const seeded = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions =>
    seedOffset === 0 ? options : { ...options, seed: (options.seed ?? 0) + seedOffset };
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    const call = left.get(hashRequest(options))?.shift();
    if (call !== undefined) return { stream: ReadableStream.from(partsOf(call)) };
    return languageModel.doStream(seeded(options));
  };
  const { specificationVersion, provider, modelId, supportedUrls } = languageModel;
  return {
    ...model,
    languageModel: {
      specificationVersion,
      provider,
      modelId,
      supportedUrls,
      doStream,
      doGenerate: generateFromStream(doStream),
    },
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
    // Behind half a line that a killed writer left, the next one wrote on: that call is whole.
    const begin = Math.max(0, line.lastIndexOf('{"request":"'));
    const call = readCall(parseJson(line)) ?? readCall(parseJson(line.slice(begin)));
    if (call !== undefined) return [call];
    if (index === lines.length - 1) return [];
    throw badLine(index + 1, file, line);
  });
}

/** The recorded calls of a packed run; everything else in it is for `longhand runs unpack`. */
async function unpackCalls(bytes: Buffer, file: string): Promise<RecordedCall[]> {
  const text = await promisify(gunzip)(bytes).catch((cause: unknown) => {
    throw damagedPack(file, cause);
  });
  const lines = text.toString('utf8').split('\n');
  const header = packHeader.safeParse(parseJson(lines[0] ?? ''));
  if (!header.success) {
    throw new UsageError(
      `Expected \`${file}\` to be a packed run of version 1 or 2, got something else. ` +
        '`longhand runs pack <run>` makes one; a newer one needs a newer Longhand.',
    );
  }
  let isWhole = false;
  const calls = lines.flatMap((line, index) => {
    const entry = parseJson(line) as { kind?: unknown; call?: unknown } | undefined;
    if (entry?.kind === 'end') isWhole = true;
    if (entry?.kind !== 'recorded') return [];
    const call = readCall(entry.call);
    if (call === undefined) throw badLine(index + 1, file, line);
    return [call];
  });
  if (!isWhole) throw damagedPack(file);
  if (calls.length > 0) return calls;
  throw new UsageError(
    `Expected \`${file}\` to hold recorded calls, got a packed run without any: its calls.jsonl was not there. ` +
      'Pack it again from the home that wrote it.',
  );
}

function readCall(value: unknown): RecordedCall | undefined {
  const read = recordedCall.safeParse(value);
  return read.success ? (read.data as RecordedCall) : undefined;
}

function badLine(lineNumber: number, file: string, line: string): UsageError {
  return new UsageError(
    `Expected line ${lineNumber} of \`${file}\` to be a recorded call, got \`${line.slice(0, 60)}\`.`,
  );
}

function damagedPack(file: string, cause?: unknown): UsageError {
  return new UsageError(
    `Expected \`${file}\` to be a whole packed run, but it is cut or damaged. Copy the file again, or pack the run again.`,
    { cause },
  );
}

/** What requests were made by: as the last call knew it, most likely the writer's. */
function limitsOf(calls: readonly RecordedCall[]): Pick<Model, 'contextTokens' | 'card'> {
  const { contextTokens, card } =
    calls.findLast(({ model }) => model.contextTokens !== undefined || model.card !== undefined)?.model ?? {};
  return { ...(contextTokens !== undefined && { contextTokens }), ...(card !== undefined && { card }) };
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
