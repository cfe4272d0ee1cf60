/** `longhand dataset build`: instructions in, documents out, each a durable run; here and on every worker. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildSettings, checkBuildSettings } from '../dataset/build/document-request.ts';
import { describeDocuments } from '../dataset/build/document-worker.ts';
import {
  closeFilling,
  digestBuild,
  fillBuild,
  type LeftOut,
  openBuild,
} from '../dataset/build/open-build.ts';
import { writeBuild } from '../dataset/build/write-build.ts';
import { makeFolder } from '../dataset/write-lines.ts';
import { UsageError } from '../errors.ts';
import { listAddresses, lookUp, requirePrices } from '../methods/prepare-request.ts';
import { quoteRun } from '../methods/quote.ts';
import { readPrices } from '../methods/write-request.ts';
import { loadTokenizer } from '../model/estimate-tokens.ts';
import { openEngine } from '../run/engine.ts';
import type { Fleet } from '../run/fleet/fleet.ts';
import type { WorkerRun } from '../run/fleet/worker.ts';
import { batchedConcurrency, batchModels, batchPrices, requireBatch } from './batched-world.ts';
import { chooseModel } from './choose-model.ts';
import {
  type BuildOptions,
  readBuildLimits,
  readBuildSettings,
  readRateLimits,
} from './dataset-build-options.ts';
import { finishBuild } from './dataset-build-result.ts';
import { collectBadRows, openRecords, readLayoutOption, requireOut } from './dataset-input.ts';
import { followBuild } from './follow-build.ts';
import { formatCount, formatNumber } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import { describeFailure, type Failure } from './report-failure.ts';
import { findPlace } from './run-place.ts';
import { createModels } from './world.ts';
import { checkJsonKind, readPositiveInteger } from './write-options.ts';

export async function buildDataset(
  files: readonly string[],
  options: BuildOptions,
  output: Output,
): Promise<number> {
  checkJsonKind(options);
  const folder = requireOut(options, 'a folder for the build');
  const place = findPlace(options, process.env);
  if (options.status || options.pause || options.goOn || options.cancel)
    return (await import('./dataset-build-steering.ts')).steerBuild(folder, options, output);
  if (files.length === 0)
    throw new UsageError(
      'Expected a file of instructions, got none. Name one: longhand dataset build FILE --out DIR',
    );
  const settings = readBuildSettings({ ...options, model: await chooseModel(options, output) });
  const usual = options.batch ? batchedConcurrency : '4';
  checkBuildSettings(settings);
  readLayoutOption(options);
  const concurrency = readPositiveInteger('concurrency', options.concurrency ?? usual);
  const models = createModels(output, place);
  const batched = batchModels(models.world, place, output);
  const known = await lookUpModels(settings, options, models.world);
  const limits = readBuildLimits(options);
  const rates = readRateLimits(options.rate);
  requirePrices(limits.mostUsd, known.unpriced);
  if (options.work === false && place.databaseUrl === undefined)
    throw new UsageError(
      'Expected LONGHAND_DATABASE_URL to name a Postgres whose workers make the documents (`no-work`), got none. ' +
        'Set it to postgres://…, or leave --no-work out.',
    );
  const digest = await digestBuild(files, settings);
  await makeFolder(folder);

  const interrupted = { is: false };
  let worker: WorkerRun | undefined;
  const stopListening = onInterrupt({
    soft: () => {
      interrupted.is = true;
      output.complain('Stopping: documents in flight end their step. Again: at once.');
      worker?.stop();
    },
    hard: () => (worker === undefined ? process.exit(130) : worker.abort()),
  });
  const requireMore = (): void => {
    if (interrupted.is) throw new DOMException('The build was interrupted.', 'AbortError');
  };
  await loadTokenizer();
  const engine = await openEngine(place);
  try {
    const { fleet } = engine;
    const file = await openBuild(folder, digest, fleet, {
      settings,
      priority: 0,
      mostInFlight: undefined,
      mostUsd: undefined,
      keepsCalls: options.keepCalls ?? false,
      ...limits,
    });
    const { buildId } = file;
    await fleet.limitRates(rates);
    await fleet.updateBuild(buildId, { state: 'running', reason: null, ...limits });
    const retried = await fleet.retryFailed(buildId);
    if (retried > 0) output.say(`${formatCount(retried, 'document')} that could not be made: tried again.`);
    // With a limit, nothing is claimed before it is known what a document costs.
    const leftOut = file.leftOut ?? (await fill());
    if (file.leftOut !== undefined) {
      const { done, documents } = await fleet.totalBuild(buildId);
      output.say(
        `build ${buildId} goes on: ${formatNumber(done)} of ${formatCount(documents, 'document')} made`,
      );
    }
    requireMore();

    async function fill(): Promise<LeftOut> {
      const badRows = await collectBadRows(output, folder);
      const input = openRecords(files, options, badRows, output);
      const { documents, unfit } = await fillBuild(
        folder,
        file,
        input.records,
        { ...settings, known },
        fleet,
        ({ write }) => {
          requireMore();
          return quoteRun(write, {}).usd?.[1] ?? 0;
        },
      );
      output.say(
        `build ${buildId}: ${formatCount(documents, 'document')}${unfit === 0 ? '' : `, ${formatCount(unfit, 'row')} unfit (unfit.jsonl)`}`,
      );
      const found = { unfit, badRows: await badRows.finish() };
      await closeFilling(folder, file, found);
      return found;
    }

    const follower = followBuild(fleet, buildId, output);
    const documents = describeDocuments(models.world, batched.world);
    let pausedBy: Failure | undefined;
    if (options.work !== false)
      worker = fleet.work({
        ...documents,
        judgeFailure(error, attempts) {
          const verdict = documents.judgeFailure(error, attempts);
          if (verdict.next === 'pause-build') pausedBy = describeFailure(error);
          return verdict;
        },
        concurrency,
        buildId,
        waitsForMore: false,
        onEvent: follower.onEvent,
      });
    try {
      if (worker !== undefined) await worker.ended;
      else await waitForOthers(fleet, buildId, interrupted, output);
    } finally {
      await follower.end();
    }
    if (!interrupted.is) await batched.close();
    const written = await writeBuild(folder, buildId, fleet);
    return await finishBuild(
      { folder, buildId, written, isInterrupted: interrupted.is, pausedBy, leftOut },
      { fleet, output, options, practice: models.practice },
    );
  } finally {
    await engine.close();
    stopListening();
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

async function waitForOthers(
  fleet: Fleet,
  buildId: string,
  interrupted: { is: boolean },
  output: Output,
): Promise<void> {
  let isAlone = false;
  while (!interrupted.is && (await fleet.hasMore(buildId))) {
    const wasAlone = isAlone;
    isAlone = (await fleet.listWorkers()).length === 0;
    if (isAlone && !wasAlone)
      output.complain('No worker is at work in this database: start `longhand worker`, here or elsewhere.');
    await delay(1_000);
  }
}
