/** From the scored answers of one model by one method to what stands in results. */

import type { NllCurve } from '../along/cumulative-nll.ts';
import { type AlongRow, averageAlong, type PassageRow } from '../along/measure-along.ts';
import { type ClassRow, tabulateClasses } from '../autopsy/class-table.ts';
import type { AnswerClass } from '../autopsy/classify-answer.ts';
import type { Benchmark, Figures, ScoredSample, SummaryRow } from '../benchmark.ts';
import {
  type CeilingEstimate,
  estimateCeiling,
  longWriteRuler,
  measureRuler,
} from '../benchmarks/longwrite-ruler.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import { type AnswerNll, averageNll } from './measure-nll.ts';

/** One answer with its figures, without its text. */
export type ScoreRow = {
  answer: string;
  model: string;
  method: string;
  sample: string;
  repeat: number;
  practice: boolean;
  words: number;
  asked: number | null;
  usd: number | null;
  ms: number;
  /** Of all calls of the answer. */
  outputTokens?: number;
  /** How it ended; null for a failure, of which there is no text. */
  class?: AnswerClass | null;
  /** What the class rests on. */
  evidence?: string;
  counted: Figures;
  /** Means over judges and repeats; null: unscored. */
  scores: Figures;
  /** Verdicts without scores. */
  unscored: number;
  failure?: string;
  /** Where rows of several studies stand together: which one. */
  study?: string;
};

/** All of one model by one method. */
export type Cell = {
  model: string;
  method: string;
  practice: boolean;
  answers: number;
  failures: number;
  usd: number | null;
  outputTokens?: number;
  /** As the benchmark publishes them. */
  summary: readonly SummaryRow[];
  /** Means of the figures of every answer, with intervals over prompts; by figure. */
  estimates: Readonly<Record<string, Estimate>>;
  /** How answers ended, by asked length. */
  classes?: readonly ClassRow[];
  /** Every 1,000 words of the answers over 2,000; absent where there is none. */
  along?: readonly AlongRow[];
  /** One curve a scorer; absent where none was asked for. */
  nll?: readonly NllCurve[];
  /** LongWrite-Ruler alone. */
  ceiling?: CeilingEstimate;
  /** Where cells of several studies stand together: which one. */
  study?: string;
};

/** What is kept of each answer until its cell is finished. */
export type CellAnswer = {
  row: ScoreRow;
  /** Absent for a failure. */
  scored?: ScoredSample;
  along?: readonly PassageRow[];
  nll?: readonly AnswerNll[];
};

/** @param answers - All of one model and method, one at least. */
export function scoreCell(
  benchmark: Benchmark,
  answers: readonly [CellAnswer, ...CellAnswer[]],
  { seed, level }: { seed: number; level: number },
): Cell {
  const rows = answers.map(({ row }) => row);
  const [{ model, method }] = [answers[0].row];
  const names = new Set(
    rows.flatMap(({ scores, counted }) => [...Object.keys(scores), ...Object.keys(counted)]),
  );
  const along = answers.flatMap(({ row, along: passages }) =>
    passages === undefined ? [] : [{ cluster: row.sample, rows: passages }],
  );
  const nll = answers.flatMap(({ row, nll: curves = [] }) =>
    curves.length === 0 ? [] : [{ cluster: row.sample, nll: curves }],
  );
  const ended = rows.flatMap(({ asked, class: name }) =>
    name === null || name === undefined ? [] : [{ askedWords: asked ?? undefined, class: name }],
  );
  const ceiling = benchmark.name === longWriteRuler.name ? findCeiling(rows) : undefined;
  return {
    model,
    method,
    practice: rows.some(({ practice }) => practice),
    answers: rows.length,
    failures: rows.filter(({ failure }) => failure !== undefined).length,
    usd: rows.reduce((sum: number | null, { usd }) => (sum === null || usd === null ? null : sum + usd), 0),
    outputTokens: rows.reduce((sum, { outputTokens = 0 }) => sum + outputTokens, 0),
    summary: benchmark.summarise(answers.flatMap(({ scored }) => scored ?? [])),
    estimates: Object.fromEntries(
      [...names].map((name) => [name, estimate(observe(rows, name), { seed, level })]),
    ),
    classes: tabulateClasses(ended),
    ...(along.length > 0 && { along: averageAlong(along, { seed }) }),
    ...(nll.length > 0 && { nll: averageNll(nll, { seed }) }),
    ...(ceiling !== undefined && { ceiling }),
  };
}

/** The values of a figure by prompt; what is unscored is left out. */
export const observe = (rows: readonly ScoreRow[], name: string): { cluster: string; value: number }[] =>
  rows.flatMap(({ sample, scores, counted }) => {
    const value = scores[name] ?? counted[name];
    return typeof value === 'number' ? [{ cluster: sample, value }] : [];
  });

const findCeiling = (rows: readonly ScoreRow[]): CeilingEstimate | undefined =>
  estimateCeiling(
    measureRuler(
      rows.flatMap(({ asked, counted }) =>
        asked === null || typeof counted.words !== 'number'
          ? []
          : [{ askedWords: asked, deliveredWords: counted.words }],
      ),
    ),
  );
