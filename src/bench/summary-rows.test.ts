import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figures, ScoredSample } from './benchmark.ts';
import { averageFigure, groupRows, mean, median } from './summary-rows.ts';

const scored = (id: string, groups: Record<string, string>, scores: Figures): ScoredSample => ({
  sample: { id, instruction: '', language: 'en', groups },
  answer: '',
  counted: {},
  verdicts: {},
  scores,
});

describe('groupRows', () => {
  const rows = [
    scored('03', { bucket: 'long', type: 'story' }, { S: 30 }),
    scored('01', { bucket: 'short', type: 'story' }, { S: 10 }),
    scored('02', { bucket: 'short', type: 'report' }, { S: null }),
  ];

  it('puts all first, then each value of each group in the order of the ids', () => {
    expect(
      groupRows(rows).map(({ group, rows: some }) => [group, some.map(({ sample }) => sample.id)]),
    ).toEqual([
      ['all', ['01', '02', '03']],
      ['bucket short', ['01', '02']],
      ['bucket long', ['03']],
      ['type story', ['01', '03']],
      ['type report', ['02']],
    ]);
  });

  it('gives the same groups for every order of the answers', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 3 }), (shuffled) => {
        expect(groupRows(shuffled)).toEqual(groupRows(rows));
      }),
    );
  });

  it('averages what is scored and counts the rest as unscored', () => {
    const [all, short] = groupRows(rows);
    expect(all && averageFigure(all, 'S')).toEqual({
      group: 'all',
      figure: 'S',
      value: 20,
      samples: 2,
      unscored: 1,
    });
    expect(short && averageFigure(short, 'absent')).toMatchObject({ value: null, samples: 0, unscored: 2 });
  });
});

describe('mean and median', () => {
  it('of nothing are null', () => {
    expect(mean([])).toBeNull();
    expect(median([])).toBeNull();
  });

  it('take the middle, or what lies between the two in the middle', () => {
    expect(median([900, 100, 200])).toBe(200);
    expect(median([900, 100, 200, 400])).toBe(300);
    expect(mean([900, 100, 200, 400])).toBe(400);
  });
});
