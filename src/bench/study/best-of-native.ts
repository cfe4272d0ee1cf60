/**
 * Methods compared at equal cost: as many native answers as the dearest other method's one answer paid for, and of these
 * the one that fits best. A method that calls a model ten times is held against ten tries of the model alone.
 *
 * The fitting one is chosen by length alone, as a person without a judge would: nearest to the asked length by the length
 * score, or the longest where none is asked. A judge does not choose, because the same judge grades.
 */
import { join } from 'node:path';
import type { GenerateWorld } from '../../methods/answers/answer-attempt.ts';
import { type AnswerRow, answersFile } from '../../methods/answers/answer-row.ts';
import type { Attempt } from '../../methods/answers/attempt.ts';
import { readFinalAnswers } from '../../methods/answers/final-answers.ts';
import { type GenerateReport, generate } from '../../methods/answers/generate.ts';
import { openRowFile, readLastRows } from '../../run/row-file.ts';
import { scoreLength } from '../../text/length-score.ts';
import type { Sample } from '../benchmark.ts';
import { askedWordsOf } from './asked-words.ts';

/** As a method of a study; `native` and one more must be among its methods. */
export const bestOfNative = 'native-best-of-n';

export const draftsFile = 'drafts.jsonl';
/** More tries of one prompt than this are no comparison that anybody would pay for. */
const mostTries = 64;

/** What is wanted of one prompt: the first answer there is, the tries still to make, and how many there are in all. */
type Contest = { first: AnswerRow; sample: Sample; tries: number };

/**
 * Makes the tries that are missing, and then one answer of each prompt out of them, with the cost of all of them.
 *
 * @param options - As of `generate`.
 * @returns What was generated; `done` counts tries.
 */
export async function generateBestOfNative(
  folder: string,
  samples: ReadonlyMap<string, Sample>,
  world: GenerateWorld,
  options: Omit<NonNullable<Parameters<typeof generate>[3]>, 'file'> = {},
): Promise<GenerateReport> {
  const contests = await listContests(folder, samples);
  const attempts = contests.flatMap(({ first: { model }, sample, tries }): Attempt[] =>
    // Repeats of the native answers themselves have the numbers from 1; these are other draws.
    Array.from({ length: tries - 1 }, (_each, index) => ({
      model,
      method: 'native',
      sample,
      repeat: index + 101,
    })),
  );
  const report = await generate(folder, attempts, world, { ...options, file: draftsFile });
  if (report.isStopped) return report;
  const drafts = await readLastRows<AnswerRow>(join(folder, draftsFile), ({ key }) => key);
  const rows = await openRowFile<AnswerRow>(join(folder, answersFile), {
    keyOf: ({ key }) => key,
    isDone: ({ failure }) => failure === undefined,
  });
  try {
    for (const { first, sample, tries } of contests) {
      const key = [first.model, bestOfNative, sample.id, 1].join(' ');
      if (rows.has(key)) continue;
      const own = [...drafts.values()].filter((row) => row.model === first.model && row.sample === sample.id);
      const all = [first, ...own.slice(0, tries - 1)];
      await rows.append({
        ...chooseBest(all, sample),
        ...sumRows(all),
        key,
        method: bestOfNative,
        repeat: 1,
        tries,
      });
    }
  } finally {
    await rows.close();
  }
  return report;
}

/** Tries are counted in dollars where both are priced, else in tokens written. */
async function listContests(folder: string, samples: ReadonlyMap<string, Sample>): Promise<Contest[]> {
  const first = new Map<string, AnswerRow>();
  const dearest = new Map<string, { usd: number | null; outputTokens: number }>();
  for await (const row of readFinalAnswers(folder)) {
    if (row.failure !== undefined || row.repeat !== 1 || row.method === bestOfNative) continue;
    const prompt = `${row.model} ${row.sample}`;
    if (row.method === 'native') first.set(prompt, row);
    else {
      const before = dearest.get(prompt);
      dearest.set(prompt, {
        usd: before?.usd === null || row.usd === null ? null : Math.max(before?.usd ?? 0, row.usd),
        outputTokens: Math.max(before?.outputTokens ?? 0, row.usage.outputTokens),
      });
    }
  }
  return [...first].flatMap(([prompt, row]) => {
    const [sample, most] = [samples.get(row.sample), dearest.get(prompt)];
    if (sample === undefined || most === undefined) return [];
    const ratio =
      most.usd !== null && row.usd !== null && row.usd > 0
        ? most.usd / row.usd
        : most.outputTokens / Math.max(1, row.usage.outputTokens);
    return [{ first: row, sample, tries: Math.min(mostTries, Math.max(1, Math.floor(ratio))) }];
  });
}

/** The first of the best; a failed try is none. */
function chooseBest(rows: readonly AnswerRow[], sample: Sample): AnswerRow {
  const asked = askedWordsOf(sample);
  const fitOf = ({ words }: AnswerRow): number => (asked === null ? words : scoreLength(asked, words));
  const whole = rows.filter(({ failure }) => failure === undefined);
  return whole.reduce((best, row) => (fitOf(row) > fitOf(best) ? row : best));
}

function sumRows(rows: readonly AnswerRow[]): Pick<AnswerRow, 'usage' | 'usd' | 'ms' | 'returnedIds'> {
  const sum = (value: (row: AnswerRow) => number): number =>
    rows.reduce((total, row) => total + value(row), 0);
  return {
    usage: {
      calls: sum(({ usage }) => usage.calls),
      inputTokens: sum(({ usage }) => usage.inputTokens),
      cachedInputTokens: sum(({ usage }) => usage.cachedInputTokens),
      outputTokens: sum(({ usage }) => usage.outputTokens),
      reasoningTokens: sum(({ usage }) => usage.reasoningTokens),
    },
    usd: rows.reduce(
      (total: number | null, { usd }) => (total === null || usd === null ? null : total + usd),
      0,
    ),
    ms: sum(({ ms }) => ms),
    returnedIds: [...new Set(rows.flatMap(({ returnedIds }) => returnedIds))],
  };
}
