/**
 * The measurement: both sides by turns, from the shortest length up, so that both curves are there whenever it stops.
 * Every call is a row of its own, written when it is paid; what is settled is never asked for again.
 */
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { costOf, type Price } from '../../model/cost.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import type { Model } from '../../model/model.ts';
import { noUsage } from '../../model/usage.ts';
import { openRowFile, type RowFile, readRows } from '../../run/row-file.ts';
import { runAdaptively } from '../../run/run-adaptively.ts';
import { askTask } from './ask-task.ts';
import {
  type CeilingRow,
  ceilingRowsFile,
  ceilingTest,
  isSettled,
  keyOfTask,
  readCeilingRows,
} from './ceiling-row.ts';
import { findEarlyEnd } from './early-end.ts';
import { type CeilingPlan, type CeilingSide, type CeilingTask, listTasks } from './plan-ceiling.ts';
import { estimateTask } from './quote-ceiling.ts';

export type CeilingMeasurement = {
  /** Of the lengths asked for, also those of earlier commands. */
  rows: CeilingRow[];
  /** Why a side ended before its longest length, as a sentence; absent: it did not. */
  endedEarly: Partial<Record<CeilingSide, string>>;
  /** `budget`: the next call may cost more than is left; `failed`: a call failed that another try may mend. */
  status: 'done' | 'budget' | 'failed' | 'interrupted';
  failure?: { fault: string; message: string };
};

/**
 * Measures what is missing.
 *
 * @param options.mostUsd - Of the whole folder, earlier commands included: no call is made that may go beyond it.
 * @throws {UsageError} The folder holds the calls of another model, or of another version of this test.
 */
export async function measureCeiling(
  folder: string,
  model: Model,
  plan: CeilingPlan,
  {
    price,
    mostUsd = Number.POSITIVE_INFINITY,
    concurrency = 4,
    stopSignal,
    onRow,
    now = Date.now,
  }: {
    price?: Price | undefined;
    mostUsd?: number;
    concurrency?: number;
    /** Once aborted, no call is begun any more; those under way are finished and kept. */
    stopSignal?: AbortSignal | undefined;
    onRow?: (row: CeilingRow) => void;
    now?: () => number;
  } = {},
): Promise<CeilingMeasurement> {
  await loadTokenizer();
  const path = join(folder, ceilingRowsFile);
  const rows = await readCeilingRows(path);
  for (const row of rows.values()) requireSameTest(row, model, folder);
  const file = await openRowFile<CeilingRow>(path, { keyOf: ({ key }) => key, isDone: isSettled });
  const state: State = { rows, spentUsd: await sumSpent(path), heldUsd: 0, endedEarly: {}, status: 'done' };

  const ask = async (task: CeilingTask): Promise<{ isRateLimited: boolean }> => {
    const { inputTokens, outputTokens } = estimateTask(task, model);
    const held = price === undefined ? 0 : costOf({ ...noUsage(), inputTokens, outputTokens }, price);
    if (state.status !== 'done') return { isRateLimited: false };
    if (state.spentUsd + state.heldUsd + held > mostUsd) {
      state.status = 'budget';
      return { isRateLimited: false };
    }
    state.heldUsd += held;
    const row = await askTask(task, model, { price, now });
    state.heldUsd -= held;
    state.spentUsd += row.usd ?? 0;
    await file.append(row);
    rows.set(row.key, row);
    onRow?.(row);
    if (!isSettled(row) && row.failure?.fault !== 'rate-limit') state.status = 'failed';
    return { isRateLimited: row.failure?.fault === 'rate-limit' };
  };

  try {
    for (const [side, length] of takeTurns(plan)) {
      if (state.endedEarly[side] !== undefined) continue;
      await runLength(listTasks(side, length, plan.repeats), ask, { file, state, concurrency, stopSignal });
      if (state.status !== 'done') break;
      state.endedEarly[side] = findEarlyEnd(side, rows, plan);
    }
  } finally {
    await file.close();
  }
  return describe(state, plan);
}

type State = Pick<CeilingMeasurement, 'endedEarly' | 'status'> & {
  rows: Map<string, CeilingRow>;
  spentUsd: number;
  /** What calls under way may cost. */
  heldUsd: number;
};

async function runLength(
  tasks: readonly CeilingTask[],
  ask: (task: CeilingTask) => Promise<{ isRateLimited: boolean }>,
  {
    file,
    state,
    concurrency,
    stopSignal,
  }: { file: RowFile<CeilingRow>; state: State; concurrency: number; stopSignal: AbortSignal | undefined },
): Promise<void> {
  const missing = tasks.filter((task) => !file.has(keyOfTask(task)));
  await runAdaptively(missing, ask, {
    concurrency,
    isStopped: () => stopSignal?.aborted === true || state.status !== 'done',
  });
  if (state.status !== 'done' || tasks.every((task) => file.has(keyOfTask(task)))) return;
  // What met a rate limit to the end is left for the next command.
  state.status = stopSignal?.aborted === true ? 'interrupted' : 'failed';
}

/** Both sides by turns, each from its shortest length. */
function takeTurns({ inputTokens, outputWords }: CeilingPlan): [CeilingSide, number][] {
  const turns = Math.max(inputTokens.length, outputWords.length);
  return Array.from({ length: turns }, (_, turn): [CeilingSide, number][] => [
    ...inputTokens.slice(turn, turn + 1).map((length): [CeilingSide, number] => ['input', length]),
    ...outputWords.slice(turn, turn + 1).map((length): [CeilingSide, number] => ['output', length]),
  ]).flat();
}

function describe({ rows, endedEarly, status }: State, plan: CeilingPlan): CeilingMeasurement {
  const wanted = [
    ...plan.inputTokens.flatMap((length) => listTasks('input', length, plan.repeats)),
    ...plan.outputWords.flatMap((length) => listTasks('output', length, plan.repeats)),
  ].flatMap((task) => rows.get(keyOfTask(task)) ?? []);
  const failure = wanted.find((row) => !isSettled(row))?.failure;
  return {
    rows: wanted,
    endedEarly,
    status,
    ...(status === 'failed' && failure !== undefined && { failure }),
  };
}

/** Failed tries are paid too, and stand in the file beside the try that followed. */
async function sumSpent(path: string): Promise<number> {
  let usd = 0;
  for await (const row of readRows<CeilingRow>(path)) usd += row.usd ?? 0;
  return usd;
}

function requireSameTest(row: CeilingRow, model: Model, folder: string): void {
  if (row.model === model.address && row.test === ceilingTest) return;
  const [expected, found] =
    row.model === model.address ? [ceilingTest, row.test] : [model.address, row.model];
  throw new UsageError(
    `Expected the calls in ${folder} to be of \`${expected}\`, got \`${found}\`. Figures of the two do not mix: name another folder with --out.`,
  );
}
