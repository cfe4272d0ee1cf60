/**
 * Longhand as a library.
 *
 * ```ts
 * import { write } from 'longhand';
 * const { markdown, delivered } = await write('Write a 5000-word guide to tide pools', { model: 'openai:…' });
 * ```
 */
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { UsageError } from './errors.ts';
import { type ReadRun, readDocuments, resumeReading } from './methods/read.ts';
import type { ReadSettings } from './methods/reading/read-request.ts';
import { createRunWorld } from './methods/world.ts';
import {
  planDocument,
  type ResumeChanges,
  type RunPlace,
  type RunWorld,
  resumeDocument,
  type WriteRun,
  writeDocument,
} from './methods/write.ts';
import type { WriteSettings } from './methods/write-request.ts';
import { applyCard } from './model/card/apply-card.ts';
import { emptyCard } from './model/card/card.ts';
import type { Model } from './model/model.ts';
import type { Plan } from './plan/plan.ts';

export type WriteOptions = Omit<WriteSettings, 'model'> &
  Partial<RunPlace> & {
    /** A model address such as `openai:…` (`mini` is the small one that ships, for practice), or any AI SDK language model (specification v4). */
    model: string | LanguageModelV4;
    /** Where keys are read from. Default: the environment of the process. */
    env?: Record<string, string | undefined>;
    /** Ends the run at once; it can be resumed. */
    abortSignal?: AbortSignal;
  };

export type ResumeOptions = Omit<ResumeChanges, 'model'> &
  Partial<RunPlace> &
  Pick<WriteOptions, 'env' | 'abortSignal'> & {
    /** Needed again where the run was started with a model object. */
    model?: LanguageModelV4;
  };

/**
 * Writes a document of the asked length. Iterate the run for events, await it for the result, or do both.
 *
 * @throws {UsageError} No model is named. All other trouble rejects the returned run, and `resume` continues it.
 */
export function write(instruction: string, options: WriteOptions): WriteRun {
  const { settings, world } = settle(options);
  return writeDocument(instruction, settings, world);
}

/** Continues an interrupted, stopped or failed run, or fills the gaps of a delivered one. */
export function resume(runId: string, options: ResumeOptions = {}): WriteRun {
  const { home, databaseUrl, env, abortSignal, model, ...changes } = options;
  return resumeDocument(runId, changes, createWorld({ home, databaseUrl, env, abortSignal }, model));
}

/** Drafts a plan without writing. Its `file` can be edited and given back as `planFile`. */
export function plan(
  instruction: string,
  options: WriteOptions,
): WriteRun<{ runId: string; plan: Plan; file: string; targetWords: number }> {
  const { settings, world } = settle(options);
  return planDocument(instruction, settings, world);
}

export type ReadOptions = Omit<ReadSettings, 'model'> &
  Pick<WriteOptions, 'model' | 'env' | 'abortSignal'> &
  Partial<RunPlace>;

/**
 * Answers, sums up or extracts from files, also where no window holds them. A run like that of `write`.
 *
 * ```ts
 * const { answer } = await read(['minutes/'], { ask: 'What was decided about the bridge?', model: 'openai:…' });
 * ```
 *
 * @throws {UsageError} No model is named. All other trouble rejects the returned run.
 */
export function read(paths: readonly string[], options: ReadOptions): ReadRun {
  const { settings, world } = settle(options);
  return readDocuments(paths, settings, world);
}

/** Continues an interrupted, stopped or failed reading; stretches that gave nothing are asked for again. */
export function resumeRead(
  runId: string,
  options: Pick<ResumeOptions, 'budget' | 'out' | 'env' | 'abortSignal' | 'model'> & Partial<RunPlace> = {},
): ReadRun {
  const { home, databaseUrl, env, abortSignal, model, ...changes } = options;
  return resumeReading(runId, changes, createWorld({ home, databaseUrl, env, abortSignal }, model));
}

type Common = Pick<WriteOptions, 'model' | 'env' | 'abortSignal'> & Partial<RunPlace>;

function settle<Options extends Common>(
  options: Options,
): { settings: Omit<Options, keyof Common> & { model: string }; world: RunWorld } {
  if (options?.model === undefined) {
    throw new UsageError(
      "Expected `model` in the options, got none. Name one: { model: 'openai:…' }, or pass an AI SDK model.",
    );
  }
  const { model, home, databaseUrl, env, abortSignal, ...settings } = options;
  const given = typeof model === 'string' ? undefined : model;
  return {
    settings: { ...settings, model: typeof model === 'string' ? model : addressOf(model) },
    world: createWorld({ home, databaseUrl, env, abortSignal }, given),
  };
}

function createWorld(
  {
    home,
    databaseUrl,
    env = process.env,
    abortSignal,
  }: Pick<WriteOptions, 'home' | 'databaseUrl' | 'env' | 'abortSignal'>,
  given: LanguageModelV4 | undefined,
): RunWorld {
  const world = createRunWorld({
    home: home ?? env.LONGHAND_HOME ?? '.longhand',
    databaseUrl: databaseUrl ?? env.LONGHAND_DATABASE_URL,
    env,
    loadMini: async () => (await import('./train/mini/mini-model.ts')).createMiniModel(),
  });
  return {
    ...world,
    abortSignal,
    resolveModel: async (address, card): Promise<Model> =>
      given && address === addressOf(given)
        ? applyCard(
            { address, languageModel: given, isPractice: false, hasStructuredOutput: false },
            card ?? emptyCard(address, new Date()),
          )
        : world.resolveModel(address, card),
  };
}

/** What a model given as an object is called in results and in the stored run. */
const addressOf = (model: LanguageModelV4): string => `given:${model.provider}/${model.modelId}`;

export {
  BudgetError,
  ModelCallError,
  type ModelFault,
  OutputFormatError,
  PauseError,
  StoreError,
  UsageError,
} from './errors.ts';
export type { ReadRun } from './methods/read.ts';
export type { ReadResult } from './methods/reading/read-result.ts';
export type { WriteOutcome, WriteRun } from './methods/write.ts';
export type { WriteEvent } from './methods/write-events.ts';
export type { WriteResult } from './methods/write-result.ts';
export type { Model } from './model/model.ts';
export { resolveModel } from './model/resolve-model.ts';
export { type ScriptedReply, scriptedModel } from './model/scripted-model.ts';
export type { LengthContract } from './plan/length/length-contract.ts';
export type { Plan, Section } from './plan/plan.ts';
export { type CountingRule, countWords } from './text/count-words.ts';
export { scoreLength } from './text/length-score.ts';
