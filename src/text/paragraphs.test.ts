import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitParagraphs } from './paragraphs.ts';

describe('splitParagraphs', () => {
  it('splits at blank lines and leaves them with the paragraph before', () => {
    expect(splitParagraphs('\nOne\ntwo\n \n\nThree\r\n\r\nFour\n')).toEqual([
      '\nOne\ntwo\n \n\n',
      'Three\r\n\r\n',
      'Four\n',
    ]);
  });

  it('keeps a code block with blank lines whole', () => {
    expect(splitParagraphs('A\n\n```\none\n\ntwo\n```\n\nB')).toEqual([
      'A\n\n',
      '```\none\n\ntwo\n```\n\n',
      'B',
    ]);
  });

  it('gives the text back when joined, with text in every part', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '`', '```', '~~~', '\r\n', '中。') });
    fc.assert(
      fc.property(text, (input) => {
        const parts = splitParagraphs(input);
        expect(parts.join('')).toBe(input);
        if (input.trim() !== '') expect(parts.filter((part) => part.trim() === '')).toEqual([]);
      }),
    );
  });
});
