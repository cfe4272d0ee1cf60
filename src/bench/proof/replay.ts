/** Serves the calls of one attempt again, in their order, and says where a program asks for something else. */
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { ModelCallError, type ModelFault } from '../../errors.ts';
import { findDifference } from './find-difference.ts';
import type { AnsweredEntry, FailedEntry, LedgerLine, SentEntry, SentRequest } from './ledger.ts';

/** A program that was given recorded answers asked for something that the record does not hold. */
export class ReplayMismatch extends Error {
  readonly line: number;
  readonly field: string;
  readonly expected: unknown;
  readonly found: unknown;
  constructor({ line, field, expected, found }: Mismatch) {
    super(`The program asks for something else than line ${line} holds, in \`${field}\`.`);
    this.line = line;
    this.field = field;
    this.expected = expected;
    this.found = found;
  }
}
type Mismatch = { line: number; field: string; expected: unknown; found: unknown };

/** The record of an attempt is used up, and its program asks for more. */
export class EndOfRecord extends Error {}

/** One call as the ledger has it. */
export type RecordedExchange = {
  line: number;
  sentAt: string;
  endedAt: string | undefined;
  sent: SentEntry;
  /** Absent: nothing came, as when the process was killed. */
  end: AnsweredEntry | FailedEntry | undefined;
};

/** Faults that a program answers to; all others end in the same request again, or end the attempt. */
const toldFaults: ReadonlySet<string> = new Set<ModelFault>(['refusal', 'context-overflow', 'context-cut']);

/** The calls of one attempt, in the order they were sent. */
export function listExchanges(lines: readonly LedgerLine[], attempt: string): RecordedExchange[] {
  const exchanges = new Map<number, RecordedExchange>();
  for (const { number, at, entry } of lines) {
    if (!('attempt' in entry) || entry.attempt !== attempt) continue;
    if (entry.kind === 'sent')
      exchanges.set(entry.call, {
        line: number,
        sentAt: at,
        endedAt: undefined,
        sent: entry,
        end: undefined,
      });
    if (entry.kind === 'answered' || entry.kind === 'failed') {
      const exchange = exchanges.get(entry.call);
      if (exchange !== undefined) exchanges.set(entry.call, { ...exchange, endedAt: at, end: entry });
    }
  }
  return [...exchanges.values()];
}

export type Replay = {
  /**
   * The parts of the next recorded answer; undefined where the record is used up.
   *
   * @throws {ReplayMismatch} The record holds another request here.
   * @throws {ModelCallError} The recorded call failed, in a way that the program answers to.
   */
  take(options: LanguageModelV4CallOptions): LanguageModelV4StreamPart[] | undefined;
  /** The first recorded call that nobody asked for; undefined where all were served. */
  readonly left: RecordedExchange | undefined;
};

/**
 * Failures that left no trace (nothing came, and the same was asked again) are passed over, so that no time is spent on
 * waiting; so are those that ended an attempt, or the process before this one.
 *
 * @param options.isFaithful - Serves every failure as it was, for a program that learns from failures.
 * @param options.mayOmit - Whether an endpoint refused settings: then a request may lack seed or temperature.
 */
export function createReplay(
  exchanges: readonly RecordedExchange[],
  { isFaithful = false, mayOmit = false }: { isFaithful?: boolean; mayOmit?: boolean } = {},
): Replay {
  let at = 0;
  return {
    take(options) {
      const asked = readRequest(options);
      for (; at < exchanges.length; ) {
        const exchange = exchanges[at] as RecordedExchange;
        const { end, sent } = exchange;
        requireEqual(exchange, asked, mayOmit);
        at += 1;
        if (end?.kind === 'answered') return listParts(end);
        if (end === undefined || end.fault === 'closed') continue;
        if (isFaithful || isTold(exchange, exchanges.slice(at))) return serveFailure(end, sent.address);
      }
      return undefined;
    },
    get left() {
      return exchanges.slice(at).find(({ end }) => end?.kind === 'answered');
    },
  };
}

/** What of a call is kept: what decides the answer. */
export function readRequest(options: LanguageModelV4CallOptions): SentRequest {
  const { prompt, maxOutputTokens, temperature, seed, responseFormat } = options;
  const schema = responseFormat?.type === 'json' ? (responseFormat.schema ?? {}) : undefined;
  return {
    messages: prompt.map(({ role, content }) => ({
      role,
      content:
        typeof content === 'string'
          ? content
          : content.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part))).join(''),
    })),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(schema !== undefined && { schema: schema as unknown }),
  };
}

