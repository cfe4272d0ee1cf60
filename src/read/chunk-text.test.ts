import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { estimateTokens, loadTokenizer } from '../model/estimate-tokens.ts';
import { type Chunk, chunkText } from './chunk-text.ts';

beforeAll(loadTokenizer);

const english = fc.constantFrom(
  'The tide came in. ',
  '"Stop!" he said. ',
  'Dr. Ames paid 3.50 for it.\n\n',
  'internationalization',
  '# A heading\n',
  ', and then, ',
  '🙂 ',
  '      ',
);
const chinese = fc.constantFrom(
  '潮水来了。',
  '“停！”他说。',
  '他走进屋里，看见桌上有一封信，信上写着他的名字。\n',
  '漫长的',
  '𠮷',
  '第三章\n',
);
const textOf = (part: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
const anyText = fc.oneof(
  textOf(english),
  textOf(chinese),
  textOf(fc.oneof(english, chinese)),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
/** The dearest code point of o200k costs four tokens; a budget of four can hold any. */
const budget = fc.integer({ min: 4, max: 60 });

const slices = (text: string, chunks: readonly Chunk[]): string[] =>
  chunks.map(({ from, to }) => text.slice(from, to));

describe('chunkText', () => {
  it('gives the text back, with no empty chunk and none over the budget, counted as a whole', () => {
    fc.assert(
      fc.property(anyText, budget, fc.array(fc.nat(400)), (text, chunkTokens, places) => {
        const borders = places.sort((a, b) => a - b);
        const chunks = chunkText(text, { chunkTokens, countTokens: estimateTokens, borders });
        expect(slices(text, chunks).join('')).toBe(text);
        for (const [index, { from, to, tokens, ...chunk }] of chunks.entries()) {
          expect(chunk.index).toBe(index);
          expect(to).toBeGreaterThan(from);
          expect(tokens).toBe(estimateTokens(text.slice(from, to)));
          expect(tokens).toBeLessThanOrEqual(chunkTokens);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('never divides a character of two units', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        budget,
        (text, chunkTokens) => {
          const chunks = chunkText(text, { chunkTokens, countTokens: estimateTokens });
          for (const slice of slices(text, chunks)) expect(slice.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps to the budget with a tokenizer that counts more for joined text than for its parts', () => {
    const countTokens = (text: string): number => Math.ceil(text.length ** 1.1 / 5);
    const text = 'One two three. Four five six. Seven eight nine. '.repeat(20);
    const chunks = chunkText(text, { chunkTokens: 20, countTokens });
    expect(slices(text, chunks).join('')).toBe(text);
    expect(Math.max(...chunks.map(({ tokens }) => tokens))).toBeLessThanOrEqual(20);
  });

  const countWords = (text: string): number => text.trim().split(/\s+/).length;

  it('keeps sentences whole and fills a chunk before it begins the next', () => {
    const text = 'One two three. Four five. Six seven eight nine. Ten.';
    const chunks = chunkText(text, { chunkTokens: 5, countTokens: countWords });
    expect(slices(text, chunks)).toEqual(['One two three. Four five. ', 'Six seven eight nine. Ten.']);
  });

  it('divides an over-long sentence between words and lets its rest go on with what follows', () => {
    const text = 'alpha beta gamma delta epsilon zeta eta. Theta iota.';
    const chunks = chunkText(text, { chunkTokens: 5, countTokens: countWords });
    expect(slices(text, chunks)).toEqual(['alpha beta gamma delta epsilon ', 'zeta eta. Theta iota.']);
  });

  it('divides Chinese without spaces between its words', () => {
    const text = '我们明天一起去图书馆看书然后回家吃饭';
    const chunks = chunkText(text, { chunkTokens: 8, countTokens: (part) => part.length, language: 'zh' });
    expect(slices(text, chunks)).toEqual(['我们明天一起去', '图书馆看书然后', '回家吃饭']);
  });

  it('begins a chunk at a border in the second half, and passes over one that comes too early', () => {
    const text = 'A b. C d. E f.\n# G\nH i. J k. L m. N o.';
    const borders = [text.indexOf('#')];
    const late = chunkText(text, { chunkTokens: 10, countTokens: countWords, borders });
    expect(slices(text, late)[1]).toBe('# G\nH i. J k. L m. N o.');
    const early = chunkText(text, { chunkTokens: 16, countTokens: countWords, borders: [5] });
    expect(slices(text, early)).toEqual([text]);
    const tooEarly = chunkText(text, { chunkTokens: 10, countTokens: countWords, borders: [5] });
    expect(slices(text, tooEarly)[0]).toBe('A b. C d. E f.\n# G\nH i. ');
  });

  it('makes ten thousand chunks in seconds', () => {
    const text = 'The tide came in and took the boats with it, one by one. '.repeat(20_000);
    const start = performance.now();
    const chunks = chunkText(text, { chunkTokens: 28, countTokens: estimateTokens });
    expect(chunks.length).toBeGreaterThanOrEqual(10_000);
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  it('is not held up by a line made of dots', () => {
    const text = `One. ${'.'.repeat(200_000)}a Two.`;
    const chunks = chunkText(text, { chunkTokens: 1_000, countTokens: (part) => part.length });
    expect(chunks).toHaveLength(201);
    expect(slices(text, chunks).join('')).toBe(text);
  });

  it('gives nothing for nothing', () => {
    expect(chunkText('', { chunkTokens: 5, countTokens: countWords })).toEqual([]);
  });

  it('refuses a budget that holds nothing', () => {
    for (const chunkTokens of [0, -3, 1.5, Number.NaN]) {
      expect(() => chunkText('A.', { chunkTokens, countTokens: countWords })).toThrow(RangeError);
    }
    expect(() => chunkText('𠮷', { chunkTokens: 1, countTokens: estimateTokens })).toThrow(
      'at least one character',
    );
  });
});
