/** The run context over the durable engine: steps that are remembered, events, budget, projections. */
import type { Kysely } from 'kysely';
import type { EventLog } from './event-log.ts';
import { createMemory } from './memory.ts';
import { projectRun, writeWhole } from './projections.ts';
import type { RunContext } from './run-context.ts';
import { createParallel } from './run-parallel.ts';
import type { RunRecord, Store } from './store.ts';
import type { Tables } from './tables.ts';

/** The engine's own entry point, as far as steps need it. */
export type Dbos = typeof import('@dbos-inc/dbos-sdk').DBOS;

/**
 * What the engine may write down of an error: its message alone. A cause is what a provider sent, and may quote a
 * key; a stack names folders of this machine.
 */
export function plainError(error: unknown): Error {
  const plain = new Error((error as Error)?.message ?? String(error));
  plain.stack = undefined;
  return plain;
}

/** Binds what a program sees to one run of this process. */
export function createContext(parts: {
  dbos: Dbos;
  tables: Kysely<Tables>;
  store: Store;
  log: EventLog;
  budget: RunContext['budget'];
  runId: string;
  folder: string;
  home: string;
  abort: AbortController;
  stop: { isAsked: boolean };
}): RunContext {
  const { dbos, store, log, budget, runId, folder, abort, stop } = parts;
  const names = new Set<string>();

  async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (names.has(name)) throw new Error(`Step \`${name}\` stands twice in the program of a run.`);
    names.add(name);
    if (dbos.isInStep()) return remember(name, work);
    // The engine keeps the name only: the value is in our table, and its own log stays small.
    let value: { is: T } | undefined;
    let failure: { is: unknown } | undefined;
    try {
      await dbos.runStep(
        async () => {
          try {
            value = { is: await remember(name, work) };
          } catch (error) {
            failure = { is: error };
            throw plainError(error);
          }
          return name;
        },
        { name },
      );
    } catch (error) {
      throw failure === undefined ? error : failure.is;
    }
    if (value !== undefined) return value.is;
    const found = await store.findStep(runId, name);
    if (found === undefined) throw new Error(`The value of the finished step \`${name}\` is missing.`);
    return found.value as T;
  }

  async function remember<T>(name: string, work: () => Promise<T>): Promise<T> {
    const found = await store.findStep(runId, name);
    if (found !== undefined) return found.value as T;
    if (stop.isAsked || abort.signal.aborted) throw new DOMException('The run was stopped.', 'AbortError');
    await log.emit({ type: 'step-start', step: name }, { isAlwaysNew: true });
    const startedAt = performance.now();
    const value = await work();
    await store.saveStep(runId, name, value);
    await log.emit(
      { type: 'step-end', step: name, ms: Math.round(performance.now() - startedAt) },
      { isAlwaysNew: true },
    );
    // As a replay would give it: undefined fields gone, dates as text.
    return JSON.parse(JSON.stringify(value ?? null)) as T;
  }

  return {
    runId,
    folder,
    budget,
    abortSignal: abort.signal,
    step,
    parallel: createParallel(step),
    checkpoint: {
      async load<T>() {
        return (await store.findCheckpoint(runId))?.value as T | undefined;
      },
      save: (value) => log.saveCheckpoint(value),
    },
    memory: createMemory(parts.tables, runId),
    emit: (event) => log.emit(event),
    warn: (message, name) =>
      log.emit({ type: 'warning', message, ...(name && { step: name }) }, { isAlwaysNew: true }),
    delta: (event) => log.delta(event),
    async recordCall(name, call) {
      budget.add(call.spend);
      await store.saveCall(runId, name, call);
      const { tokens, usd, ms } = budget.spent;
      await log.emit(
        { type: 'budget', spentTokens: tokens, spentUsd: usd, spentMs: Math.round(ms) },
        { isAlwaysNew: true },
      );
    },
    listCallDetails: () => store.listCallDetails(runId),
    lastAnswerers: () => store.lastAnswerers(runId),
    async summarize(summary) {
      await setRun(store, parts.home, runId, { summary });
    },
    project: (file, text) => writeWhole(`${folder}/${file}`, text),
  };
}

/** Changes a run in the store and in its projection; gives it back as it is then. */
export async function setRun(
  store: Store,
  home: string,
  runId: string,
  change: Parameters<Store['updateRun']>[1],
): Promise<RunRecord | undefined> {
  const run = await store.updateRun(runId, change);
  if (run !== undefined) await projectRun(home, run);
  return run;
}
