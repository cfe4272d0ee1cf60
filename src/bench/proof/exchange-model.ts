/** The model of one attempt: answers from the record first, then, where it may, from the endpoint, and records that. */
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { ModelCallError } from '../../errors.ts';
import { generateFromStream } from '../../model/collect-stream.ts';
import { classifyError } from '../../model/faults.ts';
import type { Model } from '../../model/model.ts';
import { redact } from '../../model/redact.ts';
import { createWire } from '../../model/wire.ts';
import type { AnsweredEntry, FailedEntry, Ledger } from './ledger.ts';
import { EndOfRecord, type Replay, ReplayMismatch, readRequest } from './replay.ts';

/** What a program may know of a model; the same when it is replayed. */
export type ModelFacts = Pick<
  Model,
  'address' | 'isPractice' | 'hasStructuredOutput' | 'contextTokens' | 'card'
>;

/** What keeps only the facts that decide a program's requests, in a form that JSON keeps. */
export const factsOf = ({
  address,
  isPractice,
  hasStructuredOutput,
  contextTokens,
  card,
}: Model): ModelFacts => ({
  address,
  isPractice,
  hasStructuredOutput,
  ...(contextTokens !== undefined && { contextTokens }),
  ...(card !== undefined && { card }),
});

export type LiveExchange = {
  model: Model;
  ledger: Ledger;
  attempt: string;
  /** Says that a person stopped the command. */
  abortSignal?: AbortSignal | undefined;
  /** Told when the first word of a new call has come. */
  onFirstWord?: ((call: number) => void | Promise<void>) | undefined;
};

/**
 * @param live - Absent: a call beyond the record throws {@link EndOfRecord}.
 * @returns The model, and what went wrong with the record: a program may answer an error in ways of its own.
 */
export function createExchangeModel(
  facts: ModelFacts,
  replay: Replay,
  live?: LiveExchange,
): { model: Model; readonly trouble: ReplayMismatch | EndOfRecord | undefined } {
  let trouble: ReplayMismatch | EndOfRecord | undefined;
  const doStream: LanguageModelV4['doStream'] = async (options) => {
    options.abortSignal?.throwIfAborted();
    if (trouble !== undefined) throw trouble;
    try {
      const parts = replay.take(options);
      if (parts !== undefined) return { stream: ReadableStream.from(parts) };
      if (live === undefined) throw new EndOfRecord('The record of this attempt ends here.');
    } catch (error) {
      if (error instanceof ReplayMismatch || error instanceof EndOfRecord) trouble = error;
      throw error;
    }
    return streamLive(options, live);
  };
  const wire = live === undefined ? createWire(facts.card) : live.model.wire;
  return {
    model: {
      ...facts,
      ...(wire !== undefined && { wire }),
      languageModel: {
        specificationVersion: 'v4',
        provider: 'proof',
        modelId: live?.model.languageModel.modelId ?? facts.address,
        supportedUrls: {},
        doStream,
        doGenerate: generateFromStream(doStream),
      },
    },
    get trouble() {
      return trouble;
    },
  };
}

async function streamLive(
  options: Parameters<LanguageModelV4['doStream']>[0],
  { model, ledger, attempt, onFirstWord, abortSignal }: LiveExchange,
): Promise<Awaited<ReturnType<LanguageModelV4['doStream']>>> {
  const call = ledger.nextCall();
  const base = { call, attempt };
  const { address } = model;
  await ledger.append({ kind: 'sent', ...base, address, request: readRequest(options) });
  const fail = (error: unknown, { text, reasoning }: { text: string; reasoning: string }): Promise<void> => {
    const described = describeError(error, address);
    // An aborted call fails in words of the platform, whoever ended it.
    const fault = abortSignal?.aborted
      ? 'closed'
      : options.abortSignal?.aborted
        ? 'idle-timeout'
        : described.fault;
    const came = { text, ...(reasoning !== '' && { reasoning }) };
    return ledger.append({ kind: 'failed', ...base, ...came, ...described, fault });
  };
  try {
    const result = await model.languageModel.doStream(options);
    const requestId = result.response?.headers?.['x-request-id'] ?? result.response?.headers?.['request-id'];
    return { ...result, stream: ReadableStream.from(record(result.stream, requestId)) };
  } catch (error) {
    await fail(error, { text: '', reasoning: '' });
    throw error;
  }

  function createFault(fault: 'server' | 'stream-cut' | 'idle-timeout', message: string): ModelCallError {
    return new ModelCallError(message, { fault, address });
  }

  async function* record(
    stream: ReadableStream<LanguageModelV4StreamPart>,
    requestId: string | undefined,
  ): AsyncGenerator<LanguageModelV4StreamPart> {
    const seen = { text: '', reasoning: '', pieces: 0 };
    let named: Pick<AnsweredEntry, 'modelId' | 'responseId'> = {};
    let isKept = false;
    try {
      for await (const part of stream) {
        if (part.type === 'text-delta') {
          seen.text += part.delta;
          seen.pieces += 1;
          if (seen.pieces === 1) await onFirstWord?.(call);
        }
        if (part.type === 'reasoning-delta') seen.reasoning += part.delta;
        if (part.type === 'response-metadata')
          named = { ...(part.modelId && { modelId: part.modelId }), ...(part.id && { responseId: part.id }) };
        if (part.type === 'error') {
          isKept = true;
          await fail(part.error, seen);
        }
        if (part.type === 'finish' && !isKept && isBroken(part.finishReason)) {
          isKept = true;
          await fail(
            createFault('server', `Ended with ${part.finishReason.raw ?? part.finishReason.unified}.`),
            seen,
          );
        }
        if (part.type === 'finish' && !isKept) {
          isKept = true;
          const { inputTokens, outputTokens } = part.usage;
          await ledger.append({
            kind: 'answered',
            ...base,
            text: seen.text,
            ...(seen.reasoning !== '' && { reasoning: seen.reasoning }),
            pieces: seen.pieces,
            finishReason: part.finishReason,
            usage: { inputTokens, outputTokens },
            ...named,
            ...(requestId !== undefined && { requestId }),
          });
        }
        yield part;
      }
      if (!isKept) {
        isKept = true;
        await fail(createFault('stream-cut', 'The stream ended without a finish reason.'), seen);
      }
    } catch (error) {
      isKept = true;
      await fail(error, seen);
      throw error;
    } finally {
      if (!isKept) {
        await fail(createFault('idle-timeout', 'Closed before its end, by a stop or after silence.'), seen);
      }
    }
  }
}

/** Endings that are asked again, as no answer. */
const isBroken = ({ unified, raw }: AnsweredEntry['finishReason']): boolean =>
  unified === 'error' || unified === 'interrupted' || (unified === 'other' && raw === 'error');

const mostMessageLength = 2_000;

function describeError(
  error: unknown,
  address: string,
): Pick<FailedEntry, 'fault' | 'message' | 'status' | 'contextTokens' | 'requestId'> {
  const found = classifyError(error, { now: Date.now() });
  const said = found === undefined ? String(error) : `${found.detail} ${found.body ?? ''}`.trim();
  return {
    fault: found?.fault ?? 'unknown',
    message: redact(said, { keep: address }).slice(0, mostMessageLength),
    ...(found?.status !== undefined && { status: found.status }),
    ...(found?.contextTokens !== undefined && { contextTokens: found.contextTokens }),
    ...(found?.requestId !== undefined && { requestId: found.requestId }),
  };
}
