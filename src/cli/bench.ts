/** `longhand bench`: generates, judges, scores and reports; each stage goes on where it stopped, and can run alone. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark } from '../bench/benchmark.ts';
import { benchmarks } from '../bench/benchmarks/index.ts';
import { renderOverall } from '../bench/report/render-markdown.ts';
import { type Threshold, writeReport } from '../bench/report/write-report.ts';
import { type GenerateReport, generate } from '../bench/study/generate.ts';
import { importAnswers } from '../bench/study/import-answers.ts';
import { judgeStudy } from '../bench/study/judge.ts';
import { findDifference, readManifest } from '../bench/study/manifest.ts';
import { type OpenStudy, openStudy } from '../bench/study/open-study.ts';
import { scoreStudy } from '../bench/study/score.ts';
import { UsageError } from '../errors.ts';
import { formatCount, formatNumber, formatTable, formatUsd } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber } from './write-options.ts';

type BenchOptions = OutputOptions &
  Partial<
    Record<
      | 'home'
      | 'out'
      | 'data'
      | 'model'
      | 'method'
      | 'judge'
      | 'limit'
      | 'sample'
      | 'repeats'
      | 'judgeRepeats'
      | 'concurrency'
      | 'maxCost'
      | 'counting',
      string
    >
  > & { atLeast?: string[]; keepCalls?: boolean };

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
  const benchmark = findBenchmark(name);
  const { model, method = 'native' } = options;
  if (model === undefined)
    throw new UsageError('Expected `model`, got none. Name one, or several parted by commas, with --model.');
  return withStudy(
    folder,
    benchmark,
    { ...options, model, method },
    output,
    async (study, models, abortSignal) => {
      if (study.leftOut > 0)
        output.say(
          `${formatCount(study.leftOut, 'answer')} left out: the card of the model lacks the language of the prompt`,
        );
      const { world } = models;
      for (const address of study.manifest.models) await world.resolveModel(address);
      const prices = await findPrices(study.manifest.models, world);
      const generated = await generate(
        folder,
        study.attempts,
        { ...world, prices },
        {
          concurrency: readConcurrency(options),
          ...(options.maxCost !== undefined && { mostUsd: readPositiveNumber('max-cost', options.maxCost) }),
          keepCalls: options.keepCalls === true,
          abortSignal,
          onRow: (row, report) => {
            output.printEvent({ type: 'answer', ...row, text: undefined });
            output.say(renderAnswer(row, report));
          },
        },
      );
      if (!generated.isStopped && options.judge !== undefined)
        await judge(folder, benchmark, study, models, options, output, abortSignal);
      return finish(folder, benchmark, study, options, output, generated);
    },
  );
}

/** Scores answers that another tool wrote, beside or instead of ours. */
export async function scoreAnswers(
  files: readonly string[],
  options: BenchOptions & { benchmark?: string },
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const folder = requireOut(options);
  const { benchmark: name, model, method = 'external' } = options;
  if (name === undefined)
    throw new UsageError(
      'Expected `benchmark`, got none. Name the one whose prompts were answered with --benchmark.',
    );
  if (model === undefined)
    throw new UsageError(
      'Expected `model`, got none. Say what to call the author of these answers with --model.',
    );
  const benchmark = findBenchmark(name);
  const study = await openStudy(folder, benchmark, {
    ...readSelection(options),
    models: [model],
    methods: [method],
  });
  const { taken, unknown } = await importAnswers(folder, files, study.samples, { model, method });
  output.say(`${formatCount(taken, 'answer')} taken in for ${formatCount(study.samples.size, 'prompt')}`);
  if (unknown > 0)
    output.complain(`${formatCount(unknown, 'line')} left out: their prompt is none of ${name}`);
  return finish(folder, benchmark, study, options, output);
}

/** Judges the answers of a study, and scores and reports again. Generates nothing. */
export async function judgeBenchmark(folder: string, options: BenchOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  if (options.judge === undefined)
    throw new UsageError('Expected `judge`, got none. Name a model with --judge.');
  const { benchmark, settings } = await reopen(folder, options);
  return withStudy(folder, benchmark, settings, output, async (study, models, abortSignal) => {
    await judge(folder, benchmark, study, models, options, output, abortSignal);
    return finish(folder, benchmark, study, options, output);
  });
}

