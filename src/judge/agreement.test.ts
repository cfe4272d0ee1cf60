import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cohenKappa, krippendorffAlpha, type Measurement, type Rating } from './agreement.ts';

const transpose = (judges: readonly (readonly Rating[])[]): Rating[][] =>
  (judges[0] ?? []).map((_, unit) => judges.map((ratings) => ratings[unit] ?? null));
const _ = null;

describe('krippendorffAlpha', () => {
  it.each([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
  ] as const)('gives the published %s value for four judges with gaps', (measurement, published) => {
    // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example C.
    const units = transpose([
      [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
      [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]);
    expect(krippendorffAlpha(units, measurement)).toBeCloseTo(published, 3);
  });

  it.each([
    ['nominal', 0.691],
    ['interval', 0.811],
  ] as const)('gives the published %s value for three judges with many gaps', (measurement, published) => {
    const units = transpose([
      [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
      [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
      [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
    ]);
    expect(krippendorffAlpha(units, measurement)).toBeCloseTo(published, 3);
  });

  it('is worked by hand for two judges and three answers', () => {
    // Ratings 1 1 | 1 2 | 2 2. Observed: one unit of three differs, 2 ordered pairs, each by 1: sum 2.
    // Counts 3 and 3: expected 2 * 3 * 3 = 18. Alpha = 1 - 5 * 2 / 18.
    const units = [
      [1, 1],
      [1, 2],
      [2, 2],
    ];
    expect(krippendorffAlpha(units, 'nominal')).toBeCloseTo(1 - 10 / 18, 12);
  });

  it('is null where nothing can be compared, never a number', () => {
    expect(krippendorffAlpha([], 'nominal')).toBeNull();
    expect(krippendorffAlpha([[3, null], [4]], 'interval')).toBeNull();
    expect(
      krippendorffAlpha(
        [
          [3, 3],
          [3, 3],
        ],
        'ordinal',
      ),
    ).toBeNull();
  });

  const rating = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
  const study = fc
    .integer({ min: 2, max: 4 })
    .chain((judges) =>
      fc.array(fc.array(rating, { minLength: judges, maxLength: judges }), { maxLength: 12 }),
    );
  const measurement = fc.constantFrom<Measurement>('nominal', 'ordinal', 'interval');

  it('lies between -1 and 1', () => {
    fc.assert(
      fc.property(study, measurement, (units, kind) => {
        const alpha = krippendorffAlpha(units, kind) ?? 0;
        expect(alpha).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(alpha).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('does not change with the order of judges and answers, nor with a change of scale that its level allows', () => {
    const scales: Record<Measurement, (value: number) => number> = {
      nominal: (value) => (value * 7) % 11,
      ordinal: (value) => value ** 3,
      interval: (value) => 25 * (value - 1),
    };
    fc.assert(
      fc.property(study, measurement, (units, kind) => {
        const rescaled = units
          .map((unit) => unit.map((value) => (value === null ? null : scales[kind](value))).reverse())
          .reverse();
        const [before, after] = [krippendorffAlpha(units, kind), krippendorffAlpha(rescaled, kind)];
        expect(after === null).toBe(before === null);
        expect(after ?? 0).toBeCloseTo(before ?? 0, 9);
      }),
    );
  });

  it('is 1 exactly when all agree', () => {
    const same = transpose([
      [1, 2, 5, _],
      [1, 2, 5, 4],
    ]);
    for (const kind of ['nominal', 'ordinal', 'interval'] as const)
      expect(krippendorffAlpha(same, kind)).toBe(1);
  });
});

describe('cohenKappa', () => {
  it.each([
    [20, 5, 10, 15, 0.4],
    [45, 15, 25, 15, 0.1304],
    [25, 35, 5, 35, 0.2593],
  ])('of the table %i %i / %i %i is the well-known %f', (yesYes, yesNo, noYes, noNo, kappa) => {
    const repeat = (one: number, other: number, times: number): [number, number][] =>
      Array.from({ length: times }, () => [one, other]);
    const ratings = [
      ...repeat(1, 1, yesYes),
      ...repeat(1, 0, yesNo),
      ...repeat(0, 1, noYes),
      ...repeat(0, 0, noNo),
    ];
    expect(cohenKappa(ratings)).toBeCloseTo(kappa, 4);
    // With two categories there is only one size of disagreement.
    expect(cohenKappa(ratings, 'quadratic')).toBeCloseTo(kappa, 4);
  });

  it.each([
    [[8, 8, 6, 6, 7, 6, 1, 4, 8], 0.758620689655172],
    [[3, 5, 6, 6, 7, 6, 1, 4, 8], 0.438095238095238],
  ])('with quadratic weights gives the published value for essay grades %j', (other, published) => {
    // From the manual of Maple's EssayTools, QuadraticWeightedKappa.
    const ratings = [9, 7, 8, 7, 6, 8, 3, 5, 10].map((one, index) => [one, other[index] as number] as const);
    expect(cohenKappa(ratings, 'quadratic')).toBeCloseTo(published, 12);
  });

  it('is null where chance alone agrees, and leaves out pairs with a gap', () => {
    expect(cohenKappa([])).toBeNull();
    expect(cohenKappa([[null, 2]])).toBeNull();
    expect(
      cohenKappa([
        [3, 3],
        [3, 3],
      ]),
    ).toBeNull();
    const whole: [number, number][] = [
      [1, 1],
      [2, 2],
      [1, 2],
    ];
    expect(cohenKappa([...whole, [null, 1], [2, null]])).toBe(cohenKappa(whole));
  });

  it('lies between -1 and 1 and does not care who is named first', () => {
    const value = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 20 }),
        fc.constantFrom('plain' as const, 'quadratic' as const),
        (ratings, weights) => {
          const kappa = cohenKappa(ratings, weights) ?? 0;
          expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-9);
          const turned = ratings.map(([one, other]) => [other, one] as const);
          expect(cohenKappa(turned, weights) ?? 0).toBeCloseTo(kappa, 9);
        },
      ),
    );
  });
});
