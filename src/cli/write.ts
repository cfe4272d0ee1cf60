/** `longhand write`: the main job. */
import { UsageError } from '../errors.ts';
import { quoteRun } from '../methods/quote.ts';
import { writeDocument } from '../methods/write.ts';
import { createWriteRequest, type WriteRequest, type WriteSettings } from '../methods/write-request.ts';
import { readLength } from '../plan/length/read-length.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import type { Brief } from './brief.ts';
import { finishRun } from './finish-run.ts';
import { formatContract, formatNumber, formatUsd } from './format.ts';
import type { Output } from './output.ts';
import { checkOut } from './publish-text.ts';
import { readInstruction, readTextFile } from './read-instruction.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { createRunView } from './run-view.ts';
import { createModels, isInteractive } from './world.ts';
import { readPositiveInteger, readWriteSettings, type WriteOptions } from './write-options.ts';

export async function write(
  given: string | undefined,
  options: WriteOptions,
  output: Output,
): Promise<number> {
  const { instruction, settings } = await readJob(given, options, output);
  if (options.out !== undefined) await checkOut(options.out);
  if (options.plan !== undefined) {
    settings.planFile = { path: options.plan, text: await readTextFile(options.plan, 'plan') };
  }
  const { request, note } = createWriteRequest(instruction, { ...settings, model: settings.model ?? '' });
  if (options.dryRun) return sayQuote(request, note, settings.model, output);
  if (settings.model === undefined) throw missingModel();

  const place = findPlace(options, process.env);
  const models = createModels(output);
  for (const address of new Set([settings.model, ...Object.values(request.models)]))
    await models.resolve(address);
  output.say(describeLength(request, note));
  const view = createRunView(output);
  const interactive = isInteractive(output);
  const run = writeDocument(
    instruction,
    { ...settings, model: settings.model },
    {
      ...place,
      resolveModel: models.resolve,
      ...(interactive && {
        reviewPlan: async (path) => (await import('./review-plan.ts')).reviewPlan(path, view),
      }),
    },
  );
  return finishRun(run, { output, view, place, home: options.home, out: options.out, models });
}

type Job = { instruction: string; settings: Omit<WriteSettings, 'model'> & { model: string | undefined } };

/** Settings and instruction, asked for on a terminal where they are missing. */
export async function readJob(
  given: string | undefined,
  options: WriteOptions,
  output: Output,
): Promise<Job> {
  const settings = readWriteSettings(options);
  let model = options.model ?? options.writer;
  const interactive = isInteractive(output);
  let brief: Brief | undefined = await readInstruction(given, options.brief);
  if (brief === undefined) {
    if (!interactive) {
      throw new UsageError(
        'Expected an instruction, got none. Say what to write: `longhand write "…"`, name a brief, or give `-` for stdin.',
      );
    }
    const { askForJob } = await import('./ask.ts');
    const job = await askForJob({ words: options.words !== undefined, model });
    model = job.model;
    brief = { instruction: job.instruction };
    if (job.words !== undefined) brief.words = readPositiveInteger('words', job.words);
    const words = job.words === undefined ? [] : ['--words', job.words];
    output.say(
      `The same again: ${renderCommand(['write', job.instruction, ...words, '--model', model], options)}`,
    );
  }
  settings.words ??= brief.words;
  const reading = settings.words === undefined ? readLength(brief.instruction) : undefined;
  if (reading?.status === 'conflict' && interactive) {
    const { askForLength } = await import('./ask.ts');
    settings.length = await askForLength(reading.candidates);
  }
  return { instruction: brief.instruction, settings: { ...settings, model } };
}

/** How the length was understood. */
export function describeLength({ contract, targetWords }: WriteRequest, note: string | undefined): string {
  const aim = contract.kind === 'about' ? '' : `, aiming at ${formatNumber(targetWords)}`;
  return `length: ${formatContract(contract)}${aim}${note === undefined ? '' : `. ${note}`}`;
}

export function missingModel(): UsageError {
  return new UsageError(
    [
      'Expected a model, got none. Three ways on:',
      '  a server of your own:  --model compatible:<model>@http://127.0.0.1:8080/v1',
      '  a provider with a key: set OPENAI_API_KEY, then --model openai:<model> (or anthropic:, google:)',
      '  practice, free:        --model "simulated:?seed=1"',
    ].join('\n'),
  );
}

/** Nothing is opened and nothing called: the quote follows from the request alone. */
function sayQuote(
  request: WriteRequest,
  note: string | undefined,
  model: string | undefined,
  output: Output,
): number {
  const { planFile, instruction, targetWords } = request;
  const plan =
    planFile &&
    readPlanFile(planFile.text, {
      targetWords,
      fallbackWords: targetWords,
      defaultTitle: instruction,
      path: planFile.path,
    });
  const { usd, ...quote } = quoteRun(request, plan);
  const span = ([low, high]: [number, number]): string =>
    low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`;
  output.print(
    [
      describeLength(request, note),
      `calls: ${span(quote.calls)}`,
      `tokens in: ${span(quote.inputTokens)}, of which a cache can serve ${span(quote.cachedInputTokens)}`,
      `tokens out: ${span(quote.outputTokens)}`,
      `cost: ${usd === null ? 'price unknown; give it with --price input,cached,output' : usd.map(formatUsd).join(' to ')}`,
    ].join('\n'),
  );
  output.printResult({
    dryRun: true,
    method: request.method,
    model: model ?? null,
    instruction,
    contract: request.contract,
    target: { words: targetWords },
    note: note ?? null,
    quote,
    cost: { usd, priced: usd !== null },
    counting: request.counting,
  });
  return 0;
}
