/** A benchmark as a study asks for it: in a mode of its own, judged by a prompt of the user's. */
import { UsageError } from '../errors.ts';
import { askByPromptFile, type PromptFile } from '../judge/prompt-file.ts';
import type { Benchmark } from './benchmark.ts';

/** @throws {UsageError} The benchmark has no such mode, or the prompt lacks a placeholder. */
export function configureBenchmark(
  benchmark: Benchmark,
  { mode, judgePrompt }: { mode?: string | undefined; judgePrompt?: PromptFile | undefined },
): Benchmark {
  const inMode = mode === undefined ? benchmark : changeMode(benchmark, mode);
  return judgePrompt === undefined ? inMode : judgeByPrompt(inMode, judgePrompt);
}

function changeMode(benchmark: Benchmark, mode: string): Benchmark {
  const { name, modes = [], withMode } = benchmark;
  if (withMode !== undefined && modes.includes(mode)) return withMode(mode);
  const known = modes.length === 0 ? `${name} has one way of scoring; leave it out` : modes.join(' or ');
  throw new UsageError(`Expected \`mode\` to be ${known}, got \`${mode}\`.`);
}

function judgeByPrompt(benchmark: Benchmark, prompt: PromptFile): Benchmark {
  const { withJudgePrompt, listJobs } = benchmark;
  if (withJudgePrompt !== undefined) return withJudgePrompt(prompt.text);
  return {
    ...benchmark,
    listJobs: (sample, answer) =>
      listJobs(sample, answer).map((job) => ({ ...job, rubric: askByPromptFile(job.rubric, prompt) })),
  };
}
