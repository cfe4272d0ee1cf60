/** The result of a reading run: the answer, what it rests on, what it cost. */
import type { Usage } from '../../model/model.ts';
import { addUsage, noUsage } from '../../model/usage.ts';
import { isWithinContract, type LengthContract } from '../../plan/length/length-contract.ts';
import { type CountingRule, countWords } from '../../text/count-words.ts';
import { type Cost, sumCost } from '../write-result.ts';
import type { Reading, ReadingUnit } from './read-method.ts';
import type { ReadRequest } from './read-request.ts';
import type { SourceRecord } from './source-record.ts';

/** What `read --json` prints. */
export type ReadResult = {
  runId: string;
  /** `outside-contract`: answered, but not in the asked length, or some stretch of the sources gave nothing. */
  status: 'done' | 'outside-contract';
  method: string;
  why: string;
  model: string;
  /** Addresses by role, where they differ from `model`. */
  roles: Record<string, string>;
  /** True when a practice model read: the answer shows that the process works, nothing else. */
  practice: boolean;
  ask: string;
  kind: ReadRequest['kind'];
  answer: string;
  /** Of the answer, by the rule that `counting` names. */
  words: number;
  contract: LengthContract | null;
  sources: Pick<SourceRecord, 'id' | 'path' | 'title' | 'sha256' | 'tokens'>[];
  usage: Usage;
  cost: Cost;
  /** `totalMs`: wall time of the process that finished the run; `modelMs`: all model calls of the run, summed. */
  timings: { totalMs: number; modelMs: number };
  /** What every piece of work was shown; what it handed on stands in `units.jsonl` of the run. */
  units: (Omit<ReadingUnit, 'text'> & { words: number })[];
  /** Units that gave nothing of their own. */
  skippedUnits: number;
  report: Record<string, unknown>;
  counting: CountingRule;
  out: string | null;
};

export function createReadResult(parts: {
  runId: string;
  request: ReadRequest;
  reading: Reading;
  units: readonly ReadingUnit[];
  isPractice: boolean;
  /** What was kept of every call, those of earlier processes included. */
  calls: readonly Record<string, unknown>[];
  totalMs: number;
  modelMs: number;
}): ReadResult {
  const { request, reading, units } = parts;
  const { contract, counting } = request;
  const words = countWords(reading.text, counting);
  const skippedUnits = units.filter(({ status }) => status === 'skipped').length;
  const isInLength = contract === undefined || isWithinContract(contract, words);
  return {
    runId: parts.runId,
    status: isInLength && skippedUnits === 0 ? 'done' : 'outside-contract',
    method: request.method,
    why: request.why,
    model: request.models.writer,
    roles: Object.fromEntries(
      Object.entries(request.models).filter(([, address]) => address !== request.models.writer),
    ),
    practice: parts.isPractice,
    ask: request.instruction,
    kind: request.kind,
    answer: reading.text,
    words,
    contract: contract ?? null,
    sources: request.sources.map(({ id, path, title, sha256, tokens }) => ({
      id,
      path,
      title,
      sha256,
      tokens,
    })),
    usage: parts.calls.reduce((sum: Usage, { usage }) => addUsage(sum, usage as Usage), noUsage()),
    cost: sumCost(parts.calls, request.quotedUsd),
    timings: { totalMs: Math.round(parts.totalMs), modelMs: Math.round(parts.modelMs) },
    units: units.map(({ text, ...unit }) => ({ ...unit, words: countWords(text, counting) })),
    skippedUnits,
    report: reading.report,
    counting,
    out: request.out ?? null,
  };
}
