/** A place for JavaScript that a model wrote: a process of its own, with limits, that can be saved and restored. */
import { UsageError } from '../errors.ts';
import { connectInterpreter, type Reply, type Request, type RequestOptions } from './connect-interpreter.ts';
import type { CellReport, JsonValue, SandboxFunctions } from './messages.ts';
import { prepareCell } from './prepare-cell.ts';

export type { JsonValue, SandboxFunctions } from './messages.ts';

export type SandboxLimits = {
  /** What the interpreter may hold; default 256 MiB. */
  memoryInBytes?: number;
  /** Computing time of one cell, waiting for functions not counted; default 30 s. */
  computeInMs?: number;
  /** One cell from start to end, waiting counted; default one hour. */
  wallInMs?: number;
  /** Kept of each of a cell's streams and of its value; default 20,000. */
  outputCharacters?: number;
  /** Default 100,000. */
  callsPerCell?: number;
};

/** How one cell went. */
export type CellResult = {
  /**
   * `error`: the code threw, has a syntax error, or waits for what cannot come. `time`, `memory`: a limit was met.
   * `crashed`: the process ended.
   */
  kind: 'done' | 'error' | 'time' | 'memory' | 'crashed';
  /** What was printed; empty where the process had to be ended. Says how much was dropped. */
  stdout: string;
  /** From `console.warn` and `console.error`, and rejections that nothing handled. */
  stderr?: string;
  /** The line is counted from 1 in the code as given. */
  error?: { name: string; message: string; line?: number };
  /** The value of the last expression, as text. */
  value?: string;
  /** Names of the calls that the code had not waited for when it ended; the cell still waited for them. */
  pendingCalls: string[];
  ms: number;
  /** False: the sandbox ended with this cell; restore from the last snapshot. */
  isAlive: boolean;
};

/** Everything is done in the order asked for, one after the other. */
export type Sandbox = {
  /**
   * Makes a global variable.
   * @throws {UsageError} It does not fit into the memory, or the name cannot be a variable's.
   */
  set(name: string, value: JsonValue): Promise<void>;
  /**
   * Runs one cell of code, a script with `await`. Variables, functions and classes declared at its top are there
   * in the next cell. Trouble is in the result; what rejects is an abort (which ends the sandbox) and the use of a
   * sandbox that has ended.
   */
  run(code: string, options?: { abortSignal?: AbortSignal }): Promise<CellResult>;
  /**
   * Reads a global variable as JSON; undefined where there is none or it is a function.
   * @throws {UsageError} It has no JSON form, or a huge one.
   */
  get(name: string): Promise<JsonValue | undefined>;
  /** The variables that cells and `set` made, with `typeof` or `array` or `null`. */
  names(): Promise<{ name: string; type: string }[]>;
  /** The whole state, compressed. */
  snapshot(): Promise<Uint8Array>;
  /** Ends the process; safe to call again. */
  close(): Promise<void>;
};

/** Beyond its computing time, what the child may take to answer before it is ended. */
const graceInMs = 3_000;
/** What starting, saving or copying may take, however short a cell's time is. */
const choreInMs = 60_000;
/** Arguments of the open calls together, and one variable read. */
const messageCharacters = 32 * 2 ** 20;

/**
 * Starts a sandbox: QuickJS as WebAssembly, in a child process without rights (`spawn-interpreter.ts`).
 *
 * Code in it can reach the given functions and nothing else: no files, network, modules, timers or environment.
 * The interpreter keeps its limits of time and memory itself and then mostly lives on; where it does not answer,
 * the process is killed.
 *
 * @param options.snapshot - State to start from, from `snapshot()` of a sandbox of this same version.
 * @throws {UsageError} The snapshot is from another version, or this Node cannot restrict a process.
 *
 * Source: the environment of Recursive Language Models, arXiv:2512.24601, there Python without isolation.
 */
