import { describe, expect, it } from 'vitest';
import type { MeasuredRun } from './measure-run.ts';
import { renderGoals, renderTable, summarizeCell } from './table.ts';

const runOf = (
  kind: MeasuredRun['kind'],
  words: number,
  rest: Partial<NonNullable<MeasuredRun['delivered']>> = {},
): MeasuredRun => ({
  prompt: 'p',
  kind,
  askedWords: 1000,
  delivered: {
    words,
    isOutside: false,
    beats: { en: { planned: 4, present: 3 }, zh: { planned: 0, present: 0 } },
    answers: { written: 1100, kept: 990 },
    calls: 3,
    inputTokens: 500,
    ...rest,
  },
});

describe('the table of the length bench', () => {
  it('scores runs "about" a length, holds bounds to the word, and counts failures apart', () => {
    const runs: MeasuredRun[] = [
      runOf('about', 1000),
      runOf('about', 800, { isOutside: true }),
      runOf('atLeast', 999),
      runOf('atMost', 1000),
      { prompt: 'p', kind: 'about', askedWords: 1000, failure: 'broke' },
    ];
    // S_l of 800 for 1,000 words: 100 · (1 - (1000/800 - 1)/2) = 87.5.
    expect(summarizeCell({ runs })).toEqual({
      runs: 5,
      failed: 1,
      meanScore: 93.75,
      lowScore: expect.closeTo(87.5 + 0.05 * 12.5),
      usualError: expect.closeTo(0.1),
      highError: expect.closeTo(0.19),
      outside: 0.25,
      boundsKept: 0.5,
      englishBeats: 0.75,
      chineseBeats: undefined,
      wasted: 0.1,
      calls: 3,
      inputTokens: 500,
    });
  });

  it('shows a dash where there is nothing to measure, and meets no goal with it', () => {
    const runs: MeasuredRun[] = [{ prompt: 'p', kind: 'about', askedWords: 1000, failure: 'broke' }];
    const [, , row] = renderTable([{ quality: 'usual', method: 'native', runs }]).split('\n');
    expect(row).toBe('| usual | native | 1 | - | - | - | - | - | 1 | - | - | - | - | - | - |');
    expect(renderGoals({ runs })).not.toContain(': met');
  });
});
