/**
 * A REPL that outlives its process: every cell is a step that keeps what the cell showed and what it changed in the
 * REPL, so that a killed run goes on inside it. Cells of earlier processes are not run again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { UsageError } from '../../errors.ts';
import type { CellResult, JsonValue, Sandbox, SandboxFunctions } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { CallTrace, SubCalls } from './calls.ts';
import { applyPatch, createPatch, packSnapshot, unpackSnapshot } from './patch.ts';
import { setupCode } from './setup.ts';
import type { Node, Tree } from './tree.ts';
import { countCharacters, readAnswer, readText } from './values.ts';

/** What the step of a cell keeps. */
export type CellRecord = Pick<CellResult, 'kind' | 'stdout' | 'stderr' | 'error' | 'value' | 'ms'> & {
  code: string;
  /** Calls that were not waited for, by name. */
  pendingCalls: string[];
  /** Content of `answer` where it is ready; not a text, it is given as JSON. */
  answer: string | null;
  /** Why `answer` was set ready and yet is none. */
  answerProblem?: string;
  /** The process of the REPL ended: it is as it was before this cell. */
  isRestored: boolean;
  /** Sub-calls in it and below it. */
  callCount: number;
  calls: CallTrace[];
  /** Turns the state before the cell into that after it; null where the state stayed. */
  patch: string | null;
  /** SHA-256 of the state after the cell. */
  state: string;
};

export type Repl = {
  /** Runs one cell in a step of this name. @throws {Error} What ends the run, such as a budget that is used up. */
  run(step: string, code: string): Promise<CellRecord>;
  /** A variable as text, undefined where there is none or nothing in it; in a step of this name. */
  read(step: string, name: string): Promise<string | undefined>;
  close(): Promise<void>;
};

const usualMemoryInBytes = 256 * 2 ** 20;
const mostMemoryInBytes = 2 ** 30;
/** The text itself at two bytes a character, a split of it, and what comes of that. */
const bytesPerCharacter = 12;
/** Thousands of sub-calls take their time; each of them, and the computing between them, has limits of its own. */
const mostWaitInMs = 24 * 3_600_000;

