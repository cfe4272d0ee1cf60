/** `longhand write`: the main job. */
import { type PreparedRequest, prepareRequest } from '../methods/prepare-request.ts';
import { startDocument } from '../methods/write.ts';
import type { WriteRequest } from '../methods/write-request.ts';
import { finishRun } from './finish-run.ts';
import { formatContract, formatNumber, formatUsd } from './format.ts';
import { readJob } from './job.ts';
import type { Output } from './output.ts';
import { checkOut } from './publish-text.ts';
import { describeCost, describeQuote, describeTime } from './quote-lines.ts';
import { readTextFile } from './read-instruction.ts';
import { findPlace } from './run-place.ts';
import { createRunView } from './run-view.ts';
import { createModels, isInteractive } from './world.ts';
import type { WriteOptions } from './write-options.ts';

/** A quote above it waits for a yes where somebody is there to give one. */
const askAboveUsd = 1;

export async function write(given: string | undefined, asked: WriteOptions, output: Output): Promise<number> {
  const { instruction, settings, options } = await readJob(given, asked, output);
  const { model } = settings;
  if (options.out !== undefined) await checkOut(options.out);
  if (options.plan !== undefined) {
    settings.planFile = { path: options.plan, text: await readTextFile(options.plan, 'plan') };
  }
  const place = findPlace(options, process.env);
  const models = createModels(output, place);
  const prepared = await prepareRequest(instruction, { ...settings, model: model ?? '' }, models.world);
  const { request, note } = prepared;
  if (options.dryRun) return sayQuote(prepared, model, output);

  for (const address of new Set([model ?? '', ...Object.values(request.models)]))
    await models.world.resolveModel(address, request.cards[address]);
  output.say(describeLength(request, note));
  output.say(describeQuote(prepared.quote, prepared.unpriced));
  const interactive = isInteractive(output);
  if (!(await isWorthIt(prepared, { isAsked: interactive && !options.yes, output }))) {
    output.say('Nothing was started, nothing is paid.');
    return 130;
  }
  const view = createRunView(output);
  const run = startDocument(async () => prepared, {
    ...models.world,
    ...(interactive && {
      reviewPlan: async (path: string) => (await import('./review-plan.ts')).reviewPlan(path, view),
    }),
  });
  return finishRun(run, { output, view, place, home: options.home, out: options.out, models });
}

/** Says what a limit will meet, and asks where the quote is high. */
async function isWorthIt(
  { request, quote: { usd } }: PreparedRequest,
  { isAsked, output }: { isAsked: boolean; output: Output },
): Promise<boolean> {
  const limit = request.limits.costInUsd;
  if (limit !== undefined && usd !== null && limit < usd[0]) {
    output.say(
      `The limit of ${formatUsd(limit)} is below the quote: the run will stop on its way, and can be resumed with a higher one.`,
    );
  }
  if (usd === null || usd[1] <= askAboveUsd || !isAsked) return true;
  return (await import('./ask.ts')).askAboutCost(usd.map(formatUsd).join(' to '));
}

/** How the length was understood. */
export function describeLength({ contract, targetWords }: WriteRequest, note: string | undefined): string {
  const aim = contract.kind === 'about' ? '' : `, aiming at ${formatNumber(targetWords)}`;
  return `length: ${formatContract(contract)}${aim}${note === undefined ? '' : `. ${note}`}`;
}

/** Nothing is opened and no model called: the quote follows from the request alone. */
function sayQuote(prepared: PreparedRequest, model: string | undefined, output: Output): number {
  const { request, note, quote, unpriced } = prepared;
  const { instruction, targetWords } = request;
  const span = ([low, high]: [number, number]): string =>
    low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
  output.print(
    [
      describeLength(request, note),
      `calls: ${span(quote.calls)}`,
      `tokens in: ${span(quote.inputTokens)}, of which a cache can serve ${span(quote.cachedInputTokens)}`,
      `tokens out: ${span(quote.outputTokens)}${quote.reasoningTokens[1] > 0 ? `, of which thinking ${span(quote.reasoningTokens)}` : ''}`,
      `cost: ${describeCost(quote, unpriced)}`,
      `time: ${describeTime(quote)}`,
    ].join('\n'),
  );
  const { usd, ...counts } = quote;
  output.printResult({
    dryRun: true,
    method: request.method,
    model: model ?? null,
    instruction,
    ...(request.style && { style: request.style }),
    contract: request.contract,
    target: { words: targetWords },
    note: note ?? null,
    quote: counts,
    cost: { usd, priced: usd !== null, unpriced, sources: listSources(request) },
    counting: request.counting,
  });
  return 0;
}

/** Where each price comes from. */
const listSources = ({ prices }: WriteRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(prices).map(([address, { source }]) => [address, source]));
