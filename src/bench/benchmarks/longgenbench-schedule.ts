/** Draws which entries of a fresh instance must hold something. No entry must hold two things, and entry 1 nothing. */
import type { Random } from '../../model/simulated/random.ts';
import { daysOfYear, weekOfDay, weeksOfYear } from './longgenbench-calendar.ts';
import type { LongGenScenario, LongGenSize } from './longgenbench-instance.ts';

export type Schedule = {
  entries: number;
  /** `day` of the year where the prompt names a date. */
  once: readonly { entry: number; day?: number }[];
  range: readonly number[];
  periodic: { first: number; every: number; entries: readonly number[] };
};

/** Blocks in a row of the city, and rows. */
export const gridWidth: Readonly<Record<LongGenSize, number>> = { short: 10, long: 19 };

/** Number of the block in column `x` and row `y`, both from 0. */
export const blockNumber = (x: number, y: number, width: number): number => y * width + x + 1;

/** Sizes, spans and intervals are the published ones; where they meet, the range is made shorter than the interval. */
export function drawSchedule(random: Random, size: LongGenSize, scenario: LongGenScenario): Schedule {
  const isShort = size === 'short';
  const between = (least: number, most: number): number => least + random.integer(most - least + 1);
  if (scenario === 'city') return drawCity(random, size);
  if (scenario === 'skyscraper') {
    const entries = isShort ? 100 : 300;
    const every = random.pick([15, 20, 25, 30]);
    return fill(random, entries, {
      periodic: { first: 20 + every, every },
      rangeLength: between(3, 7),
      rangeFrom: isShort ? 2 : 20,
      once: 5,
      drawOnce: () => ({ entry: between(isShort ? 2 : 5, entries) }),
    });
  }
  const isDiary = scenario === 'diary';
  const every = random.pick(
    isDiary ? (isShort ? [3, 4, 5] : [30, 40, 60]) : isShort ? [2, 3, 4, 5] : [14, 21, 30],
  );
  const first = isShort ? between(10, 19) : between(30, daysOfYear - every);
  const rangeLength = isDiary ? (isShort ? 2 : between(2, 7)) : isShort ? between(1, 4) : between(7, 14);
  return fill(random, isShort ? weeksOfYear : daysOfYear, {
    periodic: { first, every },
    rangeLength: Math.min(rangeLength, every - 1),
    rangeFrom: 2,
    once: isDiary && !isShort ? 6 : 5,
    drawOnce: () => {
      const day = isShort ? between(8, weeksOfYear * 7) : between(2, daysOfYear);
      return { day, entry: isShort ? weekOfDay(day) : day };
    },
  });
}

type Draws = {
  periodic: { first: number; every: number };
  rangeLength: number;
  rangeFrom: number;
  once: number;
  drawOnce: () => { entry: number; day?: number };
};

function fill(random: Random, entries: number, draws: Draws): Schedule {
  const { first, every } = draws.periodic;
  const periodic = { first, every, entries: countUp(first, every, entries) };
  const lastStart = entries - draws.rangeLength + 1;
  const drawRange = (): number[] => {
    const start = draws.rangeFrom + random.integer(lastStart - draws.rangeFrom + 1);
    return Array.from({ length: draws.rangeLength }, (_each, index) => start + index);
  };
  return place(entries, periodic, drawRange, draws.once, draws.drawOnce);
}

function drawCity(random: Random, size: LongGenSize): Schedule {
  const width = gridWidth[size];
  const row = size === 'short' ? 5 : random.pick([5, 10, 15]);
  const every = random.pick([2, 4]);
  const first = blockNumber(0, row, width);
  const periodic = { first, every, entries: countUp(first, every, blockNumber(width - 1, row, width)) };
  const length = 2 + random.integer(3);
  const drawRange = (): number[] => {
    const isRow = random.integer(2) === 0;
    const [along, across] = [random.integer(width - length + 1), random.integer(width)];
    return Array.from({ length }, (_each, index) =>
      isRow ? blockNumber(along + index, across, width) : blockNumber(across, along + index, width),
    );
  };
  return place(width * width, periodic, drawRange, 5, () => ({
    entry: 2 + random.integer(width * width - 1),
  }));
}

function place(
  entries: number,
  periodic: Schedule['periodic'],
  drawRange: () => number[],
  onceCount: number,
  drawOnce: Draws['drawOnce'],
): Schedule {
  // Entry 1 has its header in the prompt.
  const taken = new Set([1, ...periodic.entries]);
  const range = drawUntil(drawRange, (some) => some.every((entry) => !taken.has(entry)));
  for (const entry of range) taken.add(entry);
  const once = Array.from({ length: onceCount }, () => {
    const drawn = drawUntil(drawOnce, ({ entry }) => !taken.has(entry));
    taken.add(drawn.entry);
    return drawn;
  });
  return { entries, once, range, periodic };
}

const countUp = (first: number, every: number, last: number): number[] =>
  Array.from({ length: Math.floor((last - first) / every) + 1 }, (_each, index) => first + index * every);

function drawUntil<T>(draw: () => T, isFine: (drawn: T) => boolean): T {
  for (let round = 0; round < 10_000; round += 1) {
    const drawn = draw();
    if (isFine(drawn)) return drawn;
  }
  throw new Error('Found no free entry for an instruction.');
}
