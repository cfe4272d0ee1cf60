import { expect, it } from 'vitest';
import { measureRepetition } from './repetition.ts';

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
