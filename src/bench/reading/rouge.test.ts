import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreRouge } from './rouge.ts';

describe('scoreRouge', () => {
  it('scores a worked example', () => {
    // 3 of 4 words, 1 of 3 pairs ("the gunman"), longest common subsequence "police the gunman".
    const scores = scoreRouge('Police kill the gunman.', ['police killed the gunman']);
    expect(scores?.['ROUGE-1']).toBeCloseTo(75, 10);
    expect(scores?.['ROUGE-2']).toBeCloseTo(100 / 3, 10);
    expect(scores?.['ROUGE-L']).toBeCloseTo(75, 10);
  });

  it('counts a word as often as both have it, and takes precision and recall into F1', () => {
    // "the" stands three times in the answer and once in the reference: precision 2/4, recall 2/2.
    expect(scoreRouge('the the the cat', ['the cat'])?.['ROUGE-1']).toBeCloseTo((100 * 2 * 0.5) / 1.5, 10);
  });

  it('reads the longest subsequence over sentence ends, as one text', () => {
    // "a b c d" against "c d. a b.": in one text two words keep their order, sentence by sentence all four would.
    expect(scoreRouge('a1 b1. c1 d1.', ['c1 d1. a1 b1.'])?.['ROUGE-L']).toBeCloseTo(50, 10);
  });

  it('takes the values that the Python package rouge_score 0.1.2 gives', () => {
    const answer =
      'The state-of-the-art café in the U.S. cost 12,000 dollars; it didn\'t last, said "Mr. Smith".';
    const reference = "Mr. Smith said the U.S. café's cost was 12,000 dollars. It did not last!";
    const scores = scoreRouge(answer, [reference]);
    expect(scores?.['ROUGE-1']).toBeCloseTo(68.4210526316, 8);
    expect(scores?.['ROUGE-2']).toBeCloseTo(38.8888888889, 8);
    expect(scores?.['ROUGE-L']).toBeCloseTo(47.3684210526, 8);
  });

  it('takes for each figure the reference that suits it best', () => {
    const references = ['red boats sail', 'the old mill burnt down at night'];
    expect(scoreRouge('The old mill burnt.', references)).toEqual(
      scoreRouge('The old mill burnt.', references.slice(1)),
    );
  });

  it('gives nothing to an answer without words, and no number where there is nothing to hold it against', () => {
    expect(scoreRouge('…', ['a reference'])).toEqual({ 'ROUGE-1': 0, 'ROUGE-2': 0, 'ROUGE-L': 0 });
    expect(scoreRouge('', ['a reference'])?.['ROUGE-1']).toBe(0);
    expect(scoreRouge('one', ['two words'])?.['ROUGE-2']).toBe(0);
    expect(scoreRouge('回答', ['参考答案'])).toBeNull();
    expect(scoreRouge('an answer', [])).toBeNull();
  });

  it('lies between 0 and 100, is 100 for the same text and the same from both sides', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', '.', '\n'), { minLength: 2, maxLength: 20 })
      .map((words) => `x y ${words.join(' ')}`);
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [there, back] = [scoreRouge(one, [other]), scoreRouge(other, [one])];
        for (const figure of ['ROUGE-1', 'ROUGE-2', 'ROUGE-L'] as const) {
          const value = there?.[figure] ?? Number.NaN;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(100 + 1e-9);
          expect(value).toBeCloseTo(back?.[figure] ?? Number.NaN, 8);
          expect(scoreRouge(one, [one])?.[figure]).toBeCloseTo(100, 8);
        }
      }),
    );
  });
});