export async function createSandbox({
  functions,
  limits = {},
  snapshot,
}: {
  functions: SandboxFunctions;
  limits?: SandboxLimits;
  snapshot?: Uint8Array;
}): Promise<Sandbox> {
  const {
    memoryInBytes = 256 * 2 ** 20,
    computeInMs = 30_000,
    wallInMs = 3_600_000,
    outputCharacters = 20_000,
    callsPerCell = 100_000,
  } = limits;
  const interpreter = connectInterpreter({ memoryInBytes, functions });
  let last: Promise<unknown> = Promise.resolve();

  const ask = (request: Request, options: Partial<RequestOptions> = {}): Promise<Reply> => {
    const patienceInMs = Math.max(computeInMs + graceInMs, choreInMs);
    const turn = last.then(() => interpreter.ask(request, { patienceInMs, ...options }));
    last = turn.catch(() => {});
    return turn;
  };
  /** For requests that only trouble of the sandbox itself can stop. */
  const demand = async (request: Request, wish: string): Promise<unknown> => {
    const reply = await ask(request);
    if (reply.type === 'done') return reply.value;
    if (reply.type === 'ended') throw new Error(`Expected ${wish}, but ${reply.message}. ${restoreHint}`);
    if (reply.reason === 'memory')
      throw new UsageError(
        `Expected ${wish} within \`memoryInBytes\` ${memoryInBytes}, but it needs more. Raise the limit, or give less.`,
      );
    throw new UsageError(`Expected ${wish}, but ${reply.message}.`);
  };

  const opened = await ask({
    type: 'open',
    limits: { memoryInBytes, computeInMs, outputCharacters, callsPerCell, messageCharacters },
    snapshot,
  });
  if (opened.type !== 'done') {
    await interpreter.close('it did not start');
    const message = `Expected a sandbox to start${snapshot === undefined ? '' : ' from a snapshot'}`;
    if (opened.type === 'failed' && opened.reason === 'version')
      throw new UsageError(`Expected a snapshot of ${opened.message}. Run its cells again from the start.`);
    throw new Error(`${message}, but ${opened.message}.`);
  }

  return {
    async set(name, value) {
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
        throw new UsageError(
          `Expected the name of a variable, got \`${name}\`. Use letters, digits, $ and _.`,
        );
      const isText = typeof value === 'string';
      const text = isText ? value : JSON.stringify(value);
      if (text === undefined)
        throw new UsageError(`Expected \`${name}\` to be JSON or text, got a value of type ${typeof value}.`);
      await demand({ type: 'set', name, isText, text }, `to set \`${name}\` (${text.length} characters)`);
    },
    async run(code, { abortSignal } = {}) {
      abortSignal?.throwIfAborted();
      const begun = performance.now();
      const request: Request = { type: 'run', code: prepareCell(code), functions: Object.keys(functions) };
      const reply = await ask(request, { patienceInMs: computeInMs + graceInMs, wallInMs, abortSignal });
      if (reply.type === 'ended' && reply.cause === 'abort') abortSignal?.throwIfAborted();
      if (reply.type === 'ended' && reply.cause === 'earlier')
        throw new Error(`Expected an open sandbox, but ${reply.message}. ${restoreHint}`);
      const result = resultOf(reply, performance.now() - begun);
      if (!result.isAlive) await interpreter.close(`its last cell ended with '${result.kind}'`);
      return result;
    },
    async get(name) {
      const text = (await demand({ type: 'get', name }, `variable \`${name}\` as JSON`)) as
        | string
        | undefined;
      return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
    },
    async names() {
      const text = (await demand({ type: 'names' }, 'the names of the variables')) as string;
      return JSON.parse(text) as { name: string; type: string }[];
    },
    async snapshot() {
      return (await demand({ type: 'snapshot' }, 'a snapshot')) as Uint8Array;
    },
    close: () => interpreter.close('it was closed'),
  };
}

const restoreHint = 'Create a new sandbox from the last snapshot.';

function resultOf(reply: Reply, elapsedInMs: number): CellResult {
  const ms = Math.round(elapsedInMs);
  if (reply.type === 'done') {
    const { stderr, value, error, ...report } = reply.value as CellReport;
    return {
      ...report,
      ...(stderr === '' ? {} : { stderr }),
      ...(value === undefined ? {} : { value }),
      ...(error === undefined ? {} : { error }),
      ms,
    };
  }
  const kind = reply.type === 'failed' ? 'crashed' : kinds[reply.cause];
  const message = `${reply.message[0]?.toUpperCase()}${reply.message.slice(1)}.`;
  const error = { name: kind === 'time' ? 'TimeError' : 'Error', message };
  return { kind, stdout: '', error, pendingCalls: [], ms, isAlive: false };
}

const kinds = {
  time: 'time',
  memory: 'memory',
  exit: 'crashed',
  abort: 'crashed',
  earlier: 'crashed',
} as const;
