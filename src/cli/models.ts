/** `longhand models`: what is known of endpoints, which models are here, and measuring or fetching one. */
import { UsageError } from '../errors.ts';
import { emptyCard } from '../model/card/card.ts';
import { createCardStore } from '../model/card/card-store.ts';
import { probeModel } from '../model/card/probe.ts';
import { openCard } from '../model/card/refresh-card.ts';
import { renewCard } from '../model/card/renew-card.ts';
import { ggufFolder, listGgufFiles } from '../model/gguf/gguf-files.ts';
import { findLocalServers } from '../model/local-servers.ts';
import { resolveModel } from '../model/resolve-model.ts';
import { addUsage, noUsage } from '../model/usage.ts';
import { formatBytes, formatCount, formatNumber, formatTable } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import { cardHeadings, deriveLimits, renderCardBlock, renderCardRow, renderLimits } from './models-card.ts';
import type { Output, OutputOptions } from './output.ts';
import { findPlace, renderCommand } from './run-place.ts';
import { loadMini, sayPractice } from './world.ts';
import { checkJsonKind, readPositiveInteger, readWordCount } from './write-options.ts';

type ModelsOptions = OutputOptions & { home?: string };

/** Where the commands look; replaced in tests. */
type World = {
  env: NodeJS.ProcessEnv;
  fetch: typeof globalThis.fetch;
  findServers: typeof findLocalServers;
  /** Unix time in milliseconds. */
  now: () => number;
};

const realWorld = (): World => ({
  env: process.env,
  fetch: globalThis.fetch,
  findServers: findLocalServers,
  now: Date.now,
});

/** Lists cards, local servers that answer, and downloaded models. Calls no model. */
export async function models(
  options: ModelsOptions,
  output: Output,
  world: Partial<World> = {},
): Promise<number> {
  checkJsonKind(options);
  const { env, fetch, findServers } = { ...realWorld(), ...world };
  const { home } = findPlace(options, env);
  const store = createCardStore(home, { onDamaged: output.complain });
  const [cards, servers, files] = await Promise.all([
    store.list(),
    findServers({ fetch }),
    listGgufFiles(ggufFolder(env)),
  ]);
  const parts = [
    cards.length === 0
      ? `No model is known in ${home} yet. Measure one with: ${renderCommand(['models', 'probe', 'ADDRESS'], options)}`
      : formatTable([cardHeadings, ...cards.map(renderCardRow)]),
    servers.length > 0 &&
      [
        'Servers on this machine',
        ...servers.map(({ name, url, models: listed, address }) =>
          address === undefined
            ? `  ${name} at ${url}: no model yet`
            : `  ${name} at ${url}: ${listed.join(', ')}\n    --model ${address}`,
        ),
      ].join('\n'),
    files.length > 0 &&
      [
        'Downloaded models',
        ...files.map(({ address, bytes }) => `  --model ${address} (${formatBytes(bytes)})`),
      ].join('\n'),
  ];
  output.print(parts.filter((part) => part !== false).join('\n\n'));
  output.printResult({ cards, servers, files });
  return 0;
}

/**
 * Probes an endpoint and keeps its card.
 *
 * @throws {UsageError} A value or the address is off.
 * @throws {ModelCallError} The endpoint could not be called at all.
 */
export async function modelsProbe(
  address: string,
  options: ModelsOptions & { limit?: string; outputWords?: string },
  output: Output,
  world: Partial<World> = {},
): Promise<number> {
  checkJsonKind(options);
  const limitInTokens = options.limit === undefined ? undefined : readPositiveInteger('limit', options.limit);
  const outputWords = readWordCount('output-words', options.outputWords ?? '1200');
  if (address.startsWith('recorded:')) {
    throw new UsageError(
      `Expected \`address\` to name a model that can be called, got \`${address}\`. A recording only repeats what was asked before.`,
    );
  }
  const { env, fetch, now } = { ...realWorld(), ...world };
  const store = createCardStore(findPlace(options, env).home, { onDamaged: output.complain });
  const known = await openCard(address, { store, env, fetch, now });
  // Settings learnt earlier would hide what the endpoint does now; a schema must be sent to be seen enforced.
  const bare = { ...emptyCard(address, new Date(now())), structuredOutput: 'schema' as const };
  const { advertised } = known;
  const model = await resolveModel(address, {
    env,
    fetch,
    loadMini,
    card: advertised ? { ...bare, advertised } : bare,
  });
  if (model.isPractice) output.say(sayPractice(model.address));

  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const release = onInterrupt({ soft: abort, hard: abort });
  const steps: { name: string; isKnown: boolean; detail: string }[] = [];
  let spent = noUsage();
  try {
    const probed = await probeModel(model, {
      limitInTokens,
      outputWords,
      now,
      abortSignal: controller.signal,
      onAttempt: ({ usage }) => {
        spent = addUsage(spent, usage);
      },
      onStep: (step) => {
        steps.push(step);
        output.say(`${step.isKnown ? 'ok' : '??'}  ${step.name}: ${step.detail}`);
      },
    });
    const isAnswerKnown = steps.some(({ name, isKnown }) => name === 'longest answer' && isKnown);
    const card = renewCard(known, probed, { triedWords: isAnswerKnown ? outputWords : undefined });
    await store.save(card);
    const { calls, inputTokens, outputTokens } = spent;
    output.print(
      `${renderCardBlock(card)}\n\n${renderLimits(card)}\nThe probe took ${formatCount(calls, 'call')}, ` +
        `${formatNumber(inputTokens)} input and ${formatNumber(outputTokens)} output tokens.`,
    );
    const { contextTokens = null, sectionWords = null } = deriveLimits(card);
    output.printResult({
      model: model.address,
      practice: model.isPractice,
      card,
      limits: { contextTokens, sectionWords },
      steps,
      usage: spent,
    });
    if (model.isPractice) output.say(sayPractice(model.address));
    return 0;
  } finally {
    release();
  }
}

/** Downloads a model file; a download that was broken off goes on where it stopped. */
export async function modelsPull(
  address: string,
  options: ModelsOptions,
  output: Output,
  world: Partial<Pick<World, 'env'>> & { pull?: Pull } = {},
): Promise<number> {
  checkJsonKind(options);
  const { env = process.env } = world;
  const pull: Pull = world.pull ?? (await import('../model/gguf/pull-gguf.ts')).pullGguf;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const release = onInterrupt({ soft: abort, hard: abort });
  let said = -1;
  try {
    const { path, bytes } = await pull(address, {
      folder: ggufFolder(env),
      ...(env.HF_TOKEN && { token: env.HF_TOKEN }),
      ...(env.HF_ENDPOINT && { endpoint: env.HF_ENDPOINT }),
      abortSignal: controller.signal,
      onProgress({ doneBytes, totalBytes }) {
        const percent = totalBytes > 0 ? Math.floor((doneBytes / totalBytes) * 20) * 5 : 0;
        if (percent <= said) return;
        said = percent;
        output.say(`${percent}%  ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`);
      },
    });
    output.print(`${path} (${formatBytes(bytes)})\n--model ${address}`);
    output.printResult({ model: address, path, bytes });
    return 0;
  } finally {
    release();
  }
}

type Pull = (
  address: string,
  options: {
    folder: string;
    token?: string;
    endpoint?: string;
    abortSignal: AbortSignal;
    onProgress: (progress: { doneBytes: number; totalBytes: number }) => void;
  },
) => Promise<{ path: string; bytes: number }>;
