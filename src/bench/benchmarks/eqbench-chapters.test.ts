import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitChapters } from './eqbench-chapters.ts';

const prose = `${'The tide went out and did not come back. '.repeat(8)}\n\n`;
const headed = (...headings: string[]) => headings.map((heading) => `${heading}\n\n${prose}`).join('');

describe('splitChapters', () => {
  it.each([
    [['Chapter 1', 'Chapter 2', 'Chapter 3']],
    [['## Chapter One: The Pier', '## Chapter Two: Slack Water']],
    [['**CHAPTER I**', '**CHAPTER II — Salt**']],
    [['# Chapter 1. The Pier', '# Chapter 2. Who Knocked?']],
  ])('finds chapters under headings such as %j', (headings) => {
    const story = headed(...headings);
    const { chapters, areMarked } = splitChapters(story, 8);
    expect(areMarked).toBe(true);
    expect(chapters.map((chapter) => chapter.split('\n')[0])).toEqual(headings);
    expect(chapters.join('')).toBe(story);
  });

  it('keeps the title with the first chapter and takes no table of contents for chapters', () => {
    const contents = Array.from(
      { length: 8 },
      (_each, index) => `Chapter ${index + 1}: A name of some words`,
    );
    const story = `# Slack Water\n\n${contents.join('\n')}\n\n${headed('Chapter 1', 'Chapter 2')}`;
    const { chapters } = splitChapters(story, 8);
    expect(chapters.map((chapter) => chapter.includes('# Slack Water'))).toEqual([true, false]);
    expect(chapters.join('')).toBe(story);
  });

  it('takes a sentence that speaks of a chapter for prose', () => {
    const story = `${prose}Chapter 3 was where she had stopped reading.\n\n${prose}Chapter 4 she never opened.\n\n${prose}`;
    expect(splitChapters(story, 8).areMarked).toBe(false);
  });

  it('cuts a story without headings into equal parts', () => {
    const story = prose.repeat(16);
    const { chapters, areMarked } = splitChapters(story, 8);
    expect([chapters.length, areMarked]).toEqual([8, false]);
    expect(new Set(chapters.map(({ length }) => length)).size).toBe(1);
    expect(splitChapters(prose, 8).chapters).toEqual([prose]);
    expect(splitChapters('', 8).chapters).toEqual([]);
  });

  it('loses no character of any story', () => {
    const part = fc.constantFrom(
      'Chapter 1\n\n',
      'Chapter Two: Salt\n',
      prose,
      'She left.\n\n',
      '\n',
      'Chapter 12',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        const story = parts.join('');
        const { chapters } = splitChapters(story, 8);
        if (chapters.length > 0) expect(chapters.join('')).toBe(story);
        else expect(story.trim()).toBe('');
      }),
    );
  });
});
