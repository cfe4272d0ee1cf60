/** `longhand read`: answers, summarises or extracts from inputs of any size. */
import { type PreparedReading, prepareReading, type ReadRun, startReading } from '../methods/read.ts';
import type { ReadResult } from '../methods/reading/read-result.ts';
import { runFolder } from '../run/projections.ts';
import { describeSpend, resumeWords } from './finish-run.ts';
import { followRun } from './follow-run.ts';
import { formatCount, formatDuration, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { checkOut, publishText } from './publish-text.ts';
import { describeCost, describeQuote, describeTime } from './quote-lines.ts';
import { type ReadOptions, readSettings } from './read-options.ts';
import { createReadView } from './read-view.ts';
import { reportFailure } from './report-failure.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { createModels, isInteractive, sayPractice } from './world.ts';

/** A quote above it waits for a yes where somebody is there to give one. */
const askAboveUsd = 1;

export async function read(
  sources: readonly string[],
  options: ReadOptions,
  output: Output,
): Promise<number> {
  const place = findPlace(options, process.env);
  const settings = await readSettings(options, place.home, output);
  if (options.out !== undefined) await checkOut(options.out);
  const models = createModels(output, place);
  const prepared = await prepareReading(sources, settings, models.world);
  const { request, quote, unpriced, notes } = prepared;
  for (const note of notes) output.say(`note: ${note}`);
  output.say(
    `method: ${request.method} (${request.why}${options.method ? '' : '; name another with --method'})`,
  );
  if (options.dryRun) return sayQuote(prepared, output);
  output.say(describeQuote(quote, unpriced));
  const isAsked = isInteractive(output) && !options.yes && quote.usd !== null && quote.usd[1] > askAboveUsd;
  if (
    isAsked &&
    !(await (await import('./ask.ts')).askAboutCost(quote.usd?.map(formatUsd).join(' to ') ?? ''))
  ) {
    output.say('Nothing was started, nothing is paid.');
    return 130;
  }
  const run = startReading(prepared, models.world);
  return finishReading(run, { output, place, home: options.home, out: options.out, models });
}

type Context = {
  output: Output;
  place: ReturnType<typeof findPlace>;
  /** As given on the command line; goes into the commands that are shown. */
  home: string | undefined;
  out: string | undefined;
  models: ReturnType<typeof createModels>;
  /** Known before the first event, for a run that is resumed. */
  runId?: string;
};

/** Follows a reading to its end, whichever it is. Gives back the exit code. */
export async function finishReading(run: ReadRun, context: Context): Promise<number> {
  const { output, home, models } = context;
  const view = createReadView(output);
  const renderResume = (runId: string): string => renderCommand(['resume', runId], { home });
  const ending = await followRun(run, { output, view, renderResume });
  let exitCode: number;
  if ('result' in ending) exitCode = await deliver(ending.result, context);
  else {
    const runId = view.progress.runId ?? context.runId;
    const words = runId === undefined ? undefined : resumeWords(runId, ending.error);
    exitCode = reportFailure(
      ending.error,
      output,
      runId === undefined || words === undefined
        ? undefined
        : { runId, resume: renderCommand(words, { home }), kept: 'Kept: everything read so far.' },
    );
  }
  if (models.practice !== undefined) output.say(sayPractice(models.practice));
  return exitCode;
}

async function deliver(result: ReadResult, context: Context): Promise<number> {
  const { output, out, place, home, models } = context;
  if (result.practice) models.announce(result.model);
  if (out !== undefined) {
    const practice = result.practice && { practice: { model: result.model } };
    try {
      await publishText(out, `${result.answer}\n`, { gaps: result.skippedUnits, ...practice });
    } catch (error) {
      // The answer is whole and kept; only its file is missing.
      const { runId } = result;
      const resume = renderCommand(['resume', runId, '--out', out], { home });
      return reportFailure(error, output, { runId, resume });
    }
  } else output.print(result.answer);
  const { usage, cost, timings, runId, words, skippedUnits } = result;
  output.say(
    `${result.status === 'done' ? 'done' : 'answered, but not as asked'}: ${formatCount(words, 'word')} by ${result.method}`,
  );
  output.say(
    `${formatCount(usage.calls, 'call')}, ${formatNumber(usage.inputTokens)} tokens in, ` +
      `${formatNumber(usage.outputTokens)} out, ${describeSpend(cost)}, ${formatDuration(timings.totalMs)}`,
  );
  if (skippedUnits > 0) {
    const again = renderCommand(['resume', runId], { home });
    output.say(`${formatCount(skippedUnits, 'stretch')} gave nothing; ask again with: ${again}`);
  }
  output.say(`run ${runId}, notes in ${runFolder(place.home, runId)}/units.jsonl`);
  output.printResult({ ...result, out: out ?? null });
  return result.status === 'done' ? 0 : 4;
}

/** Nothing is called: the quote follows from the request and the sizes of the sources. */
function sayQuote({ request, quote, unpriced }: PreparedReading, output: Output): number {
  const { method, why, instruction, sources, kind } = request;
  const span = ([low, high]: [number, number]): string =>
    low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
  const tokens = sources.reduce((sum, source) => sum + source.tokens, 0);
  output.print(
    [
      `sources: ${sources.length}, ${formatNumber(tokens)} tokens`,
      `method: ${method} (${why})`,
      `calls: ${span(quote.calls)}`,
      `tokens in: ${span(quote.inputTokens)}`,
      `tokens out: ${span(quote.outputTokens)}`,
      `cost: ${describeCost(quote, unpriced)}`,
      `time: ${describeTime(quote)}`,
    ].join('\n'),
  );
  const { usd, ...counts } = quote;
  output.printResult({
    dryRun: true,
    method,
    why,
    model: request.models.writer,
    ask: instruction,
    kind,
    sources: sources.map(({ id, path, sha256, tokens }) => ({ id, path, sha256, tokens })),
    quote: counts,
    cost: { usd, priced: usd !== null, unpriced },
  });
  return 0;
}
