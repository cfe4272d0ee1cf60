import { describe, expect, it } from 'vitest';
import { scoreTokenF1 } from './token-f1.ts';

describe('scoreTokenF1', () => {
  it('ignores case, punctuation and articles', () => {
    expect(scoreTokenF1('The Old Marten.', ['an old "Marten"'])).toBe(100);
  });

  it('scores shared words by precision and recall', () => {
    // Shared: old, marten. Precision 2/4, recall 2/2.
    expect(scoreTokenF1('it is old Marten', ['old Marten'])).toBeCloseTo((100 * 2 * 0.5 * 1) / 1.5, 10);
  });

  it('counts a repeated word no more often than the reference has it', () => {
    expect(scoreTokenF1('no no no', ['no'])).toBeCloseTo(50, 10);
  });

  it('takes the better of two references', () => {
    expect(scoreTokenF1('the keeper', ['Marten', 'keeper'])).toBe(100);
  });

  it('gives nothing to an answer without a word, and no number without a reference', () => {
    expect(scoreTokenF1('the…', ['Marten'])).toBe(0);
    expect(scoreTokenF1('', ['Marten'])).toBe(0);
    expect(scoreTokenF1('Marten', ['the'])).toBeNull();
    expect(scoreTokenF1('Marten', [])).toBeNull();
  });
});
