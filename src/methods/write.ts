/** The main job as a library: `write`, `resume`, `plan`. A run is one object to iterate, await, stop or abort. */
import { UsageError } from '../errors.ts';
import { mergeCards } from '../model/card/merge-cards.ts';
import type { Model } from '../model/model.ts';
import { createContract } from '../plan/length/length-contract.ts';
import type { Plan } from '../plan/plan.ts';
import { renderPlanFile } from '../plan/plan-file.ts';
import type { BudgetLimits } from '../run/budget.ts';
import type { Engine } from '../run/engine.ts';
import type { RunEvent } from '../run/events.ts';
import type { ProgramOutcome } from '../run/run-context.ts';
import type { Manuscript } from '../write/manuscript.ts';
import type { EditOrder } from './edit.ts';
import { createEditProgram, editedStep } from './edit-program.ts';
import { manuscriptStep } from './finish-document.ts';
import { type Begun, type OpenRun, openRun, type RunPlace } from './open-run.ts';
import {
  type Knowledge,
  listAddresses,
  type PreparedRequest,
  prepareRequest,
  requirePrices,
} from './prepare-request.ts';
import { readRequest, type WriteWorld } from './run-models.ts';
import type { WriteEvent } from './write-events.ts';
import { createPlanProgram, createWriteProgram } from './write-program.ts';
import { parseRefusalPolicy, type WriteRequest, type WriteSettings } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

export type { RunPlace } from './open-run.ts';

export type RunWorld = RunPlace &
  Knowledge &
  Pick<WriteWorld, 'resolveModel' | 'reviewPlan' | 'resolveEmbedder'> & { abortSignal?: AbortSignal };

/** The result and the text itself. */
export type WriteOutcome = WriteResult & { markdown: string };

/** A run that writes. */
export type WriteRun<Result = WriteOutcome> = OpenRun<Result, WriteEvent> & {
  /** What is written so far; undefined before the first section. */
  readonly manuscript: Manuscript | undefined;
};

/**
 * Writes a document.
 *
 * @param instruction - What to write, in any language; the length in it is read unless `settings.words` is given.
 * @returns The run. A wrong setting rejects `result` with a {UsageError} before anything is paid.
 */
export function writeDocument(instruction: string, settings: WriteSettings, world: RunWorld): WriteRun {
  return startDocument(() => prepareRequest(instruction, settings, world), world);
}

/** Writes a document whose request is settled already, or will be before anything else happens. */
export function startDocument(
  prepare: () => Promise<Pick<PreparedRequest, 'request'> & Partial<Pick<PreparedRequest, 'texts'>>>,
  world: RunWorld,
): WriteRun {
  return createRun(world, async (engine, hooks) => {
    const { request, texts = new Map() } = await prepare();
    // A wrong address must not leave a run behind that can never be resumed.
    for (const address of listAddresses(request)) await world.resolveModel(address);
    const program = createWriteProgram({ ...world, texts, onManuscript: hooks.onManuscript });
    const { limits } = request;
    const live = await engine.start({ kind: 'write', request, program, limits, listener: hooks.listener });
    return { live, finish: (outcome) => readOutcome(engine, live.runId, outcome) };
  });
}

export type ResumeChanges = {
  budget?: BudgetLimits;
  onRefusal?: string;
  out?: string;
  /** A model that takes the place of an address of the run, for models given as objects. */
  model?: Model;
};

/**
 * Continues a run where it stopped: finished steps answer from the store, marked gaps are asked for again.
 * A run that is finished, without gaps, is answered at once.
 */
export function resumeDocument(runId: string, changes: ResumeChanges, world: RunWorld): WriteRun {
  return createRun(world, async (engine, hooks) => {
    const run = await engine.store.findRun(runId);
    if (run === undefined || run.program !== 'write') throw notWritten(runId);
    const request = readRequest(run.request);
    if (changes.budget) request.limits = { ...request.limits, ...changes.budget };
    if (changes.onRefusal) request.onRefusal = parseRefusalPolicy(changes.onRefusal);
    if (changes.out) request.out = changes.out;
    const unpriced = listAddresses(request).filter((address) => request.prices[address] === undefined);
    requirePrices(changes.budget?.costInUsd, unpriced);
    const earlier = run.result as WriteResult | undefined;
    if (hasOpenEdit(request, earlier)) return beginEdit(engine, runId, request, world, hooks);
    if (earlier && earlier.quality.gaps === 0) {
      const outcome = { status: earlier.status, result: { ...earlier, out: request.out ?? earlier.out } };
      return { live: undefined, finished: await readOutcome(engine, runId, outcome) };
    }
    for (const address of listAddresses(request)) await world.resolveModel(address);
    // What was learnt since, by this run or a probe, counts from here on.
    request.cards = await openCards(request, world);
    const program = createWriteProgram({ ...world, onManuscript: hooks.onManuscript });
    const live = await engine.resume(runId, {
      program,
      request,
      limits: request.limits,
      listener: hooks.listener,
      forgetSteps: await findUselessSteps(engine, runId, run.failure?.name === 'OutputFormatError'),
    });
    return { live, finish: (outcome) => readOutcome(engine, runId, outcome) };
  });
}

/**
 * Edits a finished text: a section written anew with what depends on it, or all of it at another length. Everything
 * else stays byte for byte; changes a person made in `manuscript.md` are kept. Killed, it is resumed like any run.
 *
 * @throws {UsageError} The run has no finished text, or the edit names what it does not have.
 */