/** Scores and reports from what is on disk. Calls no model. */
export async function reportBenchmark(
  folder: string,
  options: BenchOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const { benchmark, settings } = await reopen(folder, options);
  return withStudy(folder, benchmark, settings, output, (study) =>
    finish(folder, benchmark, study, options, output),
  );
}

/** Puts studies side by side, where they may stand side by side. */
export async function compareStudies(
  folders: readonly string[],
  options: OutputOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const found = await Promise.all(
    folders.map(async (folder) => {
      const manifest = await readManifest(folder);
      if (manifest === undefined || !existsSync(join(folder, 'scores.json')))
        throw new UsageError(
          `Expected a scored study in ${folder}, found none. Run \`longhand bench report ${folder}\` first.`,
        );
      const scores = JSON.parse(readFileSync(join(folder, 'scores.json'), 'utf8')) as Awaited<
        ReturnType<typeof scoreStudy>
      >;
      return { folder, manifest, scores };
    }),
  );
  const [first] = found;
  if (first === undefined || found.length < 2)
    throw new UsageError('Expected at least two studies to compare.');
  for (const { folder, manifest } of found.slice(1)) {
    const { models: _a, methods: _b, ...before } = first.manifest;
    const { models: _c, methods: _d, ...now } = manifest;
    const difference = findDifference(before, now);
    if (difference !== undefined)
      throw new UsageError(
        `Expected studies with equal manifests; ${first.folder} and ${folder} differ: ${difference}. Their numbers do not compare.`,
      );
  }
  const cells = found.flatMap(({ scores }) => scores.cells);
  const practice = cells.filter((cell) => cell.practice);
  if (practice.length > 0 && practice.length < cells.length)
    throw new UsageError(
      `Expected real models alone or practice models alone; ${practice[0]?.model} is a practice model and is not ranked with real ones.`,
    );
  output.print(renderOverall(cells));
  output.printResult({ cells });
  return 0;
}

async function judge(
  folder: string,
  benchmark: Benchmark,
  study: OpenStudy,
  { world }: ReturnType<typeof createModels>,
  options: BenchOptions,
  output: Output,
  abortSignal: AbortSignal,
): Promise<void> {
  const addresses = splitList(options.judge ?? '');
  const judges = await Promise.all(addresses.map((address) => world.resolveModel(address)));
  const report = await judgeStudy(folder, benchmark, study.samples, judges, {
    repeats:
      options.judgeRepeats === undefined ? 1 : readPositiveInteger('judge-repeats', options.judgeRepeats),
    concurrency: readConcurrency(options),
    ...(options.maxCost !== undefined && { mostUsd: readPositiveNumber('max-cost', options.maxCost) }),
    prices: await findPrices(addresses, world),
    abortSignal,
    onRow: (row, { done, unscored, failed }) => {
      output.printEvent({ type: 'verdict', ...row });
      output.say(`judged ${done}, unscored ${unscored}, failed ${failed}: ${row.answer}`);
    },
  });
  output.say(
    `judged: ${report.done} new, ${report.skipped} before, ${report.unscored} unscored, ${report.failed} failed, ${formatUsd(report.usd)}`,
  );
}

async function finish(
  folder: string,
  benchmark: Benchmark,
  { manifest, samples }: OpenStudy,
  { atLeast = [] }: BenchOptions,
  output: Output,
  generated?: GenerateReport,
): Promise<number> {
  const scores = await scoreStudy(folder, benchmark, samples);
  const report = await writeReport(
    folder,
    { benchmark, manifest, scores },
    { thresholds: atLeast.map(readThreshold) },
  );
  output.print(renderOverall(scores.cells));
  for (const problem of report.failedThresholds) output.complain(problem);
  output.say(`report: ${report.html}, ${report.markdown}`);
  const isStopped = generated?.isStopped === true;
  if (isStopped) output.say('Stopped before the end; the same command goes on.');
  output.printResult({
    status: isStopped ? 'stopped' : 'done',
    out: folder,
    generated,
    cells: scores.cells,
    report,
  });
  if (isStopped) return 3;
  return report.failedThresholds.length > 0 ? 1 : 0;
}

