import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PairRows, pickItems, preferByOdds, scorePairs, superviseRows } from './objectives.ts';
import type { TokenRow } from './token-row.ts';

/** One document of four tokens, of which those where `weights` is 1 are learnt; `mark` tells it from others. */
const rowOf = (mark: number, ...weights: number[]): TokenRow => ({
  tokens: Int32Array.of(mark, 1, 2, 3),
  targets: Int32Array.of(1, 2, 3, 0),
  weights: Float32Array.from(weights),
  documents: new Int32Array(4),
  positions: Int32Array.of(0, 1, 2, 3),
});

describe('pickItems', () => {
  it('takes every item once in every epoch, whatever the batch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 1000 }),
        (items, batch, seed) => {
          const steps = Math.ceil((3 * items) / batch);
          const picked = Array.from({ length: steps }, (_, step) => pickItems(step, { items, batch, seed }));
          const all = picked.flat();
          for (let epoch = 0; epoch < 3; epoch += 1) {
            const sorted = all.slice(epoch * items, (epoch + 1) * items).toSorted((a, b) => a - b);
            expect(sorted).toEqual(Array.from({ length: items }, (_, index) => index));
          }
        },
      ),
    );
  });

  it('gives a step the same items in every process, so that a resume goes on with the very next ones', () => {
    const options = { items: 8, batch: 4, seed: 1 };
    // Written down once: another order would make trainings that are under way go on with other rows.
    expect([0, 1, 2, 3].map((step) => pickItems(step, options))).toMatchInlineSnapshot(`
      [
        [
          2,
          6,
          3,
          0,
        ],
        [
          5,
          1,
          7,
          4,
        ],
        [
          1,
          6,
          4,
          7,
        ],
        [
          3,
          2,
          5,
          0,
        ],
      ]
    `);
  });

  it('shuffles anew with every epoch and every seed', () => {
    const epoch = (at: number, seed: number): string =>
      pickItems(at, { items: 30, batch: 30, seed }).join(' ');
    expect(new Set([epoch(0, 1), epoch(1, 1), epoch(2, 1), epoch(0, 2)]).size).toBe(4);
  });

  it('takes a small set more than once for a large batch', () => {
    const picked = pickItems(0, { items: 2, batch: 5, seed: 3 });
    expect(picked.slice(0, 2).toSorted()).toEqual([0, 1]);
    expect(picked.slice(2, 4).toSorted()).toEqual([0, 1]);
  });
});

const unused = async (): Promise<Float32Array> => {
  throw new Error('Nothing is to be scored.');
};

describe('superviseRows', () => {
  it('counts the targets over the whole batch', async () => {
    const rows = [rowOf(10, 0, 1, 1, 0), rowOf(11, 0, 1, 0, 0), rowOf(12, 1, 1, 1, 0)];
    const batch = await superviseRows(rows, { loss: 'token-mean', batch: 3, seed: 1 })(0, unused);
    expect(batch.figures).toEqual({});
    expect(batch.rows.map(({ tokens }) => tokens[0]).toSorted()).toEqual([10, 11, 12]);
    // Six targets: each counts 1/6.
    const weights = batch.rows.flatMap((row) => [...row.weights]).filter((weight) => weight > 0);
    expect(weights).toEqual(Array.from({ length: 6 }, () => Math.fround(1 / 6)));
  });
});

describe('pairs', () => {
  const pairs: PairRows[] = [
    { chosen: rowOf(10, 0, 1, 1, 0), rejected: rowOf(11, 1, 1, 0, 0) },
    { chosen: rowOf(12, 0, 0, 1, 0), rejected: rowOf(13, 0, 1, 1, 1) },
  ];
  /** Token t of every row has the loss t + mark/100. */
  const score = async (rows: readonly TokenRow[]): Promise<Float32Array> =>
    Float32Array.from(rows.flatMap(({ tokens }) => [0, 1, 2, 3].map((t) => t + (tokens[0] as number) / 100)));

  it('sums the losses of the targets of each side', async () => {
    const [first, second] = await scorePairs(pairs, score);
    // 1.1 + 2.1 over two targets; 0.11 + 1.11; 2.12 alone; 1.13 + 2.13 + 3.13.
    expect(first?.chosen.sum).toBeCloseTo(3.2, 5);
    expect(first?.rejected.sum).toBeCloseTo(1.22, 5);
    expect(second?.chosen.sum).toBeCloseTo(2.12, 5);
    expect(second?.rejected.sum).toBeCloseTo(6.39, 5);
  });

  it('gives a batch of chosen and rejected rows by turns, weighed towards the chosen', async () => {
    const source = preferByOdds(pairs, { lambda: 0.1, batch: 2, seed: 1 });
    const { rows, figures } = await source(0, score);
    expect(rows).toHaveLength(4);
    for (const [index, row] of rows.entries()) {
      const total = row.weights.reduce((sum, weight) => sum + weight, 0);
      // A weight above 0 lowers the loss of the row's tokens, one below raises it.
      if (index % 2 === 0) expect(total).toBeGreaterThan(0);
      else expect(total).toBeLessThan(0);
    }
    expect(Object.keys(figures)).toEqual(['loss', 'margin', 'accuracy']);
  });
});
