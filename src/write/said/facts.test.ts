import { expect, it } from 'vitest';
import { isSameFact, listFacts } from './facts.ts';

const shareKey = (one: string, other: string): boolean => {
  const keys = new Set(listFacts(one)[0]?.keys);
  return listFacts(other)[0]?.keys.some((key) => keys.has(key)) ?? false;
};

it('lists sentences with numbers in digits, and in Chinese numerals', () => {
  const text = 'The tower rose to 41 metres above the rock. Nobody counted the waves that winter. It was 9.';
  expect(listFacts(text).map(({ sentence }) => sentence)).toEqual([
    'The tower rose to 41 metres above the rock.',
  ]);
  expect(listFacts('灯塔建成于一八五一年。海上起了雾，什么也看不见。三月里来了第一位守塔人。')).toHaveLength(
    2,
  );
});

it('finds a fact again with a word changed, and not with another number', () => {
  const fact =
    'The lighthouse on the northern rock was first lit on 4 March 1851 by a keeper from Stavanger.';
  const changed = fact.replace('northern', 'outer');
  expect(shareKey(fact, changed) && isSameFact(fact, changed)).toBe(true);
  const other = fact.replace('1851', '1852');
  expect(shareKey(fact, other)).toBe(false);
});

it('does not take two facts of one year for the same', () => {
  expect(
    isSameFact(
      'In 1851 the tower was lit for the first time.',
      'In 1851 the harbour had forty ships and no quay.',
    ),
  ).toBe(false);
});