async function withStudy(
  folder: string,
  benchmark: Benchmark,
  options: BenchOptions,
  output: Output,
  work: (
    study: OpenStudy,
    models: ReturnType<typeof createModels>,
    abortSignal: AbortSignal,
  ) => Promise<number>,
): Promise<number> {
  const models = createModels(output, findPlace(options, process.env));
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const release = onInterrupt({ soft: abort, hard: () => process.exit(130) });
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
    return await work(study, models, controller.signal);
  } finally {
    release();
  }
}

/** What of a study does not depend on who writes. */
function readSelection({
  data,
  limit,
  sample,
  repeats,
  counting = 'longbench-write',
}: BenchOptions): Omit<Parameters<typeof openStudy>[2], 'models' | 'methods'> {
  const integer = (name: string, text: string | undefined): number | undefined =>
    text === undefined ? undefined : readPositiveInteger(name, text);
  return {
    data,
    repeats: integer('repeats', repeats) ?? 1,
    limit: integer('limit', limit),
    sample: integer('sample', sample),
    counting,
    version: readVersion(),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** A study that is there, with the settings it began with. */
async function reopen(
  folder: string,
  options: BenchOptions,
): Promise<{ benchmark: Benchmark; settings: BenchOptions }> {
  const manifest = await readManifest(folder);
  if (manifest === undefined)
    throw new UsageError(`Expected a study in ${folder}, found none. \`longhand bench run\` makes one.`);
  const settings: BenchOptions = {
    ...options,
    model: manifest.models.join(','),
    method: manifest.methods.join(','),
    repeats: String(manifest.repeats),
    counting: manifest.counting,
    ...(manifest.samples.limit !== null && { limit: String(manifest.samples.limit) }),
    ...(manifest.samples.sample !== null && { sample: String(manifest.samples.sample) }),
  };
  return { benchmark: findBenchmark(manifest.benchmark), settings };
}

function findBenchmark(name: string): Benchmark {
  const found = Object.values(benchmarks).find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = Object.values(benchmarks).map((each) => each.name);
  throw new UsageError(`Expected a benchmark (${names.join(', ')}), got \`${name}\`.`);
}

function requireOut({ out }: BenchOptions): string {
  if (out === undefined)
    throw new UsageError('Expected `out`, got none. Name the folder of the study with --out.');
  return out;
}

async function findPrices(
  addresses: readonly string[],
  { findPrice }: ReturnType<typeof createModels>['world'],
): Promise<Record<string, NonNullable<Awaited<ReturnType<NonNullable<typeof findPrice>>>>>> {
  const found = await Promise.all(
    addresses.map(async (address) => [address, await findPrice?.(address)] as const),
  );
  return Object.fromEntries(
    found.flatMap(([address, price]) => (price === undefined ? [] : [[address, price]])),
  );
}

/** `S_l>=80`. */
function readThreshold(text: string): Threshold {
  const [, figure, least] = /^\s*(.+?)\s*(?:>=|=)\s*(\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (figure === undefined || least === undefined)
    throw new UsageError(
      `Expected \`at-least\` to be a figure and a number such as S_l>=80, got \`${text}\`.`,
    );
  return { figure, least: Number(least) };
}

function renderAnswer(
  {
    model,
    method,
    sample,
    words,
    failure,
    ms,
  }: Parameters<NonNullable<NonNullable<Parameters<typeof generate>[3]>['onRow']>>[0],
  { done, failed, skipped, of }: GenerateReport,
): string {
  const at = `${formatNumber(skipped + done + failed)} of ${formatNumber(of)}`;
  const what =
    failure === undefined
      ? `${formatNumber(words)} words in ${(ms / 1000).toFixed(1)} s`
      : `failed: ${failure.message}`;
  return `${at}: ${model}, ${method}, ${sample}: ${what}`;
}

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const readConcurrency = ({ concurrency }: BenchOptions): number =>
  concurrency === undefined ? 4 : readPositiveInteger('concurrency', concurrency);

function readVersion(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
