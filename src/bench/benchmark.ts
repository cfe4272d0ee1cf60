/**
 * What every benchmark is: samples to generate answers for, figures that are counted, questions for a judge, and the
 * published way from both to scores. One published benchmark is one file in `benchmarks/`.
 */
import type { Judged, Rubric, Verdict } from '../judge/rubric.ts';
import type { AskedSource } from '../methods/answers/reading-attempt.ts';
import type { ImageRecord } from '../methods/images/image-request.ts';
import type { AskedLength } from '../plan/length/length-contract.ts';

/** One task. */
export type Sample = {
  /** Stable and unique in its benchmark. */
  id: string;
  instruction: string;
  /** ISO 639-1 of the instruction. */
  language: string;
  /** The length it asks for; absent: none. */
  length?: AskedLength;
  /** What results are broken down by: `type`, `bucket`, `task` … */
  groups: Readonly<Record<string, string>>;
  /** The text that is to be read; absent: the answer is written. */
  source?: AskedSource | undefined;
  /** The images that it is written about, in order; absent: words alone. */
  images?: readonly ImageRecord[];
  /** What only this benchmark knows of it. */
  detail?: unknown;
};

/** One question for a judge about one answer; kept under its key, so that nothing is judged twice. */
export type JudgeJob = { key: string; rubric: Rubric; judged: Judged };

/** Figures by name; null: could not be measured, and never counted as a number. */
export type Figures = Readonly<Record<string, number | null>>;

/** An answer with all that is known of it by now. */
export type ScoredSample = {
  sample: Sample;
  answer: string;
  /** From `count`. */
  counted: Figures;
  /** By key of the job; absent: not judged (yet). */
  verdicts: Readonly<Record<string, Verdict>>;
  /** From `score`. */
  scores: Figures;
};

/** One line of results: a figure over some samples. */
export type SummaryRow = {
  /** `all`, or a group such as `bucket [0,500)`. */
  group: string;
  figure: string;
  /** null: nothing could be measured. */
  value: number | null;
  /** Samples it is made of, and those that are left out because they are unscored. */
  samples: number;
  unscored: number;
};

export type Benchmark = {
  /** As in `bench run <name>`. */
  name: string;
  title: string;
  /** Paper and the commit of the official code that is followed. */
  source: string;
  licence: string;
  /** Ways of counting and judging besides its own, such as `parity` with the released scripts. */
  modes?: readonly string[];
  /** The same in one of `modes`. */
  withMode?: (mode: string) => Benchmark;
  /** The same judged by an official prompt, where that has placeholders of its own. */
  withJudgePrompt?: (template: string) => Benchmark;
  /** Names of the official files it reads, as published; none: its data ships. */
  files: readonly string[];
  /** Whether its samples have a text to read: its methods are those of `longhand read`. */
  reads?: boolean;
  /** @throws {UsageError} A file is missing or not as published; says which and where it comes from. */
  load: (folder: string | undefined) => Promise<Sample[]>;
  /** Everything that needs no judge. */
  count: (sample: Sample, answer: string) => Figures;
  /** Questions for a judge; none for benchmarks that are only counted. */
  listJobs: (sample: Sample, answer: string) => JudgeJob[];
  /** Scores of one answer, from what was counted and judged. */
  score: (sample: Sample, counted: Figures, verdicts: ScoredSample['verdicts']) => Figures;
  /** The published aggregate. */
  summarise: (rows: readonly ScoredSample[]) => SummaryRow[];
};