export function editDocument(runId: string, order: EditOrder, world: RunWorld): WriteRun {
  return createRun(world, async (engine, hooks) => {
    const run = await engine.store.findRun(runId);
    if (run === undefined || run.program !== 'write') throw notWritten(runId);
    const isOver = run.status === 'done' || run.status === 'outside-contract';
    if (!isOver) {
      throw new UsageError(
        `Expected run ${runId} to have a finished text, but it is ${run.status}. Finish it first: longhand resume ${runId}`,
      );
    }
    const before = readRequest(run.request);
    const request: WriteRequest = {
      ...before,
      edit: { ...order, number: (before.edit?.number ?? 0) + 1 },
      ...(order.kind === 'resize' && {
        contract: createContract({ kind: 'about', words: order.words }),
        targetWords: order.words,
      }),
    };
    return beginEdit(engine, runId, request, world, hooks);
  });
}

async function beginEdit(
  engine: Engine,
  runId: string,
  request: WriteRequest,
  world: RunWorld,
  hooks: Hooks,
): Promise<Begun<WriteOutcome>> {
  for (const address of listAddresses(request)) await world.resolveModel(address);
  const live = await engine.resume(runId, {
    program: createEditProgram({ ...world, onManuscript: hooks.onManuscript }),
    request: { ...request, cards: await openCards(request, world) },
    limits: request.limits,
    listener: hooks.listener,
  });
  return { live, finish: (outcome) => readOutcome(engine, runId, outcome) };
}

/** An edit that was begun and has not brought a text yet. */
function hasOpenEdit({ edit }: WriteRequest, result: WriteResult | undefined): boolean {
  return edit !== undefined && result?.manuscriptStep !== editedStep(edit.number);
}

/** A plan alone, as a run of its own, and as the file a person edits and gives back with `--plan`. */
export function planDocument(
  instruction: string,
  settings: WriteSettings,
  world: RunWorld,
): WriteRun<{ runId: string; plan: Plan; file: string; targetWords: number }> {
  return createRun(world, async (engine, hooks) => {
    const { request, texts } = await prepareRequest(instruction, settings, world);
    await world.resolveModel(request.models.planner ?? request.models.writer);
    const program = createPlanProgram({ ...world, texts });
    const live = await engine.start({
      kind: 'plan',
      request,
      program,
      limits: request.limits,
      listener: hooks.listener,
    });
    return {
      live,
      finish: async ({ result }) => {
        const plan = result as Plan;
        const file = renderPlanFile(plan, request.language);
        return { runId: live.runId, plan, file, targetWords: request.targetWords };
      },
    };
  });
}

function notWritten(runId: string): UsageError {
  return new UsageError(`Expected the id of a writing run, got \`${runId}\`. \`longhand runs\` lists them.`);
}

type Hooks = { listener: (event: RunEvent) => void; onManuscript: (manuscript: Manuscript) => void };

function createRun<Result>(
  world: RunWorld,
  begin: (engine: Engine, hooks: Hooks) => Promise<Begun<Result>>,
): WriteRun<Result> {
  let manuscript: Manuscript | undefined;
  const run = openRun<Result, WriteEvent>(world, (engine, listener) =>
    begin(engine, {
      listener,
      onManuscript: (latest) => {
        manuscript = latest;
      },
    }),
  );
  return {
    ...run,
    get manuscript() {
      return manuscript;
    },
  };
}

/** The cards of a stored request, with what was learnt since it was made. */
export async function openCards(
  request: Pick<WriteRequest, 'cards' | 'models'> & Partial<Pick<WriteRequest, 'onRefusal'>>,
  { openCard }: Knowledge,
): Promise<WriteRequest['cards']> {
  const cards = { ...request.cards };
  for (const address of listAddresses(request)) {
    const card = await openCard?.(address);
    const known = cards[address];
    // A run that has moved knows more than the home it has come to.
    if (card !== undefined) cards[address] = known === undefined ? card : mergeCards(known, card);
  }
  return cards;
}

async function readOutcome(engine: Engine, runId: string, { result }: ProgramOutcome): Promise<WriteOutcome> {
  const { manuscriptStep: edited } = result as WriteResult;
  const step = await engine.store.findStep(runId, edited ?? manuscriptStep);
  const { markdown } = (step?.value ?? { markdown: '' }) as { markdown: string };
  return { ...(result as WriteResult), markdown };
}

/**
 * Declined answers, requests that did not fit, and plans that did not parse, are kept like any other answer; asking again means forgetting
 * them and what was made of them. A section that was declined once and then written, in other words or by
 * another model, stays as it is.
 */
async function findUselessSteps(engine: Engine, runId: string, isPlanBad: boolean): Promise<string[]> {
  const steps = await engine.store.listSteps(runId);
  const reasonOf = (value: unknown): unknown => (value as { finishReason?: unknown } | null)?.finishReason;
  const isUseless = (reason: unknown): boolean => reason === 'refused' || reason === 'overflow';
  const ownerOf = (name: string): string => name.split('/', 1)[0] ?? name;
  const answers = steps.filter(({ value }) => reasonOf(value) !== undefined);
  const written = new Set(
    answers.filter(({ value }) => !isUseless(reasonOf(value))).map(({ name }) => ownerOf(name)),
  );
  const open = new Set(answers.map(({ name }) => ownerOf(name)).filter((owner) => !written.has(owner)));
  if (isPlanBad) open.add('plan');
  // A plan in pieces keeps its good ones; those that did not fit are asked for again.
  const unfitting = answers.filter(
    ({ name, value }) => ownerOf(name) === 'plan' && reasonOf(value) === 'overflow',
  );
  if (open.size === 0 && unfitting.length === 0) return [];
  const isForgotten = (name: string): boolean =>
    open.has(ownerOf(name)) || name === manuscriptStep || unfitting.some((step) => step.name === name);
  return steps.map(({ name }) => name).filter(isForgotten);
}
