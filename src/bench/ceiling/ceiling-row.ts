/** What is kept of every call of the measurement, one line each, appended when it is paid. */
import { readLastRows } from '../../run/row-file.ts';
import type { AnswerOutcome } from './check-answers.ts';
import type { CeilingTask } from './plan-ceiling.ts';

/** Changes with every change of the haystacks, the prompts or the checks: figures of two tests do not mix. */
export const ceilingTest = 'ceiling-1';
export const ceilingRowsFile = 'calls.jsonl';

export type CeilingRow = CeilingTask & {
  key: string;
  test: string;
  model: string;
  practice: boolean;
  /** ISO time of the end of the call. */
  at: string;
  ms: number;
  /** The model that says it has answered. */
  modelId: string | null;
  /** SHA-256 of the message. */
  messageHash: string;
  /** The whole answer; '' for a failure. */
  reply: string;
  finishReason: string | null;
  usage: { inputTokens: number; cachedInputTokens: number; outputTokens: number; reasoningTokens: number };
  usd: number | null;
  /** Input side: what was given, and what came of each question. */
  read?: {
    tokens: number;
    words: number;
    answers: { kind: 'one' | 'two'; depth: number; outcome: AnswerOutcome }[];
  };
  /** Output side: what was delivered, by the official rule. */
  written?: { words: number };
  failure?: { fault: string; message: string };
};

/** Failures that are the model's own doing, or that of its window: asking again would tell the same. */
const settledFaults = ['context-overflow', 'context-cut', 'refusal', 'empty'];

/** A row that is never asked for again. */
export const isSettled = ({ failure }: Pick<CeilingRow, 'failure'>): boolean =>
  failure === undefined || settledFaults.includes(failure.fault);

/** The message was longer than what the model takes: the end of the curve, no wrong answer. */
export const isOverflow = ({ failure }: Pick<CeilingRow, 'failure'>): boolean =>
  failure?.fault === 'context-overflow' || failure?.fault === 'context-cut';

export const keyOfTask = ({ side, length, language, repeat }: CeilingTask): string =>
  [side, length, language, repeat].join(' ');

/** The last row of every call. */
export const readCeilingRows = (path: string): Promise<Map<string, CeilingRow>> =>
  readLastRows<CeilingRow>(path, ({ key }) => key);
