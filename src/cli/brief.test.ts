import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseBrief } from './brief.ts';

describe('parseBrief', () => {
  it('takes a text without front matter as it is', () => {
    expect(parseBrief('\nWrite about tea.\n', 'tea.md')).toEqual({ instruction: 'Write about tea.' });
  });

  it('reads what the front matter asks for into a style sheet', () => {
    const text = `---
words: 1200
form: essay
audience: beginners
must:
  - name three teas
  - stay polite
terms: { oolong: half fermented }
---

Write about tea.
`;
    expect(parseBrief(text, 'tea.md')).toEqual({
      words: 1200,
      instruction: 'Write about tea.',
      style: {
        form: 'essay',
        audience: 'beginners',
        must: ['name three teas', 'stay polite'],
        terms: ['oolong: half fermented'],
      },
    });
  });

  it('reads files with Windows line ends and a byte order mark', () => {
    expect(parseBrief('\uFEFF---\r\nwords: 5\r\n---\r\nTea.\r\n', 'tea.md')).toEqual({
      words: 5,
      instruction: 'Tea.',
    });
  });

  it.each([
    ['---\nlenght: 5\n---\nTea.', 'Expected a known key in the front matter of tea.md, got `lenght`.'],
    [
      '---\nwords: many\n---\nTea.',
      'Expected `words` in tea.md to be a positive whole number, got `"many"`.',
    ],
    ['---\ntone: 5\n---\nTea.', 'Expected `tone` in tea.md to be a text, got `5`.'],
    ['---\na: [\n---\nTea.', 'Expected YAML in the front matter of tea.md'],
    ['---\nwords: 5\n---\n \n', 'Expected an instruction in the brief tea.md'],
    ['---\n- a\n---\nTea.', 'to be keys with values'],
  ])('names what is wrong: %j', (text, message) => {
    expect(() => parseBrief(text, 'tea.md')).toThrow(UsageError);
    expect(() => parseBrief(text, 'tea.md')).toThrow(message);
  });
});
