import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { createPlan, listSections } from './plan.ts';
import { readPlanFile, renderPlanFile } from './plan-file.ts';

const read = (text: string, targetWords?: number) =>
  readPlanFile(text, { targetWords, fallbackWords: 2000, defaultTitle: 'Untitled', path: 'plan.md' });
const headings = (text: string) =>
  listSections(read(text)).map(({ section, depth }) => [depth, section.title]);

describe('readPlanFile', () => {
  it('keeps headings to the letter', () => {
    const plan = read(
      '# My *Title*\n\n## 1) Why `x` & "y"? (draft) #3\n\n- a point\n\n##   Zweitens: Über alles ##\n',
    );
    expect(plan.title).toBe('My *Title*');
    expect(plan.sections.map((section) => section.title)).toEqual([
      '1) Why `x` & "y"? (draft) #3',
      'Zweitens: Über alles',
    ]);
    expect(plan.sections[0]?.mainPoints).toEqual(['a point']);
  });

  it('makes sections of several top headings', () => {
    expect(headings('# One\n# Two\n## Two a\n')).toEqual([
      [1, 'One'],
      [1, 'Two'],
      [2, 'Two a'],
    ]);
  });

  it('makes sections of bullets and of numbered lists, deeper entries their points', () => {
    const bullets = read('A title\n\n- First\n  - point one\n- Second\n');
    expect(bullets.title).toBe('A title');
    expect(bullets.sections.map(({ title, mainPoints }) => [title, mainPoints])).toEqual([
      ['First', ['point one']],
      ['Second', []],
    ]);
    expect(headings('1. 起源\n2、发展\n3) 今天\n')).toEqual([
      [1, '起源'],
      [1, '发展'],
      [1, '今天'],
    ]);
  });

  it('takes the words of the sections as the target when nobody names another', () => {
    const text = '# T\n## A\nWords: 300\n## B\n字数：1,200\n';
    expect(read(text).sections.map((section) => section.targetWords)).toEqual([300, 1200]);
    const scaled = read(text, 3000).sections.map((section) => section.targetWords);
    expect(scaled.reduce((sum, words) => sum + words, 0)).toBe(3000);
  });

  it('reads JSON and names the field that is wrong', () => {
    expect(read('{"title":"T","sections":[{"title":"A","words":10}]}').sections[0]?.targetWords).toBe(10);
    expect(() => read('{"title":"T","sections":[{"titel":"A"}]}')).toThrow('sections.0');
    expect(() => read('{"title":')).toThrow('Expected JSON in the plan plan.md');
  });

  it.each([
    [
      'rules between sections',
      '---\n\n## A\n\n- x\n\n---\n\n## B\n\n***\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'underlined headings',
      'T\n=\n\nA\n---\n\n- x\n\nB\n---\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'a byte order mark and Windows line ends',
      '\uFEFF# T\r\n\r\n## A\r\n\r\n- x\r\n## B\r\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'a fence around the plan',
      '```markdown\n# T\n## A\n- x\n## B\n```\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'a fence inside',
      '# T\n## A\n```sh\n# x\n```\n## B\n',
      [
        ['A', ['# x']],
        ['B', []],
      ],
    ],
    [
      'comments',
      '<!-- for me:\n## Z -->\n# T\n## A <!-- open -->\n- x\n## B\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'front matter',
      '---\ntitle: T\nauthor: me\n---\n## A\n- x\n## B\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'bold lines for headings',
      '**A**\n- x\n\n**B**\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'boxes to tick',
      '- [ ] A\n  - x\n- [x] B\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      'bullets below numbers',
      'Outline:\n\n1. **A**\n- x\n2. B\n',
      [
        ['A', ['x']],
        ['B', []],
      ],
    ],
    [
      '一、 and （一）',
      '一、甲\n（一）火\n1. 油\n二、乙\n',
      [
        ['甲', ['火', '油']],
        ['乙', []],
      ],
    ],
    [
      'a table of something else',
      '## A\n| year | event |\n|---|---|\n| 1850 | lamp |\n## B\n',
      [
        ['A', ['year | event', '1850 | lamp']],
        ['B', []],
      ],
    ],
    [
      'points that begin with numbers',
      '## A\n1.5 million ships\n- 2 men\n## B\n',
      [
        ['A', ['1.5 million ships', '2 men']],
        ['B', []],
      ],
    ],
  ])('reads %s', (_name, text, expected) => {
    expect(read(text).sections.map(({ title, mainPoints }) => [title, mainPoints])).toEqual(expected);
  });

  it.each([
    ['in brackets', '## A (300 words)\n## B [~700 words]\n'],
    ['behind a dash or colon', '## A — 300 words\n## B: about 700 words\n'],
    ['in italics', '## A *(300 words)*\n## B _(700 words)_\n'],
    ['as a range', '## A (250-350 words)\n## B (600 to 800 words)\n'],
    ['on lines in emphasis', '## A\n\n*Word count: ~300 words*\n\n## B\n\n**Target length:** 700 words\n'],
    ['alone in brackets', '## A\n(300 words)\n## B\n~700 words\n'],
    ['as a bullet', '## A\n- Words: 300\n## B\n- 字数：700\n'],
    ['in Chinese', '一、A（300字）\n二、B（约700字）\n'],
    [
      'in a table',
      '| # | Section | Words |\n|---|---|---|\n| 1 | A | 300 |\n| 2 | **B** | ~700 words |\n| | Total | 1000 |\n',
    ],
    ['with a total at the end', '## A (300 words)\n## B (700 words)\n\n**Total: 1,000 words**\n'],
    ['in JSON, as a list', '[{"heading": "A", "word_count": "300 words"}, {"title": "B", "words": 700}]'],
    [
      'in JSON under other names',
      '{"outline": [{"heading": "A", "wordCount": 300}, {"name": "B", "words": 700}]}',
    ],
    [
      'in fenced JSON',
      '```json\n{"plan": {"title": "T", "parts": [{"title": "A", "words": 300}, {"title": "B", "words": 700}]}}\n```',
    ],
  ])('takes the words of sections %s for their budget, not for their title', (_name, text) => {
    expect(
      read(text).sections.map(({ title, targetWords, mainPoints }) => [title, targetWords, mainPoints]),
    ).toEqual([
      ['A', 300, []],
      ['B', 700, []],
    ]);
  });

  it('keeps words in a title that are no budget', () => {
    expect(headings('## The last 500 words\n## 500 words to live by\n## Chapter 3: 500 miles\n')).toEqual([
      [1, 'The last 500 words'],
      [1, '500 words to live by'],
      [1, 'Chapter 3: 500 miles'],
    ]);
  });

  it('makes sections of what stands below a part, headings or points with words of their own', () => {
    const plan = read(
      '# T\n## Part\n### A (300 words)\n- x\n### B (500 words)\n## Rest\n- C (100 words)\n- D (100 words)\n',
    );
    expect(
      listSections(plan).map(({ section, depth }) => [depth, section.title, section.targetWords]),
    ).toEqual([
      [1, 'Part', 0],
      [2, 'A', 300],
      [2, 'B', 500],
      [1, 'Rest', 0],
      [2, 'C', 100],
      [2, 'D', 100],
    ]);
  });

  it('gives a section that names no words the average of the others', () => {
    expect(
      read('## A (300 words)\n## B\n## C (500 words)\n').sections.map((section) => section.targetWords),
    ).toEqual([300, 400, 500]);
  });

  it('makes a title of what the instruction is about where the plan has none', () => {
    const instruction = 'Write a long essay about the keepers of the light.\nIt should be sad.';
    const plan = readPlanFile('## A\n## B\n', {
      fallbackWords: 100,
      defaultTitle: instruction,
      path: 'plan.md',
    });
    expect(plan.title).toBe('The keepers of the light');
  });

  it('refuses a file without sections', () => {
    expect(() => read('just a remark')).toThrow(UsageError);
  });

  it('reads back what renderPlanFile wrote', () => {
    const name = fc.stringMatching(/^[A-Za-z灯塔][A-Za-z灯塔 ,.'?]{0,30}[A-Za-z灯塔]$/);
    const draft = fc.record({
      title: name,
      mainPoints: fc.array(name, { maxLength: 3 }),
      words: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(name, fc.array(draft, { minLength: 1, maxLength: 12 }), (title, sections) => {
        const targetWords = sections.reduce((sum, section) => sum + section.words, 0);
        const plan = createPlan({ title, sections }, { targetWords });
        for (const language of ['en', 'zh'] as const)
          expect(read(renderPlanFile(plan, language))).toEqual(plan);
      }),
    );
  });
});
