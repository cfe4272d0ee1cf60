/** Reading as a library: `prepareReading`, `startReading`, `resumeReading`. */
import { UsageError } from '../errors.ts';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import type { Model } from '../model/model.ts';
import type { BudgetLimits } from '../run/budget.ts';
import type { Engine } from '../run/engine.ts';
import { fitsDirectly } from './direct-reading.ts';
import { isNarrative } from './nexussum/chunks.ts';
import { type Begun, type OpenRun, openRun } from './open-run.ts';
import { listAddresses, lookUp, requirePrices } from './prepare-request.ts';
import type { Quote } from './quote.ts';
import { prepareEmbeddings } from './reading/durable-embed.ts';
import type { ReadEvent } from './reading/read-events.ts';
import { toReadingLimits } from './reading/read-host.ts';
import { chooseMethod } from './reading/read-kind.ts';
import type { ReadingLimits, ReadingTask } from './reading/read-method.ts';
import { type ReadMethodName, readMethods } from './reading/read-methods.ts';
import { createReadProgram, taskOf } from './reading/read-program.ts';
import { quoteReading } from './reading/read-quote.ts';
import { createReadRequest, type ReadRequest, type ReadSettings } from './reading/read-request.ts';
import type { ReadResult } from './reading/read-result.ts';
import { type ReadTexts, readFiles } from './reading/read-sources.ts';
import { openCards, type RunWorld } from './write.ts';

/** A run that reads. */
export type ReadRun = OpenRun<ReadResult, ReadEvent>;

export type PreparedReading = {
  request: ReadRequest;
  texts: ReadTexts;
  quote: Quote;
  /** Addresses without a price; then there is no cost either. */
  unpriced: string[];
  /** What a person should know before it starts, such as images that are left out. */
  notes: string[];
};

const sampleCharacters = 200_000;

/**
 * Reads the files, chooses the method and quotes it. Looks endpoints up, calls no model.
 *
 * @param paths - Files, folders, and web addresses where `allowHttp` is set.
 * @throws {UsageError} A setting or a file is off, or a cost limit cannot be held because a price is not known.
 */
export async function prepareReading(
  paths: readonly string[],
  settings: ReadSettings,
  world: Pick<RunWorld, 'openCard' | 'findPrice' | 'resolveModel' | 'resolveEmbedder'>,
): Promise<PreparedReading> {
  const asked = createReadRequest(settings);
  await loadTokenizer();
  const { records, texts, notes } = await readFiles(paths, asked);
  const addresses = listAddresses(asked).filter((address) => address !== '');
  const known = await lookUp(addresses, asked, world);
  const { writer, summarizer = writer } = asked.models;
  // A wrong address is told where the run begins; a quote can do without its window.
  const find = (address: string): Promise<Model | undefined> =>
    world.resolveModel(address, known.cards[address]).catch(() => undefined);
  const limitsOf = (model: Model | undefined): ReadingLimits =>
    toReadingLimits(model?.contextTokens, model?.card?.advertised?.maxOutputTokens);
  const model = await find(writer);
  const limits = limitsOf(model);
  const readerLimits = summarizer === writer ? limits : limitsOf(await find(summarizer));
  const sourceTokens = records.reduce((sum, { tokens }) => sum + tokens, 0);

  const drafted: ReadRequest = { ...asked, ...known, sources: records, method: 'direct', why: 'as asked' };
  const task = withoutSources(taskOf(drafted, []));
  const situation = {
    ask: asked.instruction,
    kind: asked.kind,
    tokens: sourceTokens,
    fits: fitsDirectly(task, sourceTokens, limits, estimateTokens),
    windowTokens: limits.windowTokens,
    isWindowKnown: model?.contextTokens !== undefined,
    isNarrative: isNarrative(sampleOf(texts)),
  };
  const choice = findNamed(settings) ?? chooseMethod(situation, isMethod);
  const request: ReadRequest = { ...drafted, ...choice };
  if (request.method === 'direct' && !situation.fits) throw tooLong(situation, writer);
  const { quote, prices, ...embedding } = await prepareEmbeddings(
    asked.embeddings,
    {
      quote: quoteReading(request, task, { sourceTokens, limits, readerLimits }),
      prices: request.prices,
      sourceTokens,
    },
    world,
  );
  const unpriced = [...addresses.filter((address) => prices[address] === undefined), ...embedding.unpriced];
  requirePrices(asked.limits.costInUsd, unpriced);
  return { request: { ...request, prices, quotedUsd: quote.usd }, texts, quote, unpriced, notes };
}

function tooLong(
  { tokens, windowTokens, isWindowKnown }: { tokens: number; windowTokens: number; isWindowKnown: boolean },
  address: string,
): UsageError {
  const assumed = isWindowKnown
    ? ''
    : ` (assumed: none is known; \`longhand models probe ${address}\` finds it out)`;
  return new UsageError(
    `Expected the sources to fit with question and answer into the window of ${windowTokens} tokens${assumed} for \`method\` direct, got ${tokens} tokens. ` +
      'Choose `--method chain-of-agents`, or leave `--method` out.',
  );
}

