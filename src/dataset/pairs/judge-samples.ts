/** Judges every sample of every task as often as asked; verdicts that are there are not asked for again. */
import { join } from 'node:path';
import { rubricId } from '../../judge/judge-answer.ts';
import { writingQuality } from '../../judge/rubrics/writing-quality.ts';
import { readFinalAnswers } from '../../methods/answers/final-answers.ts';
import {
  type JudgeReport,
  type JudgeSettings,
  judgeQuestions,
  type Question,
  type VerdictRow,
  verdictsFile,
} from '../../methods/answers/judge-questions.ts';
import type { Model } from '../../model/model.ts';
import { readRows } from '../../run/row-file.ts';
import type { PairTask } from './pair-task.ts';
import type { SampleVerdict } from './score-sample.ts';

/** What is judged, of one answer at a time. */
const rubric = writingQuality;
const job = 'quality';

/** Key of a verdict: judge, rubric with version, answer, question and repeat. */
export const verdictKey = (judge: string, answer: string, repeat: number): string =>
  [judge, rubricId(rubric), answer, job, repeat].join(' ');

/** @param keys - Of the answers that are samples now; a folder may hold others. */
export async function judgeSamples(
  folder: string,
  tasks: ReadonlyMap<string, PairTask>,
  keys: ReadonlySet<string>,
  judge: Model,
  { repeats, ...settings }: JudgeSettings & { repeats: number },
): Promise<JudgeReport> {
  async function* listQuestions(): AsyncGenerator<Question> {
    for await (const { key: answer, sample, text, failure } of readFinalAnswers(folder)) {
      const task = tasks.get(sample);
      if (task === undefined || failure !== undefined || !keys.has(answer)) continue;
      const judged = { instruction: task.instruction, answer: text, language: task.language };
      for (let repeat = 1; repeat <= repeats; repeat += 1)
        yield {
          key: verdictKey(judge.address, answer, repeat),
          judge: judge.address,
          job: { key: job, rubric, judged },
          answer,
          repeat,
        };
    }
  }
  return judgeQuestions(folder, listQuestions(), [judge], settings);
}

/** Verdicts by answer, of the first so many repeats of one judge; calls that failed are none. */
export async function readSampleVerdicts(
  folder: string,
  judge: string,
  repeats: number,
): Promise<Map<string, SampleVerdict[]>> {
  const byAnswer = new Map<string, SampleVerdict[]>();
  // One row a question is without a failure; replies are not kept in memory.
  for await (const row of readRows<VerdictRow>(join(folder, verdictsFile))) {
    const { judge: by, rubric: asked, answer, repeat, verdict, failure } = row;
    if (by !== judge || asked !== rubricId(rubric) || repeat > repeats || failure !== undefined) continue;
    const list = byAnswer.get(answer) ?? [];
    byAnswer.set(answer, list);
    const { scores, reason } = verdict;
    list.push({ repeat, scores, ...(reason !== undefined && { reason }) });
  }
  for (const list of byAnswer.values()) list.sort((a, b) => a.repeat - b.repeat);
  return byAnswer;
}
