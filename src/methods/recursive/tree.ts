/** What the REPLs of one reading share: the task, the host, limits, and a record of what was done. */
import type { JsonValue, SandboxLimits } from '../../sandbox/sandbox.ts';
import type { ReadingHost, ReadingTask } from '../reading/read-method.ts';
import { createLimit, type Limit } from './limit.ts';
import type { Trajectory } from './trajectory.ts';

/** How deep and how long a recursive reading may go. */
export type RecursionOptions = {
  /** How many levels of REPLs; 1: sub-calls are plain. @default 1 */
  depth?: number;
  /** Turns of each REPL before it is asked for its answer. @default 30 */
  iterations?: number;
  /** Sub-calls of the whole tree. @default 10,000 */
  calls?: number;
  /** Of every cell. @default those of the sandbox; memory grows with the sources */
  cell?: SandboxLimits;
};

export type Tree = {
  task: ReadingTask;
  host: ReadingHost;
  options: Required<RecursionOptions>;
  /** Model calls at once, over all levels. */
  calling: Limit;
  /** An empty REPL to start every other one from, as base64; the same on every replay. */
  emptyRepl: () => Promise<string>;
  trajectory: Trajectory;
  /** Sub-calls so far, replayed ones included. */
  usedCalls: number;
  /** What went otherwise than it should, counted. */
  counts: Record<
    'cells' | 'failedCalls' | 'unawaitedCalls' | 'failedCells' | 'restoredRepls' | 'compactions',
    number
  >;
};

/** One REPL in the tree. */
export type Node = {
  /** Begins the names of its steps: '' for the root, else the step that asked for it and a slash. */
  path: string;
  /** 0 for the root. */
  depth: number;
  /** Value of `context`. */
  context: JsonValue;
  /** Told of every sub-call below it, so that a replayed cell knows how many it stands for. */
  count(calls: number): void;
};

export type Solved = {
  text: string;
  /** `answer`: set in the REPL. `final`: given in the older form. `closing`: asked for when the turns were used up. */
  end: 'answer' | 'final' | 'closing';
  turns: number;
};

export function createTree(
  parts: Pick<Tree, 'task' | 'host' | 'options' | 'emptyRepl' | 'trajectory'>,
): Tree {
  const counts = {
    cells: 0,
    failedCalls: 0,
    unawaitedCalls: 0,
    failedCells: 0,
    restoredRepls: 0,
    compactions: 0,
  };
  return { ...parts, calling: createLimit(Math.max(1, parts.host.concurrency)), usedCalls: 0, counts };
}
