/**
 * Strengths of authors from pairwise outcomes.
 *
 * The model: i beats j with probability s_i / (s_i + s_j). Fitted by minorisation-maximisation, with intervals from a
 * seeded bootstrap over clusters.
 */
import { createRandom } from '../model/simulated/random.ts';

export type Game = {
  a: string;
  b: string;
  outcome: 'a' | 'b' | 'tie';
  /** What is resampled together, such as the prompt; absent: each game by itself. */
  cluster?: string;
};

export type Strength = {
  name: string;
  /** ln s; the mean over all names is 0. Names that differ by d win 1 / (1 + e^-d) of their games. */
  logStrength: number;
  low: number;
  high: number;
  games: number;
  /** Wins and half the ties, as a share of the games. */
  winRate: number;
};

/** Games of a cluster by the indices of the names, with the points of the first. */
type Group = readonly { i: number; j: number; points: number }[];

/**
 * Fits strengths, the strongest first. A tie is half a win for both.
 *
 * Regularised so that nobody is infinitely strong or weak: each name has `priorGames` tied games on top, shared evenly
 * among all others. One who never wins therefore gets a finite strength, and every figure is drawn a little towards
 * the middle. Names from groups that never met are held together by these games alone.
 *
 * @param options.priorGames - Above 0; near 0 is plain maximum likelihood. Default 1.
 * @param options.level - Share of resamples inside each interval (percentiles). Default 0.95.
 * @throws {RangeError} An option is out of range, or a name plays against itself.
 *
 * Source: Hunter 2004, "MM algorithms for generalized Bradley-Terry models", The Annals of Statistics 32(1).
 */
export function fitBradleyTerry(
  games: readonly Game[],
  {
    seed = 0,
    resamples = 1000,
    level = 0.95,
    priorGames = 1,
  }: { seed?: number; resamples?: number; level?: number; priorGames?: number } = {},
): Strength[] {
  if (!(priorGames > 0))
    throw new RangeError(`Expected \`priorGames\` to be a positive number, got \`${priorGames}\`.`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`Expected \`level\` to be between 0 and 1, got \`${level}\`.`);
  if (!(Number.isInteger(resamples) && resamples >= 1))
    throw new RangeError(`Expected \`resamples\` to be a positive integer, got \`${resamples}\`.`);
  for (const { a, b } of games)
    if (a === b) throw new RangeError(`Expected two different names in a game, got \`${a}\` twice.`);
  const names = [...new Set(games.flatMap(({ a, b }) => [a, b]))].sort();
  if (names.length === 0) return [];
  const groups = groupGames(games, names);
  const prior = priorGames / 2 / (names.length - 1);
  const fitted = estimateLogStrengths(tabulate(groups, names.length, prior), new Float64Array(names.length));
  const random = createRandom('bradley-terry', seed);
  const drawn = Array.from({ length: resamples }, () => {
    const table = tabulate(
      groups.map(() => random.pick(groups)),
      names.length,
      prior,
    );
    return estimateLogStrengths(table, fitted);
  });
  const strengths = names.map((name, index): Strength => {
    const values = drawn.map((each) => each[index] as number).sort((one, other) => one - other);
    const own = games.filter(({ a, b }) => a === name || b === name);
    const points = own.map((game) => (game.outcome === 'tie' ? 0.5 : game[game.outcome] === name ? 1 : 0));
    return {
      name,
      logStrength: fitted[index] as number,
      low: percentile(values, (1 - level) / 2),
      high: percentile(values, (1 + level) / 2),
      games: own.length,
      winRate: points.reduce<number>((sum, value) => sum + value, 0) / own.length,
    };
  });
  return strengths.sort((one, other) => other.logStrength - one.logStrength);
}

function groupGames(games: readonly Game[], names: readonly string[]): Group[] {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const clusters = Map.groupBy(
    games.map((game, index) => ({ ...game, cluster: game.cluster ?? `\u0000${index}` })),
    ({ cluster }) => cluster,
  );
  // In the order of their names: the same clusters in another order give the same intervals.
  return [...clusters]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) =>
      group.map(({ a, b, outcome }) => ({
        i: indexOf.get(a) as number,
        j: indexOf.get(b) as number,
        points: outcome === 'a' ? 1 : outcome === 'b' ? 0 : 0.5,
      })),
    );
}

/** Wins of each against each, ties as half: row beats column, shape `[names * names]`. */
function tabulate(groups: readonly Group[], names: number, prior: number): Float64Array {
  const wins = new Float64Array(names * names).fill(prior);
  for (const group of groups) {
    for (const { i, j, points } of group) {
      wins[i * names + j] = (wins[i * names + j] as number) + points;
      wins[j * names + i] = (wins[j * names + i] as number) + 1 - points;
    }
  }
  return wins;
}

const tolerance = 1e-9;
const mostRounds = 10_000;

/** Log-strengths with mean 0, from wins in which everybody has beaten everybody by some share. */
function estimateLogStrengths(wins: Float64Array, start: Float64Array): Float64Array {
  const names = start.length;
  let current = start;
  const strengths = new Float64Array(names);
  for (let round = 0; round < mostRounds; round++) {
    for (let i = 0; i < names; i++) strengths[i] = Math.exp(current[i] as number);
    const next = new Float64Array(names);
    let mean = 0;
    for (let i = 0; i < names; i++) {
      let won = 0;
      let weight = 0;
      for (let j = 0; j < names; j++) {
        if (j === i) continue;
        const own = wins[i * names + j] as number;
        won += own;
        weight +=
          (own + (wins[j * names + i] as number)) / ((strengths[i] as number) + (strengths[j] as number));
      }
      next[i] = Math.log(won / weight);
      mean += (next[i] as number) / names;
    }
    let change = 0;
    for (let i = 0; i < names; i++) {
      next[i] = (next[i] as number) - mean;
      change = Math.max(change, Math.abs((next[i] as number) - (current[i] as number)));
    }
    current = next;
    if (change < tolerance) break;
  }
  return current;
}

/** Between the two nearest of sorted values. */
function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
