/** What ended a command, as exit code, message and JSON. */
import {
  BudgetError,
  ModelCallError,
  OutputFormatError,
  PauseError,
  StoreError,
  UsageError,
} from '../errors.ts';
import type { Output } from './output.ts';

export type Failure = {
  exitCode: 1 | 2 | 3 | 130;
  status: 'usage' | 'failed' | 'stopped' | 'interrupted';
  code: string;
  message: string;
  fault?: string;
};

/** The run a failure belongs to, and what is left of it. */
export type FailedRun = {
  runId: string;
  /** The exact command that goes on; absent where the run cannot be resumed. */
  resume?: string;
  /** What is kept, as a sentence. */
  kept?: string;
  /** File that now holds the finished text. */
  out?: string;
};

const stoppingFaults: readonly string[] = ['quota', 'rate-limit', 'refusal'];

/** Settings that are flags here under the same name; a library user has them as fields. */
const flags =
  /^Expected `(words|tolerance|concurrency|method|layout|onRefusal|out|plan|brief|style|avoid|continue|counting|price|port|log|max-cost|limit|output-words|mode|at-least|repeats|judge-repeats|sample|max-input|lengths|difference|order|ensemble|hybrid|seed|ask|headings|rate|max-in-flight|priority|length-score|least-words|languages|batch)` to\b/;

function nameFlag(message: string): string {
  return message.replace(
    flags,
    (_all, name: string) =>
      `Expected \`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\` to`,
  );
}

/** Sorts an error into the exit codes of the command line. */
export function describeFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    return { exitCode: 2, status: 'usage', code: error.code, message: nameFlag(message) };
  }
  if (error instanceof BudgetError || error instanceof PauseError) {
    return { exitCode: 3, status: 'stopped', code: error.code, message };
  }
  if (error instanceof ModelCallError) {
    const { code, fault } = error;
    return stoppingFaults.includes(fault)
      ? { exitCode: 3, status: 'stopped', code, message, fault }
      : { exitCode: 1, status: 'failed', code, message, fault };
  }
  if (error instanceof StoreError || error instanceof OutputFormatError) {
    return { exitCode: 1, status: 'failed', code: error.code, message };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { exitCode: 130, status: 'interrupted', code: 'abort', message: 'The run was interrupted.' };
  }
  return { exitCode: 1, status: 'failed', code: 'internal', message };
}

/**
 * Says what went wrong, last of all how to go on. With LONGHAND_DEBUG=1 the stack as well.
 *
 * @returns The exit code.
 */
export function reportFailure(error: unknown, output: Output, run?: FailedRun): number {
  const failure = describeFailure(error);
  if (process.env.LONGHAND_DEBUG === '1' && error instanceof Error) output.complain(error.stack ?? '');
  output.complain(failure.code === 'internal' ? `Something unexpected: ${failure.message}` : failure.message);
  if (failure.code === 'internal' && process.env.LONGHAND_DEBUG !== '1') {
    output.complain('LONGHAND_DEBUG=1 shows where it happened.');
  }
  if (run?.kept !== undefined) output.complain(run.kept);
  const resume = failure.exitCode === 2 ? undefined : run?.resume;
  if (resume !== undefined && !failure.message.endsWith(resume)) output.complain(`Go on with: ${resume}`);
  output.printResult({
    status: failure.status,
    error: {
      code: failure.code,
      message: failure.message,
      ...(failure.fault !== undefined && { fault: failure.fault }),
    },
    ...(run && { runId: run.runId }),
    ...(resume !== undefined && { resume }),
    ...(run?.out !== undefined && { out: run.out }),
    exitCode: failure.exitCode,
  });
  return failure.exitCode;
}
