/** What commands of `longhand bench` do with a study: open it, take it up again, score and report it. */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark } from '../bench/benchmark.ts';
import { configureBenchmark } from '../bench/configure-benchmark.ts';
import { renderOverall } from '../bench/report/render-markdown.ts';
import { writeReport } from '../bench/report/write-report.ts';
import { readManifest } from '../bench/study/manifest.ts';
import { type OpenStudy, openStudy } from '../bench/study/open-study.ts';
import { scoreStudy } from '../bench/study/score.ts';
import { UsageError } from '../errors.ts';
import { type PromptFile, readPromptFile } from '../judge/prompt-file.ts';
import type { GenerateReport } from '../methods/answers/generate.ts';
import type { TokenScorer } from '../model/token-scorer.ts';
import {
  type BenchOptions,
  findBenchmark,
  readSelection,
  readThreshold,
  splitList,
} from './bench-options.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';

/** A study with all that works on it. */
export type StudyAtWork = {
  folder: string;
  benchmark: Benchmark;
  /** The prompt of the user's that judges are asked with. */
  judgePrompt: PromptFile | undefined;
  study: OpenStudy;
  models: ReturnType<typeof createModels>;
  options: BenchOptions;
  output: Output;
  /** Aborted by Ctrl-C. */
  abortSignal: AbortSignal;
};

/** Opens the study that `options` describe, and hands it over. */
export async function withStudy(
  folder: string,
  name: string,
  options: BenchOptions,
  output: Output,
  work: (at: StudyAtWork) => Promise<number>,
): Promise<number> {
  const judgePrompt = await findJudgePrompt(folder, options);
  const benchmark = configureBenchmark(findBenchmark(name), { mode: options.mode, judgePrompt });
  const models = createModels(output, findPlace(options, process.env));
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  try {
    const { model = '', method = '' } = options;
    const addresses = splitList(model);
    const cards = new Map(
      await Promise.all(
        addresses.map(async (address) => [address, (await models.world.resolveModel(address)).card] as const),
      ),
    );
    const study = await openStudy(folder, benchmark, {
      ...readSelection(options),
      models: addresses,
      methods: splitList(method),
      languagesOf: (address) => cards.get(address)?.languages,
    });
    if (judgePrompt !== undefined) await keepJudgePrompt(folder, judgePrompt, options);
    const { signal: abortSignal } = controller;
    return await work({ folder, benchmark, judgePrompt, study, models, options, output, abortSignal });
  } finally {
    release();
  }
}

/** A study that is there: its benchmark, and its settings as it began with them. */
export async function reopen(
  folder: string,
  options: BenchOptions,
): Promise<{ name: string; settings: BenchOptions }> {
  const manifest = await readManifest(folder);
  if (manifest === undefined)
    throw new UsageError(`Expected a study in ${folder}, found none. \`longhand bench run\` makes one.`);
  const { benchmark, models, methods, repeats, samples, mode } = manifest;
  const settings: BenchOptions = {
    ...options,
    model: models.join(','),
    method: methods.join(','),
    repeats: String(repeats),
    ...(mode !== undefined && { mode }),
    ...(samples.limit !== null && { limit: String(samples.limit) }),
    ...(samples.sample !== null && { sample: String(samples.sample) }),
  };
  return { name: benchmark, settings };
}

/** Scores and reports; the exit code says whether all was done and every threshold held. */
export async function finish(
  { folder, benchmark, study, options, output }: Omit<StudyAtWork, 'judgePrompt' | 'models' | 'abortSignal'>,
  {
    generated,
    isStopped = false,
    ...more
  }: { generated?: GenerateReport; isStopped?: boolean; quote?: unknown; judged?: unknown } = {},
): Promise<number> {
  const tokenScorers = await createScorers(options);
  if (tokenScorers.length > 0) output.say('reading every answer over 2,000 words for its cumulative NLL');
  const scores = await scoreStudy(folder, benchmark, study.samples, { tokenScorers });
  const manifest = (await readManifest(folder)) ?? study.manifest;
  const thresholds = (options.atLeast ?? []).map(readThreshold);
  const report = await writeReport(folder, { benchmark, manifest, scores }, { thresholds });
  output.print(renderOverall(scores.cells));
  for (const problem of report.failedThresholds) output.complain(problem);
  output.say(`report: ${report.html}, ${report.markdown}`);
  const hasStopped = isStopped || generated?.isStopped === true;
  if (hasStopped) output.say('Stopped before the end; the same command goes on.');
  output.printResult({
    status: hasStopped ? 'stopped' : 'done',
    out: folder,
    leftOut: manifest.leftOut,
    generated,
    ...more,
    cells: scores.cells,
    report,
  });
  if (hasStopped) return 3;
  return report.failedThresholds.length > 0 ? 1 : 0;
}

/** The local models that read answers; loaded only where they are named. */
async function createScorers({ nll }: BenchOptions): Promise<TokenScorer[]> {
  if (nll === undefined) return [];
  const { createTokenScorer } = await import('../model/providers/gguf.ts');
  return splitList(nll).map((address) => createTokenScorer(address, process.env));
}

const nameJudgePrompt = ({ sha256 }: { sha256: string }): string => `judge-prompt-${sha256.slice(0, 12)}.txt`;

/** The prompt named now; else the one that the study was judged by; `none` goes back to ours. */
async function findJudgePrompt(
  folder: string,
  { judgePrompt }: BenchOptions,
): Promise<PromptFile | undefined> {
  if (judgePrompt === 'none') return undefined;
  if (judgePrompt !== undefined) return readPromptFile(judgePrompt);
  const before = (await readManifest(folder))?.judging?.prompt;
  return before && { ...(await readPromptFile(join(folder, nameJudgePrompt(before)))), name: before.name };
}

/** So that the study can be reported and judged again without the user's file. */
async function keepJudgePrompt(
  folder: string,
  prompt: PromptFile,
  { judgePrompt }: BenchOptions,
): Promise<void> {
  const kept = join(folder, nameJudgePrompt(prompt));
  if (judgePrompt !== undefined && !existsSync(kept)) await copyFile(judgePrompt, kept);
}
