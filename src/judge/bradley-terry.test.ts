import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../model/simulated/random.ts';
import { fitBradleyTerry, type Game } from './bradley-terry.ts';

/** Games from a table of wins: row beats column. */
function gamesOf(names: readonly string[], wins: readonly (readonly number[])[]): Game[] {
  return wins.flatMap((row, i) =>
    row.flatMap((count, j) =>
      Array.from(
        { length: count },
        (): Game => ({ a: names[i] as string, b: names[j] as string, outcome: 'a' }),
      ),
    ),
  );
}

const plain = { priorGames: 1e-6, resamples: 1 };

describe('fitBradleyTerry', () => {
  it('gives two names the logarithm of their odds', () => {
    const games = gamesOf(
      ['x', 'y'],
      [
        [0, 3],
        [1, 0],
      ],
    );
    const [x, y] = fitBradleyTerry(games, plain);
    // P(x beats y) = 3/4, so the log-strengths differ by ln 3.
    expect(x).toMatchObject({ name: 'x', games: 4, winRate: 0.75 });
    expect((x?.logStrength ?? 0) - (y?.logStrength ?? 0)).toBeCloseTo(Math.log(3), 5);
  });

  it('counts a tie as half a win for both', () => {
    const tied: Game[] = [
      { a: 'x', b: 'y', outcome: 'tie' },
      { a: 'y', b: 'x', outcome: 'tie' },
      { a: 'x', b: 'y', outcome: 'a' },
      { a: 'y', b: 'x', outcome: 'b' },
    ];
    const [x, y] = fitBradleyTerry(tied, plain);
    expect((x?.logStrength ?? 0) - (y?.logStrength ?? 0)).toBeCloseTo(Math.log(3), 5);
  });

  it('agrees with the published fit of the 1987 American League, East division', () => {
    // Agresti, "Categorical Data Analysis": wins of each team over each, and strengths relative to Baltimore.
    const teams = ['Milwaukee', 'Detroit', 'Toronto', 'New York', 'Boston', 'Cleveland', 'Baltimore'];
    const games = gamesOf(teams, [
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0],
    ]);
    const fitted = fitBradleyTerry(games, plain);
    const weakest = fitted.at(-1)?.logStrength ?? 0;
    const published = [1.581, 1.436, 1.294, 1.248, 1.108, 0.684, 0];
    expect(fitted.map(({ name }) => name)).toEqual(teams);
    fitted.forEach(({ logStrength }, index) => {
      expect(logStrength - weakest).toBeCloseTo(published[index] as number, 2);
    });
  });

  it('gives one who never wins a finite strength, below all others', () => {
    const games = gamesOf(
      ['good', 'fair', 'poor'],
      [
        [0, 3, 5],
        [2, 0, 5],
        [0, 0, 0],
      ],
    );
    const fitted = fitBradleyTerry(games);
    expect(fitted.map(({ name }) => name)).toEqual(['good', 'fair', 'poor']);
    const poor = fitted[2];
    expect(poor?.winRate).toBe(0);
    expect(poor?.logStrength).toBeGreaterThan(-5);
    expect(Number.isFinite(poor?.low)).toBe(true);
  });

  it('resamples clusters as a whole: ten verdicts on one prompt say no more than one', () => {
    const game = (outcome: Game['outcome'], prompt: number): Game => ({
      a: 'x',
      b: 'y',
      outcome,
      cluster: `p${prompt}`,
    });
    const single = Array.from({ length: 20 }, (_, prompt) => game(prompt < 13 ? 'a' : 'b', prompt));
    const tenfold = single.flatMap((each) => Array.from({ length: 10 }, () => each));
    const widthOf = (games: Game[]): number => {
      const [x] = fitBradleyTerry(games, { priorGames: 1e-6, resamples: 400 });
      return (x?.high ?? 0) - (x?.low ?? 0);
    };
    expect(widthOf(tenfold)).toBeCloseTo(widthOf(single), 3);
    const loose = tenfold.map(({ cluster: _cluster, ...each }) => each);
    expect(widthOf(loose)).toBeLessThan(widthOf(single) / 2);
  });

  it('covers planted strengths with its intervals in 106 to 119 of 120 cases', () => {
    const truth = { x: 0.6, y: 0.1, z: -0.7 };
    const names = Object.keys(truth) as (keyof typeof truth)[];
    let covered = 0;
    for (let study = 0; study < 40; study++) {
      const random = createRandom('planted strengths', study);
      const games = Array.from({ length: 300 }, (_, index): Game => {
        const [a, b] = [names[index % 3], names[(index + 1) % 3]] as [keyof typeof truth, keyof typeof truth];
        const chance = 1 / (1 + Math.exp(truth[b] - truth[a]));
        return { a, b, outcome: random.next() < chance ? 'a' : 'b' };
      });
      for (const { name, low, high } of fitBradleyTerry(games, { seed: study, resamples: 100 })) {
        const value = truth[name as keyof typeof truth];
        if (low <= value && value <= high) covered += 1;
      }
    }
    expect(covered).toBeGreaterThanOrEqual(106);
    expect(covered).toBeLessThanOrEqual(119);
  });

  it('does not depend on the order of the games, nor on which name stands first', () => {
    const name = fc.constantFrom('x', 'y', 'z', 'w');
    const game = fc
      .record({ a: name, b: name, outcome: fc.constantFrom<Game['outcome']>('a', 'b', 'tie'), cluster: name })
      .filter(({ a, b }) => a !== b);
    const mirror = { a: 'b', b: 'a', tie: 'tie' } as const;
    const byName = (games: Game[]) =>
      fitBradleyTerry(games, { resamples: 5 }).sort((one, other) => (one.name < other.name ? -1 : 1));
    fc.assert(
      fc.property(fc.array(game, { minLength: 1, maxLength: 20 }), (games) => {
        const straight = byName(games);
        const turned = byName(
          games
            .map(({ a, b, outcome, cluster }) => ({ a: b, b: a, outcome: mirror[outcome], cluster }))
            .reverse(),
        );
        turned.forEach((each, index) => {
          expect(each.name).toBe(straight[index]?.name);
          for (const field of ['logStrength', 'low', 'high', 'winRate'] as const)
            expect(each[field]).toBeCloseTo(straight[index]?.[field] ?? Number.NaN, 6);
        });
        expect(straight.reduce((sum, { logStrength }) => sum + logStrength, 0)).toBeCloseTo(0, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('turns strengths round when every outcome is turned round', () => {
    const games = gamesOf(
      ['x', 'y', 'z'],
      [
        [0, 4, 3],
        [2, 0, 5],
        [1, 2, 0],
      ],
    );
    const turned = games.map((game) => ({ ...game, outcome: 'b' as const }));
    const straight = fitBradleyTerry(games, { resamples: 1 });
    const reversed = fitBradleyTerry(turned, { resamples: 1 }).reverse();
    expect(reversed.map(({ name }) => name)).toEqual(straight.map(({ name }) => name));
    reversed.forEach(({ logStrength }, index) => {
      expect(logStrength).toBeCloseTo(-(straight[index]?.logStrength ?? 0), 6);
    });
  });

  it('has nothing to say of no games, and refuses a game with oneself', () => {
    expect(fitBradleyTerry([])).toEqual([]);
    expect(() => fitBradleyTerry([{ a: 'x', b: 'x', outcome: 'tie' }])).toThrow(
      'Expected two different names in a game, got `x` twice.',
    );
    expect(() => fitBradleyTerry([], { priorGames: 0 })).toThrow('`priorGames`');
  });
});
