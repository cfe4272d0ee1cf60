import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AskedLength,
  createContract,
  defaultTolerance,
  isWithinContract,
  targetWordsOf,
} from './length-contract.ts';

const words = fc.integer({ min: 1, max: 500_000 });
const asked: fc.Arbitrary<AskedLength> = fc.oneof(
  fc.record({ kind: fc.constantFrom('about' as const, 'atLeast' as const, 'atMost' as const), words }),
  fc
    .tuple(words, words)
    .map(([a, b]): AskedLength => ({ kind: 'range', words: [Math.min(a, b), Math.max(a, b)] })),
);

describe('length contract', () => {
  it('aims at a target that keeps the contract, whatever was asked', () => {
    fc.assert(
      fc.property(asked, (length) => {
        const contract = createContract(length);
        expect(isWithinContract(contract, targetWordsOf(contract))).toBe(true);
      }),
    );
  });

  it.each<[AskedLength, number]>([
    [{ kind: 'about', words: 2000 }, 2000],
    [{ kind: 'atLeast', words: 2000 }, 2100],
    [{ kind: 'atLeast', words: 100 }, 110],
    [{ kind: 'atLeast', words: 30_000 }, 30_600],
    [{ kind: 'atMost', words: 300 }, 285],
    [{ kind: 'atMost', words: 20 }, 16],
    [{ kind: 'atMost', words: 1 }, 1],
    [{ kind: 'range', words: [800, 1000] }, 900],
  ])('for %j aims at %i words', (length, target) => {
    expect(targetWordsOf(length)).toBe(target);
  });

  it('takes one-sided bounds and ranges to the word', () => {
    const atLeast = createContract({ kind: 'atLeast', words: 2000 }, { tolerance: 0.2 });
    expect([1999, 2000, 9000].map((delivered) => isWithinContract(atLeast, delivered))).toEqual([
      false,
      true,
      true,
    ]);
    const atMost = createContract({ kind: 'atMost', words: 300 });
    expect([0, 300, 301].map((delivered) => isWithinContract(atMost, delivered))).toEqual([
      true,
      true,
      false,
    ]);
    const range = createContract({ kind: 'range', words: [800, 1000] });
    expect([799, 800, 1000, 1001].map((delivered) => isWithinContract(range, delivered))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('allows 5 % either side of about, 1 % above 20,000 words, or what was named', () => {
    const short = createContract({ kind: 'about', words: 1000 });
    expect([949, 950, 1050, 1051].map((delivered) => isWithinContract(short, delivered))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const long = createContract({ kind: 'about', words: 30_000 });
    expect([29_699, 29_700, 30_300].map((delivered) => isWithinContract(long, delivered))).toEqual([
      false,
      true,
      true,
    ]);
    const strict = createContract({ kind: 'about', words: 1000 }, { tolerance: 0 });
    expect([999, 1000].map((delivered) => isWithinContract(strict, delivered))).toEqual([false, true]);
    expect([defaultTolerance(20_000), defaultTolerance(20_001)]).toEqual([0.05, 0.01]);
  });

  it('names the number that makes no sense', () => {
    expect(() => createContract({ kind: 'about', words: -3 })).toThrow(
      '`words` to be a positive whole number, got `-3`',
    );
    expect(() => createContract({ kind: 'range', words: [1000, 800] })).toThrow('`1000-800`');
    expect(() => createContract({ kind: 'about', words: 10 }, { tolerance: 5 })).toThrow('`tolerance`');
  });
});
