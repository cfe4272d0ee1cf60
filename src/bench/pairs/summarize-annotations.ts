/** What people say of the authors of a study, of each other, and of the judges. */

import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import { type Estimate, estimate } from '../statistics/mean-interval.ts';
import { cellName } from './list-pairs.ts';
import { measureAgreement, type RatedPair, type RaterAgreement } from './pair-agreement.ts';
import { type PairRates, ratePairs } from './pair-rates.ts';
import type { Annotation } from './read-annotations.ts';
import type { JudgedPair } from './read-judged-pairs.ts';

export type PeoplePairs = {
  people: { annotator: string; pairs: number; firstPositionRate: Estimate }[];
  /** Pairs that somebody marked. */
  pairs: number;
  /** Every mark of every person; marks of a prompt are drawn together. */
  comparisons: (Pick<PairRates, 'wins' | 'losses' | 'ties' | 'winRate' | 'lengthMatched'> & {
    a: string;
    b: string;
    practice: boolean;
    marks: number;
    prompts: number;
  })[];
  /** Between people. */
  agreement: { alpha: number | null; between: RaterAgreement[] };
  /** The majority of people beside each judge's, over the pairs that both decided. */
  withJudges: (Omit<RaterAgreement, 'raters'> & { judge: string; practice: boolean })[];
};

const pairOf = ({ a, b }: { a: string; b: string }): string => JSON.stringify([a, b]);

/** @param judged - All that judges said of the study; only pairs that people marked are compared. */
export function summarizeAnnotations(
  annotations: readonly Annotation[],
  judged: readonly JudgedPair[],
  answers: ReadonlyMap<string, IndexedAnswer>,
): PeoplePairs {
  const marks = annotations.flatMap((annotation) => {
    const [a, b] = [answers.get(annotation.a), answers.get(annotation.b)];
    return a === undefined || b === undefined ? [] : [{ ...annotation, answers: { a, b } }];
  });
  const rated = marks.map(
    (mark): RatedPair => ({
      rater: mark.annotator,
      pair: pairOf(mark),
      outcome: mark.outcome,
    }),
  );
  const cells = Map.groupBy(marks, (mark) =>
    JSON.stringify([cellName(mark.answers.a), cellName(mark.answers.b)]),
  );
  return {
    people: [...Map.groupBy(marks, ({ annotator }) => annotator)].map(([annotator, own]) => ({
      annotator,
      pairs: own.length,
      firstPositionRate: estimate(
        own.flatMap(({ choice, answers: { a } }) =>
          choice === 'tie' ? [] : [{ cluster: a.sample, value: Number(choice === 'first') }],
        ),
        { seed: 1 },
      ),
    })),
    pairs: new Set(marks.map(pairOf)).size,
    comparisons: [...cells.values()].map((own) => {
      const { a, b } = (own[0] as (typeof own)[number]).answers;
      const { wins, losses, ties, winRate, lengthMatched } = ratePairs(
        own.map((mark) => asJudged(mark, mark.answers)),
      );
      return {
        a: cellName(a),
        b: cellName(b),
        practice: own.some(({ answers }) => answers.a.practice || answers.b.practice),
        marks: own.length,
        prompts: winRate.clusters,
        ...{ wins, losses, ties, winRate, lengthMatched },
      };
    }),
    agreement: measureAgreement(rated),
    withJudges: compareWithJudges(rated, judged),
  };
}

/** A person saw one order, and decided: both orders agree. */
function asJudged(
  { annotator, outcome }: Annotation,
  answers: { a: IndexedAnswer; b: IndexedAnswer },
): JudgedPair {
  const forward = outcome === 'tie' ? 'tie' : outcome === 'a' ? 'first' : 'second';
  const backward = outcome === 'tie' ? 'tie' : outcome === 'a' ? 'second' : 'first';
  const base = { judge: annotator, practice: false, repeat: 1, usd: null, returnedIds: [], date: '' };
  return { ...base, ...answers, forward, backward, outcome };
}

function compareWithJudges(
  people: readonly RatedPair[],
  judged: readonly JudgedPair[],
): PeoplePairs['withJudges'] {
  const marked = decideByMajority(people);
  return [...Map.groupBy(judged, ({ judge }) => judge)].map(([judge, own]) => {
    const decided = decideByMajority(
      own.map(({ a, b, outcome }) => ({ rater: judge, pair: pairOf({ a: a.key, b: b.key }), outcome })),
    );
    const both = [...marked].flatMap(([pair, outcome]): RatedPair[] => [
      { rater: 'people', pair, outcome },
      { rater: `judge ${judge}`, pair, outcome: decided.get(pair) ?? null },
    ]);
    const { pairs = 0, same = null, kappa = null } = measureAgreement(both).between[0] ?? {};
    return { judge, practice: own.some(({ practice }) => practice), pairs, same, kappa };
  });
}

/** The outcome that more say than any other; a tie where none is. Pairs that nobody decided are left out. */
function decideByMajority(rated: readonly RatedPair[]): Map<string, 'a' | 'b' | 'tie'> {
  return new Map(
    [...Map.groupBy(rated, ({ pair }) => pair)].flatMap(([pair, all]) => {
      const counts = (['a', 'b', 'tie'] as const)
        .map((outcome) => ({ outcome, count: all.filter((each) => each.outcome === outcome).length }))
        .sort((one, other) => other.count - one.count);
      const [most, next] = counts;
      if (most === undefined || most.count === 0) return [];
      return [[pair, most.count === next?.count ? 'tie' : most.outcome] as const];
    }),
  );
}
