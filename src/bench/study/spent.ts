/** What a study has cost so far. */
import { join } from 'node:path';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import { readRows } from '../../run/row-file.ts';
import { bestOfNative, draftsFile } from './best-of-native.ts';

/** Files whose every row was paid for by itself. */
const paidByRow = ['verdicts.jsonl', 'pairs.jsonl'];

/**
 * Sums what answers and verdicts cost, in USD; calls without a known price count as nothing.
 *
 * An answer that failed and was made good counts once: its second row holds the calls of the first.
 */
export async function sumSpent(folder: string): Promise<{ answersUsd: number; verdictsUsd: number }> {
  const answers = new Map<string, number>();
  // The best of several is paid for as those several.
  for (const file of [answersFile, draftsFile])
    for await (const { key, method, usd } of readRows<AnswerRow>(join(folder, file)))
      if (method !== bestOfNative) answers.set(key, usd ?? 0);
  let verdictsUsd = 0;
  for (const file of paidByRow)
    for await (const { usd } of readRows<{ usd: number | null }>(join(folder, file))) verdictsUsd += usd ?? 0;
  return { answersUsd: [...answers.values()].reduce((sum, usd) => sum + usd, 0), verdictsUsd };
}
