import { describe, expect, it } from 'vitest';
import { lowerHeadings } from './headings.ts';

describe('lowerHeadings', () => {
  it('leaves a text alone whose headings are low enough', () => {
    const text = '#### Deep\n\nText.\n\n### Less deep\n';
    expect(lowerHeadings(text, 2)).toBe(text);
  });

  it('makes the highest level the next one, and keeps the order of the others', () => {
    expect(lowerHeadings('# A\n\n## B\n\n#### C ####\n\n# D', 2)).toBe('### A\n\n#### B\n\n##### C\n\n### D');
  });

  it('ends at the sixth level', () => {
    expect(lowerHeadings('# A\n\n## B', 5)).toBe('###### A\n\n###### B');
  });

  it('does not look into code, lists and quotations', () => {
    const text = '```\n# a\n```\n\n- # b\n\n> # c\n';
    expect(lowerHeadings(text, 1)).toBe(text);
  });

  it('takes a finished sentence above a rule for what it is', () => {
    expect(lowerHeadings('He left.\n---\nShe stayed.', 1)).toBe('He left.\n\n---\nShe stayed.');
  });
});
