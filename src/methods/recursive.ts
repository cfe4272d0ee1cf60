/**
 * Recursive Language Models: the material is a variable of a REPL, never part of a prompt; a root model writes code
 * that searches it and puts questions about pieces of it to other models.
 *
 * Source: Zhang, Kraska, Khattab 2025, "Recursive Language Models", arXiv:2512.24601; the second protocol of their
 * code (`answer` in the REPL), the first one read as well.
 * Differs: JavaScript in a sandbox instead of Python; every cell is durable, so that a killed run goes on inside the
 * REPL; one budget for the whole tree; what is short is read directly.
 */
import { UsageError } from '../errors.ts';
import { createSandbox, type SandboxLimits } from '../sandbox/sandbox.ts';
import { directReading, fitsDirectly } from './direct-reading.ts';
import { settleAnswer } from './reading/read-length.ts';
import type { Reading, ReadingHost, ReadingTask } from './reading/read-method.ts';
import { solve } from './recursive/loop.ts';
import { directTokens } from './recursive/room.ts';
import { createTrajectory } from './recursive/trajectory.ts';
import { createTree, type RecursionOptions, type Tree } from './recursive/tree.ts';

const defaults: Required<RecursionOptions> = { depth: 1, iterations: 30, calls: 10_000, cell: {} };

/**
 * Reads by a program. The root model is the `writer`, sub-calls go to the `summarizer`.
 *
 * @param task.recursion - Absent: the defaults of {@link RecursionOptions}.
 * @throws {UsageError} The window does not hold the rules and one turn, or an option is off.
 */
export async function recursive(
  task: ReadingTask & { recursion?: RecursionOptions },
  host: ReadingHost,
): Promise<Reading> {
  const options = { ...defaults, ...task.recursion };
  for (const name of ['depth', 'iterations', 'calls'] as const) requirePositive(name, options[name]);
  const tokens = task.sources.reduce((sum, source) => sum + source.tokens, 0);
  // Kept, for what is learnt of the window later must not change what was begun.
  const { isDirect } = await host.step('gate', async () => ({
    isDirect: tokens < directTokens && fitsDirectly(task, tokens, host.limits('writer'), host.countTokens),
  }));
  if (isDirect) {
    const reading = await directReading(task, host);
    return { ...reading, report: { ...reading.report, end: 'direct' } };
  }
  const trajectory = createTrajectory(host);
  const emptyRepl = keepEmptyRepl(host, options);
  const tree = createTree({ task, host, options, emptyRepl, trajectory });
  const { depth, iterations, calls } = options;
  const context = contextOf(task);
  try {
    await trajectory.add({
      type: 'start',
      ask: task.ask,
      depth,
      iterations,
      calls,
      sources: listSources(task),
    });
    const count = (used: number): void => {
      tree.usedCalls += used;
    };
    const solved = await solve(tree, { path: '', depth: 0, context, count });
    if (solved.end === 'closing')
      await host.warn(
        'The turns of the REPL ended without an answer: it was asked for one from what it knew.',
      );
    const { text } = await settleAnswer(solved, 'answer', task, host);
    await host.keepUnit({ id: 'answer', kind: 'answer', spans: [], text, status: 'done' });
    await trajectory.add({ type: 'end', end: solved.end, turns: solved.turns, text });
    await host.progress(solved.turns, solved.turns, 'turns');
    return { text, report: reportOf(tree, solved) };
  } finally {
    await trajectory.close();
  }
}

/** One source is a text; several are a list, each with its title. */
function contextOf({ sources }: ReadingTask) {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return only.text;
  return sources.map(({ title, text }) => ({ title, text }));
}

const listSources = ({ sources }: ReadingTask) =>
  sources.map(({ id, title, text }) => ({ id, title, characters: text.length }));

/** The state that all REPLs of the run start from: with it, and the material, each can be built again to the byte. */
function keepEmptyRepl(host: ReadingHost, { cell }: Required<RecursionOptions>): () => Promise<string> {
  let kept: Promise<string> | undefined;
  return () => {
    kept ??= host.step('empty-repl', () => makeEmptyRepl(cell));
    return kept;
  };
}

/** By limits: several readings of one process start from the same state. */
const emptyRepls = new Map<string, Promise<string>>();

function makeEmptyRepl(limits: SandboxLimits): Promise<string> {
  const key = JSON.stringify(limits);
  const made = emptyRepls.get(key) ?? saveEmptyRepl(limits);
  emptyRepls.set(key, made);
  made.catch(() => emptyRepls.delete(key));
  return made;
}

async function saveEmptyRepl(limits: SandboxLimits): Promise<string> {
  const sandbox = await createSandbox({ functions: {}, limits });
  try {
    return Buffer.from(await sandbox.snapshot()).toString('base64');
  } finally {
    await sandbox.close();
  }
}

function reportOf({ counts, usedCalls, options }: Tree, { end, turns }: { end: string; turns: number }) {
  return { end, turns, depth: options.depth, subCalls: usedCalls, ...counts };
}

function requirePositive(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new UsageError(`Expected \`recursion.${name}\` to be a positive integer, got \`${value}\`.`);
}
