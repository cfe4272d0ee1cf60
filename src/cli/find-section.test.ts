import { describe, expect, it } from 'vitest';
import { findSectionText } from './find-section.ts';

const sections = [
  { id: '1', title: 'Early *lights*', targetWords: 100 },
  { id: '2', title: 'Part two', targetWords: 0 },
  { id: '2.1', title: 'Costs', targetWords: 100 },
  { id: '3', title: 'Costs', targetWords: 100 },
];
const markdown =
  '# Lights\n\n## Early *lights*\n\nFirst.\n\n### An aside\n\nMore.\n\n## Part two\n\n### Costs\n\nSecond.\n';

describe('findSectionText', () => {
  it('finds a section by the plan, whatever headings stand inside it', () => {
    expect(findSectionText(markdown, sections, '1')).toBe('First.\n\n### An aside\n\nMore.');
    expect(findSectionText(markdown, sections, '2')).toBe('');
    expect(findSectionText(markdown, sections, '2.1')).toBe('Second.');
  });

  it('does not take one section for another of the same title', () => {
    expect(findSectionText(markdown, sections, '3')).toBeUndefined();
  });

  it('takes a text without headings as its one section', () => {
    const one = [{ id: '1', title: '', targetWords: 100 }];
    expect(findSectionText('Just text.\n', one, '1')).toBe('Just text.');
    expect(findSectionText('# Title\n\nJust text.\n', one, '1')).toBe('Just text.');
  });
});
