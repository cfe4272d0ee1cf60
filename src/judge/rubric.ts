/** A rubric: what a judge is asked about an answer, as data; and what came back. */
import type { Message, ResponseSchema } from '../model/request.ts';

/** What is judged: a whole answer to an instruction, or a part of one. */
export type Judged = {
  instruction: string;
  answer: string;
  /** What stands before it, where it is a part of an answer. */
  before?: string;
  /** ISO 639-1 of the instruction; decides the language of the judge's prompt where there are several. */
  language: string;
};

/** One question of a rubric, answered with a number on its scale. */
export type Dimension = {
  /** Key in the reply and in results. */
  key: string;
  /** Lowest and highest grade. */
  scale: readonly [least: number, most: number];
  /** Only whole numbers count. */
  isWhole: boolean;
};

export type Rubric = {
  name: string;
  /** Raised whenever wording or dimensions change: scores of two versions are not mixed. */
  version: number;
  dimensions: readonly Dimension[];
  /** Sampling that the reference judge uses; undefined: the model's own. */
  temperature?: number;
  maxOutputTokens: number;
  render: (judged: Judged) => Message[];
  /** For judges with structured output; the same keys as `dimensions`, and free text fields before them. */
  schema?: ResponseSchema;
};

/** What a judge said of one answer. Likely trouble is data: an answer that could not be scored has no scores. */
export type Verdict = {
  rubric: string;
  /** By dimension; null: unscored, and `reason` says why. Never a number for a failure. */
  scores: Readonly<Record<string, number>> | null;
  reason?: string;
  /** The last reply, word for word. */
  reply: string;
  /** Calls it took. */
  attempts: number;
};
