/** When the rest of a side's lengths would tell nothing new, and is not paid for. */
import { type CeilingRow, isOverflow, isSettled, keyOfTask } from './ceiling-row.ts';
import { type CeilingPlan, type CeilingSide, listTasks } from './plan-ceiling.ts';
import { describeInput, describeOutput, isBelow } from './summarize-ceiling.ts';

/** A length delivers more than those before where its mean is above theirs by this much. */
export const leastGrowth = 1.05;
/** So many lengths in a row that tell nothing new end a side. */
const lengthsToEnd = 2;

/**
 * Why a side needs no longer text, as a sentence, judged by the lengths of which every call is settled.
 *
 * Reading ends where a text was longer than the model takes, and after two lengths in a row below the share that counts:
 * nothing longer can raise the result. Writing ends after two lengths in a row that deliver no more than before.
 */
export function findEarlyEnd(
  side: CeilingSide,
  rows: ReadonlyMap<string, CeilingRow>,
  plan: CeilingPlan,
): string | undefined {
  const lengths = side === 'input' ? plan.inputTokens : plan.outputWords;
  const measured = lengths.flatMap((length): [number, CeilingRow[]][] => {
    const some = listTasks(side, length, plan.repeats).flatMap((task) => rows.get(keyOfTask(task)) ?? []);
    return some.length === 2 * plan.repeats && some.every(isSettled) ? [[length, some]] : [];
  });
  return side === 'input' ? endReading(measured) : endWriting(measured);
}

function endReading(measured: readonly [number, CeilingRow[]][]): string | undefined {
  const refused = measured.find(([, some]) => some.some(isOverflow));
  if (refused !== undefined) return `${refused[0]} tokens are more than the model takes`;
  const points = measured.map(([tokens, some]) => describeInput(tokens, some));
  const isLost = points.length >= lengthsToEnd && points.slice(-lengthsToEnd).every(isBelow);
  return isLost ? 'two lengths in a row were answered from in less than 80 %' : undefined;
}

function endWriting(measured: readonly [number, CeilingRow[]][]): string | undefined {
  const means = measured.map(([words, some]) => describeOutput(words, some).mean ?? 0);
  const best = Math.max(...means.slice(0, -lengthsToEnd));
  const isFlat =
    means.length > lengthsToEnd && means.slice(-lengthsToEnd).every((each) => each < leastGrowth * best);
  return isFlat ? 'two lengths in a row delivered no more than those before (by 5 %)' : undefined;
}
