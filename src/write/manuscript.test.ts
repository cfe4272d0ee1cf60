import { describe, expect, it } from 'vitest';
import { renderMarkdown, type WrittenSection } from './manuscript.ts';

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

it('keeps the notes of sections apart that number them alike', () => {
  const section = { depth: 1, targetWords: 5, deliveredWords: 5, attempts: 1, isUnfinished: false };
  const note = (word: string): string => `${word}.[^1]\n\n[^1]: About ${word}.`;
  const markdown = renderMarkdown({
    title: 'Lamps',
    language: 'en',
    hasHeadings: true,
    sections: [
      { ...section, status: 'done', id: '1', title: 'Oil', text: note('Oil') },
      { ...section, status: 'done', id: '2', title: 'Gas', text: note('Gas') },
    ],
  });
  const labels = [...markdown.matchAll(/^\[\^([^\]]+)\]:/gm)].map((match) => match[1]);
  expect(new Set(labels).size).toBe(2);
});
