import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../model/simulated/random.ts';
import { findLoopTokens, sampleToken } from './sample.ts';

const settings = (seed: number) => ({ temperature: 1, topP: 1, random: createRandom('sample', seed) });

describe('sampleToken', () => {
  it('draws tokens as often as their share says', () => {
    // Logits ln 6, ln 3, ln 1: shares 0.6, 0.3, 0.1.
    const logits = Float32Array.of(Math.log(6), Math.log(3), 0);
    const options = settings(1);
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 10_000; draw += 1) {
      const token = sampleToken(logits, options);
      counts[token] = (counts[token] ?? 0) + 1;
    }
    // Three standard deviations of a share of 0.6 in 10,000 draws: 3 · √(0.6 · 0.4 / 10,000) < 0.015.
    expect((counts[0] ?? 0) / 10_000).toBeCloseTo(0.6, 1);
    expect(Math.abs((counts[0] ?? 0) / 10_000 - 0.6)).toBeLessThan(0.015);
    expect(Math.abs((counts[2] ?? 0) / 10_000 - 0.1)).toBeLessThan(0.01);
  });

  it('keeps the smallest set of likeliest tokens that reaches top-p', () => {
    // 0.6 does not reach 0.7, 0.6 + 0.3 does: the third is never drawn.
    const logits = Float32Array.of(Math.log(6), Math.log(3), 0);
    const options = { ...settings(2), topP: 0.7 };
    const drawn = new Set(Array.from({ length: 500 }, () => sampleToken(logits, options)));
    expect([...drawn].sort()).toEqual([0, 1]);
  });

  it('takes the likeliest token that is not forbidden at temperature 0', () => {
    const logits = Float32Array.of(1, 3, 2);
    const options = { ...settings(3), temperature: 0 };
    expect(sampleToken(logits, options)).toBe(1);
    expect(sampleToken(logits, { ...options, isForbidden: (token) => token === 1 })).toBe(2);
  });

  it('never draws a forbidden token, and gives the same draws for the same seed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: -20, max: 20 }), { minLength: 2, maxLength: 40 }),
        fc.nat(),
        fc.float({ min: Math.fround(0.1), max: 2, noNaN: true }),
        (values, seed, temperature) => {
          const logits = Float32Array.from(values);
          const banned = seed % values.length;
          const draw = () =>
            sampleToken(logits, {
              temperature,
              topP: 0.95,
              random: createRandom(seed),
              isForbidden: (token) => token === banned,
            });
          const token = draw();
          expect(token).not.toBe(banned);
          expect(draw()).toBe(token);
        },
      ),
    );
  });

  it('says so when nothing may be drawn', () => {
    const forbidAll = { ...settings(4), isForbidden: () => true };
    expect(() => sampleToken(Float32Array.of(1, 2), forbidAll)).toThrow('all 2 are forbidden');
  });
});

describe('findLoopTokens', () => {
  it.each([
    { written: [5], forbidden: [5] },
    { written: [1, 2, 1], forbidden: [1, 2] },
    { written: [1, 2, 3, 1, 2], forbidden: [2, 3] },
    { written: [1, 2, 3, 4, 1, 2, 3], forbidden: [3, 4] },
    { written: [1, 2, 3, 4, 5, 1, 2, 3, 4], forbidden: [4] },
    { written: [], forbidden: [] },
  ])('forbids what completes a repetition after $written', ({ written, forbidden }) => {
    expect([...findLoopTokens(written, [])].sort()).toEqual(forbidden);
  });

  it('lets through what the prompt repeats itself', () => {
    const prompt = [9, 1, 0, 0, 8];
    expect([...findLoopTokens([1, 0], prompt)]).toEqual([]);
    // Two zeros are copied; a third one stands nowhere in the prompt, but "00" does, so the run is cut at two more.
    expect([...findLoopTokens([7, 8], prompt)]).toEqual([8]);
  });

  it('makes immediate repetitions of up to four tokens impossible', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), (wishes) => {
        const written: number[] = [];
        for (const wish of wishes) {
          const forbidden = findLoopTokens(written, []);
          let token = wish;
          while (forbidden.has(token)) token += 1;
          written.push(token);
        }
        for (let period = 1; period <= 4; period += 1) {
          for (let at = 2 * period; at <= written.length; at += 1) {
            const last = written.slice(at - period, at);
            expect(written.slice(at - 2 * period, at - period)).not.toEqual(last);
          }
        }
      }),
    );
  });
});
