/**
 * The stage that generates: every sample, by every method and model, as often as asked; one row an answer, written when
 * it is there. Calls of an answer that was cut off by a kill are kept and served again, so that nothing is paid twice.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BudgetError, ModelCallError, UsageError } from '../../errors.ts';
import { createWriteProgram } from '../../methods/write-program.ts';
import type { SourcedPrice, WriteSettings } from '../../methods/write-request.ts';
import type { WriteResult } from '../../methods/write-result.ts';
import type { CapabilityCard } from '../../model/card/card.ts';
import type { Model } from '../../model/model.ts';
import { readRecordedCalls, replayCalls } from '../../model/recorded-model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { type Manuscript, renderMarkdown } from '../../write/manuscript.ts';
import { type Attempt, createAttemptRequest, keyOfAttempt, openCards, quoteAttempt } from './attempt.ts';
import { openRowFile } from './row-file.ts';
import { runAdaptively } from './run-adaptively.ts';

/** One answer, or what ended it. Text of a failure is never scored. */
export type AnswerRow = {
  key: string;
  model: string;
  method: string;
  sample: string;
  /** From 1. */
  repeat: number;
  text: string;
  /** Of the whole run: `done`, `outside-contract`; absent for a failure. */
  status?: string;
  practice: boolean;
  words: number;
  usage: {
    calls: number;
    inputTokens: number;
    cachedInputTokens: number;
    outputTokens: number;
    reasoningTokens: number;
  };
  usd: number | null;
  ms: number;
  /** Answers it was chosen from. */
  tries?: number;
  /** How the last call of a single-call answer ended. */
  finishReason?: string;
  /** Model ids that the endpoint returned. */
  returnedIds: readonly string[];
  failure?: { fault: string; message: string };
};

export const answersFile = 'answers.jsonl';

export type GenerateWorld = {
  resolveModel: (address: string, card?: CapabilityCard) => Promise<Model>;
  openCard?: ((address: string) => Promise<CapabilityCard>) | undefined;
  prices?: Readonly<Record<string, SourcedPrice>> | undefined;
};

export type GenerateReport = {
  done: number;
  failed: number;
  skipped: number;
  of: number;
  usd: number;
  isStopped: boolean;
};

/**
 * Generates what is missing.
 *
 * @param options.file - Where the rows go, in the folder.
 * @param options.mostUsd - Ends softly before more is spent here: an answer begins only where what it may take, beside
 *   those under way, fits in, and is itself held to what is left.
 * @param options.keepCalls - Whether the calls of finished answers stay, under `calls/`.
 * @throws {UsageError} A model cannot be resolved. What ends a single answer is a row of its own.
 */
export async function generate(
  folder: string,
  attempts: readonly Attempt[],
  world: GenerateWorld,
  {
    file = answersFile,
    concurrency = 4,
    mostUsd = Number.POSITIVE_INFINITY,
    keepCalls = false,
    settings = {},
    abortSignal,
    onRow,
  }: {
    file?: string;
    concurrency?: number;
    mostUsd?: number;
    keepCalls?: boolean;
    settings?: Partial<WriteSettings>;
    abortSignal?: AbortSignal;
    onRow?: (row: AnswerRow, report: GenerateReport) => void;
  } = {},
): Promise<GenerateReport> {
  const rows = await openRowFile<AnswerRow>(join(folder, file), {
    keyOf: ({ key }) => key,
    isDone: ({ failure }) => failure === undefined,
  });
  const report: GenerateReport = {
    done: 0,
    failed: 0,
    skipped: 0,
    of: attempts.length,
    usd: 0,
    isStopped: false,
  };
  const isLimited = Number.isFinite(mostUsd);
  const cards = isLimited
    ? await openCards(
        attempts.map(({ model }) => model),
        world,
      )
    : {};
  const quoteOf = (attempt: Attempt): readonly [low: number, high: number] =>
    (isLimited && quoteAttempt(attempt, { prices: world.prices, cards }).usd) || [0, 0];
  let reserved = 0;
  const missing = attempts.filter((attempt) => !rows.has(keyOfAttempt(attempt)));
  report.skipped = attempts.length - missing.length;
  try {
    report.isStopped = !(await runAdaptively(
      missing,
      async (attempt) => {
        const left = mostUsd - report.usd - reserved;
        const aside = Math.min(left, quoteOf(attempt)[1]);
        reserved += aside;
        const budget = isLimited ? { ...settings.budget, costInUsd: left } : settings.budget;
        const row = await answer(attempt, folder, world, {
          keepCalls,
          settings: { ...settings, ...(budget && { budget }) },
          abortSignal,
        });
        reserved -= aside;
        await rows.append(row);
        report.usd += row.usd ?? 0;
        report[row.failure === undefined ? 'done' : 'failed'] += 1;
        onRow?.(row, report);
        return { isRateLimited: row.failure?.fault === 'rate-limit' };
      },
      {
        concurrency,
        isStopped: (next) =>
          abortSignal?.aborted === true || (isLimited && report.usd + reserved + quoteOf(next)[0] > mostUsd),
      },
    ));
  } finally {
    await rows.close();
    // Empty unless an answer failed or was cut off.
    await rmdir(join(folder, 'calls')).catch(() => undefined);
  }
  return report;
}

