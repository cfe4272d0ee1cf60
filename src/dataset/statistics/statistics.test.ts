import { describe, expect, it } from 'vitest';
import { createRecord, type DatasetRecord } from '../record.ts';
import { measureSetCeiling } from './measure-ceiling.ts';
import { measureSet } from './measure-set.ts';
import { renderCard } from './render-card.ts';
import { measureShare } from './share.ts';

const text = (words: number): string =>
  `${Array.from({ length: words }, (_each, at) => `w${'abcdefghij'[at % 10]}`).join(' ')}.`;
const create = (
  line: number,
  instruction: string,
  answer: string,
  more: Partial<DatasetRecord> = {},
): DatasetRecord =>
  createRecord({
    id: `r${line}`,
    messages: [
      { role: 'user', content: instruction },
      { role: 'assistant', content: answer },
    ],
    source: { file: 'set.jsonl', line },
    ...more,
  });

const records = [
  create(1, 'Write 600 words on tides.', text(600), { cost: { usd: 0.02 }, licence: 'mit' }),
  create(2, 'Write 600 words on mills.', text(300), {
    licence: 'mit',
    provenance: { model: 'mini', isPractice: true },
  }),
  create(3, 'Write about kites, at least 2000 words.', text(5000), { licence: 'mit' }),
  create(4, '写一篇关于海的短文', '海'.repeat(900), { licence: 'mit' }),
];
const stream = async function* (items: readonly DatasetRecord[]) {
  yield* items;
};

describe('measureSet', () => {
  it('counts, spreads and scores as worked by hand', async () => {
    const statistics = await measureSet(stream(records));
    expect(statistics).toMatchObject({
      records: 4,
      answers: 4,
      words: 6800,
      answerWords: { mean: 1700, least: 300, median: 900, most: 5000 },
      languages: { en: 3, zh: 1 },
      licences: { mit: 4 },
      practice: 1,
      cost: { usd: 0.02, records: 1 },
      long: { count: 1, of: 4 },
    });
    // 600 of 600 scores 100; 300 of 600 scores 100 (1 - (2 - 1) / 2) = 50; a kept bound 100.
    expect(statistics.asked).toMatchObject({
      answers: 3,
      meanLengthScore: 250 / 3,
      from80: { count: 2, of: 3 },
    });
    expect(statistics.lengths.filter(({ count }) => count > 0)).toEqual([
      { bucket: '0-500', count: 1 },
      { bucket: '500-1k', count: 2 },
      { bucket: '4k-8k', count: 1 },
    ]);
  });

  it('has no figures where there is nothing to measure', async () => {
    expect(await measureSet(stream([]))).toMatchObject({
      records: 0,
      answerWords: null,
      cost: null,
      long: { share: null },
    });
  });
});

describe('measureSetCeiling', () => {
  it('names the share over each length and the longest rows', async () => {
    const ceiling = await measureSetCeiling(stream(records), { examples: 2 });
    expect(ceiling.over.map(({ words, count }) => [words, count])).toEqual([
      [500, 3],
      [1000, 1],
      [2000, 1],
      [4000, 1],
      [8000, 0],
      [16_000, 0],
      [32_000, 0],
    ]);
    expect(ceiling).toMatchObject({
      answers: 4,
      longestWords: 5000,
      longest: [
        { line: 3, words: 5000 },
        { line: 4, words: 900 },
      ],
    });
  });
});

describe('renderCard', () => {
  it('says what the records carry, and that a practice model wrote', async () => {
    const card = renderCard(await measureSet(stream(records)), {
      name: 'Tides',
      splits: [{ split: 'train', path: 'data/train-*.parquet' }],
    });
    expect(card).toMatch(/^---\npretty_name: Tides\nlicense: mit\nlanguage:\n {2}- en\n {2}- zh\n/);
    expect(card).toContain('path: data/train-*.parquet');
    expect(card).toContain('**1 of these answers are by practice models.');
    expect(card).toContain('| cost | 0.02 USD for 1 records |');
  });
});

describe('measureShare', () => {
  it('gives the interval of Wilson', () => {
    // 10 of 100: 0.0552 to 0.1744, as in published tables.
    const { share, low, high } = measureShare(10, 100);
    expect([share, low, high].map((value) => value?.toFixed(4))).toEqual(['0.1000', '0.0552', '0.1744']);
    expect(measureShare(0, 9)).toMatchObject({ low: 0 });
    expect(measureShare(9, 9)).toMatchObject({ high: 1 });
    expect(measureShare(0, 0)).toMatchObject({ share: null, low: null, high: null });
  });
});
