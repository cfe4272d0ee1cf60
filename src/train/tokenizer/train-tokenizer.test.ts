import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { splitText } from './split-text.ts';
import { trainTokenizer } from './train-tokenizer.ts';

/** The definition, counted anew for every merge: slow, and nothing in it can go stale. */
function trainSlowly(text: string, merges: number): string[] {
  const encoder = new TextEncoder();
  let words = splitText(text, 'single').map((piece) => [...encoder.encode(piece)].map((byte) => `${byte}`));
  const order = new Map(Array.from({ length: 256 }, (_, byte) => [`${byte}`, byte]));
  const learnt: string[] = [];
  while (order.size < 256 + merges) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let index = 0; index + 1 < word.length; index += 1) {
        const pair = `${word[index]} ${word[index + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    // Overlapping places of a pair (`aaa`) count each, as in the fast way.
    const rank = (pair: string): number[] => pair.split(' ').map((token) => order.get(token) as number);
    const [best] = [...counts].sort(
      ([a, countA], [b, countB]) =>
        countB - countA ||
        (rank(a)[0] as number) - (rank(b)[0] as number) ||
        (rank(a)[1] as number) - (rank(b)[1] as number),
    );
    if (!best || best[1] < 2) break;
    const [left, right] = best[0].split(' ') as [string, string];
    const joined = `${left}+${right}`;
    if (!order.has(joined)) order.set(joined, order.size);
    if (!learnt.includes(best[0])) learnt.push(best[0]);
    words = words.map((word) => {
      const next: string[] = [];
      for (let index = 0; index < word.length; index += 1) {
        const isPair = word[index] === left && word[index + 1] === right;
        next.push(isPair ? joined : (word[index] as string));
        if (isPair) index += 1;
      }
      return next;
    });
  }
  return learnt.map((pair) => pair.replaceAll('+', ',').replace(' ', '|'));
}

/** A merge in bytes, so that both ways can be compared: `97,98|99`. */
const inBytes = (merges: readonly string[]): string[] =>
  merges.map((merge) =>
    merge
      .split(' ')
      .map((part) => [...part].map((character) => character.charCodeAt(0)).join())
      .join('|'),
  );

describe('trainTokenizer', () => {
  it('learns what repeated counting of pairs learns', () => {
    // Letters that stand for themselves in the byte alphabet; few of them, so that ties, overlaps and tokens that are
    // spelt in two ways occur.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '.'), maxLength: 120 });
    fc.assert(
      fc.property(text, (letters) => {
        const { merges } = trainTokenizer([letters], { vocabularySize: 256 + 12, specialTokens: [] });
        expect(inBytes(merges)).toEqual(trainSlowly(letters, 12));
      }),
      { numRuns: 300 },
    );
  });

  it('makes frequent words one token, in Chinese too', () => {
    const tokenizer = trainTokenizer(Array(50).fill('The lighthouse. 灯塔。'), {
      vocabularySize: 400,
      specialTokens: [],
    });
    expect(tokenizer.encode(' lighthouse')).toHaveLength(1);
    expect(tokenizer.encode(' 灯塔')).toHaveLength(1);
  });

  it('never merges over the edge of a word, a digit or a special token', () => {
    const { tokens } = trainTokenizer(Array(50).fill('ab ab 12 12 12<|end|>x<|end|>x'), {
      vocabularySize: 300,
      specialTokens: ['<|end|>'],
    });
    expect(tokens.slice(257)).toEqual(['ab', 'Ġab']);
  });

  it('gives each token one id when two merges spell it', () => {
    // `abc` arises from `ab c` and from `a bc`.
    const { tokens, merges, encode } = trainTokenizer(
      [...Array(9).fill('ab'), ...Array(7).fill('abc'), ...Array(12).fill('bcd'), ...Array(8).fill('xbc')],
      { vocabularySize: 400, specialTokens: [] },
    );
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(new Set(merges).size).toBe(merges.length);
    expect(encode('abc')).toHaveLength(1);
  });

  it('stops where no pair occurs twice', () => {
    const tokenizer = trainTokenizer(['abcd'], { vocabularySize: 1000, specialTokens: ['<|end|>'] });
    expect(tokenizer.vocabularySize).toBe(257);
  });

  it.each([
    { vocabularySize: 256, specialTokens: ['<|end|>'], message: 'from 257 (256 bytes and 1 special tokens)' },
    { vocabularySize: 300.5, specialTokens: [], message: 'got `300.5`' },
    { vocabularySize: 300, specialTokens: ['é!'], message: 'visible ASCII characters each, got `é!`' },
    { vocabularySize: 300, specialTokens: ['<|a|>', '<|a|>'], message: 'got `<|a|>` twice' },
  ])('says what is wrong with $vocabularySize tokens and $specialTokens', ({ message, ...options }) => {
    const train = () => trainTokenizer(['text'], options);
    expect(train).toThrow(UsageError);
    expect(train).toThrow(message);
  });
});
