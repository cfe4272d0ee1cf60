/** Runs cells inside the child process: the calls they make, their ends, and what they leave open. */
import type { JSValueHandle } from 'quickjs-wasi';
import type { CellReport, ChildMessage, HostMessage, InterpreterLimits } from './messages.ts';
import { isMemoryError, type Machine } from './open-machine.ts';

type Report = Omit<CellReport, 'stdout' | 'stderr' | 'isAlive'>;

type Cell = {
  id: number;
  promise: JSValueHandle | undefined;
  leftInMs: number;
  calls: number;
  report: Report | undefined;
};

export type CellRunner = {
  /** Starts a cell; its report goes out when it has ended and its calls are answered. */
  run(message: HostMessage & { type: 'run' }): Promise<void>;
  /** Passes on the answer to a call; one that nobody waits for any more changes nothing. */
  settle(message: HostMessage & { type: 'answer' }): Promise<void>;
  /** Sends a call out, or says why not. */
  send(call: number, name: string, argumentsAsJson: string): string | undefined;
  noteRejection(promise: JSValueHandle, reason: JSValueHandle, isHandled: boolean): void;
};

/** One cell at a time; the host sees to that. */
export function createCellRunner(
  machine: Machine,
  {
    library: { EvalFlags, JSException },
    limits,
    reply,
  }: {
    library: typeof import('quickjs-wasi');
    limits: InterpreterLimits;
    reply(message: ChildMessage): void;
  },
): CellRunner {
  const { vm, control, callControl } = machine;
  let cell: Cell | undefined;
  /** Calls sent and not answered. */
  const openCalls = new Map<number, { name: string; characters: number }>();
  let openCharacters = 0;
  /** Rejected promises that nobody has looked at, with the reason. */
  const unhandled = new Map<number, { promise: JSValueHandle; reason: JSValueHandle }>();

  /** Lets the interpreter work within what the cell has left of its time, and ends the cell where it is over. */
  const compute = async (running: Cell, work: () => void): Promise<void> => {
    const begun = Date.now();
    machine.allow(running.leftInMs);
    let thrown: unknown;
    try {
      work();
      vm.executePendingJobs();
      if (running.report === undefined && running.promise?.promiseState !== 0)
        running.report = await conclude(running.promise as JSValueHandle);
    } catch (error) {
      thrown = error;
    }
    running.leftInMs -= Date.now() - begun;
    if (machine.wasInterrupted)
      return giveUp(running, 'time', 'TimeError', `The cell computed for ${limits.computeInMs} ms.`);
    if (isMemoryError(thrown))
      return giveUp(
        running,
        'memory',
        'InternalError',
        `The cell needed over ${limits.memoryInBytes} bytes.`,
      );
    if (thrown !== undefined) running.report = reportThrown(thrown);
    if (openCalls.size > 0 && running.report?.kind !== 'crashed') return;
    running.report ??= report('error', 'Error', 'The cell waits for a promise that nothing can settle.');
    finish(running.id, running.report);
  };

  const report = (kind: Report['kind'], name?: string, message = ''): Report => {
    const pendingCalls = [...openCalls.values()].map((call) => call.name);
    return {
      kind,
      value: undefined,
      error: name === undefined ? undefined : { name, message },
      pendingCalls,
    };
  };

  /** The value or the error that the cell came to, and the calls it did not wait for. */
  const conclude = async (promise: JSValueHandle): Promise<Report> => {
    const outcome = await vm.resolvePromise(promise);
    if ('error' in outcome) {
      using error = outcome.error;
      return describe(error);
    }
    using completion = outcome.value;
    using value = completion.getProp('value');
    return { ...report('done'), value: callControl('show', [value]) as string | undefined };
  };

  /** Errors that no promise carried: of the syntax, and the interpreter's own. */
  const reportThrown = (thrown: unknown): Report => {
    if (!(thrown instanceof JSException))
      return report(
        'crashed',
        'Error',
        `The interpreter broke: ${thrown instanceof Error ? thrown.message : thrown}.`,
      );
    using error = thrown.handle;
    return describe(error);
  };

  const describe = (error: JSValueHandle): Report => {
    const read = (field: string): string => {
      using fieldHandle = vm.newString(field);
      return callControl('describe', [error, fieldHandle]) as string;
    };
    const told = { name: read('name'), message: read('message') };
    if (told.name === 'InternalError' && told.message === 'out of memory') throw new Error(told.message);
    const line = /\bcell:(\d+)/.exec(read('stack'))?.[1];
    const described = report('error', told.name, told.message);
    return line === undefined ? described : { ...described, error: { ...told, line: Number(line) } };
  };

  /** Ends a cell that is still at work: its open calls are forgotten, and what it queued must come to an end. */
  const giveUp = (running: Cell, kind: 'time' | 'memory', name: string, message: string): void => {
    const given = report(kind, name, message);
    openCalls.clear();
    let isQuiet = false;
    try {
      const end = Date.now() + 500;
      machine.allow(500);
      control('forget');
      while (!isQuiet && Date.now() < end) isQuiet = drain();
      if (kind === 'memory') vm.runGC();
    } catch {
      // Too damaged to go on with; the report says so.
    }
    finish(running.id, given, isQuiet);
  };

  /** Runs what is queued; false where a job was stopped and others may be left. */
  const drain = (): boolean => {
    try {
      vm.executePendingJobs();
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('Job execution error')) return false;
      throw error;
    }
  };

  const finish = (id: number, given: Report, mayLive = true): void => {
    cell?.promise?.dispose();
    cell = undefined;
    openCalls.clear();
    openCharacters = 0;
    const full: CellReport = { ...given, stdout: '', stderr: '', isAlive: false };
    if (given.kind !== 'crashed')
      try {
        machine.allow(1_000);
        machine.wasInterrupted = false;
        reportUnhandled();
        full.stdout = control('printed', 'stdout') as string;
        full.stderr = control('printed', 'stderr') as string;
        full.isAlive = mayLive && control('isWhole') === true && !machine.wasInterrupted;
      } catch {
        // Without room for a megabyte or an answer, nothing more can be done in this interpreter.
      }
    reply({ type: 'done', id, value: full });
  };

  const reportUnhandled = (): void => {
    for (const { promise, reason } of unhandled.values()) {
      using title = vm.newString('A promise was rejected and nothing handled it:');
      callControl('warn', [title, reason]);
      promise.dispose();
      reason.dispose();
    }
    unhandled.clear();
  };

  return {
    run({ id, code, functions }) {
      const started: Cell = {
        id,
        promise: undefined,
        leftInMs: limits.computeInMs,
        calls: 0,
        report: undefined,
      };
      cell = started;
      machine.wasInterrupted = false;
      return compute(started, () => {
        control('begin', JSON.stringify(functions));
        started.promise = vm.evalCode(code, 'cell', EvalFlags.ASYNC);
        vm.markPromiseHandled(started.promise);
      });
    },
    async settle({ call, isError, text }) {
      const known = openCalls.get(call);
      if (known === undefined || cell === undefined) return;
      openCalls.delete(call);
      openCharacters -= known.characters;
      await compute(cell, () => {
        using callHandle = vm.newNumber(call);
        using textHandle = vm.newString(text);
        callControl('settle', [callHandle, isError ? vm.true : vm.false, textHandle]);
      });
    },
    send(call, name, text) {
      if (cell === undefined) return 'no cell is running';
      if (cell.calls >= limits.callsPerCell) return `a cell may make ${limits.callsPerCell} calls`;
      if (openCharacters + text.length > limits.messageCharacters)
        return `open calls may hold ${limits.messageCharacters} characters of arguments together`;
      cell.calls += 1;
      openCalls.set(call, { name, characters: text.length });
      openCharacters += text.length;
      reply({ type: 'call', call, name, text });
      return undefined;
    },
    noteRejection(promise, reason, isHandled) {
      const known = unhandled.get(promise.identity);
      if (isHandled && known !== undefined) {
        unhandled.delete(promise.identity);
        known.promise.dispose();
        known.reason.dispose();
      } else if (!isHandled && unhandled.size < 10)
        unhandled.set(promise.identity, { promise: promise.dup(), reason: reason.dup() });
    },
  };
}
