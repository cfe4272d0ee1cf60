import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSpecial, splitText } from './split-text.ts';

const unicode = fc.string({ unit: 'binary', maxLength: 60 });
/** Texts that are rich in what the rules are about. */
const tricky = fc
  .array(
    fc.constantFrom(' ', '  ', '\n', 'a', 'the', "'s", "'", '5', '42', '好', '。', 'é', '🙂', '½', '\u3000'),
    {
      maxLength: 20,
    },
  )
  .map((parts) => parts.join(''));

describe('splitText', () => {
  it('keeps the space with the word, and a contraction apart', () => {
    expect(splitText("It's the keeper's  lamp, 灯塔。", 'single')).toEqual([
      'It',
      "'s",
      ' the',
      ' keeper',
      "'s",
      ' ',
      ' lamp',
      ',',
      ' 灯塔',
      '。',
    ]);
  });

  it('takes digits one by one, without the space before them, or as a run with it', () => {
    expect(splitText('in  1823,', 'single')).toEqual(['in', '  ', '1', '8', '2', '3', ',']);
    expect(splitText('in  1823,', 'runs')).toEqual(['in', ' ', ' 1823', ',']);
  });

  it('treats U+FEFF as a sign and U+0085 as white space, as other programs do', () => {
    expect(splitText('a \uFEFFb', 'single')).toEqual(['a', ' \uFEFF', 'b']);
    expect(splitText('a.\u0085.', 'single')).toEqual(['a', '.', '\u0085', '.']);
  });

  it('loses nothing: the pieces joined are the text', () => {
    fc.assert(
      fc.property(fc.oneof(unicode, tricky), fc.constantFrom('single', 'runs'), (text, digits) => {
        expect(splitText(text, digits).join('')).toBe(text);
      }),
    );
  });

  it('with single digits is the same as cutting at digits first and splitting each stretch', () => {
    fc.assert(
      fc.property(fc.oneof(unicode, tricky), (text) => {
        const inTwoSteps = text.split(/(\p{N})/u).flatMap((stretch) => splitText(stretch, 'runs'));
        expect(splitText(text, 'single')).toEqual(inTwoSteps);
      }),
    );
  });
});

describe('splitSpecial', () => {
  it('finds the longest special token where several begin', () => {
    expect(splitSpecial('x<|r1|><|r1|>|>y', ['<|r1|>', '<|r1|>|>'])).toEqual([
      'x',
      '<|r1|>',
      '',
      '<|r1|>|>',
      'y',
    ]);
  });
});
