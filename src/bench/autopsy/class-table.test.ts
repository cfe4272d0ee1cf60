import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tabulateClasses } from './class-table.ts';
import { answerClasses } from './classify-answer.ts';

describe('tabulateClasses', () => {
  it('counts by asked length, with the answers to no length last', () => {
    const table = tabulateClasses([
      { class: 'refusal' },
      { askedWords: 30_000, class: 'stopped-early' },
      { askedWords: 499, class: 'finished' },
      { askedWords: 500, class: 'finished' },
      { askedWords: 1999, class: 'loop' },
    ]);
    expect(table.map(({ asked, answers }) => [asked, answers])).toEqual([
      ['[0,500)', 1],
      ['[500,2000)', 2],
      ['[20000,∞)', 1],
      ['none', 1],
    ]);
    expect(table[1]?.counts).toMatchObject({ finished: 1, loop: 1, truncated: 0 });
  });

  it('loses no answer', () => {
    const answer = fc.record({
      askedWords: fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: undefined }),
      class: fc.constantFrom(...answerClasses),
    });
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        const table = tabulateClasses(answers);
        expect(table.reduce((sum, row) => sum + row.answers, 0)).toBe(answers.length);
      }),
      { seed: 2 },
    );
  });
});
