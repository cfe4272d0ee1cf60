/**
 * The stage that judges: every question of every answer, by every judge, as often as asked; one row a verdict, kept by
 * rubric and judge, so that another rubric or judge adds rows and nothing is judged twice or generated again.
 */
import { join } from 'node:path';
import { ModelCallError } from '../../errors.ts';
import { judgeAnswer, rubricId } from '../../judge/judge-answer.ts';
import type { Verdict } from '../../judge/rubric.ts';
import { createAsk } from '../../methods/durable-ask.ts';
import { createLessons } from '../../methods/lessons.ts';
import type { SourcedPrice } from '../../methods/write-request.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { createVolatileContext, createVolatileState } from '../../run/volatile-context.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import { type AnswerRow, sumCalls } from './answer-row.ts';
import { listQuestions, type Question } from './questions.ts';
import { openRowFile } from './row-file.ts';
import { runAdaptively } from './run-adaptively.ts';

export type VerdictRow = {
  /** Judge, rubric with version, answer, question and repeat. */
  key: string;
  judge: string;
  /** `name@version`. */
  rubric: string;
  answer: string;
  job: string;
  /** From 1. */
  repeat: number;
  verdict: Verdict;
  usage: AnswerRow['usage'];
  usd: number | null;
  returnedIds: readonly string[];
  /** The judge could not be asked; tried again the next time. */
  failure?: { fault: string; message: string };
};

export const verdictsFile = 'verdicts.jsonl';

export type JudgeReport = {
  done: number;
  unscored: number;
  failed: number;
  skipped: number;
  usd: number;
  isStopped: boolean;
};

/** @param options.mostUsd - Ends softly before more is spent on verdicts. */
export async function judgeStudy(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  judges: readonly Model[],
  {
    repeats = 1,
    concurrency = 4,
    mostUsd = Number.POSITIVE_INFINITY,
    prices = {},
    abortSignal,
    onRow,
  }: {
    repeats?: number;
    concurrency?: number;
    mostUsd?: number;
    prices?: Readonly<Record<string, SourcedPrice>>;
    abortSignal?: AbortSignal;
    onRow?: (row: VerdictRow, report: JudgeReport) => void;
  } = {},
): Promise<JudgeReport> {
  await loadTokenizer();
  const rows = await openRowFile<VerdictRow>(join(folder, verdictsFile), {
    keyOf: ({ key }) => key,
    isDone: ({ failure }) => failure === undefined,
  });
  const report: JudgeReport = { done: 0, unscored: 0, failed: 0, skipped: 0, usd: 0, isStopped: false };
  const byAddress = new Map(judges.map((judge) => [judge.address, judge]));
  async function* listMissing(): AsyncGenerator<Question> {
    for await (const question of listQuestions(folder, benchmark, samples, [...byAddress.keys()], repeats))
      if (rows.has(question.key)) report.skipped += 1;
      else yield question;
  }
  try {
    const isComplete = await runAdaptively(
      listMissing(),
      async (question) => {
        const judge = byAddress.get(question.judge) as Model;
        const row = await askJudge(judge, question, prices);
        await rows.append(row);
        report.usd += row.usd ?? 0;
        if (row.failure !== undefined) report.failed += 1;
        else if (row.verdict.scores === null) report.unscored += 1;
        else report.done += 1;
        onRow?.(row, report);
        return { isRateLimited: row.failure?.fault === 'rate-limit' };
      },
      { concurrency, isStopped: () => abortSignal?.aborted === true || report.usd >= mostUsd },
    );
    report.isStopped = !isComplete;
  } finally {
    await rows.close();
  }
  return report;
}

async function askJudge(
  judge: Model,
  { key, job, answer, repeat }: Question,
  prices: Readonly<Record<string, SourcedPrice>>,
): Promise<VerdictRow> {
  const { rubric, judged } = job;
  const base = { key, judge: judge.address, rubric: rubricId(rubric), answer, job: job.key, repeat };
  const state = createVolatileState();
  const context = createVolatileContext({ state });
  const models = { writer: judge, planner: judge, editor: judge, summarizer: judge, judge };
  const { ask } = createAsk({ prices }, models, context, await createLessons({}, context));
  const spent = (): Pick<VerdictRow, 'usage' | 'usd' | 'returnedIds'> => {
    const ids = state.calls.flatMap(({ detail }) =>
      typeof detail.modelId === 'string' ? [detail.modelId] : [],
    );
    return { ...sumCalls(state.calls.map(({ detail }) => detail)), returnedIds: [...new Set(ids)] };
  };
  try {
    const verdict = await judgeAnswer(rubric, judged, {
      ask,
      repeat: repeat - 1,
      step: 'judge',
      hasStructuredOutput: judge.hasStructuredOutput,
    });
    return { ...base, verdict, ...spent() };
  } catch (error) {
    if (!(error instanceof ModelCallError)) throw error;
    const verdict: Verdict = {
      rubric: rubricId(rubric),
      scores: null,
      reason: error.message,
      reply: '',
      attempts: state.calls.length,
    };
    return { ...base, verdict, ...spent(), failure: { fault: error.fault, message: error.message } };
  }
}
