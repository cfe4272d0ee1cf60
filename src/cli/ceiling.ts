/** `longhand ceiling`: measures how much a model reads and how much it writes, and makes one card of it. */
import { join } from 'node:path';
import { type CeilingCard, createCeilingCard } from '../bench/ceiling/ceiling-card.ts';
import {
  type CeilingRow,
  ceilingRowsFile,
  isSettled,
  readCeilingRows,
} from '../bench/ceiling/ceiling-row.ts';
import { measureCeiling } from '../bench/ceiling/measure-ceiling.ts';
import { type CeilingPlan, planCeiling } from '../bench/ceiling/plan-ceiling.ts';
import { type CeilingQuote, quoteCeiling } from '../bench/ceiling/quote-ceiling.ts';
import { writeCeiling } from '../bench/ceiling/write-ceiling.ts';
import { requirePrices } from '../methods/prepare-request.ts';
import { parsePrice } from '../model/cost.ts';
import { formatNumber, formatUsd } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { createModels, isInteractive, sayPractice } from './world.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber, readWordCount } from './write-options.ts';

type CeilingOptions = OutputOptions &
  Partial<
    Record<'home' | 'out' | 'maxInput' | 'lengths' | 'repeats' | 'concurrency' | 'price' | 'maxCost', string>
  > & { yes?: boolean; dryRun?: boolean };

/** A quote above it waits for a yes where somebody is there to give one. */
const askAboveUsd = 1;

export async function ceiling(address: string, options: CeilingOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  const settings = readSettings(options);
  const folder = options.out ?? `ceiling-${address.replace(/[^\p{L}\p{N}.]+/gu, '-').replace(/-+$/, '')}`;
  const models = createModels(output, findPlace(options, process.env));
  const { world } = models;
  const model = await world.resolveModel(address, await world.openCard?.(address));
  const price = options.price
    ? { ...parsePrice(options.price), source: 'as given with --price' }
    : await world.findPrice?.(address);
  requirePrices(settings.mostUsd, price === undefined ? [address] : []);
  const plan = planCeiling(model, settings);
  const known = await readCeilingRows(join(folder, ceilingRowsFile));
  const quote = quoteCeiling(plan, model, { price, rows: known });
  for (const line of describePlan(plan, quote, { settled: [...known.values()].filter(isSettled).length }))
    output.say(line);
  if (options.dryRun) {
    output.print(describeQuote(quote));
    output.printResult({ dryRun: true, model: address, practice: model.isPractice, plan, quote });
    return 0;
  }
  if (!(await isWorthIt(quote, options, output))) {
    output.say('Nothing was started, nothing is paid.');
    return 130;
  }

  const controller = new AbortController();
  const release = onInterrupt({
    soft: () => {
      output.say('Stopping after the calls under way; Ctrl-C again stops at once.');
      controller.abort();
    },
    hard: () => process.exit(130),
  });
  try {
    const measured = await measureCeiling(folder, model, plan, {
      ...settings,
      price,
      stopSignal: controller.signal,
      onRow: (row) => {
        output.printEvent({ type: 'call', ...row, reply: undefined });
        output.say(renderRow(row));
      },
    });
    const card = createCeilingCard(measured, model, plan, { priceSource: price?.source });
    const files = await writeCeiling(folder, card);
    return finish(card, { address, folder, files, options, output });
  } finally {
    release();
  }
}

function readSettings(options: CeilingOptions): {
  mostTokens?: number;
  words?: number[];
  repeats?: number;
  concurrency?: number;
  mostUsd?: number;
} {
  const { maxInput, lengths, repeats, concurrency, maxCost } = options;
  return {
    ...(maxInput !== undefined && { mostTokens: readWordCount('max-input', maxInput) }),
    ...(lengths !== undefined && {
      words: lengths
        .split(',')
        .filter((each) => each.trim() !== '')
        .map((each) => readWordCount('lengths', each)),
    }),
    ...(repeats !== undefined && { repeats: readPositiveInteger('repeats', repeats) }),
    ...(concurrency !== undefined && { concurrency: readPositiveInteger('concurrency', concurrency) }),
    ...(maxCost !== undefined && { mostUsd: readPositiveNumber('max-cost', maxCost) }),
  };
}

