import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showText } from './show-text.ts';

const countTokens = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
const sentences = (count: number): string =>
  Array.from({ length: count }, (_each, at) => `Sentence number ${at} says this.`).join(' ');

describe('showText', () => {
  it('shows a text whole where it fits', () => {
    const text = sentences(10);
    expect(showText(text, { roomTokens: 50, countTokens })).toEqual({
      text,
      ranges: [{ from: 0, to: text.length }],
      characters: text.length,
      ofCharacters: text.length,
    });
  });

  it('else shows beginning, middle and end, and says which', () => {
    const text = sentences(1000);
    const shown = showText(text, { roomTokens: 480, countTokens });
    // Pieces of 480 / 12 = 40 tokens are 8 sentences each: 125 of them, of which 0–4, 61–63 and 122–124.
    expect(shown?.ranges.map(({ from }) => /number (\d+)/.exec(text.slice(from))?.[1])).toEqual([
      '0',
      '488',
      '976',
    ]);
    expect(shown?.text).toContain('Sentence number 39 says this.\n\n[…]\n\nSentence number 488');
    expect(shown?.text.endsWith('Sentence number 999 says this.')).toBe(true);
    expect(shown?.text).not.toContain('number 40 ');
  });

  it('never shows more than the room and its own marks, and nothing in a room that is too small', () => {
    expect(showText(sentences(100), { roomTokens: 200, countTokens })).toBeUndefined();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 240, max: 2000 }),
        (count, roomTokens) => {
          const text = sentences(count);
          const shown = showText(text, { roomTokens, countTokens });
          expect(countTokens(shown?.text ?? '')).toBeLessThanOrEqual(roomTokens + 2);
          for (const { from, to } of shown?.ranges ?? []) expect(text.slice(from, to)).not.toBe('');
        },
      ),
      { numRuns: 50 },
    );
  });
});
