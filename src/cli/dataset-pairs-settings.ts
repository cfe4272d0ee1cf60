/** What `longhand dataset pairs` was asked for. */
import { type RejectedKind, rejectedKinds } from '../dataset/pairs/choose-pair.ts';
import { UsageError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { BenchOptions } from './bench-options.ts';
import { type DatasetOptions, readNumberWithin } from './dataset-input.ts';
import { readPositiveInteger } from './write-options.ts';

export type PairsOptions = DatasetOptions &
  Pick<
    BenchOptions,
    'home' | 'model' | 'method' | 'judge' | 'judgeRepeats' | 'concurrency' | 'maxCost' | 'price' | 'dryRun'
  > & { from?: string[]; samples?: string; rejected?: string; margin?: string; seed?: string };

export type PairsSettings = {
  from: readonly string[];
  model: string | undefined;
  method: string;
  samples: number;
  judge: string;
  repeats: number;
  choose: { rejected: RejectedKind; margin: number; seed: string };
};

/** @throws {UsageError} An option is missing, off, or excluded by another one. */
export function readPairsSettings(files: readonly string[], options: PairsOptions): PairsSettings {
  const { from = [], model, method = 'native', samples = '4', judge, judgeRepeats = '1', margin } = options;
  const { rejected = 'random', seed = '0' } = options;
  if ((files.length === 0) === (from.length === 0))
    throw new UsageError(
      'Expected either files of instructions, or files of answers with --from, got ' +
        `${from.length === 0 ? 'neither' : 'both'}.`,
    );
  if (from.length === 0 && model === undefined)
    throw new UsageError(
      'Expected `model`, got none. Name who writes the samples with --model, or bring answers with --from.',
    );
  if (from.length > 0 && model !== undefined)
    throw new UsageError(
      `Expected no \`model\` where answers come with --from, got \`${model}\`. Leave one of the two out.`,
    );
  if (judge === undefined)
    throw new UsageError('Expected `judge`, got none. Name who judges the samples with --judge.');
  const count = readPositiveInteger('samples', samples);
  if (count < 2)
    throw new UsageError(
      `Expected \`samples\` to be at least 2, since a pair needs two, got \`${samples}\`.`,
    );
  const kind = rejectedKinds.find((name) => name === rejected);
  if (kind === undefined)
    throw new UsageError(`Expected \`rejected\` to be ${rejectedKinds.join(', ')}, got \`${rejected}\`.`);
  if (margin !== undefined && kind !== 'margin')
    throw new UsageError(
      `Expected \`rejected\` to be margin where \`margin\` is named, got \`${kind}\`. Add --rejected margin.`,
    );
  return {
    from,
    model,
    method,
    samples: count,
    judge,
    repeats: readPositiveInteger('judge-repeats', judgeRepeats),
    choose: {
      rejected: kind,
      margin: margin === undefined ? usualMargin : readNumberWithin('margin', margin, [0, 100]),
      seed,
    },
  };
}

/** Points of S by which a rejected answer is worse with `--rejected margin`. */
const usualMargin = 10;

/** The settings as the report keeps them. */
export const describePairsSettings = (
  { from, method, samples, repeats, choose }: PairsSettings,
  { writer, judge }: { writer: Model | undefined; judge: Model },
): object => ({
  ...(writer ? { model: writer.address, isPracticeModel: writer.isPractice, method, samples } : { from }),
  judge: judge.address,
  isPracticeJudge: judge.isPractice,
  judgeRepeats: repeats,
  ...choose,
});