async function answer(
  attempt: Attempt,
  folder: string,
  { resolveModel, openCard, prices = {} }: GenerateWorld,
  {
    keepCalls,
    settings,
    abortSignal,
  }: { keepCalls: boolean; settings: Partial<WriteSettings>; abortSignal?: AbortSignal | undefined },
): Promise<AnswerRow> {
  const { model, method, sample, repeat } = attempt;
  const key = keyOfAttempt(attempt);
  const startedAt = performance.now();
  const callsFolder = join(folder, 'calls', createHash('sha256').update(key).digest('hex').slice(0, 16));
  const tries = await listTries(callsFolder);
  const earlier = (
    await Promise.all(tries.map((each) => readRecordedCalls(join(callsFolder, each, 'calls.jsonl'))))
  ).flat();
  const now = join(callsFolder, String(tries.length + 1));
  await mkdir(now, { recursive: true });
  const card = await openCard?.(model);
  const request = createAttemptRequest(attempt, { prices, card, settings });
  let manuscript: Manuscript | undefined;
  let finishReason: string | undefined;
  const returnedIds = new Set<string>();
  const state = createVolatileState();
  const base = { key, model, method, sample: sample.id, repeat };
  const program = createWriteProgram({
    resolveModel: async (address, known) =>
      // Every repeat is another draw: what one was answered must not answer the next.
      replayCalls(await resolveModel(address, known), earlier, { seedOffset: 1_000 * (repeat - 1) }),
    onManuscript: (latest) => {
      manuscript = latest;
    },
  });
  const measured = (): Pick<AnswerRow, 'usage' | 'usd' | 'returnedIds' | 'finishReason'> => {
    for (const { detail } of state.calls) {
      if (typeof detail.modelId === 'string') returnedIds.add(detail.modelId);
      if (typeof detail.finishReason === 'string') finishReason = detail.finishReason;
    }
    const { usage, usd } = sumCalls(state.calls.map(({ detail }) => detail));
    return { usage, usd, returnedIds: [...returnedIds], ...(method === 'native' && { finishReason }) };
  };
  try {
    const { result } = await program(
      request,
      createVolatileContext({ runId: key, folder: now, state, ...(abortSignal && { abortSignal }) }),
    );
    const { status, delivered, practice } = result as WriteResult;
    const text = manuscript === undefined ? '' : renderMarkdown(manuscript);
    if (!keepCalls) await rm(callsFolder, { recursive: true, force: true });
    return { ...base, text, status, practice, words: delivered.words, ms: since(startedAt), ...measured() };
  } catch (error) {
    if (abortSignal?.aborted === true || error instanceof UsageError) throw error;
    const fault =
      error instanceof ModelCallError ? error.fault : error instanceof BudgetError ? 'budget' : 'failed';
    const failure = { fault, message: (error as Error).message };
    return { ...base, text: '', practice: false, words: 0, ms: since(startedAt), ...measured(), failure };
  }
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

/** Folders of the tries before, which a kill ended; their calls are paid. */
async function listTries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
}

export function sumCalls(details: readonly Record<string, unknown>[]): Pick<AnswerRow, 'usage' | 'usd'> {
  const usage = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  let usd: number | null = 0;
  for (const detail of details) {
    const used = detail.usage as Partial<typeof usage> | undefined;
    for (const name of Object.keys(usage) as (keyof typeof usage)[]) usage[name] += used?.[name] ?? 0;
    usd = usd === null || typeof detail.usd !== 'number' ? null : usd + detail.usd;
  }
  return { usage, usd };
}
