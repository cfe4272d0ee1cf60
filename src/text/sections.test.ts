import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBodyWords, splitSections } from './sections.ts';

describe('splitSections', () => {
  it('cuts at headings outside code, lists and quotations', () => {
    const markdown =
      'Opening.\n\n# One *bold*\nText\n\n```md\n# not a heading\n```\n\n> # quoted\n\nTwo\n---\n\nMore\n\n### 第三节\n';
    expect(splitSections(markdown)).toEqual([
      { level: 0, heading: '', text: 'Opening.\n\n' },
      {
        level: 1,
        heading: 'One bold',
        text: '# One *bold*\nText\n\n```md\n# not a heading\n```\n\n> # quoted\n\n',
      },
      { level: 2, heading: 'Two', text: 'Two\n---\n\nMore\n\n' },
      { level: 3, heading: '第三节', text: '### 第三节\n' },
    ]);
  });

  it('keeps front matter in the part before the first heading', () => {
    const markdown = '---\nwords: 500\n\nform: essay\n---\n# T\nBody';
    expect(splitSections(markdown).map(({ level, heading }) => [level, heading])).toEqual([
      [0, ''],
      [1, 'T'],
    ]);
  });

  it('gives the document back when the texts are joined', () => {
    const block = fc.constantFrom(
      '# A\n',
      '## B ##\r\n',
      'text\n',
      '\n',
      '```\n',
      '- item\n',
      '> quote\n',
      '===\n',
      '---\n',
      'a: b\n',
      '\t# tab\n',
      '[^1]: note\n',
      '| a |\n|---|\n',
      '\uFEFF',
      '\r',
      '中文。\n',
      '<!-- # x -->\n',
      '   # C',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 14 }), (blocks) => {
        const markdown = blocks.join('');
        expect(
          splitSections(markdown)
            .map((section) => section.text)
            .join(''),
        ).toBe(markdown);
      }),
    );
  });
});

describe('countBodyWords', () => {
  it('leaves out front matter, headings, contents, notes and references', () => {
    const markdown = `---
title: Left out here
---
# The title

## Contents
1. [First part](#first-part)

## First part

Five words of body text[^1].

### 1.1 Deeper

Three more words.

## Notes
One note.

### Still notes
Another.

## 7. References:
- Somebody, Something.

## Afterword

Two words.

[^1]: A definition nobody counts.
`;
    expect(countBodyWords(markdown)).toBe(10);
  });

  it('leaves out a list of links into the document without a heading, and keeps other lists', () => {
    const markdown =
      '- [One](#one)\n  - [Two](#two)\n\n# One\n\n- [outside](https://e.org) link\n- see [here](#one) too\n';
    expect(countBodyWords(markdown)).toBe(9);
  });

  it('knows the Chinese names', () => {
    const markdown =
      '# 标题\n\n## 目录\n一 二\n\n## 一、正文\n正文五个字\n\n## 注释\n说明\n\n## 参考文献\n某书\n';
    expect(countBodyWords(markdown)).toBe(5);
  });

  it('counts by the rule it is given', () => {
    expect(countBodyWords('# 제목\n\n안녕하세요 세계', 'unicode')).toBe(2);
  });
});

describe('a text of headings and paragraphs alone', () => {
  /** Adds nothing to count and no section, and has to be parsed. */
  const rule = '\n\n***\n';
  const line = fc.oneof(
    fc.constantFrom(
      ...[
        '# A title',
        '## References',
        '### Notes ##',
        '## 参考文献',
        '#',
        '# #',
        '##  ',
        '#no heading',
        '####### no',
        '  ## Notes  ',
      ],
      ...[
        'text of a line',
        'Zwei Wörter.',
        '正文五个字',
        '',
        '   ',
        'a # b',
        'ends in #',
        '\u3000缩进',
        '# A\u2028B',
        '## B: c',
        '12 mills',
        'to - be',
      ],
    ),
    fc.string({ unit: fc.constantFrom('#', ' ', 'a', '字', '-', '1', '.', '=', '\u00a0'), maxLength: 8 }),
  );

  it('is cut and counted as by the parser', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        expect(countBodyWords(text)).toBe(countBodyWords(text + rule));
        const outline = (of: string) => splitSections(of).map(({ level, heading }) => [level, heading]);
        if (text !== '') expect(outline(text)).toEqual(outline(text + rule));
      }),
      { numRuns: 200 },
    );
  });
});
