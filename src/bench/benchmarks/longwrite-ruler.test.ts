import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sample } from '../benchmark.ts';
import { estimateCeiling, longWriteRuler, measureRuler } from './longwrite-ruler.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data/longwriter');
const hasData = existsSync(data);
if (!hasData) console.log('skipped: data longwriter is not beside the repository');

const answersOf = (asked: number, ...delivered: number[]) =>
  delivered.map((deliveredWords) => ({ askedWords: asked, deliveredWords }));

describe('measureRuler', () => {
  it('gives mean, median and maximum for each asked length, shortest first', () => {
    const answers = [...answersOf(5_000, 2_000, 2_200, 1_800, 3_000), ...answersOf(1_000, 900, 1_200, 1_000)];
    expect(measureRuler(answers)).toEqual([
      { askedWords: 1_000, answers: 3, mean: 3_100 / 3, median: 1_000, max: 1_200 },
      { askedWords: 5_000, answers: 4, mean: 2_250, median: 2_100, max: 3_000 },
    ]);
  });
});

describe('estimateCeiling', () => {
  const estimate = (...medians: [asked: number, delivered: number][]) =>
    estimateCeiling(measureRuler(medians.flatMap(([asked, delivered]) => answersOf(asked, delivered))));

  it('takes the height of the plateau', () => {
    expect(estimate([1_000, 950], [2_000, 1_800], [5_000, 2_100], [10_000, 2_050])).toEqual({
      words: 2_100,
      keptWords: 2_000,
      isReached: true,
    });
  });

  it('takes the peak of a model that falls off beyond it', () => {
    expect(estimate([1_000, 950], [5_000, 4_200], [10_000, 300])).toEqual({
      words: 4_200,
      keptWords: 5_000,
      isReached: true,
    });
  });

  it('is a lower bound where the model still keeps up at the longest length', () => {
    expect(estimate([1_000, 990], [30_000, 29_000])).toEqual({
      words: 29_000,
      keptWords: 30_000,
      isReached: false,
    });
  });

  it('says that no length was kept where the shortest is missed, and nothing of no answers', () => {
    expect(estimate([1_000, 300], [2_000, 1_900])).toMatchObject({ words: 1_900, keptWords: 0 });
    expect(estimateCeiling([])).toBeUndefined();
  });

  it('finds the cap of a model that writes what is asked up to it', () => {
    const lengths = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 23_999 }), (cap) => {
        const medians = lengths.map((asked): [number, number] => [asked, Math.min(asked, cap)]);
        expect(estimate(...medians)).toMatchObject({ words: cap, isReached: true });
      }),
    );
  });
});

describe('the Ruler table', () => {
  const sampleOf = (id: string, words: number, language: string): Sample => ({
    id,
    instruction: `Write ${words} words`,
    language,
    length: { kind: 'about', words },
    groups: { asked: String(words), language },
  });
  const rows = [
    [sampleOf('1', 1_000, 'en'), 'word '.repeat(900)],
    [sampleOf('2', 1_000, 'zh'), '字'.repeat(1_100)],
    [sampleOf('3', 2_000, 'en'), 'word '.repeat(1_000)],
    [sampleOf('4', 2_000, 'zh'), '字'.repeat(1_500)],
  ].map(([sample, answer]) => {
    const [task, text] = [sample as Sample, answer as string];
    const counted = longWriteRuler.count(task, text);
    return { sample: task, answer: text, counted, verdicts: {}, scores: longWriteRuler.score(task, counted) };
  });

  it('shows the ceiling of all and of each language, then every asked length', () => {
    expect(longWriteRuler.summarise(rows).map(({ group, figure, value }) => [group, figure, value])).toEqual([
      ['all', 'ceiling words', 1_250],
      ['all', 'ceiling is reached', 1],
      ['all', 'kept words', 1_000],
      ['language en', 'ceiling words', 1_000],
      ['language en', 'ceiling is reached', 1],
      ['language en', 'kept words', 1_000],
      ['language zh', 'ceiling words', 1_500],
      ['language zh', 'ceiling is reached', 1],
      ['language zh', 'kept words', 1_000],
      ['asked 1000', 'mean words', 1_000],
      ['asked 1000', 'median words', 1_000],
      ['asked 1000', 'max words', 1_100],
      ['asked 2000', 'mean words', 1_250],
      ['asked 2000', 'median words', 1_250],
      ['asked 2000', 'max words', 1_500],
    ]);
  });

  it('shows nothing measured where there are no answers', () => {
    expect(longWriteRuler.summarise([]).every(({ value, samples }) => value === null && samples === 0)).toBe(
      true,
    );
  });
});

describe.skipIf(!hasData)('the official file', () => {
  it('asks for six lengths, four times in English and four in Chinese', async () => {
    const samples = await longWriteRuler.load(data);
    const counts: Record<string, number> = {};
    for (const { groups } of samples) {
      const key = `${groups.asked} ${groups.language}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    const lengths = ['1000', '2000', '5000', '10000', '20000', '30000'];
    expect(counts).toEqual(
      Object.fromEntries(
        lengths.flatMap((asked) => ['en', 'zh'].map((language) => [`${asked} ${language}`, 4])),
      ),
    );
  });
});
