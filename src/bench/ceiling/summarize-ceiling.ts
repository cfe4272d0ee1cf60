/** From the rows of a measurement to two curves, two ceilings and their ratio. */
import { estimateCeiling, measureRuler } from '../benchmarks/longwrite-ruler.ts';
import { mean } from '../summary-rows.ts';
import type { CeilingRow } from './ceiling-row.ts';
import { chanceShare } from './haystack.ts';
import { estimateShare, type Share } from './share-interval.ts';

/** Share right that counts as still answering: as much below all as the band of a section is below its length. */
export const answeringShare = 0.8;

export type InputPoint = Share & {
  /** Of the messages, as asked for. */
  tokens: number;
  /** Mean of the documents, by the official rule; null where nothing was read. */
  words: number | null;
  documents: number;
  answers: number;
  right: number;
  /** Answers left out because the reply met its output limit. */
  cut: number;
  /** Calls without an answer, by fault. */
  failures: Record<string, number>;
};

export type OutputPoint = {
  askedWords: number;
  answers: number;
  /** Delivered words; null where nothing was delivered. */
  mean: number | null;
  median: number | null;
  max: number | null;
  /** Answers that met an output limit. */
  limited: number;
  failures: Record<string, number>;
};

export type InputCeiling = {
  /** The longest message up to which, itself included, every share is at least 0.8; 0: none. */
  tokens: number;
  /** Words of the documents of that length; 0: none. */
  words: number;
  /** What ended it; `limit`: nothing did, so that it is a lower bound. */
  endedBy: 'limit' | 'overflow' | 'below' | 'unanswered';
};

export type OutputCeiling = {
  words: number;
  keptWords: number;
  /** false: a lower bound. */
  isReached: boolean;
};

export type CeilingRatio = {
  /** Readable words by deliverable words, to two digits; null where either is not known or nothing. */
  value: number | null;
  /** `unknown`: both sides are lower bounds, or there is no ratio. */
  bound: 'exact' | 'at least' | 'at most' | 'unknown';
};

export type CeilingCurves = {
  input: { points: InputPoint[]; ceiling: InputCeiling | null; byDepth: (Share & { place: string })[] };
  output: { points: OutputPoint[]; ceiling: OutputCeiling | null };
  ratio: CeilingRatio;
  /** Words of English, characters of Chinese. */
  byLanguage: Record<
    'en' | 'zh',
    { input: InputCeiling | null; output: OutputCeiling | null; ratio: CeilingRatio }
  >;
  chanceShare: number;
};

/** @param rows - One a call, in any order. */
export function summarizeCeiling(rows: readonly CeilingRow[]): CeilingCurves {
  const inputs = rows.filter(({ side }) => side === 'input');
  const outputs = rows.filter(({ side }) => side === 'output');
  const { input, output, ratio } = findCeilings(rows);
  const ofLanguage = (wanted: string) => findCeilings(rows.filter(({ language }) => language === wanted));
  return {
    input: { points: listInputPoints(inputs), ceiling: input, byDepth: listDepths(inputs) },
    output: {
      points: groupByLength(outputs).map(([words, some]) => describeOutput(words, some)),
      ceiling: output,
    },
    ratio,
    byLanguage: { en: ofLanguage('en'), zh: ofLanguage('zh') },
    chanceShare,
  };
}

function findCeilings(rows: readonly CeilingRow[]): CeilingCurves['byLanguage']['en'] {
  const input = estimateInputCeiling(listInputPoints(rows.filter(({ side }) => side === 'input')));
  const output = estimateCeiling(measureRuler(listDelivered(rows))) ?? null;
  return { input, output, ratio: divide(input, output) };
}

const listInputPoints = (rows: readonly CeilingRow[]): InputPoint[] =>
  groupByLength(rows).map(([tokens, some]) => describeInput(tokens, some));

export function describeInput(tokens: number, rows: readonly CeilingRow[]): InputPoint {
  const documents = rows.flatMap(({ read }) => (read === undefined ? [] : [read]));
  const answers = documents.flatMap((document) => document.answers);
  return {
    tokens,
    words: mean(documents.map(({ words }) => words)) ?? null,
    documents: documents.length,
    ...count(documents),
    ...estimateShare(documents.map((document) => count([document]))),
    cut: answers.filter(({ outcome }) => outcome === 'cut').length,
    failures: countFailures(rows),
  };
}

