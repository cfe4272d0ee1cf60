import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../judge/rubric.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import {
  countLength,
  longBenchWrite,
  longBenchWriteEnglish,
  nameLengthBucket,
  scoreQuality,
  summariseWriting,
} from './longbench-write.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data/longwriter');
const hasData = existsSync(data);
if (!hasData) console.log('skipped: data longwriter is not beside the repository');

const keys = ['Relevance', 'Accuracy', 'Coherence', 'Clarity', 'Breadth and Depth', 'Reading Experience'];
const verdictOf = (...grades: number[]): Verdict => ({
  rubric: 'writing-quality@1',
  scores: Object.fromEntries(grades.map((grade, index) => [keys[index] ?? '', grade])),
  reply: '',
  attempts: 1,
});
const unscored: Verdict = {
  rubric: 'writing-quality@1',
  scores: null,
  reason: 'refused',
  reply: '',
  attempts: 3,
};
const sampleOf = (id: string, words: number): Sample => ({
  id,
  instruction: `Write ${words} words.`,
  language: 'en',
  length: { kind: 'about', words },
  groups: { bucket: nameLengthBucket(words) },
});

describe('scoreQuality', () => {
  it('is the mean of six dimensions, each 25 points a grade above 1', () => {
    // 4 5 3 4 2 3 → 75 100 50 75 25 50, in sum 375, a sixth of it 62.5 = (21 / 6 - 1) · 25
    expect(scoreQuality(verdictOf(4, 5, 3, 4, 2, 3))).toEqual({
      S_q: 62.5,
      Relevance: 75,
      Accuracy: 100,
      Coherence: 50,
      Clarity: 75,
      'Breadth and Depth': 25,
      'Reading Experience': 50,
    });
    expect(scoreQuality(verdictOf(5, 5, 5, 5, 5, 5)).S_q).toBe(100);
    expect(scoreQuality(verdictOf(1, 1, 1, 1, 1, 1)).S_q).toBe(0);
  });

  it('leaves an answer with a missing grade unscored, or takes it for 3 where parity is asked for', () => {
    const verdict = verdictOf(4, 5, 3, 4, 2);
    expect(scoreQuality(verdict)).toMatchObject({ S_q: null, Relevance: 75, 'Reading Experience': null });
    expect(scoreQuality(verdict, { missingGrade: 'counts-as-3' })).toMatchObject({
      S_q: 62.5,
      'Reading Experience': 50,
    });
  });

  it('gives no number to an answer that no judge could score, parity or not', () => {
    for (const verdict of [undefined, unscored])
      expect(scoreQuality(verdict, { missingGrade: 'counts-as-3' }).S_q).toBeNull();
  });
});

describe('a study of LongBench-Write', () => {
  const answers = [
    { sample: sampleOf('01', 100), words: 100, verdict: verdictOf(5, 5, 5, 5, 5, 5) }, // S_l 100, S_q 100
    { sample: sampleOf('02', 200), words: 100, verdict: verdictOf(3, 3, 3, 3, 3, 3) }, // S_l 50, S_q 50
    { sample: sampleOf('03', 600), words: 1200, verdict: unscored }, // S_l 66.67, unscored
  ];
  const rows = answers.map(({ sample, words, verdict }) => {
    const answer = 'word '.repeat(words);
    const counted = longBenchWrite.count(sample, answer);
    const verdicts = { quality: verdict };
    return { sample, answer, counted, verdicts, scores: longBenchWrite.score(sample, counted, verdicts) };
  });

  it('averages S_l over all answers, S_q over those with a verdict, and S of the two', () => {
    const table = summariseWriting(rows).filter(({ figure }) => ['S', 'S_l', 'S_q'].includes(figure));
    const shown = table.map(({ group, figure, value, samples, unscored: left }) => [
      group,
      figure,
      value === null ? null : Number(value.toFixed(2)),
      samples,
      left,
    ]);
    expect(shown).toEqual([
      ['all', 'S', 73.61, 2, 1], // (72.22 + 75) / 2
      ['all', 'S_l', 72.22, 3, 0], // (100 + 50 + 66.67) / 3
      ['all', 'S_q', 75, 2, 1],
      ['bucket [0,500)', 'S', 75, 2, 0],
      ['bucket [0,500)', 'S_l', 75, 2, 0],
      ['bucket [0,500)', 'S_q', 75, 2, 0],
      ['bucket [500,2k)', 'S', null, 0, 1],
      ['bucket [500,2k)', 'S_l', 66.67, 1, 0],
      ['bucket [500,2k)', 'S_q', null, 0, 1],
    ]);
  });

  it('counts without a judge, and asks one question about each answer', () => {
    const [first] = rows;
    if (first === undefined) throw new Error('no rows');
    expect(longBenchWrite.score(first.sample, first.counted, {})).toMatchObject({
      S: null,
      S_l: 100,
      S_q: null,
    });
    const jobs = longBenchWrite.listJobs(first.sample, first.answer);
    expect(jobs.map(({ key, judged }) => [key, judged.instruction])).toEqual([
      ['quality', 'Write 100 words.'],
    ]);
  });

  it('scores an empty answer 0 for its length', () => {
    expect(countLength(sampleOf('04', 300), '')).toEqual({ words: 0, S_l: 0 });
  });
});

describe.skipIf(!hasData)('the official files', () => {
  const tally = async (benchmark: Benchmark, group: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { groups } of await benchmark.load(data)) {
      const value = groups[group] ?? '';
      counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };

  it('fall into the published buckets and types', async () => {
    expect(await tally(longBenchWrite, 'bucket')).toEqual({
      '[0,500)': 26,
      '[500,2k)': 36,
      '[2k,4k)': 31,
      '[4k,20k]': 27,
    });
    expect(await tally(longBenchWriteEnglish, 'bucket')).toEqual({
      '[0,500)': 17,
      '[500,2k)': 20,
      '[2k,4k)': 11,
      '[4k,20k]': 12,
    });
    expect(await tally(longBenchWrite, 'type')).toEqual({
      'Literature and Creative Writing': 31,
      'Academic and Monograph': 22,
      'Popular Science': 18,
      'Functional Writing': 17,
      'News Report': 13,
      'Community Forum': 10,
      'Education and Training': 9,
    });
    expect(await tally(longBenchWrite, 'language')).toEqual({ en: 59, zh: 61 });
  });

  it('give 120 samples with ids of their own and the published mean length', async () => {
    const samples = await longBenchWrite.load(data);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(120);
    const words = samples.map(({ length }) => (length?.kind === 'about' ? length.words : 0));
    expect(Math.round(words.reduce((sum, each) => sum + each, 0) / 120)).toBe(2772);
  });

  it('keep S_l equal to every reference vector, counted from real texts', () => {
    type Vector = { required: number; actual: number; s_l: number };
    const vectors = JSON.parse(readFileSync(resolve(data, 'vectors_length_score.json'), 'utf8')) as Vector[];
    expect(vectors).toHaveLength(102);
    for (const { required, actual, s_l } of vectors) {
      const counted = countLength(sampleOf('vector', required), 'word '.repeat(actual));
      expect(counted.words).toBe(actual);
      expect(counted.S_l).toBeCloseTo(s_l, 5);
    }
  });

  it('keep the counted words equal to every reference vector', () => {
    type Vector = { text: string; count: number };
    const vectors = JSON.parse(readFileSync(resolve(data, 'vectors_count_words.json'), 'utf8')) as Vector[];
    for (const { text, count } of vectors)
      expect([text, countLength(sampleOf('vector', 100), text).words]).toEqual([text, count]);
  });
});
