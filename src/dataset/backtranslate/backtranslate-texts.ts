/**
 * Many texts, durably. In the folder grow, and are never rewritten: `replies.jsonl` (every answer as it was paid for),
 * `records.jsonl` (text under its instruction), `pairs.jsonl` (I-ORPO: one text under the right and the corrupted
 * instruction), `rejected.jsonl` (what gave none, with the stage and the reason).
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ModelCallError } from '../../errors.ts';
import { sumCalls } from '../../methods/answers/answer-row.ts';
import { createAsk } from '../../methods/durable-ask.ts';
import { createLessons } from '../../methods/lessons.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model, Usage } from '../../model/model.ts';
import { noUsage } from '../../model/usage.ts';
import { openRowFile, readRows } from '../../run/row-file.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import type { RunContext } from '../../run/run-context.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import { type Backtranslation, backtranslateText } from './backtranslate-text.ts';
import { openOutcomeFiles } from './outcome-files.ts';
import type { GoldText } from './read-texts.ts';

export type BacktranslateReport = {
  /** Texts that got an instruction, those that got a corrupted twin too, and those that lack one or both. */
  records: number;
  pairs: number;
  rejected: number;
  /** The endpoint failed; asked again the next time. */
  failed: number;
  /** Settled by an earlier call, or the same text again. */
  skipped: number;
  /** Constraints that were kept, and dropped by a gate. */
  constraints: { kept: number; dropped: number };
  /** Texts too long for the window, shown in parts. */
  shownInParts: number;
  usage: Usage;
  /** Of this call; null without a price. */
  usd: number | null;
  isStopped: boolean;
};

/** An answer as its step kept it. */
type ReplyRow = {
  /** Of the text, and the step. */
  key: string;
  text: string;
  step: string;
  answer: unknown;
  usage: Usage;
  usd: number | null;
};

const repliesFile = 'replies.jsonl';
/** Faults that the next text would meet as well. */
const endingFaults: readonly string[] = ['auth', 'unknown-model', 'quota'];

/** What calls of earlier commands have cost in a folder; those without a known price count nothing. */
export async function sumPaid(folder: string): Promise<number> {
  let usd = 0;
  for await (const row of readRows<ReplyRow>(join(folder, repliesFile))) usd += row.usd ?? 0;
  return usd;
}

/**
 * Backtranslates every text that is not settled yet. A text is known by its words and the model: another model adds
 * rows of its own. A killed call loses at most the calls under way.
 *
 * @param options.mostUsd - No text is begun once as much is spent.
 * @throws {ModelCallError} Fault `auth`, `unknown-model` or `quota`: nothing more can be had.
 */
export async function backtranslateTexts(
  texts: AsyncIterable<GoldText>,
  folder: string,
  model: Model,
  {
    price,
    concurrency = 4,
    mostUsd = Number.POSITIVE_INFINITY,
    abortSignal,
    onText,
    onFailure,
  }: {
    price?: SourcedPrice | undefined;
    concurrency?: number;
    mostUsd?: number;
    abortSignal?: AbortSignal;
    onText?: (text: GoldText, report: BacktranslateReport) => void;
    onFailure?: (text: GoldText, error: ModelCallError) => void;
  },
): Promise<BacktranslateReport> {
  await loadTokenizer();
  const outcomes = await openOutcomeFiles(folder);
  const replies = await openRowFile<ReplyRow>(join(folder, repliesFile), {
    keyOf: ({ key }) => key,
    isDone: () => true,
  });
  /** Answers of texts that a kill left unsettled. */
  const paid = new Map<string, unknown>();
  for await (const row of readRows<ReplyRow>(join(folder, repliesFile)))
    if (!outcomes.isSettled(row.text)) paid.set(row.key, row.answer);
  const report = emptyReport();
  const begun = new Set<string>();
  async function* listMissing(): AsyncGenerator<GoldText & { key: string }> {
    for await (const text of texts) {
      const key = hashOf(model.address, text.text);
      if (outcomes.isSettled(key) || begun.has(key)) report.skipped += 1;
      else {
        begun.add(key);
        yield { ...text, key };
      }
    }
  }
  const settle = async (text: GoldText & { key: string }): Promise<{ isRateLimited: boolean }> => {
    const { key } = text;
    const state = createVolatileState();
    const volatile = createVolatileContext({ state, ...(abortSignal && { abortSignal }) });
    const context: RunContext = {
      ...volatile,
      async step<T>(step: string, work: () => Promise<T>): Promise<T> {
        const stepKey = `${key} ${step}`;
        if (paid.has(stepKey)) return paid.get(stepKey) as T;
        const before = state.calls.length;
        const answer = await volatile.step(step, work);
        const spent = sumCalls(state.calls.slice(before).map(({ detail }) => detail));
        await replies.append({ key: stepKey, text: key, step, answer, ...spent });
        addSpent(report, spent);
        return answer;
      },
    };
    const models = { writer: model, planner: model, editor: model, summarizer: model, judge: model };
    const cards = model.card === undefined ? {} : { [model.address]: model.card };
    const prices = price === undefined ? {} : { [model.address]: price };
    const asking = createAsk({ prices }, models, context, await createLessons(cards, context));
    try {
      const found = await backtranslateText(text.text, {
        ask: asking.ask,
        hasStructuredOutput: model.hasStructuredOutput,
        contextTokens: asking.limitsOf('judge').contextTokens,
      });
      await outcomes.keep(text, found, model);
      addFound(report, found);
      onText?.(text, report);
    } catch (error) {
      if (!(error instanceof ModelCallError) || endingFaults.includes(error.fault)) throw error;
      report.failed += 1;
      onFailure?.(text, error);
      return { isRateLimited: error.fault === 'rate-limit' };
    }
    return { isRateLimited: false };
  };
  try {
    report.isStopped = !(await runAdaptively(listMissing(), settle, {
      concurrency,
      isStopped: () => abortSignal?.aborted === true || (report.usd ?? 0) >= mostUsd,
    }));
  } catch (error) {
    if (abortSignal?.aborted !== true) throw error;
    report.isStopped = true;
  } finally {
    await Promise.all([outcomes.close(), replies.close()]);
  }
  return report;
}

const emptyReport = (): BacktranslateReport => ({
  records: 0,
  pairs: 0,
  rejected: 0,
  failed: 0,
  skipped: 0,
  constraints: { kept: 0, dropped: 0 },
  shownInParts: 0,
  usage: noUsage(),
  usd: 0,
  isStopped: false,
});

const hashOf = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

function addSpent(report: BacktranslateReport, { usage, usd }: ReturnType<typeof sumCalls>): void {
  for (const name of Object.keys(usage) as (keyof Usage)[]) report.usage[name] += usage[name];
  report.usd = usd === null || report.usd === null ? null : report.usd + usd;
}

function addFound(report: BacktranslateReport, found: Backtranslation): void {
  if (found.stage !== 'done') report.rejected += 1;
  if (found.stage === 'constraints') return;
  const { assignment, shown } = found;
  report.records += 1;
  report.pairs += found.stage === 'done' ? 1 : 0;
  report.constraints.kept += assignment.constraints.length;
  report.constraints.dropped += assignment.dropped.length;
  report.shownInParts += shown.ranges.length > 1 ? 1 : 0;
}
