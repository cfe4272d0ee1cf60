/** The verdicts of a study, by answer, judge and repeat; those of an older wording stay in the file, unused. */
import { join } from 'node:path';
import { rubricId } from '../../judge/judge-answer.ts';
import type { Verdict } from '../../judge/rubric.ts';
import { type VerdictRow, verdictsFile } from '../../methods/answers/judge-questions.ts';
import { readRows } from '../../run/row-file.ts';
import type { JudgeJob } from '../benchmark.ts';

/** What one judge said of one answer, once. */
export type Round = {
  judge: string;
  /** From 1. */
  repeat: number;
  /** By question. */
  verdicts: Readonly<Record<string, Verdict>>;
  /** Questions that could not be put to the judge, and why. */
  failures: readonly string[];
};

export type VerdictRounds = {
  /** Judges in the order in which they were first asked, with the model ids that their endpoints returned. */
  judges: ReadonlyMap<string, ReadonlySet<string>>;
  /** The rounds of an answer, with verdicts on the questions of today alone. */
  find: (answer: string, jobs: readonly JudgeJob[]) => Round[];
  /** Scored verdicts on parts of an answer: questions named `passage 0`, `passage 1`, … in units of 1,000 words. */
  findPassages: (answer: string) => { passage: number; scores: Readonly<Record<string, number>> }[];
};

type Kept = { job: string; verdict: Verdict; failure?: string };
type KeptRound = { judge: string; repeat: number; kept: Map<string, Kept> };

/** Reads them once. Replies are not kept: what they said stands in the scores. */
export async function readVerdictRounds(folder: string): Promise<VerdictRounds> {
  const byAnswer = new Map<string, Map<string, KeptRound>>();
  const judges = new Map<string, Set<string>>();
  for await (const row of readRows<VerdictRow>(join(folder, verdictsFile))) {
    const { answer, judge, repeat, job, verdict, failure } = row;
    const ids = judges.get(judge) ?? new Set();
    judges.set(judge, ids);
    for (const id of row.returnedIds ?? []) ids.add(id);
    const rounds = byAnswer.get(answer) ?? new Map<string, KeptRound>();
    byAnswer.set(answer, rounds);
    const name = `${judge} ${repeat}`;
    const round = rounds.get(name) ?? { judge, repeat, kept: new Map<string, Kept>() };
    rounds.set(name, round);
    round.kept.set(keyOf(job, verdict.rubric), {
      job,
      verdict: { ...verdict, reply: '' },
      ...(failure !== undefined && { failure: failure.message }),
    });
  }
  return {
    judges,
    find: (answer, jobs) =>
      [...(byAnswer.get(answer)?.values() ?? [])].flatMap(({ judge, repeat, kept }) => {
        const found = jobs.flatMap(({ key, rubric }) => kept.get(keyOf(key, rubricId(rubric))) ?? []);
        const round: Round = {
          judge,
          repeat,
          verdicts: Object.fromEntries(
            found.flatMap(({ job, verdict, failure }) => (failure === undefined ? [[job, verdict]] : [])),
          ),
          failures: found.flatMap(({ failure }) => failure ?? []),
        };
        return found.length > 0 ? [round] : [];
      }),
    findPassages: (answer) =>
      [...(byAnswer.get(answer)?.values() ?? [])].flatMap(({ kept }) =>
        [...kept.values()].flatMap(({ job, verdict: { scores } }) => {
          const [, passage] = /^passage (\d+)$/.exec(job) ?? [];
          return passage === undefined || scores === null ? [] : [{ passage: Number(passage), scores }];
        }),
      ),
  };
}

const keyOf = (job: string, rubric: string): string => `${job}\n${rubric}`;
