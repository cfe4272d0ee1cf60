/**
 * The stage that generates: every sample, by every method and model, as often as asked; one row an answer, written when
 * it is there. Calls of an answer that was cut off by a kill are kept and served again, so that nothing is paid twice.
 */
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openRowFile } from '../../run/row-file.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import type { WriteSettings } from '../write-request.ts';
import { answerAttempt, type GenerateWorld } from './answer-attempt.ts';
import { type AnswerRow, answersFile } from './answer-row.ts';
import { type Attempt, keyOfAttempt, openCards, quoteAttempt } from './attempt.ts';

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
        const row = await answerAttempt(attempt, folder, world, {
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
