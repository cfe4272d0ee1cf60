import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from './tokenizer.ts';
import { trainTokenizer } from './train-tokenizer.ts';

const tokenizer = trainTokenizer(
  [
    'The keeper lit the lamp. The lamp lit the sea.',
    '守塔人点亮了灯。灯照亮了海。',
    'the lamp of 1823 and 1824',
  ],
  { vocabularySize: 320, specialTokens: ['<|user|>', '<|end|>'] },
);

describe('a tokenizer', () => {
  it('gives any well-formed text back', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem()),
        fc.boolean(),
        (text, allowSpecial) => {
          expect(tokenizer.decode(tokenizer.encode(text, { allowSpecial }))).toBe(text);
        },
      ),
    );
  });

  it('reads a lone surrogate as U+FFFD, and keeps U+FEFF at the start', () => {
    expect(tokenizer.decode(tokenizer.encode('a\uD83Db\uDE00'))).toBe('a\uFFFDb\uFFFD');
    expect(tokenizer.decode(tokenizer.encode('\uFEFFthe'))).toBe('\uFEFFthe');
  });

  it('decodes half a character as U+FFFD instead of failing', () => {
    const ids = tokenizer.encode('🙂');
    expect(ids).toHaveLength(4);
    expect(tokenizer.decode(ids.slice(0, 3))).toBe('\uFFFD');
  });

  it('makes control tokens of written ones only when asked', () => {
    const text = 'Hi<|end|>';
    expect(tokenizer.encode(text, { allowSpecial: true }).at(-1)).toBe(tokenizer.specialId('<|end|>'));
    expect(tokenizer.encode(text)).not.toContain(tokenizer.specialId('<|end|>'));
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });

  it('spells every digit with one token', () => {
    expect(tokenizer.encode('1823')).toHaveLength(4);
    expect(tokenizer.encode('18231823 1823')).toHaveLength(13);
  });

  it('merges in the order of learning, the leftmost of equal pairs first', () => {
    const bytes = trainTokenizer([], { vocabularySize: 256, specialTokens: [] });
    const { tokens, digits } = bytes;
    const merging = createTokenizer({
      tokens: [...tokens, 'bc', 'ab', 'aa', 'aab'],
      merges: ['b c', 'a b', 'a a', 'aa b'],
      special: [],
      digits,
    });
    const spell = (text: string): string[] => merging.encode(text).map((id) => merging.tokens[id] as string);
    expect(spell('abc')).toEqual(['a', 'bc']); // `b c` was learnt before `a b`.
    expect(spell('aaa')).toEqual(['aa', 'a']);
    expect(spell('aaab')).toEqual(['aa', 'ab']); // `a b` goes before `a a`, so `aa b` never comes up.
  });

  it('encodes a long run without spaces in little time', () => {
    const startedAt = performance.now();
    const text = '灯照亮了'.repeat(25_000);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('names what it knows when asked for an unknown token', () => {
    expect(() => tokenizer.specialId('<|assistant|>')).toThrow(
      'one of <|user|> <|end|>, got `<|assistant|>`',
    );
    expect(() => tokenizer.decode([tokenizer.vocabularySize])).toThrow('Expected a token id from 0 to');
  });
});
