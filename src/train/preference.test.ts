import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStretches } from './data/label.ts';
import { fillRow } from './data/pack.ts';
import {
  computeDpo,
  computeOrpo,
  type PairLoss,
  type PreferenceStep,
  spreadWeights,
  sumAnswers,
} from './preference.ts';

const pair = (chosen: [sum: number, tokens: number], rejected: [sum: number, tokens: number]): PairLoss => ({
  chosen: { sum: chosen[0], tokens: chosen[1] },
  rejected: { sum: rejected[0], tokens: rejected[1] },
});

describe('computeDpo', () => {
  it('is log 2 with even pushes where policy and reference are equal', () => {
    const step = computeDpo([pair([4, 8], [6, 3])], [{ chosen: 4, rejected: 6 }], { beta: 0.1 });
    expect(step.loss).toBeCloseTo(Math.log(2), 12);
    expect(step.margins).toEqual([0]);
    expect(step.accuracy).toBe(0);
    // β·σ(0) = 0.1 · 0.5
    expect(step.weights).toEqual([{ chosen: 0.05, rejected: -0.05 }]);
  });

  it('gives the numbers worked by hand for two pairs', () => {
    // Pair 1: chosen fell by 2 nats, rejected rose by 3: m = 0.5·(2 + 3) = 2.5.
    // Pair 2: chosen rose by 1, rejected fell by 1: m = 0.5·(−1 − 1) = −1.
    const pairs = [pair([8, 4], [9, 5]), pair([11, 6], [4, 2])];
    const references = [
      { chosen: 10, rejected: 6 },
      { chosen: 10, rejected: 5 },
    ];
    const plain = computeDpo(pairs, references, { beta: 0.5 });
    expect(plain.margins).toEqual([2.5, -1]);
    expect(plain.accuracy).toBe(0.5);
    // log(1 + e^−2.5) = 0.078890, log(1 + e) = 1.313262; their mean is 0.696076.
    expect(plain.loss).toBeCloseTo(0.696076, 6);
    // σ(−2.5) = 0.075858, σ(1) = 0.731059; times β/P = 0.25.
    expect(plain.weights[0]?.chosen).toBeCloseTo(0.0189645, 6);
    expect(plain.weights[1]?.rejected).toBeCloseTo(-0.1827647, 6);

    // NLL = (8 + 11)/(4 + 6) = 1.9; 0.2 of it is 0.38, and every chosen token gets 0.2/10 more.
    const withNll = computeDpo(pairs, references, { beta: 0.5, nllWeight: 0.2 });
    expect(withNll.loss).toBeCloseTo(0.696076 + 0.38, 6);
    expect(withNll.weights[0]?.chosen).toBeCloseTo(0.0389645, 6);
    expect(withNll.weights[0]?.rejected).toBe(plain.weights[0]?.rejected);
  });

  it('stays finite for margins that are far off', () => {
    const step = computeDpo([pair([5000, 9], [0, 9])], [{ chosen: 0, rejected: 5000 }], { beta: 1 });
    expect(step.loss).toBe(10_000);
    expect(step.weights).toEqual([{ chosen: 1, rejected: -1 }]);
  });

  it('names what is wrong', () => {
    expect(() => computeDpo([], [], { beta: 1 })).toThrow('at least one pair');
    expect(() => computeDpo([pair([1, 1], [1, 1])], [], { beta: 1 })).toThrow('each of 1 pairs, got 0');
    expect(() => computeDpo([pair([1, 1], [1, 1])], [{ chosen: 1, rejected: 1 }], { beta: 0 })).toThrow(
      'got `0`',
    );
  });
});

describe('computeOrpo', () => {
  it('gives the numbers worked by hand', () => {
    // Chosen: mean loss 2·ln2/2 = ln 2, so P = 1/2 and the odds are 1. Rejected: mean loss ln 4, P = 1/4, odds 1/3.
    const step = computeOrpo([pair([2 * Math.log(2), 2], [3 * Math.log(4), 3])], { lambda: 0.4 });
    // Log odds ratio = ln 1 − ln(1/3) = ln 3; σ(ln 3) = 3/4.
    expect(step.margins[0]).toBeCloseTo(Math.log(3), 12);
    expect(step.accuracy).toBe(1);
    // ln 2 − 0.4·ln(3/4)
    expect(step.loss).toBeCloseTo(Math.log(2) - 0.4 * Math.log(0.75), 12);
    // Chosen: (1 + 0.4·¼/½)/2 = 0.6. Rejected: −0.4·¼/¾/3 = −2/45.
    expect(step.weights[0]?.chosen).toBeCloseTo(0.6, 12);
    expect(step.weights[0]?.rejected).toBeCloseTo(-2 / 45, 12);
  });

  it('stays finite for an answer that is certain', () => {
    const step = computeOrpo([pair([0, 4], [0, 4])], { lambda: 0.4 });
    expect(Number.isFinite(step.loss)).toBe(true);
    expect(Number.isFinite(step.weights[0]?.rejected)).toBe(true);
  });
});

/**
 * A toy policy: a softmax over V tokens at each of n places, with its own logits, for both sides of each pair. Logits
 * are the parameters θ; chosen and rejected share the logits of the first place, as they would share a prompt's.
 */
