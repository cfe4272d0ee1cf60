import { describe, expect, it } from 'vitest';
import type { IndexedAnswer } from '../../methods/answers/answer-index.ts';
import { cellName, listPairs } from './list-pairs.ts';

const study = { models: ['m', 'n'], methods: ['native', 'longhand'] };
const answers = study.models.flatMap((model) =>
  study.methods.flatMap((method) =>
    [1, 2].map((repeat) => ({ model, method, sample: 's', repeat }) as IndexedAnswer),
  ),
);
const name = ({ a, b }: { a: IndexedAnswer; b: IndexedAnswer }): string =>
  `${cellName(a)} / ${cellName(b)} ${a.repeat}${b.repeat}`;

describe('listPairs', () => {
  it('pairs every two authors, repeat by repeat, in whatever order answers came in', () => {
    const { pairs } = listPairs(answers, study);
    expect(pairs).toHaveLength(12);
    expect(pairs.every(({ a, b }) => a.repeat === b.repeat)).toBe(true);
    expect(listPairs(answers.toReversed(), study).pairs.map(name)).toEqual(pairs.map(name));
  });

  it('takes only pairs with exactly one answer of the one named', () => {
    expect(listPairs(answers, study, { against: 'native' }).pairs.map(name)).toEqual([
      'm, native / m, longhand 11',
      'm, native / n, longhand 11',
      'm, longhand / n, native 11',
      'n, native / n, longhand 11',
      'm, native / m, longhand 22',
      'm, native / n, longhand 22',
      'm, longhand / n, native 22',
      'n, native / n, longhand 22',
    ]);
  });

  it('refuses what compares nothing', () => {
    expect(() => listPairs(answers, study, { against: 'chain' })).toThrow(
      'Expected `against` to be one model or method of this study (m, n, native, longhand) beside others, got `chain`.',
    );
    expect(() => listPairs(answers, { models: ['m'], methods: ['native'] })).toThrow(
      'at least two models or methods',
    );
  });
});
