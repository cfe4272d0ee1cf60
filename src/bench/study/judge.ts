/** Judges the answers of a study: every question its benchmark asks, by every judge, as often as asked. */
import {
  type JudgeReport,
  type JudgeSettings,
  judgeQuestions,
} from '../../methods/answers/judge-questions.ts';
import type { Model } from '../../model/model.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import { listQuestions } from './questions.ts';

export async function judgeStudy(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  judges: readonly Model[],
  { repeats = 1, ...settings }: JudgeSettings & { repeats?: number } = {},
): Promise<JudgeReport> {
  const addresses = [...new Set(judges.map(({ address }) => address))];
  return judgeQuestions(
    folder,
    listQuestions(folder, benchmark, samples, addresses, repeats),
    judges,
    settings,
  );
}
