/** Long answers judged along their length, beside what a benchmark asks. */
import { passage } from '../judge/rubrics/passage.ts';
import { splitPassages } from './along/split-passages.ts';
import type { Benchmark } from './benchmark.ts';
import { fewestWordsAlong } from './study/measure-answers.ts';

/**
 * The benchmark with one more question for every 1,000 words of answers over 2,000: quality and contradictions, with all
 * that stands before in sight. Its scores stay what they were; the answers stand in the report by position.
 */
export const withPassages = (benchmark: Benchmark): Benchmark => ({
  ...benchmark,
  listJobs: (sample, answer) => {
    const { instruction, language } = sample;
    const passages = splitPassages(answer);
    const words = passages.reduce((sum, each) => sum + each.words, 0);
    const jobs = words <= fewestWordsAlong ? [] : passages;
    return [
      ...benchmark.listJobs(sample, answer),
      ...jobs.map(({ text, before }, at) => ({
        key: `passage ${at}`,
        rubric: passage,
        judged: { instruction, answer: text, before, language },
      })),
    ];
  },
});
