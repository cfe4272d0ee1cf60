import { describe, expect, it } from 'vitest';
import { createMarkovMini } from '../../../test/markov-mini.ts';
import { createTokenizer } from '../tokenizer/tokenizer.ts';
import { createMiniVocabulary } from './mini-vocabulary.ts';

const { tokenizer } = createMarkovMini();
const vocabulary = createMiniVocabulary(tokenizer);
const encode = (text: string): number[] => tokenizer.encode(text, { allowSpecial: true });

describe('createMiniVocabulary', () => {
  it('finds what may be copied: as it stands in the prompt, and with the first letter large or small', () => {
    const prompt = encode(
      '<|section|><|s1|><|topic|> the lamps<|key|> Oslo<|a|> 1904 in brief<|words|> 60<|out|>',
    );
    const copies = vocabulary.findCopies(prompt);
    const texts = (token: string) =>
      copies.get(tokenizer.specialId(token))?.map((copy) => tokenizer.decode(copy));
    expect(texts('<|topic|>')).toEqual([' the lamps', ' The lamps']);
    expect(texts('<|key|>')).toEqual([' Oslo', ' oslo']);
    expect(texts('<|a|>')).toEqual([' 1904 in brief']);
    expect(texts('<|title|>')).toBeUndefined();
    // The words of a plan line are the model's own.
    expect(texts('<|words|>')).toBeUndefined();
  });

  it('writes a countdown in tens, from the highest down to none', () => {
    const rendered = (words: number) => tokenizer.decode([vocabulary.countdownToken(words)]);
    expect([9999, 126, 124, 4, -20].map(rendered)).toEqual([
      '<|r40|>',
      '<|r13|>',
      '<|r12|>',
      '<|r0|>',
      '<|r0|>',
    ]);
  });

  it('shows a person no control tokens', () => {
    expect(vocabulary.decode(encode('<|r3|> Around<|key|> Oslo it rained.<|p|>'))).toBe(
      'Around Oslo it rained.',
    );
  });

  it('refuses a tokenizer that was not made for mini', () => {
    const special = tokenizer.special.filter(({ content }) => content !== '<|hero|>');
    const other = createTokenizer({ ...tokenizer, special });
    expect(() => createMiniVocabulary(other)).toThrow('<|hero|>');
  });
});