function createToy(pairs: number) {
  const [V, tokens] = [3, 4];
  const size = V * (2 * tokens - 1);
  const theta = Float64Array.from({ length: pairs * size }, (_, index) => Math.sin(index * 1.7) * 1.5);
  const place = (index: number, side: 0 | 1, t: number): number =>
    index * size + V * (t === 0 ? 0 : side * (tokens - 1) + t);
  const target = (index: number, side: 0 | 1, t: number): number => (index + side + t * 2) % V;
  const chances = (start: number): number[] => {
    const exponents = [...theta.subarray(start, start + V)].map(Math.exp);
    const total = exponents.reduce((sum, exponent) => sum + exponent, 0);
    return exponents.map((exponent) => exponent / total);
  };
  const score = (index: number, side: 0 | 1): { sum: number; tokens: number } => {
    let sum = 0;
    for (let t = 0; t < tokens; t += 1)
      sum -= Math.log(chances(place(index, side, t))[target(index, side, t)] as number);
    return { sum, tokens };
  };
  return {
    theta,
    score: (): PairLoss[] =>
      Array.from({ length: pairs }, (_, index) => ({ chosen: score(index, 0), rejected: score(index, 1) })),
    /** ∂(Σ w·ℓ)/∂θ with the weights held fixed: softmax minus one-hot, as the training graph has it. */
    gradient(weights: PreferenceStep['weights']): Float64Array {
      const gradient = new Float64Array(theta.length);
      for (const [index, weight] of weights.entries())
        for (const side of [0, 1] as const)
          for (let t = 0; t < tokens; t += 1)
            for (const [v, chance] of chances(place(index, side, t)).entries()) {
              const error = chance - (v === target(index, side, t) ? 1 : 0);
              const at = place(index, side, t) + v;
              gradient[at] =
                (gradient[at] as number) + (side === 0 ? weight.chosen : weight.rejected) * error;
            }
      return gradient;
    },
  };
}

describe('weights of token losses', () => {
  const references = [3, 4, 5].map((sum, index) => ({ chosen: sum, rejected: 5 - index * 0.3 }));
  it.each<[string, (pairs: PairLoss[]) => PreferenceStep]>([
    ['DPO', (pairs) => computeDpo(pairs, references, { beta: 0.7 })],
    ['DPO with NLL', (pairs) => computeDpo(pairs, references, { beta: 0.7, nllWeight: 0.3 })],
    ['ORPO', (pairs) => computeOrpo(pairs, { lambda: 0.4 })],
  ])('give the gradient of %s that central differences give', (_name, compute) => {
    const toy = createToy(3);
    const analytic = toy.gradient(compute(toy.score()).weights);
    const h = 1e-5;
    for (const [index, value] of toy.theta.entries()) {
      toy.theta[index] = value + h;
      const above = compute(toy.score()).loss;
      toy.theta[index] = value - h;
      const below = compute(toy.score()).loss;
      toy.theta[index] = value;
      expect(analytic[index]).toBeCloseTo((above - below) / (2 * h), 8);
    }
  });

  it('push the chosen side up and the rejected side down, whatever the losses', () => {
    const sum = fc.double({ min: 0.01, max: 500, noNaN: true });
    fc.assert(
      fc.property(sum, sum, sum, sum, fc.integer({ min: 1, max: 50 }), (chosen, rejected, a, b, tokens) => {
        const pairs = [pair([chosen, tokens], [rejected, tokens])];
        for (const { weights, loss } of [
          computeDpo(pairs, [{ chosen: a, rejected: b }], { beta: 0.1 }),
          computeOrpo(pairs, { lambda: 0.4 }),
        ]) {
          expect(weights[0]?.chosen).toBeGreaterThan(0);
          expect(weights[0]?.rejected).toBeLessThan(0);
          expect(loss).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('answers in rows', () => {
  const document = (prompt: number, answer: number) =>
    joinStretches([
      { tokens: Array(prompt).fill(1), isTarget: false },
      { tokens: Array(answer).fill(2), isTarget: true },
    ]);
  const rows = [fillRow([document(2, 3), document(1, 2)], 10), fillRow([document(3, 1)], 10)];

  it('are summed over their targets alone', () => {
    const losses = Float32Array.from({ length: 20 }, (_, index) => index);
    // Row 1: targets at 1, 2, 3 and at 5, 6. Row 2, from 10 on: target at 12.
    expect(sumAnswers(rows, losses)).toEqual([
      [
        { sum: 6, tokens: 3 },
        { sum: 11, tokens: 2 },
      ],
      [{ sum: 12, tokens: 1 }],
    ]);
    expect(() => sumAnswers(rows, losses.subarray(1))).toThrow('Expected 20 token losses, got 19');
  });

  it('take the weight of their document at their targets', () => {
    const spread = spreadWeights(rows[0] as (typeof rows)[0], [0.5, -0.25]);
    expect([...spread.weights]).toEqual([0, 0.5, 0.5, 0.5, 0, -0.25, -0.25, 0, 0, 0]);
    expect(spread.targets).toBe(rows[0]?.targets);
  });
});