function describePlan(
  { inputTokens, outputWords, limit }: CeilingPlan,
  quote: CeilingQuote,
  { settled }: { settled: number },
): string[] {
  const list = (lengths: readonly number[]): string => lengths.map(formatNumber).join(', ');
  return [
    inputTokens.length === 0
      ? `reads: nothing, a window of ${formatNumber(limit.tokens)} tokens holds no test`
      : `reads: ${list(inputTokens)} tokens`,
    `writes: ${list(outputWords)} words asked for`,
    ...(settled > 0 ? [`${formatNumber(settled)} calls are here already and are not made again`] : []),
    describeQuote(quote),
  ];
}

function describeQuote({ calls, inputTokens, outputTokens, usd }: CeilingQuote): string {
  const span = ([low, high]: readonly [number, number], format = formatNumber): string =>
    format(low) === format(high) ? format(low) : `${format(low)} to ${format(high)}`;
  const cost = usd === null ? 'price unknown (--price input,cached,output says it)' : span(usd, formatUsd);
  return `quote: ${span(calls)} calls, ${span(inputTokens)} tokens in, ${span(outputTokens)} out, ${cost}`;
}

/** Says what a limit will meet, and asks where the quote is high. */
async function isWorthIt(
  { usd }: CeilingQuote,
  { yes, maxCost }: CeilingOptions,
  output: Output,
): Promise<boolean> {
  const limit = maxCost === undefined ? Number.POSITIVE_INFINITY : Number(maxCost);
  if (usd !== null && limit < usd[1])
    output.say(
      `The limit of ${formatUsd(limit)} may stop it on its way; the same command with more goes on.`,
    );
  const most = usd === null ? 0 : Math.min(usd[1], limit);
  if (usd === null || most <= askAboveUsd || yes || !isInteractive(output)) return true;
  return (await import('./ask.ts')).askAboutCost(usd.map(formatUsd).join(' to '));
}

function renderRow({ side, length, language, read, written, failure, ms }: CeilingRow): string {
  const what =
    side === 'input' ? `read ${formatNumber(length)} tokens` : `asked for ${formatNumber(length)} words`;
  const right = read?.answers.filter(({ outcome }) => outcome === 'right').length;
  const came =
    failure !== undefined
      ? `${failure.fault}: ${failure.message}`
      : read !== undefined
        ? `${right} of ${read.answers.length} right`
        : `${formatNumber(written?.words ?? 0)} delivered`;
  return `${what} (${language}): ${came}, ${(ms / 1000).toFixed(1)} s`;
}

function finish(
  card: CeilingCard,
  {
    address,
    folder,
    files,
    options,
    output,
  }: {
    address: string;
    folder: string;
    files: Record<string, string>;
    options: CeilingOptions;
    output: Output;
  },
): number {
  output.print(card.finding);
  output.say(card.basis);
  if (card.practice) output.say(sayPractice(address));
  output.say(`card: ${Object.values(files).join(', ')}`);
  const isWhole = card.status === 'done';
  const again = renderCommand(['ceiling', address, '--out', folder, ...listFlags(options)], options);
  if (card.failure !== null) output.complain(card.failure.message);
  if (!isWhole) output.complain(`Stopped before the end (${card.status}); go on with: ${again}`);
  const exitCode = exitCodeOf(card);
  output.printResult({ ...card, out: folder, files, ...(isWhole ? {} : { resume: again }), exitCode });
  return exitCode;
}

/** What decides which calls are made; a budget that stopped it would stop it again. */
function listFlags({ maxInput, lengths, repeats, price }: CeilingOptions): string[] {
  const given = { '--max-input': maxInput, '--lengths': lengths, '--repeats': repeats, '--price': price };
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
}

const stoppingFaults = ['rate-limit', 'quota'];

function exitCodeOf({ status, failure }: CeilingCard): number {
  if (status === 'done') return 0;
  if (status === 'interrupted') return 130;
  if (status === 'budget') return 3;
  return stoppingFaults.includes(failure?.fault ?? '') ? 3 : 1;
}
