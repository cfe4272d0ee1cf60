/** What commands of `longhand bench` understand in common. */

import type { Benchmark } from '../bench/benchmark.ts';
import { benchmarks } from '../bench/benchmarks/index.ts';
import type { Threshold } from '../bench/report/write-report.ts';
import type { openStudy } from '../bench/study/open-study.ts';
import { UsageError } from '../errors.ts';
import type { SourcedPrice } from '../methods/write-request.ts';
import { parsePriceFlag } from '../model/cost.ts';
import type { OutputOptions } from './output.ts';
import { readVersion } from './package-version.ts';
import type { createModels } from './world.ts';
import { readPositiveInteger, readPositiveNumber } from './write-options.ts';

export type BenchOptions = OutputOptions &
  Partial<
    Record<
      | 'home'
      | 'out'
      | 'data'
      | 'mode'
      | 'model'
      | 'method'
      | 'judge'
      | 'judgePrompt'
      | 'limit'
      | 'nll'
      | 'sample'
      | 'repeats'
      | 'judgeRepeats'
      | 'concurrency'
      | 'maxCost',
      string
    >
  > & {
    atLeast?: string[];
    price?: string[];
    keepCalls?: boolean;
    judgePassages?: boolean;
    dryRun?: boolean;
  };

/** @throws {UsageError} No benchmark has the name; names those there are. */
export function findBenchmark(name: string): Benchmark {
  const found = Object.values(benchmarks).find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = Object.values(benchmarks).map((each) => each.name);
  throw new UsageError(`Expected a benchmark (${names.join(', ')}), got \`${name}\`.`);
}

/** @throws {UsageError} No folder is named. */
export function requireOut({ out }: BenchOptions): string {
  if (out === undefined)
    throw new UsageError('Expected `out`, got none. Name the folder of the study with --out.');
  return out;
}

/** What of a study does not depend on who writes. */
export function readSelection({
  data,
  mode,
  limit,
  sample,
  repeats,
}: BenchOptions): Omit<Parameters<typeof openStudy>[2], 'models' | 'methods'> {
  const integer = (name: string, text: string | undefined): number | undefined =>
    text === undefined ? undefined : readPositiveInteger(name, text);
  return {
    data,
    mode,
    repeats: integer('repeats', repeats) ?? 1,
    limit: integer('limit', limit),
    sample: integer('sample', sample),
    counting: 'longbench-write',
    version: readVersion(),
    date: today(),
  };
}

/** ISO day. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Prices by address: those given with --price, then those the tables or endpoints know. */
export async function findPrices(
  addresses: readonly string[],
  { price: flags = [] }: BenchOptions,
  { findPrice }: ReturnType<typeof createModels>['world'],
): Promise<Record<string, SourcedPrice>> {
  const given = new Map(
    flags.map((flag) => {
      const { address = addresses[0] ?? '', price } = parsePriceFlag(flag);
      return [address, { ...price, source: 'as given' }];
    }),
  );
  const found = await Promise.all(
    addresses.map(async (address) => [address, given.get(address) ?? (await findPrice?.(address))] as const),
  );
  return Object.fromEntries(
    found.flatMap(([address, price]) => (price === undefined ? [] : [[address, price]])),
  );
}

/** Of the whole study; absent: no limit. */
export const readMaxCost = ({ maxCost }: BenchOptions): number | undefined =>
  maxCost === undefined ? undefined : readPositiveNumber('max-cost', maxCost);

/** `S_l>=80`. */
export function readThreshold(text: string): Threshold {
  const [, figure, least] = /^\s*(.+?)\s*(?:>=|=)\s*(\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (figure === undefined || least === undefined)
    throw new UsageError(
      `Expected \`at-least\` to be a figure and a number such as S_l>=80, got \`${text}\`.`,
    );
  return { figure, least: Number(least) };
}

export const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

export const readConcurrency = ({ concurrency }: BenchOptions): number =>
  concurrency === undefined ? 4 : readPositiveInteger('concurrency', concurrency);
