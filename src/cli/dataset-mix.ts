/** `longhand dataset mix`: long and general rows in one shuffled training set, with a test set beside it. */
import { join } from 'node:path';
import { pairForms } from '../dataset/export/pair-forms.ts';
import { type MixItem, mixSets } from '../dataset/mix/mix-sets.ts';
import { holdsPairs, readPairs } from '../dataset/read/read-pairs.ts';
import { renderRecord } from '../dataset/record.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { chooseCountingRule, countWords } from '../text/count-words.ts';
import {
  type BadRows,
  collectBadRows,
  type DatasetOptions,
  openRecords,
  readNumberWithin,
  requireOut,
  sayPracticeRecords,
  writeReport,
} from './dataset-input.ts';
import { formatNumber, formatTable } from './format.ts';
import type { Output } from './output.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

type MixOptions = DatasetOptions & {
  general?: string[];
  ratio?: string;
  long?: string;
  test?: string;
  similarity?: string;
  seed?: string;
};

const mostRatio = 1_000_000;

export async function mixDataset(
  files: readonly string[],
  options: MixOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for the mixture');
  const { general = [], ratio = '30', seed = '0', similarity, long } = options;
  const settings = {
    ratio: readNumberWithin('ratio', ratio, [0, mostRatio]),
    seed,
    folder: out,
    testShare: options.test === undefined ? 0 : readTestShare(options.test),
    ...(long !== undefined && { longCount: readPositiveInteger('long', long) }),
    ...(similarity !== undefined && { duplicateFrom: readNumberWithin('similarity', similarity, [0.4, 1]) }),
  };
  const isPairs = await holdsPairs(files);
  const badRows = await collectBadRows(output, out);
  let practice = 0;
  const seePractice = (isPractice: boolean | undefined): void => {
    if (isPractice) practice += 1;
  };
  const open = (of: readonly string[]): AsyncIterable<MixItem> =>
    isPairs
      ? readPairItems(of, badRows, seePractice)
      : readRecordItems(of, options, badRows, output, seePractice);
  const train = await openLineWriter(join(out, 'train.jsonl'));
  const test = settings.testShare > 0 ? await openLineWriter(join(out, 'test.jsonl')) : undefined;
  const report = await mixSets({ long: open(files), general: open(general) }, settings, async (row, split) =>
    (split === 'test' && test ? test : train).write(row),
  );
  await Promise.all([train.close(), test?.close()]);
  const result = { ...report, practice, badRows: await badRows.finish() };
  await writeReport(out, result);
  output.say(
    `${formatNumber(report.long.taken)} long and ${formatNumber(report.general.taken)} general ${isPairs ? 'pairs' : 'records'}: ${formatNumber(report.train)} in ${join(out, 'train.jsonl')}${test ? `, ${formatNumber(report.test)} in ${join(out, 'test.jsonl')}` : ''}`,
  );
  if (report.general.taken < report.general.wanted)
    output.complain(
      `A ratio of ${ratio} wants ${formatNumber(report.general.wanted)} general rows, there are ${formatNumber(report.general.given)}: all were taken.`,
    );
  if (report.long.outsideLengths > 0)
    output.say(
      `${formatNumber(report.long.outsideLengths)} long records are outside 2,000 to 128,000 words and were not taken.`,
    );
  sayPracticeRecords(practice, output);
  output.print(
    formatTable([
      ['words', 'given', 'taken'],
      ...report.lengths.map(({ bucket, given, taken }) => [bucket, formatNumber(given), formatNumber(taken)]),
    ]),
  );
  output.printResult({ status: 'done', out, ...result });
  return 0;
}

async function* readRecordItems(
  files: readonly string[],
  options: MixOptions,
  badRows: BadRows,
  output: Output,
  seePractice: (isPractice: boolean | undefined) => void,
): AsyncGenerator<MixItem> {
  for await (const record of openRecords(files, options, badRows, output).records) {
    seePractice(record.provenance?.isPractice);
    const { source: _source, ...row } = renderRecord(record);
    const { instruction, answer } = record;
    yield { row, texts: [instruction, answer], words: countWords(answer, chooseCountingRule(answer)) };
  }
}

async function* readPairItems(
  files: readonly string[],
  { onBadRow }: BadRows,
  seePractice: (isPractice: boolean | undefined) => void,
): AsyncGenerator<MixItem> {
  for await (const pair of readPairs(files, { onBadRow })) {
    seePractice(pair.provenance?.isPractice);
    const { prompt, chosen } = pair;
    yield {
      row: pairForms.trl.render(pair).row,
      texts: [prompt.at(-1)?.content ?? '', chosen],
      words: countWords(chosen, chooseCountingRule(chosen)),
    };
  }
}

function readTestShare(text: string): number {
  const match = /^(\d*\.?\d+)\s*(%?)$/.exec(text.trim());
  const value = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN;
  if (value > 0 && value < 1) return value;
  throw new UsageError(`Expected \`test\` to be a share such as 5% or 0.05, got \`${text}\`.`);
}
