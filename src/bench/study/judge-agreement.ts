/** How far the judges of a study agree, how far each agrees with itself, and what each left unscored. */
import { cohenKappa, krippendorffAlpha } from '../../judge/agreement.ts';
import { isSameFamily } from '../../judge/family.ts';
import type { Round, VerdictRounds } from './verdict-rounds.ts';

/** What is known of one judge. */
export type JudgeFacts = {
  judge: string;
  /** Its verdicts test the process and say nothing about quality. */
  practice: boolean;
  /** Model ids that its endpoint returned. */
  returnedIds: readonly string[];
  /** Verdicts with scores, and without. */
  scored: number;
  unscored: number;
  /** Questions that could not be put to it. */
  failed: number;
  /** Why verdicts are unscored, commonest first; three at most. */
  reasons: readonly { reason: string; count: number }[];
  /** Its mean of the mean grades of a verdict; null: none. */
  mean: number | null;
  /** Krippendorff's alpha of its repeats, on the mean grade of a verdict; null: no repeats, or nothing to compare. */
  repeatAlpha: number | null;
  /** Authors of its own family, and those of whom it cannot be told; practice models are of none. */
  sameFamily: readonly string[];
  unknownFamily: readonly string[];
};

/** Agreement of judges on one question; a judge's grade is the mean of its repeats. */
export type Agreement = {
  /** Key of the dimension; `mean grade`: the mean of a verdict's grades. */
  dimension: string;
  /** Judged questions with grades of at least two judges. */
  units: number;
  /** Krippendorff's, interval. */
  alpha: number | null;
  /** Cohen's, quadratic weights. */
  kappas: readonly { judges: readonly [string, string]; kappa: number | null; units: number }[];
};

export type JudgingSummary = { judges: readonly JudgeFacts[]; agreement: readonly Agreement[] };

export const meanGrade = 'mean grade';
/** HelloBench has up to seven items, the long-form story 16. */
const mostDimensions = 20;

/** Grades of one question by judge, one for each repeat. */
type Unit = Map<string, number[]>;

export type JudgingTally = {
  add: (answer: string, rounds: readonly Round[]) => void;
  /** @param authors - Address of each author with the model ids that its endpoint returned. */
  finish: (authors: ReadonlyMap<string, ReadonlySet<string>>) => JudgingSummary;
};

/** Collects the rounds of all answers, one answer at a time. */
export function tallyJudging(judges: VerdictRounds['judges']): JudgingTally {
  const units = new Map<string, Map<string, Unit>>([[meanGrade, new Map()]]);
  const counts = new Map(
    [...judges.keys()].map((judge) => [
      judge,
      { scored: 0, unscored: 0, failed: 0, reasons: new Map<string, number>() },
    ]),
  );
  const addGrade = (dimension: string, question: string, judge: string, grade: number): void => {
    const ofDimension = units.get(dimension) ?? new Map<string, Unit>();
    units.set(dimension, ofDimension);
    const unit: Unit = ofDimension.get(question) ?? new Map();
    ofDimension.set(question, unit);
    unit.set(judge, [...(unit.get(judge) ?? []), grade]);
  };
  return {
    add(answer, rounds) {
      for (const { judge, verdicts, failures } of rounds) {
        const count = counts.get(judge);
        if (count === undefined) continue;
        count.failed += failures.length;
        for (const [job, { scores, reason = 'no reason given' }] of Object.entries(verdicts)) {
          if (scores === null) {
            count.unscored += 1;
            count.reasons.set(reason, (count.reasons.get(reason) ?? 0) + 1);
            continue;
          }
          count.scored += 1;
          const grades = Object.entries(scores);
          for (const [dimension, grade] of grades.length > 1 ? grades : [])
            addGrade(dimension, `${answer}\n${job}`, judge, grade);
          if (grades.length > 0)
            addGrade(meanGrade, `${answer}\n${job}`, judge, meanOf(grades.map(([, grade]) => grade)));
        }
      }
    },
    finish: (authors) => ({
      judges: [...judges].map(([judge, ids]) => {
        const { reasons, ...count } = counts.get(judge) as NonNullable<ReturnType<typeof counts.get>>;
        const repeats = [...(units.get(meanGrade)?.values() ?? [])].flatMap((unit) => {
          const grades = unit.get(judge);
          return grades === undefined ? [] : [grades];
        });
        const families = [...authors].map(([author, known]) => ({
          author,
          isSame: shareFamily([author, ...known], [judge, ...ids]),
        }));
        return {
          judge,
          practice: [judge, ...ids].some(isPractice),
          returnedIds: [...ids],
          ...count,
          reasons: [...reasons]
            .map(([reason, number]) => ({ reason, count: number }))
            .sort((a, b) => b.count - a.count)
            .slice(0, 3),
          mean: repeats.length > 0 ? meanOf(repeats.map(meanOf)) : null,
          repeatAlpha: krippendorffAlpha(repeats, 'interval'),
          sameFamily: families.filter(({ isSame }) => isSame === true).map(({ author }) => author),
          unknownFamily: families
            .filter(({ author, isSame }) => isSame === undefined && !isPractice(author))
            .map(({ author }) => author),
        };
      }),
      agreement:
        judges.size < 2
          ? []
          : [...units]
              .slice(0, mostDimensions)
              .map(([dimension, ofDimension]) => compareJudges(dimension, [...ofDimension.values()], judges)),
    }),
  };
}

function compareJudges(
  dimension: string,
  units: readonly Unit[],
  judges: VerdictRounds['judges'],
): Agreement {
  const names = [...judges.keys()];
  const ratings = units.map((unit) =>
    names.map((judge) => {
      const grades = unit.get(judge);
      return grades === undefined ? null : meanOf(grades);
    }),
  );
  const pairs = names.flatMap((_one, at) =>
    names.slice(at + 1).map((_other, by) => [at, at + 1 + by] as const),
  );
  return {
    dimension,
    units: ratings.filter((unit) => unit.filter((grade) => grade !== null).length > 1).length,
    alpha: krippendorffAlpha(ratings, 'interval'),
    kappas: pairs.map(([one, other]) => {
      const both = ratings.map((unit) => [unit[one] ?? null, unit[other] ?? null] as const);
      return {
        judges: [names[one] ?? '', names[other] ?? ''] as const,
        kappa: cohenKappa(both, 'quadratic'),
        units: both.filter(([a, b]) => a !== null && b !== null).length,
      };
    }),
  };
}

const isPractice = (name: string): boolean => /^(?:mini$|simulated:)/.test(name);

/** By addresses and returned ids: an alias in an address may hide what answered. undefined: cannot be told. */
function shareFamily(authors: readonly string[], judges: readonly string[]): boolean | undefined {
  const answers = authors.flatMap((author) => judges.map((judge) => isSameFamily(author, judge)));
  return answers.includes(true) ? true : answers.includes(false) ? false : undefined;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
