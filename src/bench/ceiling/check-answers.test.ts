import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswers } from './check-answers.ts';
import type { HaystackQuestion } from './haystack.ts';

const answers = ['48213', '51877', '90210'];
const questions = answers.map((answer): HaystackQuestion => ({ kind: 'one', depth: 0, text: '', answer }));
const check = (reply: string): string => checkAnswers(reply, questions).join(' ');
const allRight = 'right right right';

describe('checkAnswers', () => {
  it.each([
    ['plain lines', '1: 48213\n2: 51877\n3: 90210'],
    ['Markdown', '**1.** 48213\n**2.** 51877\n**3.** 90210'],
    ['full width', '１：４８２１３\n２：５１８７７\n３：９０２１０'],
    ['Chinese', '第1题：48213\n第2题：51877。\n第3题：编号是90210。'],
    ['one line', '1) 48213, 2) 51877, 3) 90210'],
    ['grouped digits', '1: 48,213\n2: 51 877\n3: 90,210'],
    ['sentences', '1. It is entered under 48213.\n2. The number is 51877.\n3. Number 90210.'],
    ['another order', '3: 90210\n1: 48213\n2: 51877'],
    ['no places, but in order', '48213\n51877\n90210'],
    ['a correction', '1: 51877\n2: 51877\n3: 90210\nCorrected:\n1: 48213'],
    ['answers below their places', '1.\n48213\n2.\n51877\n3.\n90210'],
  ])('reads %s', (_name, reply) => {
    expect(check(reply)).toBe(allRight);
  });

  it('takes a number as a whole token only', () => {
    expect(check('1: 148213\n2: 518770\n3: 90210')).toBe('missing missing right');
  });

  it('does not take several numbers for an answer', () => {
    expect(check('1: 48213 or 51877\n2: 51877\n3: 90210')).toBe('wrong right right');
    expect(check('48213 51877 90210 11111 22222')).toBe('missing missing missing');
  });

  it('tells a wrong answer from none, and none from a reply that was cut off', () => {
    expect(check('1: 51877\n2: not in the text')).toBe('wrong missing missing');
    expect(checkAnswers('1: 48213\n2: 11111', questions, { isCut: true })).toEqual(['right', 'wrong', 'cut']);
    expect(checkAnswers('', questions)).toEqual(['missing', 'missing', 'missing']);
  });

  it('gives one outcome a question for any reply, and none right without its number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (reply) => {
        const outcomes = checkAnswers(reply, questions);
        expect(outcomes).toHaveLength(3);
        if (!/\p{N}/u.test(reply)) expect(outcomes).not.toContain('right');
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
