import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChooseSettings, choosePair, rejectedKinds, type ScoredText } from './choose-pair.ts';

const settings: ChooseSettings = { rejected: 'random', margin: 10, seed: '0' };
const of = (...scores: (number | null)[]): ScoredText[] =>
  scores.map((score, at) => ({ score, text: `text ${at}` }));

describe('choosePair', () => {
  it('takes the best, and for random every worse one over many instructions', () => {
    const samples = of(60, 90, 40, 70);
    const drawn = Array.from({ length: 60 }, (_each, at) => choosePair(`task ${at}`, samples, settings));
    expect(new Set(drawn.map((pair) => ('rule' in pair ? pair.rule : pair.chosen)))).toEqual(new Set([1]));
    expect(new Set(drawn.map((pair) => ('rule' in pair ? pair.rule : pair.rejected)))).toEqual(
      new Set([0, 2, 3]),
    );
    expect(choosePair('task 1', samples, settings)).toEqual(drawn[1]);
  });

  it('takes the worst, or one that is worse by the margin', () => {
    const samples = of(60, 90, 40, 85);
    expect(choosePair('a', samples, { ...settings, rejected: 'worst' })).toEqual({ chosen: 1, rejected: 2 });
    expect(choosePair('a', samples, { ...settings, rejected: 'margin', margin: 50 })).toEqual({
      chosen: 1,
      rejected: 2,
    });
    expect(choosePair('a', samples, { ...settings, rejected: 'margin', margin: 51 })).toEqual({
      rule: 'margin',
      reason: 'The worst is 50.0 points below the best, wanted are 51.',
    });
  });

  it.each([
    ['nothing scored', of(null, null, null), 'unscored'],
    ['one scored', of(null, 80, null), 'unscored'],
    ['all alike', of(80, 80, 80), 'tie'],
    ['one text', of(80, 60).map((each) => ({ ...each, text: 'same' })), 'same-text'],
  ])('makes no pair of %s', (_name, samples, rule) => {
    expect(choosePair('a', samples, settings)).toMatchObject({ rule });
  });

  it('never rejects what scores as well as the chosen, nor the same text', () => {
    const sample = fc.record({
      score: fc.option(fc.constantFrom(0, 12.5, 50, 50 + 1e-12, 99), { nil: null }),
      text: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 8 }),
        fc.constantFrom(...rejectedKinds),
        fc.string(),
        (samples, rejected, seed) => {
          const pair = choosePair('id', samples, { rejected, margin: 10, seed });
          if ('rule' in pair) return;
          const [chosen, worse] = [samples[pair.chosen] as ScoredText, samples[pair.rejected] as ScoredText];
          expect(chosen.text).not.toBe(worse.text);
          expect(chosen.score as number).toBeGreaterThan(worse.score as number);
          for (const { score } of samples)
            expect(score ?? 0).toBeLessThanOrEqual((chosen.score as number) + 1e-9);
        },
      ),
    );
  });
});
