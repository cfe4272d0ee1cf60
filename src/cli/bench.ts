/** `longhand bench`: generates, judges, scores and reports; each stage goes on where it stopped, and can run alone. */
import { benchmarks } from '../bench/benchmarks/index.ts';
import { configureBenchmark } from '../bench/configure-benchmark.ts';
import { bestOfNative, generateBestOfNative } from '../bench/study/best-of-native.ts';
import { importAnswers } from '../bench/study/import-answers.ts';
import { openStudy } from '../bench/study/open-study.ts';
import { sumSpent } from '../bench/study/spent.ts';
import { UsageError } from '../errors.ts';
import { type AnswerRow, answersFile } from '../methods/answers/answer-row.ts';
import { keyOfAttempt, listSightNotes, openCards, quoteAttempts } from '../methods/answers/attempt.ts';
import { type GenerateReport, generate } from '../methods/answers/generate.ts';
import { readRows } from '../run/row-file.ts';
import { judgeAnswers } from './bench-judging.ts';
import {
  type BenchOptions,
  findBenchmark,
  findPrices,
  readConcurrency,
  readMaxCost,
  readSelection,
  requireOut,
} from './bench-options.ts';
import { describeStudyQuote, requirePrices, sayLeft } from './bench-quote.ts';
import { finish, reopen, type StudyAtWork, withStudy } from './bench-study.ts';
import { formatCount, formatNumber, formatTable } from './format.ts';
import type { Output, OutputOptions } from './output.ts';
import { checkJsonKind } from './write-options.ts';

/** Lists the benchmarks and the files they read. */
export async function listBenchmarks(options: OutputOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const all = Object.values(benchmarks);
  output.print(
    formatTable([
      ['name', 'what', 'files'],
      ...all.map(({ name, title, files }) => [name, title, files.length === 0 ? 'ships' : files.join(', ')]),
    ]),
  );
  output.printResult({
    benchmarks: all.map(({ name, title, source, licence, files }) => ({
      name,
      title,
      source,
      licence,
      files,
    })),
  });
  return 0;
}

/** Generates what is missing, judges where a judge is named, scores, reports. */
export async function runBenchmark(name: string, options: BenchOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const folder = requireOut(options);
  const { reads = false } = findBenchmark(name);
  const { model, method = reads ? 'chain-of-agents' : 'native' } = options;
  if (model === undefined)
    throw new UsageError('Expected `model`, got none. Name one, or several parted by commas, with --model.');
  return withStudy(folder, name, { ...options, model, method }, output, async (at) => {
    const { study } = at;
    if (study.manifest.leftOut > 0)
      output.say(
        `${formatCount(study.manifest.leftOut, 'answer')} left out: the card of the model lacks the language of the prompt`,
      );
    const { quote, ...generated } = await generateAnswers(at);
    if (options.dryRun === true) {
      output.printResult({ status: 'quote', quote });
      return 0;
    }
    const { report } = generated;
    if (report === undefined || report.isStopped || options.judge === undefined)
      return finish(at, { quote, ...(report && { generated: report }) });
    return finish(at, { quote, generated: report, ...(await judgeAnswers(at)) });
  });
}

/** Judges the answers of a study, and scores and reports again. Generates nothing. */
export async function judgeBenchmark(folder: string, options: BenchOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  if (options.judge === undefined)
    throw new UsageError('Expected `judge`, got none. Name a model with --judge.');
  const { name, settings } = await reopen(folder, options);
  return withStudy(folder, name, settings, output, async (at) => finish(at, await judgeAnswers(at)));
}

/** Scores and reports from what is on disk. Calls no model. */
export async function reportBenchmark(
  folder: string,
  options: BenchOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { name, settings } = await reopen(folder, options);
  return withStudy(folder, name, settings, output, (at) => finish(at));
}

/** Scores answers that another tool wrote, beside or instead of ours. */
export async function scoreAnswers(
  files: readonly string[],
  options: BenchOptions & { benchmark?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const folder = requireOut(options);
  const { benchmark: name, model, method = 'external', mode } = options;
  if (name === undefined)
    throw new UsageError(
      'Expected `benchmark`, got none. Name the one whose prompts were answered with --benchmark.',
    );
  if (model === undefined)
    throw new UsageError(
      'Expected `model`, got none. Say what to call the author of these answers with --model.',
    );
  const benchmark = configureBenchmark(findBenchmark(name), { mode });
  const study = await openStudy(folder, benchmark, {
    ...readSelection(options),
    models: [model],
    methods: [method],
  });
  const { taken, unknown } = await importAnswers(folder, files, study.samples, { model, method });
  output.say(`${formatCount(taken, 'answer')} taken in for ${formatCount(study.samples.size, 'prompt')}`);
  if (unknown > 0)
    output.complain(`${formatCount(unknown, 'line')} left out: their prompt is none of ${name}`);
  return finish({ folder, benchmark, study, options, output });
}

/** Quotes what is missing and, unless only the quote is wanted, generates it. */
async function generateAnswers({
  folder,
  study,
  models: { world },
  options,
  output,
  abortSignal,
}: StudyAtWork): Promise<{ quote: object; report?: GenerateReport & { tries?: number } }> {
  const prices = await findPrices(study.manifest.models, options, world);
  const maxCost = readMaxCost(options);
  requirePrices(study.manifest.models, prices, maxCost);
  const done = new Set<string>();
  for await (const { key, failure } of readRows<AnswerRow>(`${folder}/${answersFile}`))
    if (failure === undefined) done.add(key);
  const missing = study.attempts.filter((attempt) => !done.has(keyOfAttempt(attempt)));
  const cards = await openCards(study.manifest.models, world);
  const quote = quoteAttempts(missing, { prices, cards });
  output.say(describeStudyQuote(missing.length, quote));
  for (const note of listSightNotes(missing, cards)) output.say(note);
  if (options.dryRun === true) return { quote };
  const { answersUsd, verdictsUsd } = await sumSpent(folder);
  sayLeft(output, maxCost, answersUsd + verdictsUsd);
  const leftUsd = maxCost === undefined ? Number.POSITIVE_INFINITY : maxCost - answersUsd - verdictsUsd;
  const settings = {
    concurrency: readConcurrency(options),
    keepCalls: options.keepCalls === true,
    abortSignal,
    onRow: (row: AnswerRow, soFar: GenerateReport) => {
      output.printEvent({ type: 'answer', ...row, text: undefined });
      output.say(renderAnswer(row, soFar));
    },
  };
  const report = await generate(
    folder,
    study.attempts,
    { ...world, prices },
    { ...settings, mostUsd: leftUsd },
  );
  if (report.isStopped || !study.manifest.methods.includes(bestOfNative)) return { quote, report };
  output.say('native tries, as many as the dearest other method paid for');
  const tries = await generateBestOfNative(
    folder,
    study.samples,
    { ...world, prices },
    { ...settings, mostUsd: leftUsd - report.usd },
  );
  return {
    quote,
    report: { ...report, usd: report.usd + tries.usd, tries: tries.done, isStopped: tries.isStopped },
  };
}

function renderAnswer(
  { model, method, sample, words, failure, ms }: AnswerRow,
  { done, failed, skipped, of }: GenerateReport,
): string {
  const at = `${formatNumber(skipped + done + failed)} of ${formatNumber(of)}`;
  const what =
    failure === undefined
      ? `${formatNumber(words)} words in ${(ms / 1000).toFixed(1)} s`
      : `failed: ${failure.message}`;
  return `${at}: ${model}, ${method}, ${sample}: ${what}`;
}
