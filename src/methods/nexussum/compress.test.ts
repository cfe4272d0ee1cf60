import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../text/count-words.ts';
import { compress, joinPieces, mixVersions } from './compress.ts';

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');
const paragraphs = (...counts: number[]): string => joinPieces(counts.map(words));
const split = (text: string): string[] => text.split('\n\n').filter((piece) => piece !== '');
const bounds = { leastWords: 90, aimWords: 100, enoughWords: 110, countWords, split };

describe('compress', () => {
  it('asks each piece for its share and ends when the text is short enough', async () => {
    const asked: number[][] = [];
    const result = await compress(paragraphs(300, 100), {
      ...bounds,
      condense: async (pieces) => {
        asked.push(pieces.map(({ askedWords }) => askedWords));
        return pieces.map(({ askedWords }) => words(askedWords));
      },
    });
    // The first pass wants half of 400 and, as models stop short of the way, asks for a little less.
    expect(asked[0]?.[0]).toBe(Math.round((400 - 200 / 0.9) * 0.75));
    expect(result.end).toBe('reached');
    expect(countWords(result.text)).toBeLessThanOrEqual(110);
    expect(countWords(result.text)).toBeGreaterThanOrEqual(90);
  });

  it('keeps the version before where a pass falls below the lower bound, and hands both over', async () => {
    const result = await compress(paragraphs(200, 200), {
      ...bounds,
      condense: async (pieces) => pieces.map(() => words(10)),
    });
    expect(result.end).toBe('below');
    expect(result.words).toEqual([400]);
    expect(result.text).toBe(paragraphs(200, 200));
    expect(result.rejected?.after.map((piece) => countWords(piece))).toEqual([10, 10]);
  });

  it('stops at a pass that does not shrink the text, and keeps what it had', async () => {
    let passes = 0;
    const result = await compress(paragraphs(200, 200), {
      ...bounds,
      condense: async (pieces) => {
        passes += 1;
        return pieces.map(({ text }) => `${text} and more`);
      },
    });
    expect([result.end, passes, result.words]).toEqual(['no-shrink', 1, [400]]);
  });

  it('makes ten passes at most', async () => {
    let passes = 0;
    const result = await compress(words(5_000), {
      ...bounds,
      condense: async (pieces) => {
        passes += 1;
        return pieces.map(({ text }) => words(Math.floor(countWords(text) * 0.95)));
      },
    });
    expect([result.end, passes, result.words.length]).toEqual(['passes', 10, 11]);
  });

  it('leaves a text alone that is short enough, or shorter than the bound', async () => {
    const condense = async (): Promise<string[]> => {
      throw new Error('nothing to condense');
    };
    for (const count of [0, 50, 90, 110]) {
      const result = await compress(words(count), { ...bounds, condense });
      expect([result.end, result.text]).toEqual(['reached', words(count)]);
    }
  });

  it('never falls below the lower bound, never grows, and always ends, whatever the model does', async () => {
    const model = fc.array(fc.double({ min: 0, max: 1.5, noNaN: true }), { minLength: 1, maxLength: 20 });
    const texts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, model, fc.integer({ min: 1, max: 800 }), async (counts, factors, least) => {
        const start = paragraphs(...counts);
        let call = 0;
        let passes = 0;
        const { text, words: versions } = await compress(start, {
          countWords,
          split,
          leastWords: least,
          aimWords: least + 20,
          enoughWords: least + 40,
          condense: async (pieces) => {
            passes += 1;
            return pieces.map(({ text: piece }) =>
              words(Math.round(countWords(piece) * (factors[call++ % factors.length] ?? 1))),
            );
          },
        });
        expect(passes).toBeLessThanOrEqual(10);
        expect(countWords(text)).toBe(versions.at(-1));
        expect(countWords(text)).toBeGreaterThanOrEqual(Math.min(least, countWords(start)));
        for (const [index, version] of versions.entries())
          if (index > 0) expect(version).toBeLessThan(versions[index - 1] ?? 0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('mixVersions', () => {
  it('takes as many shorter pieces as the lower bound allows', () => {
    const before = [words(100), words(100), words(100)];
    const after = [words(40), words(50), words(90)];
    const mixed = mixVersions(before, after, { countWords, leastWords: 190, aimWords: 195 });
    // 300 - 60 - 50 = 190; the third would fall below.
    expect(mixed.map((piece) => countWords(piece))).toEqual([40, 50, 100]);
  });

  it('stays between the bound and what it began with', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 99 })));
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 900 }), (pairs, least) => {
        const before = pairs.map(([size]) => words(size));
        const after = pairs.map(([, size]) => words(size));
        const total = countWords(joinPieces(before));
        const mixed = countWords(
          joinPieces(mixVersions(before, after, { countWords, leastWords: least, aimWords: least })),
        );
        expect(mixed).toBeLessThanOrEqual(total);
        expect(mixed).toBeGreaterThanOrEqual(Math.min(total, least));
      }),
    );
  });
});
