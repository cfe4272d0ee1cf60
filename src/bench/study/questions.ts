/** What judges are asked about the answers of a study. */
import { rubricId } from '../../judge/judge-answer.ts';
import { readFinalAnswers } from '../../methods/answers/final-answers.ts';
import type { Question } from '../../methods/answers/judge-questions.ts';
import type { Benchmark, Sample } from '../benchmark.ts';

/** Every verdict that is wanted of the answers there are, one at a time; texts are not kept. */
export async function* listQuestions(
  folder: string,
  benchmark: Benchmark,
  samples: ReadonlyMap<string, Sample>,
  judges: readonly string[],
  repeats: number,
): AsyncGenerator<Question> {
  for await (const answer of readFinalAnswers(folder)) {
    const sample = samples.get(answer.sample);
    if (sample === undefined || answer.failure !== undefined) continue;
    for (const job of benchmark.listJobs(sample, answer.text))
      for (const judge of judges)
        for (let repeat = 1; repeat <= repeats; repeat += 1) {
          const key = [judge, rubricId(job.rubric), answer.key, job.key, repeat].join(' ');
          yield { key, judge, job, answer: answer.key, repeat };
        }
  }
}
