/** `longhand dataset build`: instructions in, documents out, each a durable run; here and on every worker. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildSettings, checkBuildSettings } from '../dataset/build/document-request.ts';
import { describeDocuments } from '../dataset/build/document-worker.ts';
import { digestBuild, fillBuild, openBuild, readBuildFile } from '../dataset/build/open-build.ts';
import { writeBuild } from '../dataset/build/write-build.ts';
import { UsageError } from '../errors.ts';
import { listAddresses, lookUp, requirePrices } from '../methods/prepare-request.ts';
import { quoteRun } from '../methods/quote.ts';
import { readPrices } from '../methods/write-request.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import { openEngine } from '../run/engine.ts';
import type { Fleet } from '../run/fleet/fleet.ts';
import { batchedConcurrency, batchModels, batchPrices, requireBatch } from './batched-world.ts';
import { chooseModel } from './choose-model.ts';
import {
  type BuildOptions,
  readBuildSettings,
  readPriority,
  readRateLimits,
} from './dataset-build-options.ts';
import { finishBuild } from './dataset-build-result.ts';
import { collectBadRows, openRecords, requireOut } from './dataset-input.ts';
import { followBuild } from './follow-build.ts';
import { formatCount } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger, readPositiveNumber } from './write-options.ts';

export async function buildDataset(
  files: readonly string[],
  options: BuildOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const folder = requireOut(options, 'a folder for the build');
  const place = findPlace(options, process.env);
  if (options.status || options.pause || options.goOn || options.cancel)
    return steerBuild(folder, options, output);
  if (files.length === 0)
    throw new UsageError(
      'Expected a file of instructions, got none. Name one: longhand dataset build FILE --out DIR',
    );
  const settings = readBuildSettings({ ...options, model: await chooseModel(options, output) });
  const usual = options.batch ? batchedConcurrency : '4';
  checkBuildSettings(settings);
  const concurrency = readPositiveInteger('concurrency', options.concurrency ?? usual);
  const models = createModels(output, place);
  const batched = batchModels(models.world, place, output);
  const known = await lookUpModels(settings, options, models.world);
  const priority = readPriority(options.priority);
  const rates = readRateLimits(options.rate);
  const mostUsd = options.maxCost === undefined ? undefined : readPositiveNumber('max-cost', options.maxCost);
  requirePrices(mostUsd, known.unpriced);
  const digest = await digestBuild(files, settings);
  const badRows = await collectBadRows(output, folder);

  await loadTokenizer();
  const engine = await openEngine(place);
  try {
    const { fleet } = engine;
    const file = await openBuild(folder, digest, fleet, {
      settings,
      priority,
      mostInFlight:
        options.maxInFlight === undefined
          ? undefined
          : readPositiveInteger('max-in-flight', options.maxInFlight),
      mostUsd,
      keepsCalls: options.keepCalls ?? false,
    });
    const { buildId } = file;
    await fleet.limitRates(rates);
    await fleet.updateBuild(buildId, {
      state: 'running',
      reason: null,
      ...(mostUsd !== undefined && { mostUsd }),
    });
    const retried = await fleet.retryFailed(buildId);
    if (retried > 0) output.say(`${formatCount(retried, 'document')} that could not be made: tried again.`);
    const filling = file.isFilled ? undefined : fill();
    // With a limit, nothing is claimed before it is known what a document costs.
    await filling;

    async function fill(): Promise<void> {
      const input = openRecords(files, options, badRows, output);
      let usd = 0;
      const { documents, unfit } = await fillBuild(
        folder,
        file,
        input.records,
        { ...settings, known },
        fleet,
        ({ write }) => {
          usd += quoteRun(write, {}).usd?.[1] ?? 0;
        },
      );
      await fleet.updateBuild(buildId, { expectedUsd: documents === 0 ? 0 : usd / documents });
      output.say(
        `build ${buildId}: ${formatCount(documents, 'document')}${unfit === 0 ? '' : `, ${formatCount(unfit, 'row')} unfit (unfit.jsonl)`}`,
      );
    }

    const follower = followBuild(fleet, buildId, output);
    const worker =
      options.work === false
        ? undefined
        : fleet.work({
            ...describeDocuments(models.world, batched.world),
            concurrency,
            buildId,
            waitsForMore: false,
            onEvent: follower.onEvent,
          });
    const interrupted = { is: false };
    const stopListening = onInterrupt({
      soft: () => {
        interrupted.is = true;
        output.complain('Stopping: documents in flight end their step. Again: at once.');
        worker?.stop();
      },
      hard: () => worker?.abort(),
    });
    try {
      if (worker !== undefined) await worker.ended;
      else await waitForOthers(fleet, buildId, interrupted);
    } finally {
      stopListening();
      await follower.end();
    }
    if (!interrupted.is) await batched.close();
    const written = await writeBuild(folder, buildId, fleet);
    return await finishBuild(
      { folder, buildId, written, isInterrupted: interrupted.is, badRows: await badRows.finish() },
      { fleet, output, options, practice: models.practice },
    );
  } finally {
    await engine.close();
  }
}

/** Cards and prices of the models, once for all documents. */
async function lookUpModels(
  settings: BuildSettings,
  { price, batch }: BuildOptions,
  world: ReturnType<typeof createModels>['world'],
) {
  const models = { writer: settings.model, ...settings.roles };
  const addresses = listAddresses({ models });
  // A wrong address or a missing key is told before anything is begun.
  for (const address of addresses) {
    const model = await world.resolveModel(address);
    if (batch) requireBatch(model);
  }
  const known = await lookUp(addresses, { cards: {}, prices: readPrices(price, settings.model) }, world);
  const prices = batch ? batchPrices(known.prices) : known.prices;
  return { ...known, prices, unpriced: addresses.filter((address) => prices[address] === undefined) };
}

