/** `longhand prove`: makes a bundle that shows what Longhand does with a model, and checks one. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sealFile } from '../bench/proof/bundle.ts';
import { checkProof } from '../bench/proof/check-proof.ts';
import { factsOf } from '../bench/proof/exchange-model.ts';
import { kitPrompts } from '../bench/proof/kit-prompts.ts';
import { type KitSizes, wholeKit } from '../bench/proof/kit-sizes.ts';
import { loadManifest, shippedParts } from '../bench/proof/proof-manifest.ts';
import { ProofMismatch } from '../bench/proof/proof-mismatch.ts';
import { type ProofOptions, prove } from '../bench/proof/prove.ts';
import { type KitQuote, quoteKit } from '../bench/proof/quote-kit.ts';
import { sayPractice as sayPracticeBundle } from '../bench/proof/render-report.ts';
import { givenSource } from '../bench/proof/settle-manifest.ts';
import { proveUntilKilled } from '../bench/proof/until-killed.ts';
import { UsageError } from '../errors.ts';
import { isSameFamily } from '../judge/family.ts';
import type { SourcedPrice } from '../methods/write-request.ts';
import { parsePriceFlag } from '../model/cost.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import { formatNumber, formatUsd } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output, OutputOptions } from './output.ts';
import { readVersion } from './package-version.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { createModels, sayPractice } from './world.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber, readWordCount } from './write-options.ts';

type ProveOptions = OutputOptions &
  Partial<
    Record<
      'home' | 'out' | 'model' | 'judge' | 'maxCost' | 'lengths' | 'concurrency' | 'check' | 'untilKilled',
      string
    >
  > & { price?: string[]; yes?: boolean };

type Models = ReturnType<typeof createModels>;

/** @throws {UsageError} A setting is off, or the quote is above what may be spent. */
export async function runProve(options: ProveOptions, output: Output): Promise<number> {
  checkJsonKind(options);
  if (options.check !== undefined) return check(options.check, output);
  const models = createModels(output, findPlace(options, process.env));
  if (options.untilKilled !== undefined) {
    await proveUntilKilled(options.untilKilled, models.world);
    return 0;
  }
  const { model, judge, out = 'proof' } = options;
  if (model === undefined)
    throw new UsageError('Expected `model`, got none. Name the model that writes with --model.');
  if (judge === undefined)
    throw new UsageError(
      'Expected `judge`, got none. Name the model that compares, of another family, with --judge.',
    );
  for (const [name, address] of [
    ['model', model],
    ['judge', judge],
  ])
    if (address?.startsWith('recorded:'))
      throw new UsageError(
        `Expected \`${name}\` to be a model that can be called, got \`${address}\`. A recording only repeats what was asked before.`,
      );
  const mostUsd = readPositiveNumber('max-cost', options.maxCost ?? '5');
  const begun = await loadManifest(out);
  const sizes =
    readSizes(options.lengths) ?? begun?.manifest.sizes ?? wholeKit(kitPrompts.map(({ id }) => id));
  const prices = await findPrices([model, judge], options, models);
  sayFamily(model, judge, output);
  const quote = await quoteSizes(sizes, { model, judge, prices }, models);
  output.say(describeQuote(quote));
  if (begun === undefined)
    await refuseTooMuch({ quote, mostUsd, sizes, model, judge, prices }, options, models);
  const controller = new AbortController();
  const release = onInterrupt({ soft: () => controller.abort(), hard: () => process.exit(130) });
  const settings: ProofOptions = {
    author: model,
    judge,
    sizes,
    prices,
    version: readVersion(),
    mostUsd,
    concurrency:
      options.concurrency === undefined ? 4 : readPositiveInteger('concurrency', options.concurrency),
    abortSignal: controller.signal,
    runKilled: (folder) => runInOwnProcess(folder, options),
    onProgress: (line) => output.say(line),
  };
  try {
    const { isStopped, usd, figures } = await prove(out, models.world, settings);
    if (isStopped || figures === undefined) {
      output.complain(
        `Stopped at ${formatUsd(usd)}, before the end. Everything paid for is kept; the same command goes on.`,
      );
      const isInterrupted = controller.signal.aborted;
      output.printResult({ status: isInterrupted ? 'interrupted' : 'stopped', out, quote, usd });
      return isInterrupted ? 130 : 3;
    }
    output.print(
      `${sayPracticeBundle(figures)}\n${figures.attempts.done} of ${figures.attempts.planned} attempts done, ${figures.attempts.failed} failed. Report: ${join(out, 'report.html')}\nCheck it with: ${renderCommand(['prove', '--check', out], {})}`.trim(),
    );
    output.printResult({ status: 'done', out, practice: figures.practice, quote, usd, figures });
    return 0;
  } finally {
    release();
    if (models.practice !== undefined) output.say(sayPractice(models.practice));
  }
}