/** @param startCalls - Makes the functions of one cell. */
export function createRepl(
  { host, options, counts, emptyRepl }: Pick<Tree, 'host' | 'options' | 'counts' | 'emptyRepl'>,
  node: Node,
  startCalls: (cell: string) => SubCalls,
): Repl {
  const characters = countCharacters(node.context);
  const limits = {
    memoryInBytes: Math.min(
      mostMemoryInBytes,
      Math.max(usualMemoryInBytes, usualMemoryInBytes / 4 + characters * bytesPerCharacter),
    ),
    wallInMs: mostWaitInMs,
    ...options.cell,
  };
  let live: Sandbox | undefined;
  /** The state after the last cell, where this process knows it. */
  let memory: Buffer | undefined;
  /** Cells that earlier processes ran. */
  const replayed: { step: string; record: CellRecord }[] = [];
  let current: { calls: SubCalls; within: <T>(work: () => T) => T } | undefined;

  const call =
    (name: keyof SubCalls['functions']) =>
    async (...given: JsonValue[]): Promise<JsonValue> => {
      const cell = current;
      if (cell === undefined) throw new Error('no cell is running');
      // A message of another process belongs to no step; this puts it back into that of the cell.
      return cell.within(() => cell.calls.functions[name](...given));
    };
  const functions = {
    llmQuery: call('llmQuery'),
    llmQueryBatched: call('llmQueryBatched'),
    rlmQuery: call('rlmQuery'),
    rlmQueryBatched: call('rlmQueryBatched'),
    ...(host.search && node.depth === 0 && { search: call('search') }),
  } satisfies SandboxFunctions;

  /** From the empty REPL; everything in it is the same every time, to the byte. */
  async function openFirst(): Promise<Sandbox> {
    const snapshot = Buffer.from(await emptyRepl(), 'base64');
    const sandbox = await createSandbox({ functions, limits, snapshot }).catch((error: unknown) => {
      // Kept by another version of the interpreter.
      if (error instanceof UsageError) return createSandbox({ functions, limits });
      throw error;
    });
    await sandbox.set('context', node.context);
    const { kind, error } = await sandbox.run(setupCode);
    if (kind !== 'done') throw new Error(`Expected a REPL to be set up, got ${kind}: ${error?.message}`);
    return sandbox;
  }

  async function open(): Promise<Sandbox> {
    if (live !== undefined) return live;
    if (memory !== undefined) {
      live = await createSandbox({ functions, limits, snapshot: packSnapshot(memory) });
      return live;
    }
    live = await openFirst();
    memory = unpackSnapshot(await live.snapshot());
    const last = replayed.at(-1)?.record;
    if (last === undefined) return live;
    let state = memory;
    for (const { record } of replayed) if (record.patch !== null) state = applyPatch(state, record.patch);
    if (hashOf(state) === last.state) {
      await live.close();
      memory = state;
      live = await createSandbox({ functions, limits, snapshot: packSnapshot(state) });
    } else await runAgain(live);
    return live;
  }

  /** For states of another version of the interpreter. Sub-calls answer from their steps, where they ask the same. */
  async function runAgain(sandbox: Sandbox): Promise<void> {
    await host.warn('The state of the REPL is of another version: its cells run again.');
    for (const { step, record } of replayed) {
      if (record.isRestored) continue;
      const { calls } = await evaluate(sandbox, step, record.code);
      // They were counted when the record was read.
      node.count(-calls.count());
      memory = unpackSnapshot(await sandbox.snapshot());
    }
  }

  async function evaluate(sandbox: Sandbox, step: string, code: string) {
    const calls = startCalls(step);
    current = { calls, within: AsyncLocalStorage.snapshot() };
    const abortSignal = AbortSignal.any([host.abortSignal, calls.fatal]);
    try {
      const result = await sandbox.run(code, { abortSignal });
      calls.fatal.throwIfAborted();
      return { result, calls };
    } finally {
      // What is under way is paid already: it is kept before anything else happens.
      await calls.settled();
      current = undefined;
    }
  }

  async function play(step: string, code: string): Promise<CellRecord> {
    const sandbox = await open();
    const before = memory as Buffer;
    const { result, calls } = await evaluate(sandbox, step, code);
    const { kind, stdout, stderr, error, value, ms, pendingCalls, isAlive } = result;
    const kept = {
      ...{ code, kind, stdout, ms, pendingCalls, isRestored: !isAlive },
      ...(stderr !== undefined && { stderr }),
      ...(error !== undefined && { error }),
      ...(value !== undefined && { value }),
      ...{ callCount: calls.count(), calls: calls.traces },
    };
    if (!isAlive) {
      live = undefined;
      return { ...kept, answer: null, patch: null, state: hashOf(before) };
    }
    const answer = await readAnswer(sandbox);
    const after = unpackSnapshot(await sandbox.snapshot());
    memory = after;
    return { ...kept, ...answer, patch: createPatch(before, after), state: hashOf(after) };
  }

  return {
    async run(step, code) {
      let isNew = false;
      const record = await host.step(step, async () => {
        isNew = true;
        return play(step, code);
      });
      counts.cells += 1;
      if (record.kind !== 'done') counts.failedCells += 1;
      if (record.isRestored) counts.restoredRepls += 1;
      counts.unawaitedCalls += record.pendingCalls.length;
      counts.failedCalls += record.calls.filter(({ isError }) => isError).length;
      if (!isNew) {
        replayed.push({ step, record });
        node.count(record.callCount);
      }
      return record;
    },
    async read(step, name) {
      const { text } = await host.step(step, async () => ({ text: await readText(await open(), name) }));
      return text ?? undefined;
    },
    async close() {
      await live?.close();
      live = undefined;
    },
  };
}

const hashOf = (memory: Buffer): string => createHash('sha256').update(memory).digest('hex');