/** Whether the program saw this failure, by what came after it. */
function isTold({ sent, end }: RecordedExchange, later: readonly RecordedExchange[]): boolean {
  if (end?.kind !== 'failed') return false;
  if (toldFaults.has(end.fault)) return true;
  const [next] = later;
  if (next === undefined || !later.some((each) => each.end?.kind === 'answered')) return false;
  return !isSameRequest(next.sent.request, sent.request) || end.text !== '' || end.reasoning !== undefined;
}

function requireEqual({ line, sent }: RecordedExchange, asked: SentRequest, mayOmit: boolean): void {
  const { seed, temperature, ...rest } = asked;
  const { request } = sent;
  const keep = (name: 'seed' | 'temperature', value: number | undefined): SentRequest | object =>
    value === undefined || (mayOmit && request[name] === undefined) ? {} : { [name]: value };
  const expected = { ...rest, ...keep('seed', seed), ...keep('temperature', temperature) };
  const difference = findDifference(expected, request);
  if (difference === undefined) return;
  throw new ReplayMismatch({ line, ...difference, field: `request.${difference.field}` });
}

const isSameRequest = (one: SentRequest, other: SentRequest): boolean =>
  JSON.stringify(one.messages) === JSON.stringify(other.messages);

function serveFailure(
  { fault, message, text, reasoning, status, contextTokens }: FailedEntry,
  address: string,
): LanguageModelV4StreamPart[] {
  const error = new ModelCallError(message, {
    fault: fault === 'unknown' || fault === 'closed' ? 'server' : fault,
    address,
    ...(status !== undefined && { status }),
    ...(contextTokens !== undefined && { contextTokens }),
  });
  if (text === '' && reasoning === undefined) throw error;
  return [
    { type: 'stream-start', warnings: [] },
    ...listReasoning(reasoning),
    ...(text === ''
      ? []
      : ([
          { type: 'text-start', id: 'text' },
          { type: 'text-delta', id: 'text', delta: text },
        ] as const)),
    { type: 'error', error },
  ];
}

function listParts({
  text,
  reasoning,
  pieces,
  finishReason,
  usage,
  modelId,
  responseId,
}: AnsweredEntry): LanguageModelV4StreamPart[] {
  return [
    { type: 'stream-start', warnings: [] },
    {
      type: 'response-metadata',
      ...(modelId !== undefined && { modelId }),
      ...(responseId !== undefined && { id: responseId }),
    },
    ...listReasoning(reasoning),
    ...(text === ''
      ? []
      : ([
          { type: 'text-start', id: 'text' },
          ...splitIn(text, Math.min(pieces, 4)).map(
            (delta) => ({ type: 'text-delta', id: 'text', delta }) as const,
          ),
          { type: 'text-end', id: 'text' },
        ] as const)),
    { type: 'finish', finishReason, usage },
  ];
}

function listReasoning(reasoning: string | undefined): LanguageModelV4StreamPart[] {
  if (reasoning === undefined) return [];
  return [
    { type: 'reasoning-start', id: 'reasoning' },
    { type: 'reasoning-delta', id: 'reasoning', delta: reasoning },
    { type: 'reasoning-end', id: 'reasoning' },
  ];
}

/** Whether an answer streams is told by its pieces; how they were cut is not. */
function splitIn(text: string, pieces: number): string[] {
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / Math.max(1, pieces)));
  return Array.from({ length: Math.ceil(characters.length / size) }, (_each, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}

/** Whether what ended the attempt was its endpoint: another try may do better. */
export function isEndpointFailure(exchanges: readonly RecordedExchange[]): boolean {
  const end = exchanges.at(-1)?.end;
  return end?.kind === 'failed' && !toldFaults.has(end.fault);
}

/** An attempt that its endpoint ended is told in the words that were recorded, so that they can be found again. */
export function nameFailure<Outcome extends { failure?: { fault: string; message: string } | undefined }>(
  outcome: Outcome,
  exchanges: readonly RecordedExchange[],
): Outcome {
  const end = exchanges.at(-1)?.end;
  if (outcome.failure === undefined || end?.kind !== 'failed' || toldFaults.has(end.fault)) return outcome;
  return { ...outcome, failure: { fault: end.fault, message: end.message } };
}

/** Whether an endpoint refused a request for its settings, after which some were left out. */
export const mayOmitSettings = (lines: readonly LedgerLine[]): boolean =>
  lines.some(({ entry }) => entry.kind === 'failed' && entry.fault === 'bad-request');
