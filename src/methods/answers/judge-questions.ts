/**
 * The stage that judges: every question about every answer, by every judge, as often as asked; one row a verdict, kept
 * by rubric and judge, so that another rubric or judge adds rows and nothing is judged twice or generated again.
 */
import { createHash } from 'node:crypto';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeAnswer, rubricId } from '../../judge/judge-answer.ts';
import type { Judged, Rubric, Verdict } from '../../judge/rubric.ts';
import type { Ask } from '../../model/ask.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { openRowFile } from '../../run/row-file.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import type { SourcedPrice } from '../write-request.ts';
import type { AnswerRow } from './answer-row.ts';
import { askAlone } from './ask-alone.ts';

/** One verdict that is wanted: a question about an answer, for one judge, once more. */
export type Question = {
  /** Judge, rubric with version, answer, question and repeat. */
  key: string;
  /** Address. */
  judge: string;
  job: { key: string; rubric: Rubric; judged: Judged };
  /** Key of the answer. */
  answer: string;
  /** From 1. */
  repeat: number;
};

export type VerdictRow = {
  /** Of the question. */
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

export type JudgeSettings = {
  concurrency?: number;
  /** Ends softly before more is spent on verdicts by this call. */
  mostUsd?: number;
  prices?: Readonly<Record<string, SourcedPrice>>;
  abortSignal?: AbortSignal;
  onRow?: (row: VerdictRow, report: JudgeReport) => void;
};

/** Asks what is missing in `verdicts.jsonl` of the folder; replies to a verdict that a kill cut off are kept and used. */
export async function judgeQuestions(
  folder: string,
  questions: AsyncIterable<Question>,
  judges: readonly Model[],
  {
    concurrency = 4,
    mostUsd = Number.POSITIVE_INFINITY,
    prices = {},
    abortSignal,
    onRow,
  }: JudgeSettings = {},
): Promise<JudgeReport> {
  await loadTokenizer();
  const rows = await openRowFile<VerdictRow>(join(folder, verdictsFile), {
    keyOf: ({ key }) => key,
    isDone: ({ failure }) => failure === undefined,
  });
  const report: JudgeReport = { done: 0, unscored: 0, failed: 0, skipped: 0, usd: 0, isStopped: false };
  const byAddress = new Map(judges.map((judge) => [judge.address, judge]));
  async function* listMissing(): AsyncGenerator<Question> {
    for await (const question of questions)
      if (rows.has(question.key)) report.skipped += 1;
      else yield question;
  }
  const repliesFolder = join(folder, 'judge-calls');
  try {
    const isComplete = await runAdaptively(
      listMissing(),
      async (question) => {
        const judge = byAddress.get(question.judge) as Model;
        const repliesFile = join(
          repliesFolder,
          `${createHash('sha256').update(question.key).digest('hex')}.jsonl`,
        );
        const row = await askJudge(judge, question, { prices, repliesFile }, (each) => rows.append(each));
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
    // Empty unless a verdict was cut off.
    await rmdir(repliesFolder).catch(() => undefined);
  }
  return report;
}

/** A verdict may take several calls. */
async function askJudge(
  judge: Model,
  { key, job, answer, repeat }: Question,
  options: Parameters<typeof askAlone>[2],
  keep: (row: VerdictRow) => Promise<void>,
): Promise<VerdictRow> {
  const { rubric, judged } = job;
  const { hasStructuredOutput } = judge;
  const work = (ask: Ask): Promise<Verdict> =>
    judgeAnswer(rubric, judged, { ask, repeat: repeat - 1, step: 'judge', hasStructuredOutput });
  return askAlone(judge, work, options, async ({ value, calls, failure, ...took }) => {
    const verdict = value ?? {
      rubric: rubricId(rubric),
      scores: null,
      reason: failure?.message ?? '',
      reply: '',
      attempts: calls,
    };
    const base = { key, judge: judge.address, rubric: rubricId(rubric), answer, job: job.key, repeat };
    const row = { ...base, verdict, ...took, ...(failure && { failure }) };
    await keep(row);
    return row;
  });
}
