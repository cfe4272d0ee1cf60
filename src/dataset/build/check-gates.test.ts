import { describe, expect, it } from 'vitest';
import { writeText } from '../../../test/planted-dataset.ts';
import { createRecord } from '../record.ts';
import { checkGates } from './check-gates.ts';

const prose = writeText('en', 'tide mills', 400, 1).join('\n\n');
const check = (
  answer: string,
  facts: Partial<Parameters<typeof checkGates>[1]> = {},
  instruction = 'Write of a mill.',
) =>
  checkGates(
    createRecord({
      id: 'r',
      source: { file: 'set', line: 1 },
      messages: [
        { role: 'user', content: instruction },
        { role: 'assistant', content: answer },
      ],
    }),
    { form: 'article', gaps: 0, ...facts },
  ).map(({ gate }) => gate);

describe('checkGates', () => {
  it('lets a sound text through', () => {
    expect(check(prose)).toEqual([]);
  });

  it.each([
    ['length', prose, 'Write a 900-word article on mills.'],
    ['completeness', `${prose} And then the miller`, undefined],
    ['repetition', `${prose}\n\n${prose}`, undefined],
    ['language', prose, '写一篇关于磨坊的文章'],
    ['part-labels', `${prose}\n\n(Part 2 of 3)\n\n${prose.slice(0, 200).replace(/[^.]*$/, '')}`, undefined],
  ])('stops at %s', (gate, answer, instruction) => {
    expect(check(answer, {}, instruction)).toContain(gate);
  });

  it('takes the parts of a novel for what they are', () => {
    const [first, ...rest] = prose.split('\n\n');
    const novel = [first, 'PART TWO', ...rest].join('\n\n');
    expect(check(novel)).toEqual(['part-labels']);
    expect(check(novel, { form: 'novel' })).toEqual([]);
  });

  it('takes a marked gap for what is missing', () => {
    expect(check(prose, { gaps: 2 })).toEqual(['completeness']);
  });
});
