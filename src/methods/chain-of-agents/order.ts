/** In which order, and how often, a chain walks over its chunks. */
import type { ChainOptions } from '../reading/read-method.ts';

export type WalkPlan = {
  /** Begins the names of its steps. */
  name: string;
  /** Indexes of all chunks, each once. */
  order: number[];
  /** Call seed of its workers, and how freely they write. */
  seed: number;
  temperature: number;
};

const ensembleSize = 5;
/** Walks that only their draw tells apart need one. */
const freeTemperature = 0.7;

/**
 * Lists the walks: one in the asked order, or those of the ensemble (two for `bi-directional`, five for
 * `permutation` and `self-consistency`). Equal walks over few chunks are made once.
 */
export function listWalks(
  { order = 'left-to-right', ensemble }: ChainOptions,
  chunks: number,
  seed: number,
): WalkPlan[] {
  const forward = Array.from({ length: chunks }, (_, index) => index);
  const plan = (name: string, order: number[]): WalkPlan => ({ name, order, seed, temperature: 0 });
  const ordered =
    order === 'left-to-right'
      ? forward
      : order === 'right-to-left'
        ? forward.toReversed()
        : permute(forward, seed);
  if (ensemble === undefined) return [plan('walk', ordered)];
  if (ensemble === 'self-consistency') {
    return Array.from({ length: ensembleSize }, (_, index) => ({
      ...plan(`walk-${index + 1}`, ordered),
      seed: seed + index,
      temperature: freeTemperature,
    }));
  }
  const orders =
    ensemble === 'bi-directional'
      ? [forward, forward.toReversed()]
      : Array.from({ length: ensembleSize }, (_, index) => permute(forward, seed + index));
  const distinct = [...new Map(orders.map((each) => [each.join(), each])).values()];
  return distinct.map((each, index) => plan(`walk-${index + 1}`, each));
}

/** Shuffles by Fisher and Yates with a small generator, so that a seed gives the same order everywhere. */
function permute(values: readonly number[], seed: number): number[] {
  const shuffled = [...values];
  let state = (seed * 2_654_435_761 + 0x9e37_79b9) >>> 0;
  const draw = (below: number): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] as number, shuffled[last] as number];
  }
  return shuffled;
}
