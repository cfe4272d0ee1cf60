import { describe, expect, it } from 'vitest';
import { type PairsOptions, readPairsSettings } from './dataset-pairs-settings.ts';

const read = (files: string[], options: PairsOptions) => readPairsSettings(files, options);

describe('readPairsSettings', () => {
  it('fills in what the paper has: four native samples, a random one rejected', () => {
    expect(read(['set.jsonl'], { model: 'a', judge: 'b' })).toEqual({
      from: [],
      model: 'a',
      method: 'native',
      samples: 4,
      judge: 'b',
      repeats: 1,
      choose: { rejected: 'random', margin: 10, seed: '0' },
    });
  });

  it.each<[string[], PairsOptions, string]>([
    [['set.jsonl'], { judge: 'b' }, 'Expected `model`, got none'],
    [
      [],
      { judge: 'b' },
      'Expected either files of instructions, or files of answers with --from, got neither',
    ],
    [['set.jsonl'], { from: ['a.jsonl'], judge: 'b' }, 'with --from, got both'],
    [['set.jsonl'], { model: 'a' }, 'Expected `judge`, got none'],
    [[], { from: ['a.jsonl'], model: 'a', judge: 'b' }, 'Expected no `model` where answers come with --from'],
    [['set.jsonl'], { model: 'a', judge: 'b', samples: '1' }, 'Expected `samples` to be at least 2'],
    [
      ['set.jsonl'],
      { model: 'a', judge: 'b', rejected: 'best' },
      'Expected `rejected` to be random, worst, margin',
    ],
    [
      ['set.jsonl'],
      { model: 'a', judge: 'b', margin: '5' },
      'Expected `rejected` to be margin where `margin` is named',
    ],
    [
      ['set.jsonl'],
      { model: 'a', judge: 'b', rejected: 'margin', margin: '101' },
      'Expected `margin` to be a number from 0 to 100, got `101`',
    ],
  ])('says what is wrong with %j %j', (files, options, message) => {
    expect(() => read(files, options)).toThrow(message);
  });
});
