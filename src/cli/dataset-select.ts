/** `longhand dataset select`: the instructions that want a long answer, by rules, and by a judge where rules cannot tell. */
import { join } from 'node:path';
import { renderRecord } from '../dataset/record.ts';
import {
  type LengthRubric,
  openLengthRubric,
  type RubricQuote,
  rubricFile,
} from '../dataset/select/open-rubric.ts';
import { selectRecords } from '../dataset/select/select-records.ts';
import { readLengthWish } from '../dataset/select/wants-long.ts';
import { openLineWriter } from '../dataset/write-lines.ts';
import { BudgetError, UsageError } from '../errors.ts';
import { type BenchOptions, findPrices, readConcurrency, readMaxCost } from './bench-options.ts';
import { requirePrices, sayLeft } from './bench-quote.ts';
import { collectBadRows, openRecords, requireOut, sayPracticeRecords, writeReport } from './dataset-input.ts';
import { type RuleOptions, readRules, renderCounts } from './dataset-rules.ts';
import { formatCount, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { type CallWatch, watchCalls } from './watch-calls.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readWordCount } from './write-options.ts';

type SelectOptions = RuleOptions &
  Pick<BenchOptions, 'home' | 'judge' | 'concurrency' | 'maxCost' | 'price' | 'dryRun'> & { words?: string };

export async function selectDataset(
  files: readonly string[],
  options: SelectOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const out = requireOut(options, 'a folder for the selected instructions');
  const leastWords = options.words === undefined ? 2000 : readWordCount('words', options.words);
  const rules = readRules(options);
  const concurrency = readConcurrency(options);
  await using judging = await openJudging(files, out, options, { leastWords, output });
  if (options.dryRun === true) {
    output.printResult({ status: 'quote', quote: judging?.quote ?? null });
    return 0;
  }
  const badRows = await collectBadRows(output, out);
  const input = openRecords(files, options, badRows, output);
  const selected = await openLineWriter(join(out, 'selected.jsonl'));
  const rejected = await openLineWriter(join(out, 'rejected.jsonl'));
  const report = await selectRecords(
    input.records,
    { leastWords, folder: out, concurrency, ...rules, ...(judging && { askRubric: judging.ask }) },
    {
      select: (record, wish) => selected.write({ ...renderRecord(record), wish }),
      reject: (record, reasons) => rejected.write({ ...renderRecord(record), rejected: reasons }),
    },
  );
  judging?.check();
  await Promise.all([selected.close(), rejected.close()]);
  const result = {
    ...report,
    leastWords,
    ...(judging && { rubric: judging.describe() }),
    practice: input.practice,
    badRows: await badRows.finish(),
  };
  await writeReport(out, result);
  const { share, low, high } = report.long;
  output.say(
    `${formatNumber(report.selected)} of ${formatNumber(report.records)} instructions selected: ${join(out, 'selected.jsonl')}`,
  );
  if (share !== null)
    output.say(
      `${percent(share)} want at least ${formatNumber(leastWords)} words (95 % interval ${percent(low)} to ${percent(high)}), by rules${judging ? ` and by ${judging.address}` : ''}.`,
    );
  if (judging)
    output.say(
      `asked about ${formatNumber(report.asked)}: yes ${formatNumber(report.affirmed)}, no ${formatNumber(report.asked - report.affirmed - report.unanswered)}, no answer ${formatNumber(report.unanswered)}; ${join(out, rubricFile)}`,
    );
  if (report.unanswered > 0)
    output.complain(
      `${formatCount(report.unanswered, 'instruction')} without an answer from ${judging?.address ?? ''}: not selected, and counted as not long. The same command asks again where the call failed.`,
    );
  if (report.perhaps > report.asked)
    output.say(
      `${formatNumber(report.perhaps)} more may: the rules cannot tell, and they count as not long. --judge asks a model.`,
    );
  sayPracticeRecords(input.practice, output);
  if (judging?.isPractice)
    output.complain(`practice model: ${judging.address} judged, so its share means nothing.`);
  output.print(renderCounts('left out by', report.byRule));
  output.printResult({ status: 'done', out, ...result });
  return 0;
}

type Judging = AsyncDisposable &
  Pick<LengthRubric, 'ask'> &
  Pick<CallWatch, 'check'> & {
    address: string;
    isPractice: boolean;
    quote: RubricQuote;
    describe(): object;
  };

/** The rubric with its limits, quoted by a first pass over the files; undefined where no judge is named. */
async function openJudging(
  files: readonly string[],
  out: string,
  options: SelectOptions,
  { leastWords, output }: { leastWords: number; output: Output },
): Promise<Judging | undefined> {
  if (options.judge === undefined) {
    const needed = (['maxCost', 'concurrency', 'dryRun'] as const).find(
      (name) => options[name] !== undefined,
    );
    if (needed === undefined) return undefined;
    throw new UsageError(
      'Expected `judge` where calls are limited or quoted, got none. Name a model with --judge.',
    );
  }
  const { world } = createModels(output, findPlace(options, process.env));
  const judge = await world.resolveModel(options.judge);
  const prices = await findPrices([judge.address], options, world);
  const maxCost = readMaxCost(options);
  requirePrices([judge.address], prices, maxCost);
  const watch = watchCalls();
  const rubric = await openLengthRubric(out, judge, {
    leastWords,
    prices,
    beforeCall: (usedUsd) => requireMore(watch, usedUsd, maxCost),
    onRow: ({ verdict, failure }) => {
      watch.see(failure, judge.address);
      output.say(
        `asked ${formatNumber(rubric.report.asked)} of ${formatNumber(quote.questions)}: ${failure?.message ?? (verdict === null ? 'no answer' : verdict ? 'yes' : 'no')}`,
      );
    },
  });
  const quote: RubricQuote = { questions: 0, usd: [0, 0] };
  const badRows = await collectBadRows({ ...output, complain: () => {} });
  for await (const record of openRecords(files, options, badRows, output).records)
    if (readLengthWish(record, { leastWords }).verdict === 'perhaps') rubric.addToQuote(quote, record);
  const cost =
    quote.usd === null ? 'price unknown' : `${formatUsd(quote.usd[0])} to ${formatUsd(quote.usd[1])}`;
  output.say(`to ask ${judge.address}: ${formatCount(quote.questions, 'instruction')}, ${cost}`);
  sayLeft(output, maxCost, rubric.spentUsd);
  return {
    address: judge.address,
    isPractice: judge.isPractice,
    quote,
    ask: rubric.ask,
    check: watch.check,
    describe: () => ({ judge: judge.address, isPractice: judge.isPractice, ...rubric.report }),
    async [Symbol.asyncDispose]() {
      watch.release();
      await rubric.close();
    },
  };
}

/** @throws {ModelCallError | BudgetError | DOMException} No further question may be asked: a hopeless fault, the limit, Ctrl-C. */
function requireMore(watch: CallWatch, used: number, maxCost: number | undefined): void {
  watch.check();
  watch.signal.throwIfAborted();
  if (maxCost !== undefined && used >= maxCost)
    throw new BudgetError(
      `The limit of ${formatUsd(maxCost)} is used up. Answers are kept in ${rubricFile}; the same command with another \`max-cost\` goes on.`,
      { limit: maxCost, used, needed: 0, unit: 'usd' },
    );
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(2)} %`);
