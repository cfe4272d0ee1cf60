import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkText } from '../../read/chunk-text.ts';
import { countWords } from '../../text/count-words.ts';
import { findDropped, listPoints } from './points.ts';
import { type SettleOptions, settleSummary } from './settle.ts';

const things = [
  'compass',
  'ledger',
  'lantern',
  'violin',
  'mirror',
  'anchor',
  'portrait',
  'medal',
  'diary',
  'clock',
];
const sentenceOf = (thing: string): string => `Mara hid the ${thing} behind the ${thing} case upstairs now.`;
const summary = things.map(sentenceOf).join(' ');
const points = listPoints(summary, countWords);

const options = (overrides: Partial<SettleOptions>): SettleOptions => ({
  leastWords: 45,
  aimWords: 50,
  mostWords: 55,
  points,
  countWords,
  split: (text, tokens) =>
    chunkText(text, { chunkTokens: Math.max(1, Math.floor(tokens)), countTokens: countWords }).map(
      ({ from, to }) => text.slice(from, to),
    ),
  condense: async (pieces) => pieces.map(({ text }) => text),
  weave: async (passages) => passages.map(() => ''),
  ...overrides,
});

describe('listPoints and findDropped', () => {
  it('finds the sentences that a later version has lost, by their telling words', () => {
    const kept = 'Behind its case upstairs lay what Mara had hidden: a compass. The clock struck twelve.';
    const dropped = findDropped(points, kept).map(({ text }) => text);
    expect(dropped).not.toContain(sentenceOf('compass'));
    expect(dropped).toContain(sentenceOf('violin'));
    expect(findDropped(points, summary)).toEqual([]);
    expect(findDropped(points, '')).toEqual(points);
  });

  it('does so in Chinese', () => {
    const chinese = listPoints(
      '周岚把罗盘藏在了渡口。沈望在磨坊卖掉了账本。陆青禾发誓烧掉画像。',
      countWords,
    );
    expect(findDropped(chinese, '那天，沈望把账本在磨坊卖掉了。').map(({ text }) => text)).toEqual([
      '周岚把罗盘藏在了渡口。',
      '陆青禾发誓烧掉画像。',
    ]);
  });
});

describe('settleSummary', () => {
  it('leaves a text alone that keeps its length', async () => {
    const text = things.slice(0, 5).map(sentenceOf).join(' ');
    expect(await settleSummary(text, options({ aimWords: countWords(text), mostWords: 60 }))).toEqual({
      text,
      condensed: 0,
      woven: 0,
      restored: 0,
    });
  });

  it('condenses a little where the text is too long', async () => {
    const result = await settleSummary(
      summary,
      options({
        leastWords: 75,
        aimWords: 80,
        mostWords: 85,
        condense: async (pieces) =>
          pieces.map(({ text, askedWords }) => text.split(' ').slice(0, askedWords).join(' ')),
      }),
    );
    expect(countWords(summary)).toBe(100);
    expect(countWords(result.text)).toBeGreaterThanOrEqual(75);
    expect(countWords(result.text)).toBeLessThanOrEqual(85);
    expect(result.restored + result.woven).toBe(0);
  });

  it('has dropped points worked in where the text is too short', async () => {
    const asked: string[][] = [];
    const result = await settleSummary(
      sentenceOf('compass'),
      options({
        weave: async (passages) =>
          passages.map((passage) => {
            asked.push([...passage.points]);
            return [passage.text, ...passage.points].join(' ');
          }),
      }),
    );
    expect(countWords(result.text)).toBe(50);
    expect(asked.flat()).not.toContain(sentenceOf('compass'));
    expect(result).toMatchObject({ condensed: 0, restored: 0, woven: 4 });
  });

  it('puts points back as they were where the model works none in', async () => {
    const result = await settleSummary(sentenceOf('clock'), options({}));
    expect(result.text).toMatch(/^Mara hid the clock/);
    expect(result).toMatchObject({ woven: 0, restored: 4 });
    expect(countWords(result.text)).toBe(50);
  });

  it('keeps paragraphs and does not put spaces into Chinese', async () => {
    const chinese = '周岚把罗盘藏在了渡口。沈望在磨坊卖掉了账本。陆青禾发誓烧掉画像。';
    const result = await settleSummary(
      '周岚把罗盘藏在了渡口。\n\n天亮了。',
      options({ points: listPoints(chinese, countWords), leastWords: 30, aimWords: 33, mostWords: 40 }),
    );
    expect(result.text).toBe('周岚把罗盘藏在了渡口。\n\n天亮了。沈望在磨坊卖掉了账本。陆青禾发誓烧掉画像。');
  });

  it('never leaves the bounds it was within, and always ends, whatever the model does', async () => {
    const answer = fc.integer({ min: 0, max: 40 });
    const size = fc.integer({ min: 0, max: 30 });
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.array(answer, { minLength: 1 }),
        fc.integer({ min: 1, max: 200 }),
        async (count, answers, least) => {
          const text = Array.from({ length: count }, (_each, index) =>
            sentenceOf(things[index % 10] ?? ''),
          ).join(' ');
          let calls = 0;
          const next = (): string =>
            Array(answers[calls++ % answers.length])
              .fill('word')
              .join(' ');
          const result = await settleSummary(
            text,
            options({
              leastWords: least,
              aimWords: least + 10,
              mostWords: least + 20,
              condense: async (pieces) => pieces.map(next),
              weave: async (passages) => passages.map(next),
            }),
          );
          const [before, after] = [countWords(text), countWords(result.text)];
          if (before >= least) expect(after).toBeGreaterThanOrEqual(least);
          if (before <= least + 20) expect(after).toBeLessThanOrEqual(least + 20);
          expect(calls).toBeLessThan(400);
        },
      ),
      { numRuns: 60 },
    );
  });
});
