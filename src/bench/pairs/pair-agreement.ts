/** Whether raters of pairs, judges or people, choose alike; and a judge with itself where it judged more than once. */
import { cohenKappa, krippendorffAlpha, type Rating } from '../../judge/agreement.ts';

/** One verdict of one rater, a judge or a person, about one pair. */
export type RatedPair = { rater: string; pair: string; outcome: 'a' | 'b' | 'tie' | null };

export type RaterAgreement = {
  raters: readonly [one: string, other: string];
  /** Pairs that both decided. */
  pairs: number;
  /** Share of them with the same outcome; null: none. */
  same: number | null;
  /** Cohen's; null: nothing to tell it from. */
  kappa: number | null;
};

/** Numbers that only name: agreement is nominal. */
const codes = { a: 1, b: 2, tie: 3 } as const;

const codeOf = (outcome: RatedPair['outcome']): Rating => (outcome === null ? null : codes[outcome]);

/** Every two raters, by Cohen's kappa; and all together, by Krippendorff's alpha for names. */
export function measureAgreement(rated: readonly RatedPair[]): {
  alpha: number | null;
  between: RaterAgreement[];
} {
  const raters = [...new Set(rated.map(({ rater }) => rater))].sort();
  const units = [...Map.groupBy(rated, ({ pair }) => pair).values()].map((unit) =>
    raters.map((name) => codeOf(unit.find(({ rater }) => rater === name)?.outcome ?? null)),
  );
  return {
    alpha: raters.length < 2 ? null : krippendorffAlpha(units, 'nominal'),
    between: raters.flatMap((one, at) =>
      raters.slice(at + 1).map((other, further): RaterAgreement => {
        const both = units
          .map((unit) => [unit[at] ?? null, unit[at + 1 + further] ?? null] as const)
          .filter(([first, second]) => first !== null && second !== null);
        const same = both.filter(([first, second]) => first === second).length;
        return {
          raters: [one, other],
          pairs: both.length,
          same: both.length === 0 ? null : same / both.length,
          kappa: cohenKappa(both),
        };
      }),
    ),
  };
}
