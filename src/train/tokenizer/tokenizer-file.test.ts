import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import { parseTokenizerFile, renderTokenizerFile } from './tokenizer-file.ts';
import { trainTokenizer } from './train-tokenizer.ts';

const text = 'The lamp of 1823 lit the sea. 灯照亮了海。__proto__ __proto__';
const tokenizer = trainTokenizer([text, text], {
  vocabularySize: 320,
  specialTokens: ['<|user|>', '<|end|>'],
});

describe('tokenizer.json', () => {
  it('comes back as the same tokenizer', () => {
    const back = parseTokenizerFile(renderTokenizerFile(tokenizer), 'tokenizer.json');
    expect(back.tokens).toEqual(tokenizer.tokens);
    expect(back.merges).toEqual(tokenizer.merges);
    expect(back.special).toEqual(tokenizer.special);
    expect(back.preTokenizer).toBe('smollm');
    expect(back.encode(`${text}<|end|>`, { allowSpecial: true })).toEqual(
      tokenizer.encode(`${text}<|end|>`, { allowSpecial: true }),
    );
  });

  it('keeps runs of digits together where the file says so', () => {
    const runs = trainTokenizer([text, text], { vocabularySize: 320, specialTokens: [], digits: 'runs' });
    const back = parseTokenizerFile(renderTokenizerFile(runs), 'tokenizer.json');
    expect(back.preTokenizer).toBe('gpt-2');
    expect(back.encode(' 1823')).toEqual([back.tokens.indexOf('Ġ1823')]);
  });

  it('names the pre-tokenizer, decoder and special tokens as the tokenizers library does', () => {
    const file = JSON.parse(renderTokenizerFile(tokenizer));
    expect(file.pre_tokenizer).toEqual({
      type: 'Sequence',
      pretokenizers: [
        { type: 'Digits', individual_digits: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    });
    expect(file.decoder.type).toBe('ByteLevel');
    expect(file.added_tokens[1]).toMatchObject({ id: 1, content: '<|end|>', special: true });
    expect(file.model.vocab['<|end|>']).toBe(1);
  });

  it('reads merges as pairs too', () => {
    const file = JSON.parse(renderTokenizerFile(tokenizer));
    file.model.merges = file.model.merges.map((merge: string) => merge.split(' '));
    expect(parseTokenizerFile(JSON.stringify(file), 'x').merges).toEqual(tokenizer.merges);
  });

  // biome-ignore lint/suspicious/noExplicitAny: each case damages another corner of the file.
  type File = any;
  const renameKey = (record: File, from: string, to: string): File =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key === from ? to : key, value]));
  it.each<[string, (file: File) => void]>([
    ['`model.type` of a/tokenizer.json', (file) => (file.model.type = 'Unigram')],
    ['`normalizer`', (file) => (file.normalizer = { type: 'NFC' })],
    ['`pre_tokenizer`', (file) => (file.pre_tokenizer = { type: 'Metaspace' })],
    ['to be ids without a gap, got `9999`', (file) => (file.model.vocab.zz = 9999)],
    ['to be an id for each token, got 66 for', (file) => (file.model.vocab.zz = 66)],
    ['to be 5 for `<|end|>`, got `1`', (file) => (file.added_tokens[1].id = 5)],
    [
      'to be all 256 bytes, got none for 32',
      (file) => (file.model.vocab = renameKey(file.model.vocab, 'Ġ', 'zz')),
    ],
    ['`model.merges`', (file) => file.model.merges.push('q zz')],
    ['`model.vocab`', (file) => (file.model.vocab.a = -1)],
  ])('refuses a file with a wrong part: %s', (message, damage) => {
    const file: File = JSON.parse(renderTokenizerFile(tokenizer));
    damage(file);
    const parse = () => parseTokenizerFile(JSON.stringify(file), 'a/tokenizer.json');
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });

  it('says which file is no JSON', () => {
    expect(() => parseTokenizerFile('{"model":', 'a/tokenizer.json')).toThrow(
      'Expected a/tokenizer.json to be JSON',
    );
  });
});
