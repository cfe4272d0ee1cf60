import { describe, expect, it } from 'vitest';
import { cleanSection, renderMarkdown, type WrittenSection } from './manuscript.ts';

const section = (
  id: string,
  title: string,
  text: string,
  rest: Partial<WrittenSection> = {},
): WrittenSection => ({
  id,
  title,
  depth: id.split('.').length,
  text,
  targetWords: 10,
  deliveredWords: 10,
  status: 'done',
  attempts: 1,
  isUnfinished: false,
  ...rest,
});

describe('renderMarkdown', () => {
  it('puts title and headings from the plan above the texts', () => {
    const sections = [
      section('1', 'Part', '', { targetWords: 0 }),
      section('1.1', 'A', 'First.'),
      section('2', 'B', 'Second.'),
    ];
    expect(renderMarkdown({ title: 'T', language: 'en', sections, hasHeadings: true })).toBe(
      '# T\n\n## Part\n\n### A\n\nFirst.\n\n## B\n\nSecond.\n',
    );
  });

  it('leaves headings out of a text that stands without them', () => {
    expect(
      renderMarkdown({
        title: '',
        language: 'en',
        sections: [section('1', '', 'Dear all.')],
        hasHeadings: false,
      }),
    ).toBe('Dear all.\n');
  });

  it('says where a section is missing, in the language of the text', () => {
    const sections = [section('1', '甲', '', { status: 'gap' })];
    expect(renderMarkdown({ title: '题', language: 'zh', sections, hasHeadings: true })).toContain(
      '此处缺一节',
    );
  });
});

describe('cleanSection', () => {
  it.each([
    ['the heading again', '## Early Lights\n\nFires burned.', 'Early lights'],
    ['the heading with its number', '### Section 3: Early lights\n\nFires burned.', 'Early Lights'],
    ['a bold heading', '**Early Lights**\n\nFires burned.', 'Early lights'],
    ['a bare label', 'Paragraph 3\n\nFires burned.', 'Early lights'],
    ['label and heading on two lines', 'Section 3\n**Early Lights**\nFires burned.', 'Early Lights'],
    ['a fence around everything', '```markdown\n## Early lights\nFires burned.\n```', 'Early lights'],
  ])('takes away %s', (_name, text, title) => {
    expect(cleanSection(text, title)).toBe('Fires burned.');
  });

  it('does so in Chinese', () => {
    expect(cleanSection('第三节 早期灯火\n\n崖上有火。', '早期灯火')).toBe('崖上有火。');
  });

  it.each([
    ['a sub-heading of its own', '### The Pharos\n\nFires burned.'],
    ['a first sentence that begins like a label', 'Part 1 of the tower burned.\nThen it fell.'],
    ['code in the middle', 'See:\n\n```\ncode\n```'],
    ['a single line', 'Early lights'],
  ])('keeps %s', (_name, text) => {
    expect(cleanSection(text, 'Early lights')).toBe(text);
  });
});
