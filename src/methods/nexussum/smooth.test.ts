import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../text/count-words.ts';
import { smooth } from './smooth.ts';

const sentences = (count: number): string =>
  Array.from(
    { length: count },
    (_each, index) => `Sentence ${'abcdefghij'[index % 10]} says one thing.`,
  ).join(' ');
const options = { windowWords: 20, leastWords: 0, countWords };

describe('smooth', () => {
  it('gives every window the last sentences of the one before as they now read', async () => {
    const windows: string[] = [];
    await smooth(sentences(8), {
      ...options,
      rewrite: async (window, { window: number }) => {
        windows.push(window);
        return number === 1 ? window.replaceAll('thing', 'matter') : window;
      },
    });
    expect(windows[0]).toBe(sentences(4));
    expect(windows[1]).toBe(
      'Sentence c says one matter. Sentence d says one matter. ' +
        'Sentence e says one thing. Sentence f says one thing. Sentence g says one thing. Sentence h says one thing.',
    );
  });

  it('leaves a window as it was where its rewrite is too short, too long or does not come', async () => {
    const text = sentences(12);
    const rewrites = ['Too short.', undefined, sentences(30)];
    const result = await smooth(text, {
      ...options,
      rewrite: async (_window, { window, of }) => {
        expect(of).toBe(3);
        return rewrites[window - 1];
      },
    });
    expect(result).toEqual({ text, windows: 3, unchanged: 3 });
  });

  it('does not let the whole text fall below its bound', async () => {
    const text = sentences(8);
    const drop = async (window: string): Promise<string> => window.replace('says ', '');
    const free = await smooth(text, { ...options, rewrite: drop });
    const held = await smooth(text, { ...options, leastWords: countWords(text) - 1, rewrite: drop });
    expect([free.unchanged, held.unchanged]).toEqual([0, 1]);
    expect(countWords(held.text)).toBe(countWords(text) - 1);
  });

  it('gives back exactly what a rewrite leaves alone, in any script', async () => {
    const piece = fc.constantFrom(
      'One went home. ',
      'She said no!\n\n',
      '雨停了。',
      '他走了。\n',
      '  Odd gap.  ',
      '“Yes,” he said. ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 30 }), async (pieces, windowWords) => {
        const text = pieces.join('');
        const { text: same } = await smooth(text, {
          ...options,
          windowWords,
          rewrite: async (window) => window,
        });
        expect(same).toBe(text);
      }),
    );
  });
});
