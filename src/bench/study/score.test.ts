import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenScorer } from '../../model/token-scorer.ts';
import { longBenchWrite } from '../benchmarks/longbench-write.ts';
import { longWriteRuler } from '../benchmarks/longwrite-ruler.ts';
import { plantAnswer, plantSamples, plantStudy, plantText, plantVerdict } from './plant-study.ts';
import { scoreStudy } from './score.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-score-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const samples = plantSamples([300, 1000, 4000]);
const answers = ['native', 'longhand'].flatMap((method) =>
  [...samples.values()].map(({ id, length }) => {
    const asked = length?.kind === 'about' ? length.words : 0;
    const words = method === 'native' ? Math.min(asked, 900) : asked;
    return plantAnswer({ method, sample: id, text: plantText(words, `${method} ${id}`) });
  }),
);
const keyOf = (method: string, sample: string): string => `openai:gpt-x ${method} ${sample} 1`;

describe('scoreStudy', () => {
  it('says of every answer how it ended, and tables it by asked length', async () => {
    const refused = plantAnswer({
      method: 'native',
      sample: 's2',
      repeat: 2,
      text: "I'm sorry, but I can't help with that.",
    });
    const failed = plantAnswer({
      method: 'native',
      sample: 's3',
      repeat: 2,
      text: '',
      failure: { fault: 'server', message: 'HTTP 500' },
    });
    await plantStudy(folder, [...answers, refused, failed]);
    const { rows, cells } = await scoreStudy(folder, longBenchWrite, samples);
    expect(
      rows.filter(({ method }) => method === 'native').map((row) => [row.sample, row.class, row.failure]),
    ).toEqual([
      ['s1', 'finished', undefined],
      ['s2', 'finished', undefined],
      ['s3', 'stopped-early', undefined],
      ['s2', 'refusal', undefined],
      ['s3', null, 'HTTP 500'],
    ]);
    const native = cells.find(({ method }) => method === 'native');
    expect(native?.classes?.map(({ asked, answers: count }) => [asked, count])).toEqual([
      ['[0,500)', 1],
      ['[500,2000)', 2],
      ['[4000,20000)', 1],
    ]);
    expect(native).toMatchObject({ answers: 5, failures: 1 });
  });

  it('follows answers over 2,000 words along their length, and no others', async () => {
    await plantStudy(folder, answers);
    const { cells } = await scoreStudy(folder, longBenchWrite, samples);
    const [native, longhand] = cells;
    expect(native?.along).toBeUndefined();
    expect(longhand?.along?.map(({ fromWord }) => fromWord)).toEqual([0, 1000, 2000, 3000]);
    expect(longhand?.along?.[1]?.repetition).toMatchObject({ clusters: 1, low: null });
    expect(longhand?.along?.[1]?.quality.value).toBeNull();
  });

  it('takes in what judges said of passages', async () => {
    const answer = keyOf('longhand', 's3');
    const verdict = plantVerdict(answer, 'anthropic:claude-x', 4);
    const ofPassage = {
      ...verdict,
      key: 'passage',
      job: 'passage 2',
      verdict: { ...verdict.verdict, scores: { quality: 3, contradictions: 1 } },
    };
    await plantStudy(folder, answers, [ofPassage]);
    const { cells } = await scoreStudy(folder, longBenchWrite, samples);
    expect(
      cells[1]?.along?.map(({ quality, contradictions }) => [quality.value, contradictions.value]),
    ).toEqual([
      [null, null],
      [null, null],
      [3, 1],
      [null, null],
    ]);
  });

  it('measures a text once, and again when it is another', async () => {
    await plantStudy(folder, answers);
    await scoreStudy(folder, longBenchWrite, samples);
    const path = join(folder, 'measured.jsonl');
    const first = (await readFile(path, 'utf8')).trim().split('\n');
    expect(first).toHaveLength(6);
    // What is kept is used: a planted class comes back.
    await writeFile(path, first.map((line) => `${line.replace('"finished"', '"loop"')}\n`).join(''));
    const again = await scoreStudy(folder, longBenchWrite, samples);
    expect(again.rows.map((row) => row.class)).toContain('loop');
    const other = plantAnswer({ method: 'native', sample: 's1', text: plantText(290, 'other') });
    await plantStudy(folder, [...answers, other]);
    await scoreStudy(folder, longBenchWrite, samples);
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(7);
  });

  it('reads every long answer with every scorer once, and its shuffled control', async () => {
    let texts = 0;
    const scorer: TokenScorer = {
      name: 'gguf:small',
      score: async (text) => {
        texts += 1;
        const tokens = text.split(/\s+/);
        // Later tokens are foretold better; those of the control not quite as well.
        const loss = (at: number): number => 3 - Math.min(2, at / 2000) + (texts % 2 === 0 ? 0.25 : 0);
        return { tokens, logProbabilities: Float32Array.from(tokens, (_token, at) => -loss(at)) };
      },
    };
    await plantStudy(folder, answers);
    const { cells } = await scoreStudy(folder, longBenchWrite, samples, { tokenScorers: [scorer] });
    expect(texts).toBe(2);
    expect(cells[0]?.nll).toBeUndefined();
    const [curve] = cells[1]?.nll ?? [];
    expect(curve?.scorer).toBe('gguf:small');
    expect(curve?.points.at(0)?.tokens).toBe(256);
    expect(curve?.points.at(-1)?.original.value).toBeLessThan(curve?.points.at(0)?.original.value ?? 0);
    expect(curve?.points.at(3)?.lead.difference).toBeCloseTo(0.25, 4);
    const again = await scoreStudy(folder, longBenchWrite, samples, { tokenScorers: [scorer] });
    expect(texts).toBe(2);
    const without = await scoreStudy(folder, longBenchWrite, samples);
    expect(without.cells[1]?.nll).toEqual(cells[1]?.nll);
    expect(again.cells[1]?.nll).toEqual(cells[1]?.nll);
  });

  it('keeps verdicts of an older wording apart, whatever came last', async () => {
    const answer = keyOf('native', 's1');
    const today = plantVerdict(answer, 'anthropic:claude-x', 5);
    const older = {
      ...today,
      key: 'older',
      verdict: { ...today.verdict, rubric: 'writing-quality@0', scores: { relevance: 1 } },
    };
    await plantStudy(folder, answers, [today, older]);
    const { rows } = await scoreStudy(folder, longBenchWrite, samples);
    expect(rows.find((row) => row.answer === answer)?.scores.S_q).toBe(100);
  });

  it('gives a ceiling where the benchmark is a ruler', async () => {
    await plantStudy(folder, answers);
    const { cells } = await scoreStudy(folder, longWriteRuler, samples);
    expect(cells.map(({ ceiling }) => [ceiling?.isReached, ceiling?.keptWords])).toEqual([
      [true, 1000],
      [false, 4000],
    ]);
  });
});