export function describeOutput(askedWords: number, rows: readonly CeilingRow[]): OutputPoint {
  const [point] = measureRuler(listDelivered(rows));
  return {
    askedWords,
    answers: point?.answers ?? 0,
    mean: point?.mean ?? null,
    median: point?.median ?? null,
    max: point?.max ?? null,
    limited: rows.filter(({ finishReason }) => finishReason === 'length').length,
    failures: countFailures(rows),
  };
}

/** The rule of `estimateCeiling`, for shares: a length counts only while all shorter ones do. */
function estimateInputCeiling(points: readonly InputPoint[]): InputCeiling | null {
  if (points.length === 0) return null;
  const miss = points.findIndex((point) => point.share === null || hasOverflow(point) || isBelow(point));
  const kept = miss < 0 ? points.at(-1) : points[miss - 1];
  const ceiling = { tokens: kept?.tokens ?? 0, words: Math.round(kept?.words ?? 0) };
  const end = points[miss];
  if (end === undefined) return { ...ceiling, endedBy: 'limit' };
  if (hasOverflow(end)) return { ...ceiling, endedBy: 'overflow' };
  return { ...ceiling, endedBy: end.share === null ? 'unanswered' : 'below' };
}

export const isBelow = ({ share }: InputPoint): boolean => share !== null && share < answeringShare;
const hasOverflow = ({ failures }: InputPoint): boolean =>
  failures['context-overflow'] !== undefined || failures['context-cut'] !== undefined;

function divide(input: InputCeiling | null, output: OutputCeiling | null): CeilingRatio {
  const value =
    input === null || output === null || input.words === 0 || output.words === 0
      ? null
      : Number((input.words / output.words).toPrecision(2));
  const isInputOpen = input?.endedBy === 'limit';
  const isOutputOpen = output?.isReached === false;
  if (value === null || (isInputOpen && isOutputOpen)) return { value, bound: 'unknown' };
  return { value, bound: isInputOpen ? 'at least' : isOutputOpen ? 'at most' : 'exact' };
}

/** By place in the document, over all lengths that were answered about: where what is lost was lost. */
function listDepths(rows: readonly CeilingRow[]): (Share & { place: string })[] {
  const reads = rows.flatMap(({ read }) => (read === undefined ? [] : [read]));
  const placeOf = ({ kind, depth }: (typeof reads)[number]['answers'][number]): string =>
    kind === 'two' ? 'two places' : `${Math.round(depth * 100)} %`;
  const places = [...new Set(reads.flatMap(({ answers }) => answers.map(placeOf)))];
  return places
    .sort((a, b) => (Number.parseInt(a, 10) || 101) - (Number.parseInt(b, 10) || 101))
    .map((place) => ({
      place,
      ...estimateShare(
        reads.map(({ answers }) =>
          count([{ answers: answers.filter((answer) => placeOf(answer) === place) }]),
        ),
      ),
    }))
    .filter(({ share }) => share !== null);
}

type Answers = Pick<NonNullable<CeilingRow['read']>, 'answers'>;

/** What was cut off tells nothing of reading, and is left out. */
function count(documents: readonly Answers[]): { right: number; answers: number } {
  const told = documents.flatMap(({ answers }) => answers.filter(({ outcome }) => outcome !== 'cut'));
  return { right: told.filter(({ outcome }) => outcome === 'right').length, answers: told.length };
}

const listDelivered = (rows: readonly CeilingRow[]): { askedWords: number; deliveredWords: number }[] =>
  rows.flatMap(({ length, written }) =>
    written === undefined ? [] : [{ askedWords: length, deliveredWords: written.words }],
  );

function countFailures(rows: readonly CeilingRow[]): Record<string, number> {
  const faults = rows.flatMap(({ failure }) => (failure === undefined ? [] : [failure.fault]));
  return Object.fromEntries(
    [...Map.groupBy(faults, (fault) => fault)].map(([fault, all]) => [fault, all.length]),
  );
}

const groupByLength = (rows: readonly CeilingRow[]): [number, CeilingRow[]][] =>
  [...Map.groupBy(rows, ({ length }) => length)].toSorted(([a], [b]) => a - b);