async function check(folder: string, output: Output): Promise<number> {
  if (!existsSync(join(folder, sealFile)) && (await loadManifest(folder)) !== undefined)
    throw new UsageError(
      `Expected ${folder} to hold a finished bundle, but it has no ${sealFile}. \`longhand prove\` with the same settings goes on with it.`,
    );
  try {
    const { checks, figures } = await checkProof(folder, {
      version: readVersion(),
      onNote: (note) => output.complain(note),
    });
    const practice = sayPracticeBundle(figures);
    output.print(
      [practice, `${folder} holds together. Checked:`, ...checks.map((line) => `- ${line}`), practice]
        .filter((line) => line !== '')
        .join('\n'),
    );
    output.printResult({ status: 'done', folder, practice: figures.practice, checks });
    return 0;
  } catch (error) {
    if (!(error instanceof ProofMismatch)) throw error;
    output.complain(`${folder} does not hold together. ${error.message}`);
    output.printResult({ status: 'failed', folder, mismatch: error.place, message: error.message });
    return 1;
  }
}

/** Lengths that a person chose leave the one long text out. */
function readSizes(lengths: string | undefined): KitSizes | undefined {
  if (lengths === undefined) return undefined;
  const words = lengths.split(',').map((each) => readWordCount('lengths', each));
  const whole = wholeKit(kitPrompts.map(({ id }) => id));
  return { ...whole, lengths: [...new Set(words)].sort((a, b) => a - b), longWords: null };
}

async function findPrices(
  addresses: readonly [model: string, judge: string],
  { price = [] }: ProveOptions,
  { world }: Models,
): Promise<Record<string, SourcedPrice>> {
  const given = price.map((flag) => {
    const { address = addresses[0], price: found } = parsePriceFlag(flag);
    return [address, { ...found, source: givenSource }] as const;
  });
  const prices: Record<string, SourcedPrice> = Object.fromEntries(given);
  for (const address of addresses) {
    if (prices[address] !== undefined) continue;
    const { isPractice } = await world.resolveModel(address);
    const free = { inputUsdPerMillion: 0, cachedUsdPerMillion: 0, outputUsdPerMillion: 0 };
    const found = isPractice ? { ...free, source: 'practice model' } : await world.findPrice?.(address);
    if (found !== undefined) prices[address] = found;
  }
  return prices;
}

type Quoted = { model: string; judge: string; prices: Record<string, SourcedPrice> };

async function quoteSizes(
  sizes: KitSizes,
  { model, judge, prices }: Quoted,
  { world }: Models,
): Promise<KitQuote> {
  await loadTokenizer();
  const author = await world.resolveModel(model, await world.openCard?.(model));
  return quoteKit({
    ...shippedParts(sizes),
    author: factsOf(author),
    judge: factsOf(await world.resolveModel(judge)),
    prices,
    sizes,
  });
}

async function refuseTooMuch(
  { quote, mostUsd, sizes, ...quoted }: Quoted & { quote: KitQuote; mostUsd: number; sizes: KitSizes },
  { lengths, yes = false }: ProveOptions,
  models: Models,
): Promise<void> {
  if (quote.usd === null) {
    const unpriced = [quoted.model, quoted.judge].filter((address) => quoted.prices[address] === undefined);
    if (yes) return;
    throw new UsageError(
      `Expected a price for ${unpriced.join(' and ')}, but none is known, so that neither a quote nor --max-cost can hold. ` +
        'Give it in USD per million tokens (--price input,cached,output; --price <address>=… for the judge), or begin without one with --yes.',
    );
  }
  if (quote.usd[0] <= mostUsd) return;
  const smaller =
    lengths === undefined
      ? await quoteSizes({ ...sizes, lengths: [2_000, 5_000], longWords: null }, quoted, models)
      : undefined;
  const offer =
    smaller?.usd == null
      ? 'Raise it, or ask for shorter lengths.'
      : `Raise it, or choose a smaller kit: --lengths 2000,5000 is quoted ${smaller.usd.map(formatUsd).join(' to ')}.`;
  throw new UsageError(
    `Expected \`max-cost\` to cover the kit, quoted ${quote.usd.map(formatUsd).join(' to ')}, got ${mostUsd}. ${offer}`,
  );
}

function describeQuote({ calls, inputTokens, outputTokens, usd }: KitQuote): string {
  const span = (range: readonly number[]): string => range.map(formatNumber).join(' to ');
  const cost = usd === null ? 'price unknown' : usd.map(formatUsd).join(' to ');
  return `quote: ${span(calls)} calls, ${span(inputTokens)} tokens in, ${span(outputTokens)} out, ${cost}`;
}

function sayFamily(model: string, judge: string, output: Output): void {
  if (isSameFamily(model, judge) === true)
    output.complain(
      `${model} and ${judge} are of one family: a judge may favour texts of its own. The report says so.`,
    );
}

/** The command itself, told to run one text and be killed in its middle. */
async function runInOwnProcess(folder: string, { home }: ProveOptions): Promise<NodeJS.Signals | null> {
  const entry = process.argv[1];
  if (entry === undefined) return null;
  const args = [
    'prove',
    '--until-killed',
    folder,
    '--quiet',
    ...(home === undefined ? [] : ['--home', home]),
  ];
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve(signal));
  });
}
