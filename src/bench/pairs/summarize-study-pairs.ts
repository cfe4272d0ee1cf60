/** What all pairs of a study say: of its authors, and of its judges. */
import { fitBradleyTerry, type Strength } from '../../judge/bradley-terry.ts';
import { isSameFamily } from '../../judge/family.ts';
import { hashRubric } from '../../judge/hash-rubric.ts';
import { preference } from '../../judge/rubrics/preference.ts';
import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import { cellName } from './list-pairs.ts';
import { measureAgreement, type RaterAgreement } from './pair-agreement.ts';
import { type OrderRates, type PairRates, rateOrders, ratePairs } from './pair-rates.ts';
import type { JudgedPair } from './read-judged-pairs.ts';

export type JudgeOfPairs = OrderRates & {
  pairs: number;
  /** Pairs with an outcome: the rates are taken from these. */
  scored: number;
  judge: string;
  practice: boolean;
  returnedIds: string[];
  repeats: number;
  /** Pairs without an outcome, by what they lack. */
  unscored: number;
  tooLong: number;
  failed: number;
  oneOrderOnly: number;
  /** The commonest reasons of the unscored ones. */
  reasons: { reason: string; count: number }[];
  /** With itself, over repeats: Krippendorff's alpha; null: judged once. */
  repeatAgreement: number | null;
  /** Authors of its own family, and those of which it cannot be told. */
  sameFamily: string[];
  unknownFamily: string[];
  usd: number | null;
  dates: [first: string, last: string];
};

type ComparedCells = PairRates & {
  a: string;
  b: string;
  /** An address, or `all`: each verdict of each judge, judges of a prompt drawn together. */
  judge: string;
};

export type StudyPairs = {
  rubric: ReturnType<typeof hashRubric> & { temperature: number | null };
  cells: { name: string; practice: boolean }[];
  judges: JudgeOfPairs[];
  comparisons: ComparedCells[];
  /** The strongest first. Practice models are left out where there are real ones. */
  strengths: Strength[];
  /** Between judges, by pair and repeat. */
  agreement: { alpha: number | null; between: RaterAgreement[] };
  /** Pairs of which an answer is missing or failed. */
  withoutAnswer: number;
};

/**
 * Summarises judged pairs. Where real and practice judges both judged, `all` and the strengths rest on the real ones.
 *
 * @param options.withoutAnswer - Carried through, so that the summary says what it is not made of.
 */
export function summarizeStudyPairs(
  judged: readonly JudgedPair[],
  { withoutAnswer }: { withoutAnswer: number },
): StudyPairs {
  const answers = new Map(judged.flatMap(({ a, b }) => [a, b]).map((answer) => [answer.key, answer]));
  const ofCells = Map.groupBy(answers.values(), cellName);
  const cells = [...ofCells].map(([name, own]) => ({ name, practice: own.some(({ practice }) => practice) }));
  const byJudge = Map.groupBy(judged, ({ judge }) => judge);
  const trusted = preferReal(judged);
  const sets = [...byJudge, ...(byJudge.size > 1 ? [['all', trusted] as const] : [])];
  const { temperature = null } = preference;
  return {
    rubric: { ...hashRubric(preference), temperature },
    cells,
    judges: [...byJudge].map(([judge, own]) => describeJudge(judge, own, ofCells)),
    comparisons: sets.flatMap(([judge, own]) =>
      [...Map.groupBy(own, ({ a, b }) => JSON.stringify([cellName(a), cellName(b)])).values()].map(
        (pairs): ComparedCells => {
          const { a, b } = pairs[0] as JudgedPair;
          return { a: cellName(a), b: cellName(b), judge, ...ratePairs(pairs) };
        },
      ),
    ),
    strengths: rankCells(trusted),
    agreement: measureAgreement(
      judged.map(({ judge, repeat, a, b, outcome }) => ({
        rater: judge,
        pair: JSON.stringify([a.key, b.key, repeat]),
        outcome,
      })),
    ),
    withoutAnswer,
  };
}

function preferReal(judged: readonly JudgedPair[]): readonly JudgedPair[] {
  const real = judged.filter(({ practice }) => !practice);
  return real.length > 0 ? real : judged;
}

/** Practice models are not ranked with real ones. */
function rankCells(judged: readonly JudgedPair[]): Strength[] {
  const hasReal = judged.some(({ a, b }) => !a.practice || !b.practice);
  return fitBradleyTerry(
    judged.flatMap(({ a, b, outcome }) =>
      outcome === null || (hasReal && (a.practice || b.practice))
        ? []
        : [{ a: cellName(a), b: cellName(b), outcome, cluster: a.sample }],
    ),
    { seed: 1 },
  );
}

const mostReasons = 5;

function describeJudge(
  judge: string,
  own: readonly JudgedPair[],
  ofCells: ReadonlyMap<string, readonly IndexedAnswer[]>,
): JudgeOfPairs {
  const returnedIds = [...new Set(own.flatMap((pair) => pair.returnedIds))];
  const lacks = own.flatMap(({ lack }) => (lack === undefined ? [] : [lack]));
  const count = (wanted: (typeof lacks)[number]['kind']): number =>
    lacks.filter(({ kind }) => kind === wanted).length;
  const reasons = Map.groupBy(
    lacks.filter(({ kind }) => kind === 'unscored'),
    ({ reason }) => reason,
  );
  const repeats = Math.max(...own.map(({ repeat }) => repeat));
  const families = [...ofCells].map(([name, answers]) => ({
    name,
    isSame: isOfFamily(answers, [judge, ...returnedIds]),
  }));
  const dates = own.map(({ date }) => date).sort();
  return {
    judge,
    practice: own.some(({ practice }) => practice),
    returnedIds,
    repeats,
    pairs: own.length,
    scored: own.length - lacks.length,
    ...rateOrders(own),
    unscored: count('unscored'),
    tooLong: count('too long'),
    failed: count('failed'),
    oneOrderOnly: count('one order only'),
    reasons: [...reasons]
      .map(([reason, all]) => ({ reason, count: all.length }))
      .sort((one, other) => other.count - one.count)
      .slice(0, mostReasons),
    repeatAgreement: measureAgreement(
      own.map(({ repeat, a, b, outcome }) => ({
        rater: String(repeat),
        pair: JSON.stringify([a.key, b.key]),
        outcome,
      })),
    ).alpha,
    sameFamily: families.flatMap(({ name, isSame }) => (isSame === true ? [name] : [])),
    unknownFamily: families.flatMap(({ name, isSame }) => (isSame === undefined ? [name] : [])),
    usd: own.reduce((sum: number | null, { usd }) => (sum === null || usd === null ? null : sum + usd), 0),
    dates: [dates[0] ?? '', dates.at(-1) ?? ''],
  };
}

/** By every name that author and judge are known under; true as soon as two of them share a family. */
function isOfFamily(answers: readonly IndexedAnswer[], judges: readonly string[]): boolean | undefined {
  const authors = new Set(answers.flatMap(({ model, returnedIds }) => [model, ...returnedIds]));
  const told = [...authors].flatMap((author) => judges.map((judge) => isSameFamily(author, judge)));
  return told.includes(true) ? true : told.includes(false) ? false : undefined;
}