/** Options of a chain ask for one. */
function findNamed(settings: ReadSettings): Pick<ReadRequest, 'method' | 'why'> | undefined {
  const { method, order, ensemble, isHybrid, depth, embeddings } = settings;
  if (method !== undefined && isMethod(method)) return { method, why: 'as asked' };
  if (depth !== undefined) return { method: 'recursive', why: 'its depth was asked for' };
  if (embeddings !== undefined)
    return { method: 'recursive', why: 'it searches by the embeddings asked for' };
  const isChain = order !== undefined || ensemble !== undefined || isHybrid;
  return isChain ? { method: 'chain-of-agents', why: 'its options were asked for' } : undefined;
}

const isMethod = (name: string): name is ReadMethodName => Object.hasOwn(readMethods, name);

function withoutSources({ sources: _sources, ...task }: ReadingTask): Omit<ReadingTask, 'sources'> {
  return task;
}

function sampleOf(texts: ReadTexts): string {
  const [first] = texts.values();
  return first?.text.slice(0, sampleCharacters) ?? '';
}

/** Starts a prepared reading as a durable run. */
export function startReading(prepared: Pick<PreparedReading, 'request' | 'texts'>, world: RunWorld): ReadRun {
  return openRun<ReadResult, ReadEvent>(world, (engine, listener) =>
    beginReading(prepared, world, engine, listener),
  );
}

/**
 * Reads files, folders and, where allowed, web addresses, and answers what is asked of them: prepares and starts in one.
 *
 * @throws {UsageError} From the run: a setting or a file is off.
 */
export function readDocuments(paths: readonly string[], settings: ReadSettings, world: RunWorld): ReadRun {
  return openRun<ReadResult, ReadEvent>(world, async (engine, listener) =>
    beginReading(await prepareReading(paths, settings, world), world, engine, listener),
  );
}

async function beginReading(
  { request, texts }: Pick<PreparedReading, 'request' | 'texts'>,
  world: RunWorld,
  engine: Engine,
  listener: Parameters<Parameters<typeof openRun<ReadResult, ReadEvent>>[1]>[1],
): Promise<Begun<ReadResult>> {
  // A wrong address must not leave a run behind that can never be resumed.
  for (const address of listAddresses(request)) await world.resolveModel(address, request.cards[address]);
  const program = createReadProgram({ ...world, texts });
  const { limits } = request;
  const live = await engine.start({ kind: 'read', request, program, limits, listener });
  return { live, finish: async ({ result }) => result as ReadResult };
}

/**
 * Continues a reading where it stopped: finished steps answer from the store. Stretches that gave nothing are asked
 * for again, with everything that was read after them; an answer without any is given back at once.
 */
export function resumeReading(
  runId: string,
  changes: { budget?: BudgetLimits; out?: string },
  world: RunWorld,
): ReadRun {
  return openRun<ReadResult, ReadEvent>(world, async (engine, listener): Promise<Begun<ReadResult>> => {
    const run = await engine.store.findRun(runId);
    if (run === undefined || run.program !== 'read') {
      throw new UsageError(
        `Expected the id of a reading run, got \`${runId}\`. \`longhand runs\` lists them.`,
      );
    }
    const stored = run.request as ReadRequest;
    const { budget, out = stored.out } = changes;
    const isOver = run.status === 'done' || run.status === 'outside-contract';
    const earlier = isOver ? (run.result as ReadResult) : undefined;
    if (earlier !== undefined && earlier.skippedUnits === 0) {
      return { live: undefined, finished: { ...earlier, out: out ?? null } };
    }
    const request: ReadRequest = {
      ...stored,
      limits: { ...stored.limits, ...budget },
      cards: await openCards(stored, world),
      ...(out !== undefined && { out }),
    };
    requirePrices(
      budget?.costInUsd,
      listAddresses(request).filter((address) => request.prices[address] === undefined),
    );
    for (const address of listAddresses(request)) await world.resolveModel(address, request.cards[address]);
    const live = await engine.resume(runId, {
      program: createReadProgram(world),
      request,
      limits: request.limits,
      listener,
      // A run that was only cut off goes on; one that ended on what was declined asks for that again.
      forgetSteps:
        isOver || run.failure?.name === 'ModelCallError' ? await findUselessSteps(engine, runId) : [],
    });
    return { live, finish: async ({ result }) => result as ReadResult };
  });
}

/**
 * Declined answers, and requests that fitted nowhere, are kept like any other answer. Asking again means forgetting
 * the first of them and everything that ended after it, which may rest on it.
 */
async function findUselessSteps(engine: Engine, runId: string): Promise<string[]> {
  const steps = await engine.store.listSteps(runId);
  const names = new Set(steps.map(({ name }) => name));
  const isUseless = ({ name, value }: (typeof steps)[number]): boolean => {
    const reason = (value as { finishReason?: unknown } | null)?.finishReason;
    const isAskedAgain = names.has(`${name}/again`) || names.has(`${name}/split`);
    return (reason === 'refused' || reason === 'overflow') && !isAskedAgain;
  };
  const first = steps.findIndex(isUseless);
  return first < 0 ? [] : steps.slice(first).map(({ name }) => name);
}
