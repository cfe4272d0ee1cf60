/** What a program sees of its run: durable steps, events, a budget, a stop signal. Nothing of the engine. */
import type { Budget } from './budget.ts';
import type { EventBody, RunStatus } from './events.ts';
import type { CallRecord } from './store.ts';

/** What a program keeps to find again beside its steps: an index in the store, none of it in this process. */
export type RunMemory = {
  /** Keeps values under keys. Put again by the same owner, a value replaces the one before. */
  put(owner: string, entries: readonly { kind: string; key: string; value: unknown }[]): Promise<void>;
  /** What all owners put under these keys, in the order it was first put. */
  find(kind: string, keys: readonly string[]): Promise<{ key: string; owner: string; value: unknown }[]>;
  /** Drops everything that these owners put. */
  forget(owners: readonly string[]): Promise<void>;
};

export type CallGate = {
  /**
   * Waits until one more call may go out. `key` names whose limits count, `tokens` is what the call will take, about.
   *
   * @throws {LeaseLostError} The run is no longer this process's own: nothing may be asked for it.
   */
  pass(key: string, tokens: number): Promise<void>;
  /** The provider asked everybody to wait. */
  hold(key: string, delayInMs: number): Promise<void>;
};

export type RunContext = {
  readonly runId: string;
  /** Folder of the readable projections of this run. */
  readonly folder: string;
  /** True for one of many documents: nothing is written into `folder`, for the whole has an output of its own. */
  readonly isWithoutFiles?: boolean;
  /**
   * Runs `work` once in the life of the run, however often the process is killed: its JSON value is stored,
   * and a replay answers with the stored value. Only a step in flight at a kill runs again.
   *
   * Names are unique within a run. A step may contain steps; each is kept by itself.
   * A replay may ask for them in another order, and leave some out.
   *
   * @throws {DOMException} AbortError when the run was asked to stop before the step began.
   */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /**
   * Runs the tasks as steps, at most `concurrency` at once, starting them in order.
   * When one fails no further one starts, those running end and are kept, and then the first failure is thrown.
   *
   * @param onDone - Told of every value as it is there, in whatever order; on a replay too.
   */
  parallel<T>(
    tasks: readonly { name: string; work: () => Promise<T> }[],
    concurrency: number,
    onDone?: (value: T) => Promise<void>,
  ): Promise<T[]>;
  /**
   * Where a long program goes on: one JSON value a run, replaced whole. A program that loads one must not ask for the
   * steps before it again, nor say what it said before, so that resuming a long run takes no longer than resuming a
   * short one. A resume that forgets steps has no checkpoint: the program plays from the start.
   */
  checkpoint: { load<T>(): Promise<T | undefined>; save(value: unknown): Promise<void> };
  readonly memory: RunMemory;
  /** Stores an event and hands it to whoever watches. Said again on a replay, it is not stored again. */
  emit(event: EventBody): Promise<void>;
  /** Like `emit` for what may truly happen twice, such as a warning. */
  warn(message: string, step?: string): Promise<void>;
  /** Streaming text: handed out, not stored. */
  delta(event: EventBody): void;
  /** Keeps a model call for `show --why` and for replay, and adds it to the budget. Call it inside a step. */
  recordCall(step: string, call: CallRecord): Promise<void>;
  /** The `detail` of every call of the run so far, those of earlier processes included. */
  listCallDetails(): Promise<Record<string, unknown>[]>;
  /** Who answered the last answered call to each address, in whatever process: address → model id. */
  lastAnswerers(): Promise<Map<string, string>>;
  /** What lists show of the run while it works: small JSON, replaced as a whole. */
  summarize(summary: Record<string, unknown>): Promise<void>;
  /** Writes a readable projection into `folder`, whole or not at all. */
  project(file: string, text: string): Promise<void>;
  readonly budget: Budget;
  /** What stands between this run and its provider where many processes share it; absent: nothing. */
  readonly gate?: CallGate;
  /** Fires when the run must end at once; a soft stop only keeps the next step from starting. */
  readonly abortSignal: AbortSignal;
};

/** A program's verdict on its own run. Anything thrown makes the run stopped, interrupted or failed. */
export type ProgramOutcome = { status: Extract<RunStatus, 'done' | 'outside-contract'>; result: unknown };

export type Program = (request: unknown, context: RunContext) => Promise<ProgramOutcome>;
