import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStretches } from './data/label.ts';
import { fillRow } from './data/pack.ts';
import { type LossName, lossNames, weighRows } from './losses.ts';
import type { TokenRow } from './token-row.ts';

/** A row of documents with so many target tokens each, and some padding. */
function rowOf(...targets: number[]): TokenRow {
  const documents = targets.map((count) =>
    joinStretches([
      { tokens: [1, 2], isTarget: false },
      { tokens: Array(count).fill(3), isTarget: true },
    ]),
  );
  return fillRow(
    documents,
    documents.reduce((sum, { tokens }) => sum + tokens.length, 5),
  );
}

/** Σ w·ℓ where every token of document d of row r has the loss `losses[r][d]`. */
function lossOf(rows: readonly TokenRow[], losses: number[][]): number {
  let total = 0;
  for (const [index, row] of rows.entries())
    for (const [t, weight] of row.weights.entries())
      if (weight !== 0) total += weight * (losses[index]?.[row.documents[t] as number] as number);
  return total;
}

/** The weight that all targets of a document share; fails where they differ. */
function weightOf(row: TokenRow, document: number): number {
  const weights = new Set(row.weights.filter((weight, t) => weight !== 0 && row.documents[t] === document));
  expect(weights.size).toBe(1);
  return [...weights][0] as number;
}

describe('weighRows', () => {
  // Two rows: A holds answers of 4,000 and 2,000 tokens with losses 2.0 and 1.0, B thirty of 200 tokens with loss 1.5.
  const rows = [rowOf(4000, 2000), rowOf(...Array(30).fill(200))];
  const losses = [[2, 1], Array(30).fill(1.5)];

  it.each<[LossName, number, { long: number; middle: number; short: number }]>([
    // (4000·2 + 2000·1 + 6000·1.5) / 12000 = 19000/12000
    ['token-mean', 1.5833, { long: 1 / 12_000, middle: 1 / 12_000, short: 1 / 12_000 }],
    // (2 + 1 + 30·1.5) / 32 = 48/32
    ['sequence-mean', 1.5, { long: 1 / (32 * 4000), middle: 1 / (32 * 2000), short: 1 / (32 * 200) }],
    // ½·[2/30 · (8000 + 2000)/6000 + 30/30 · 1.5] = ½·(0.1111 + 1.5)
    ['as-released', 0.8056, { long: 1 / (30 * 6000), middle: 1 / (30 * 6000), short: 1 / (2 * 6000) }],
  ])('gives the worked example its %s loss, and each token its gradient weight', (name, loss, weights) => {
    const weighed = weighRows(rows, name);
    expect(lossOf(weighed, losses)).toBeCloseTo(loss, 4);
    const [a, b] = weighed as [TokenRow, TokenRow];
    expect(weightOf(a, 0) / weights.long).toBeCloseTo(1, 6);
    expect(weightOf(a, 1) / weights.middle).toBeCloseTo(1, 6);
    for (const document of [0, 29]) expect(weightOf(b, document) / weights.short).toBeCloseTo(1, 6);
  });

  it('weighs the tokens of the example 1:1, 1:20 and 1:10, and 1:15', () => {
    const ratio = (name: LossName, document: number): number => {
      const [a, b] = weighRows(rows, name) as [TokenRow, TokenRow];
      return weightOf(b, 0) / weightOf(a, document);
    };
    expect(ratio('token-mean', 0)).toBeCloseTo(1, 5);
    expect(ratio('sequence-mean', 0)).toBeCloseTo(20, 5);
    expect(ratio('sequence-mean', 1)).toBeCloseTo(10, 5);
    expect(ratio('as-released', 0)).toBeCloseTo(15, 5);
    expect(ratio('as-released', 1)).toBeCloseTo(15, 5);
  });

  it('takes the paper’s loss by default', () => {
    expect(weighRows(rows)).toEqual(weighRows(rows, 'token-mean'));
  });

  it('counts rows and documents without a target nowhere but in K', () => {
    const empty = rowOf(0, 0);
    expect(lossOf(weighRows([rowOf(3), empty], 'token-mean'), [[2], []])).toBeCloseTo(2, 6);
    expect(lossOf(weighRows([rowOf(3, 0), empty], 'sequence-mean'), [[2], []])).toBeCloseTo(2, 6);
    // ½ · 1/30 · 2
    expect(lossOf(weighRows([rowOf(3, 0), empty], 'as-released'), [[2], []])).toBeCloseTo(1 / 30, 6);
    for (const name of lossNames)
      expect(weighRows([empty], name)[0]?.weights.every((w) => w === 0)).toBe(true);
  });

  it('gives weights that sum to 1 for both means, and the same ones in whatever rows the documents lie', () => {
    const batch = fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(batch, fc.constantFrom<LossName>('token-mean', 'sequence-mean'), (documents, name) => {
        const total = (rows: TokenRow[]): number =>
          lossOf(
            rows,
            documents.map((row) => row.map(() => 1)),
          );
        const weighed = weighRows(
          documents.map((row) => rowOf(...row)),
          name,
        );
        expect(total(weighed)).toBeCloseTo(1, 5);
        const apart = weighRows(
          documents.flat().map((count) => rowOf(count)),
          name,
        );
        const together = weighed.flatMap((row, index) =>
          (documents[index] ?? []).map((_, d) => weightOf(row, d)),
        );
        expect(apart.map((row) => weightOf(row, 0))).toEqual(together);
      }),
    );
  });
});
