import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashGrams, measureRepetition, measureRepetitionByPosition, splitUnits } from './repetition.ts';

it('counts a 4-gram once it comes back: 1 of the 7 in ten words', () => {
  // a b c d | b c d e | c d e f | d e f a | e f a b | f a b c | a b c d (again)
  expect(measureRepetition('a b c d e f. A b c d')).toBeCloseTo(1 / 7);
});

it('takes Han characters as units', () => {
  // 灯塔照海 塔照海灯 照海灯塔 海灯塔照 灯塔照海 (again)
  expect(measureRepetition('灯塔照海，灯塔照海')).toBeCloseTo(1 / 5);
});

it('finds nothing in texts of fewer than four units', () => {
  expect(measureRepetition('one two three')).toBe(0);
  expect(measureRepetition('')).toBe(0);
});

describe('splitUnits', () => {
  it('takes words where spaces part them and characters elsewhere, whatever script stands beside', () => {
    expect(splitUnits('The keeper’s well-known 3rd lamp')).toEqual([
      'the',
      'keeper’s',
      'well-known',
      '3rd',
      'lamp',
    ]);
    expect(splitUnits('GPT模型は「灯台」')).toEqual(['gpt', '模', '型', 'は', '灯', '台']);
    expect(splitUnits('등대, ที่นี่')).toEqual(['등', '대', 'ที่', 'นี่']);
    expect(splitUnits('हिन्दी में')).toEqual(['हिन्दी', 'में']);
    expect(splitUnits('… — !')).toEqual([]);
  });
});

describe('hashGrams', () => {
  it('gives the same run the same number, and another run or order another', () => {
    const [one, two, three, again] = hashGrams(['a', 'b', 'a', 'a', 'b'], 2);
    expect(new Set([one, two, three]).size).toBe(3);
    expect(again).toBe(one);
    expect(hashGrams(['a'], 2)).toHaveLength(0);
  });

  it('gives whole numbers that survive JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), (units) => {
        const [hash = -1] = hashGrams(units, units.length);
        expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
      }),
    );
  });
});

describe('measureRepetitionByPosition', () => {
  it('shows where a text begins to say itself again', () => {
    // 16 4-grams in 4 parts: the second half is the first once more, but for the three grams across the middle.
    const once = 'a b c d e f g h i j';
    const [first, second, third, fourth] = measureRepetitionByPosition(`${once}. ${once.slice(0, 17)}`, 4);
    expect([first, second, third, fourth]).toEqual([0, 0, 0.5, 1]);
  });

  it('agrees with the whole: parts of equal size average to measureRepetition', () => {
    const words = fc.array(fc.constantFrom('sea', 'lamp', 'fog', '灯', '塔'), {
      minLength: 43,
      maxLength: 43,
    });
    fc.assert(
      fc.property(words, (units) => {
        const text = units.join(' ');
        const parts = measureRepetitionByPosition(text);
        expect(parts.reduce((sum, share) => sum + share, 0) / 10).toBeCloseTo(measureRepetition(text));
      }),
    );
  });

  it('has no parts for a text without 4-grams', () => {
    expect(measureRepetitionByPosition('one two three')).toEqual([]);
    expect(measureRepetitionByPosition('one two three four')).toEqual([0]);
  });
});

it('counts as a set of all 4-grams would', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 400 }), (units) => {
      const grams = units.slice(3).map((_unit, at) => units.slice(at, at + 4).join(' '));
      const repeated = grams.length - new Set(grams).size;
      expect(measureRepetition(units.join(' '))).toBeCloseTo(
        grams.length === 0 ? 0 : repeated / grams.length,
        12,
      );
    }),
  );
});
