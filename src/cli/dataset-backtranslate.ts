/** `longhand dataset backtranslate`: finished texts in, the instructions they follow out, with corrupted twins. */
import { backtranslateTexts, sumPaid } from '../dataset/backtranslate/backtranslate-texts.ts';
import { readTexts } from '../dataset/backtranslate/read-texts.ts';
import { UsageError } from '../errors.ts';
import { findPrices, readConcurrency, readMaxCost } from './bench-options.ts';
import { requirePrices, sayLeft } from './bench-quote.ts';
import { collectBadRows, type DatasetOptions, requireOut, writeReport } from './dataset-input.ts';
import { formatCount, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { watchCalls } from './watch-calls.ts';
import { createModels, sayPractice } from './world.ts';
import { checkJsonKind } from './write-options.ts';

export type BacktranslateOptions = Omit<DatasetOptions, 'layout'> & {
  home?: string;
  model?: string;
  concurrency?: string;
  maxCost?: string;
  price?: string[];
};

/** Asks for what is missing in the folder; nothing that is paid is paid again by the same command. */
export async function backtranslateDataset(
  paths: readonly string[],
  options: BacktranslateOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for records, pairs and rejected texts');
  if (options.model === undefined)
    throw new UsageError('Expected `model`, got none. Name who reads the texts with --model.');
  const models = createModels(output, findPlace(options, process.env));
  const model = await models.world.resolveModel(options.model);
  const prices = await findPrices([model.address], options, models.world);
  const maxCost = readMaxCost(options);
  requirePrices([model.address], prices, maxCost);
  const paidUsd = await sumPaid(out);
  sayLeft(output, maxCost, paidUsd);
  const badRows = await collectBadRows(output, out);
  const watch = watchCalls();
  try {
    const report = await backtranslateTexts(readTexts(paths, badRows), out, model, {
      price: prices[model.address],
      concurrency: readConcurrency(options),
      ...(maxCost !== undefined && { mostUsd: maxCost - paidUsd }),
      abortSignal: watch.signal,
      onText: ({ id }, { records, pairs, rejected }) =>
        output.say(
          `${formatCount(records, 'instruction')}, ${formatCount(pairs, 'pair')}, ${formatNumber(rejected)} rejected: ${id}`,
        ),
      onFailure: ({ id }, error) => output.complain(`${id}: ${error.message}`),
    });
    const result = { model: model.address, practice: model.isPractice, ...report };
    await writeReport(out, { ...result, badRows: await badRows.finish() });
    const settled = report.records + report.rejected + report.failed + report.skipped;
    output.say(
      `${formatCount(settled, 'text')}: ${formatNumber(report.records)} with an instruction (records.jsonl), ${formatNumber(report.pairs)} with a corrupted twin (pairs.jsonl, for train orpo), ${formatNumber(report.skipped)} done before; reasons of the others in rejected.jsonl: ${out}`,
    );
    output.say(
      `${formatCount(report.usage.calls, 'call')}, ${report.usd === null ? 'price unknown' : formatUsd(report.usd)}`,
    );
    if (model.isPractice) output.complain(sayPractice(model.address));
    if (report.isStopped)
      output.say('Stopped before the end: what is paid is kept. The same command goes on.');
    if (report.failed > 0)
      output.complain(
        `${formatCount(report.failed, 'text')} could not be asked about; the same command tries again.`,
      );
    const exitCode = report.isStopped ? (watch.signal.aborted ? 130 : 3) : report.failed > 0 ? 1 : 0;
    const status = report.isStopped ? 'stopped' : report.failed > 0 ? 'failed' : 'done';
    output.printResult({ status, out, ...result });
    return exitCode;
  } finally {
    watch.release();
  }
}
