import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOnSentence, splitSentences, trimToSentence } from './sentences.ts';

const anyText = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    ' ',
    '.',
    '!',
    '…',
    '。',
    '”',
    '"',
    '\n',
    '- ',
    '# ',
    '中',
    'Dr.',
    '```\n',
    '|',
    '1. ',
    'ไ',
  ),
});

describe('splitSentences', () => {
  it('takes a loop of marks for what it is, however long', () => {
    const dots = `Wait${'.'.repeat(300_000)}x. `;
    expect(splitSentences(`${dots}Next.${'!'.repeat(200_000)}`)).toEqual([
      dots,
      `Next.${'!'.repeat(200_000)}`,
    ]);
  });

  it.each<[string, string[]]>([
    ['One. Two! Three?', ['One. ', 'Two! ', 'Three?']],
    ['Dr. Ames paid $3.50 to Mr. Lee. He left.', ['Dr. Ames paid $3.50 to Mr. Lee. ', 'He left.']],
    ['The keeper is I. Ferreira. He left.', ['The keeper is I. Ferreira. ', 'He left.']],
    ['He and I. We left.', ['He and I. ', 'We left.']],
    ['“Stop!” he said. “Why?” She ran.', ['“Stop!” he said. ', '“Why?” ', 'She ran.']],
    [
      'J. R. R. Tolkien wrote it. So did I. Then we slept.',
      ['J. R. R. Tolkien wrote it. ', 'So did I. ', 'Then we slept.'],
    ],
    [
      'He lived in the U.S. for years. See Fig. 3. Done.',
      ['He lived in the U.S. for years. ', 'See Fig. 3. ', 'Done.'],
    ],
    [
      'We met (by chance.) Then, e.g. Tuesdays, we talked.',
      ['We met (by chance.) ', 'Then, e.g. Tuesdays, we talked.'],
    ],
    [
      '他来了。“走吧！”她说：“好？”然后……他们走了',
      ['他来了。', '“走吧！”', '她说：“好？”', '然后……他们走了'],
    ],
    ['雨停了！？ 天晴了。', ['雨停了！？ ', '天晴了。']],
    [
      '# Title\n\nA line\nthat wraps. Next.\n- item\n- item two',
      ['# Title\n\n', 'A line\nthat wraps. ', 'Next.\n', '- item\n', '- item two'],
    ],
    ['1. First thing\n2. Second thing', ['1. First thing\n', '2. Second thing']],
    ['वह आया। वह गया।', ['वह आया। ', 'वह गया।']],
    ['هل جاء؟ نعم.', ['هل جاء؟ ', 'نعم.']],
    ['', []],
  ])('splits %j', (text, expected) => {
    expect(splitSentences(text)).toEqual(expected);
  });

  it('gives the text back when joined, without empty parts', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = splitSentences(text);
        expect(parts.join('')).toBe(text);
        expect(parts).not.toContain('');
      }),
    );
  });
});

describe('endsOnSentence', () => {
  it.each([
    'It was over.',
    'It was over.\n\n',
    '“Was it?” ',
    'She said *nothing.*',
    'As shown before.[^3]',
    '(They left.)',
    'So it went on…',
    '他走了。',
    '他说：“走吧！”',
    '（他走了。）',
    'انتهى الأمر؟',
    'वह गया।',
    'เขาเดินจากไป',
    '- bread\n- milk',
    '1. Bread.\n2. Milk.',
    '```js\nlet x = 1\n```\n',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '![A map](map.png)',
    'It was over.\n\n---\n',
    '（全文完）',
    '**The End**',
    'The tide goes out\nthe boats lie down\nand no one calls\nthe harbour home',
    'Yours sincerely,\n\nAnna Berg',
    'He buys bread, milk, etc.',
  ])('is true for %j', (text) => {
    expect(endsOnSentence(text)).toBe(true);
  });

  it.each([
    '',
    '\n\n',
    'It was',
    'He met Dr.',
    'They were as follows:',
    '他走了，',
    '他慢慢地',
    '# Chapter 3',
    'Done.\n\n## Next',
    '```js\nlet x = 1;',
    '| a | b |\n|---|---|\n| 1 |  ',
    '- Bread.\n- Milk',
    '- bread\n- milk and the',
    'The tide goes out\nthe boats lie down\nand no one calls\nthe harbour,',
    'He said, “No.” Then he',
  ])('is false for %j', (text) => {
    expect(endsOnSentence(text)).toBe(false);
  });
});

describe('trimToSentence', () => {
  it.each([
    ['One. Two. Thr', 'One. Two.'],
    ['他来了。他说：“走吧！”然后', '他来了。他说：“走吧！”'],
    ['Done.\n\n## Next', 'Done.'],
    ['Look:\n\nIt works. See:\n\n```\nopen code. Not prose.\n', 'Look:\n\nIt works.'],
    ['All fine.\n', 'All fine.\n'],
    ['no end at all', ''],
    ['', ''],
  ])('cuts %j to %j', (text, expected) => {
    expect(trimToSentence(text)).toBe(expected);
  });

  it('returns a finished start of the text or nothing, and leaves it alone the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const kept = trimToSentence(text);
        expect(text.startsWith(kept)).toBe(true);
        if (kept !== '') expect(endsOnSentence(kept)).toBe(true);
        expect(trimToSentence(kept)).toBe(kept);
      }),
    );
  });
});
