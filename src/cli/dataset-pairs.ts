/** `longhand dataset pairs`: samples of every instruction, judged, and the best of them beside a worse one. */
import { join } from 'node:path';
import { listAttempts, type PairRejection, readPairTasks } from '../dataset/pairs/pair-task.ts';
import { quoteSamples } from '../dataset/pairs/quote-samples.ts';
import { takeAnswers } from '../dataset/pairs/take-answers.ts';
import { writePairs } from '../dataset/pairs/write-pairs.ts';
import { type DatasetRecord, renderRecord } from '../dataset/record.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { isSameFamily } from '../judge/family.ts';
import { keyOfAttempt, openCards } from '../methods/answers/attempt.ts';
import { findPrices, readMaxCost } from './bench-options.ts';
import { requirePrices, sayLeft } from './bench-quote.ts';
import { type BadRows, collectBadRows, openRecords, requireOut, writeReport } from './dataset-input.ts';
import { callForPairs, type Samples } from './dataset-pairs-calls.ts';
import { sayPairs, sayPairsQuote } from './dataset-pairs-report.ts';
import {
  describePairsSettings,
  type PairsOptions,
  type PairsSettings,
  readPairsSettings,
} from './dataset-pairs-settings.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind } from './write-options.ts';

/** Writes what is missing, judges what is missing, and pairs. Nothing that is paid is paid again by the same command. */
export async function makePairs(
  files: readonly string[],
  options: PairsOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for samples, verdicts and pairs');
  const settings = readPairsSettings(files, options);
  const { world } = createModels(output, findPlace(options, process.env));
  const writer = settings.model === undefined ? undefined : await world.resolveModel(settings.model);
  const judge = await world.resolveModel(settings.judge);
  const badRows = await collectBadRows(output, out);
  const rejected = await openLineWriter(join(out, 'rejected.jsonl'));
  const refused: Partial<Record<PairRejection['rule'], number>> = {};
  const reject = async (record: DatasetRecord, rejection: PairRejection): Promise<void> => {
    refused[rejection.rule] = (refused[rejection.rule] ?? 0) + 1;
    await rejected.write({ ...renderRecord(record), rejected: [rejection] });
  };
  const intake = { badRows, reject, output };
  const { tasks, keys, attempts, authors } = await readSamples(files, out, options, settings, intake);
  if (tasks.size === 0)
    throw new UsageError(
      `Expected instructions in ${[...files, ...settings.from].join(', ')}, found none that can be asked. Look at the rows: one instruction each, without earlier turns.`,
    );
  sayFamilies(authors, settings.judge, output);
  const addresses = [...new Set([...(writer ? [writer.address] : []), judge.address])];
  const prices = await findPrices(addresses, options, world);
  const maxCost = readMaxCost(options);
  requirePrices(addresses, prices, maxCost);
  const cards = await openCards(writer ? [writer.address] : [], world);
  const asked = { judge: judge.address, repeats: settings.repeats, prices, cards };
  const quote = await quoteSamples(out, { tasks, keys, attempts }, asked);
  sayPairsQuote(quote, writer !== undefined, output);
  sayLeft(output, maxCost, quote.spentUsd);
  if (options.dryRun === true) {
    output.printResult({ status: 'quote', quote });
    return 0;
  }
  const mostUsd = maxCost === undefined ? Number.POSITIVE_INFINITY : maxCost - quote.spentUsd;
  const paid = await callForPairs(out, { tasks, keys, attempts, judge, mostUsd }, settings, options, {
    world: { ...world, prices },
    output,
  });
  const { written, judged } = paid;
  if (judged === undefined || judged.isStopped) {
    output.say(
      'Stopped before the end: what is paid is kept, no pairs are made yet. The same command goes on.',
    );
    output.printResult({ status: 'stopped', out, quote, written, judged });
    return paid.isInterrupted ? 130 : 3;
  }
  const { repeats, choose } = settings;
  const report = await writePairs(out, { tasks, keys, judge, repeats, rejected, choose });
  await rejected.close();
  const result = {
    ...report,
    refused,
    settings: describePairsSettings(settings, { writer, judge }),
    failed: { answers: written.failed, verdicts: judged.failed, unscored: judged.unscored },
    usd: quote.spentUsd + written.usd + judged.usd,
    badRows: await badRows.finish(),
  };
  await writeReport(out, result);
  sayPairs(out, result, { judge, output });
  output.printResult({ status: 'done', out, ...result });
  return 0;
}

/** Tasks and their samples: to be written, or given. */
async function readSamples(
  files: readonly string[],
  out: string,
  options: PairsOptions,
  { from, model, method, samples }: PairsSettings,
  {
    badRows,
    reject,
    output,
  }: {
    badRows: BadRows;
    reject: (record: DatasetRecord, rejection: PairRejection) => Promise<void>;
    output: Output;
  },
): Promise<Samples> {
  const { onBadRow } = badRows;
  if (model === undefined) {
    const { models, ...taken } = await takeAnswers(from, out, { reject, onBadRow });
    return { ...taken, attempts: [], authors: models };
  }
  const tasks = await readPairTasks(openRecords(files, options, badRows, output).records, reject);
  const attempts = listAttempts(tasks, { model, method, samples });
  const keys = Map.groupBy(attempts, ({ sample }) => sample.id);
  return {
    tasks,
    keys: new Map([...keys].map(([id, each]) => [id, each.map(keyOfAttempt)])),
    attempts,
    authors: [model],
  };
}

function sayFamilies(authors: Iterable<string>, judge: string, output: Output): void {
  for (const author of authors)
    if (isSameFamily(author, judge) === true)
      output.complain(`${author} and ${judge} are of one family: a judge may favour texts of its own.`);
}
