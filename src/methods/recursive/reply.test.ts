import { describe, expect, it } from 'vitest';
import { parseReply } from './reply.ts';

const final = (text: string) => parseReply(text).final;
const code = '```repl\nprint(1)\n```';

describe('parseReply', () => {
  it('takes blocks marked repl, js or javascript, in order, and no others', () => {
    const { cells, isOpen } = parseReply(
      'Plan.\n```repl\nconst a = `b`;\nprint(a)\n```\n```json\n{}\n```\n~~~JavaScript\nc\n~~~\n  ```js\nd\n  ```\n```repl\n\n```',
    );
    expect({ cells, isOpen }).toEqual({ cells: ['const a = `b`;\nprint(a)', 'c', 'd'], isOpen: false });
  });

  it('takes a block without an end, and says so', () => {
    expect(parseReply('```repl\nprint(1)')).toMatchObject({ cells: ['print(1)'], isOpen: true });
    expect(parseReply('```text\nabc')).toMatchObject({ cells: [], isOpen: false });
  });

  it.each([
    ['FINAL(42)', '42'],
    ['FINAL("quoted")', 'quoted'],
    ['FINAL(the gate (of Norwell))', 'the gate (of Norwell)'],
    ['FINAL(a) b)', 'a) b'],
    ['Some words.\n\n**FINAL(one\ntwo)**\n', 'one\ntwo'],
    ['FINAL("""three "quoted" words""")', 'three "quoted" words'],
    ['Final answer: FINAL(42)', '42'],
    ['FINAL(no closing bracket', 'no closing bracket'],
    ['FINAL(smile :) and more)', 'smile :) and more'],
    ['So the sum is FINAL(42).', '42'],
  ])('reads the text of %s', (reply, text) => {
    expect(final(reply)).toEqual({ kind: 'text', text });
  });

  it.each([
    'FINAL_VAR(found)',
    'FINAL_VAR("found")',
    'We have it, so FINAL_VAR(found) is the answer.',
    `${code}\nFINAL_VAR(found)`,
  ])('reads the variable of %s', (reply) => {
    expect(final(reply)).toEqual({ kind: 'variable', name: 'found' });
  });

  it.each([
    'Then I will write FINAL(answer) in the last turn.',
    `FINAL(guess)\n${code}`,
    `Next I will return FINAL_VAR(found).\n${code}`,
    'FINAL_VAR(two words)',
    'FINAL()',
    '```repl\nFINAL("in code")\n```',
    'The finals (of the cup) were played.',
  ])('sees no answer in %s', (reply) => {
    expect(final(reply)).toBeUndefined();
  });
});