async function waitForOthers(fleet: Fleet, buildId: string, interrupted: { is: boolean }): Promise<void> {
  while (!interrupted.is) {
    const build = await fleet.findBuild(buildId);
    const { waiting, claimed } = await fleet.totalBuild(buildId);
    if (build?.state !== 'running' || waiting + claimed === 0) return;
    await delay(1_000);
  }
}

/** `--status`, `--pause`, `--go-on`, `--cancel`: beside whoever is at work, on Postgres; else for the next command. */
async function steerBuild(folder: string, options: BuildOptions, output: Output): Promise<number> {
  const file = await readBuildFile(folder);
  if (file === undefined)
    throw new UsageError(`Expected a build in ${folder}, found no build.json. Name its folder with --out.`);
  const engine = await openEngine(findPlace(options, process.env));
  try {
    const { fleet } = engine;
    if (options.pause) await fleet.updateBuild(file.buildId, { state: 'paused', reason: 'Paused by hand.' });
    if (options.cancel)
      await fleet.updateBuild(file.buildId, { state: 'cancelled', reason: 'Cancelled by hand.' });
    if (options.goOn) await fleet.updateBuild(file.buildId, { state: 'running', reason: null });
    const build = await fleet.findBuild(file.buildId);
    const totals = await fleet.totalBuild(file.buildId);
    const workers = await fleet.listWorkers();
    output.print(
      [
        `build ${file.buildId}: ${build?.state ?? 'not in this home'}${build?.reason === undefined ? '' : ` (${build.reason})`}`,
        ...(await import('./follow-build.ts')).describeTotals(totals),
        ...workers.map(({ workerId, host, inFlight }) => `${workerId} on ${host}: ${inFlight} in flight`),
      ].join('\n'),
    );
    output.printResult({
      buildId: file.buildId,
      state: build?.state,
      reason: build?.reason,
      totals,
      workers,
    });
    return 0;
  } finally {
    await engine.close();
  }
}
