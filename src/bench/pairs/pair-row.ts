/** One order of one pair on disk: what a judge chose, or why it chose nothing. */
import { rubricId } from '../../judge/judge-answer.ts';
import type { Choice } from '../../judge/pairwise.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';

/** `forward`: answer `a` is shown first. */
export type Order = 'forward' | 'backward';

export type PairRow = {
  /** As `pairRowKey` makes it. */
  key: string;
  judge: string;
  /** Whether the judge is a practice model. */
  practice: boolean;
  /** `name@version`. */
  rubric: string;
  /** Of the judging, from 1. */
  repeat: number;
  order: Order;
  /** Keys of the answers. */
  a: string;
  b: string;
  /** null: unscored, and `reason` says why. */
  choice: Choice | null;
  reason?: string;
  /** The question does not fit the window of the judge: left out, tried again the next time. */
  isTooLong?: true;
  /** The last reply, word for word. */
  reply: string;
  attempts: number;
  usage: AnswerRow['usage'];
  usd: number | null;
  returnedIds: readonly string[];
  /** ISO day. */
  date: string;
  /** The judge could not be asked; tried again the next time. */
  failure?: { fault: string; message: string };
};

export const pairsFile = 'pairs.jsonl';

/** Of the rubric of today: another wording is judged anew. */
export const pairRowKey = (
  judge: string,
  repeat: number,
  order: Order,
  { a, b }: { a: { key: string }; b: { key: string } },
): string => JSON.stringify([judge, rubricId(preference), repeat, order, a.key, b.key]);

/** Whether a row settles its order: what did not reach the judge is tried again. */
export const isSettled = ({ failure, isTooLong }: PairRow): boolean =>
  failure === undefined && isTooLong !== true;
