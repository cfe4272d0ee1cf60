import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../judge/rubric.ts';
import type { Benchmark, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { createLongGenBench, longGenBench, longGenBenchFresh } from './longgenbench.ts';
import { checkKinds, type LongGenInstance } from './longgenbench-instance.ts';
import { scoreAllChecks, scoreCompletion, scoreWeighted, scoreWrittenChecks } from './longgenbench-score.ts';

const dataFolder = resolve(import.meta.dirname, '../../../../shared/data/longgenbench');
const hasData = existsSync(dataFolder);
if (!hasData)
  console.log('skipped: data of LongGenBench is not beside the repository (../shared/data/longgenbench)');

const instance: LongGenInstance = {
  id: 'short-skyscraper-000',
  size: 'short',
  scenario: 'skyscraper',
  language: 'en',
  prompt: 'Describe a tower with 5 floors. *** started ***\n#*# Floor 1:',
  label: 'Floor {n}',
  prefix: '#*# Floor 1:',
  entries: 5,
  leastWords: 12,
  checks: [
    { kind: 'once', entry: 2, what: 'a gym' },
    { kind: 'range', entry: 3, what: 'a hotel' },
    { kind: 'range', entry: 4, what: 'a hotel' },
    { kind: 'periodic', entry: 5, what: 'a tea room' },
    { kind: 'periodic', entry: 7, what: 'a tea room' },
  ],
};
const sample: Sample = {
  id: instance.id,
  instruction: instance.prompt,
  language: 'en',
  groups: { size: 'short' },
  detail: instance,
};
const body = 'Here are twelve words, counting every one of them up to this.';
const answer = ['', 2, 3, 4]
  .map((floor) => `${floor === '' ? '' : `#*# Floor ${floor}: `}${body}`)
  .join('\n');
const present = (grade: number): Verdict => ({
  rubric: 'longgenbench-entry',
  scores: { present: grade },
  reply: '',
  attempts: 1,
});
const undecided: Verdict = {
  rubric: 'longgenbench-entry',
  scores: null,
  reason: 'refused',
  reply: '',
  attempts: 3,
};

const run = (bench: Benchmark, verdicts: Record<string, Verdict>, text = answer): ScoredSample => {
  const counted = bench.count(sample, text);
  return { sample, answer: text, counted, verdicts, scores: bench.score(sample, counted, verdicts) };
};
const find = (rows: readonly SummaryRow[], figure: string, group = 'all'): SummaryRow | undefined =>
  rows.find((row) => row.group === group && row.figure === figure);

describe('the formulas', () => {
  it('are those of the paper', () => {
    // 3 of 4 asked entries; entry 9 was not asked for.
    expect(scoreCompletion([1, 2, 4, 9], 4)).toBe(75);
    // 20 checks, 16 of written entries, 4 met: 4/16 and 4/20; 75 · 20 / 100 = 15.
    const tally = { checks: 20, written: 16, judged: 16, yes: 4 };
    expect(scoreWrittenChecks(tally)).toBe(25);
    expect(scoreAllChecks(tally)).toBe(20);
    expect(scoreWeighted(75, 20)).toBe(15);
  });

  it('take undecided checks to come out as the decided ones, and are nothing when none is decided', () => {
    // 12 of 16 decided, 3 met: 3/12; of all 20 checks 3/12 · 16/20.
    const some = { checks: 20, written: 16, judged: 12, yes: 3 };
    expect([scoreWrittenChecks(some), scoreAllChecks(some)]).toEqual([25, 20]);
    const none = { checks: 20, written: 16, judged: 0, yes: 0 };
    expect([scoreWrittenChecks(none), scoreAllChecks(none)]).toEqual([null, null]);
  });

  it('need no judge where nothing was written: every check failed', () => {
    const tally = { checks: 20, written: 0, judged: 0, yes: 0 };
    expect([scoreWrittenChecks(tally), scoreAllChecks(tally)]).toEqual([null, 0]);
  });

  it('keep their order: wAvg ≤ STIC-2 ≤ STIC-1', () => {
    const counts = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map((some) => some.toSorted((a, b) => b - a));
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 100, noNaN: true }), (some, completion) => {
        const [checks, written, yes] = some as [number, number, number];
        const tally = { checks, written, judged: written, yes };
        const [first, second] = [scoreWrittenChecks(tally), scoreAllChecks(tally)];
        if (first === null || second === null) return;
        expect(second).toBeLessThanOrEqual(first);
        expect(scoreWeighted(completion, second)).toBeLessThanOrEqual(second);
        expect(first).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('an answer', () => {
  it('is counted without a judge', () => {
    const { counted, scores } = run(longGenBench, {});
    // Floors 1 to 4 of 5; checks of floors 2 to 5, that of floor 7 cannot be met.
    expect(counted).toMatchObject({ entries: 4, CR: 80, 'long enough': 80 });
    expect(counted).toMatchObject({ '#checks periodic': 1, '#written range': 2, '#written periodic': 0 });
    expect(scores).toMatchObject({ 'STIC-1': null, 'STIC-2': null, wAvg: null });
  });

  it('is judged entry by entry, where the entry was written', () => {
    const jobs = longGenBench.listJobs(sample, answer);
    expect(jobs.map(({ key }) => key)).toEqual(['once 2', 'range 3', 'range 4']);
    expect(jobs[0]?.judged).toEqual({ instruction: 'a gym', answer: `#*# Floor 2: ${body}`, language: 'en' });
    const question = jobs[0]?.rubric.render(jobs[0].judged)[0]?.content;
    expect(question).toContain('<meant-to-include>\na gym\n</meant-to-include>');
    expect(question).not.toContain('Floor 3');
    const zh = jobs[0]?.rubric.render({ instruction: '茶室', answer: '第2层：茶室。', language: 'zh' })[0]
      ?.content;
    expect(zh).toContain('<meant-to-include>\n茶室\n</meant-to-include>');
  });

  it('scores 2 of 3 decided and 2 of all 4 checks', () => {
    const { scores } = run(longGenBench, {
      'once 2': present(1),
      'range 3': present(1),
      'range 4': present(0),
    });
    expect(scores['STIC-1']).toBeCloseTo(200 / 3, 9);
    // wAvg = 80 · 50 / 100
    expect(scores).toMatchObject({ 'STIC-2': 50, wAvg: 40 });
  });

  it('has the check that cannot be met in parity mode, and the empty entry', () => {
    const parity = createLongGenBench({ mode: 'parity' });
    const { counted, scores } = run(parity, {
      'once 2': present(1),
      'range 3': present(1),
      'range 4': present(0),
    });
    expect(counted['#checks periodic']).toBe(2);
    // 2 of 5
    expect(scores['STIC-2']).toBe(40);
    expect(run(parity, {}, ` ${body}\n#*# Floor 2:\n#*# Floor 3:`).counted.CR).toBe(60);
    expect(run(longGenBench, {}, ` ${body}\n#*# Floor 2:\n#*# Floor 3:`).counted.CR).toBe(20);
  });
});

describe('a summary', () => {
  it('sums the checks of all answers, and counts answers with undecided ones', () => {
    const rows = [
      run(longGenBench, { 'once 2': present(1), 'range 3': present(1), 'range 4': present(1) }),
      run(longGenBench, { 'once 2': present(0), 'range 3': undecided, 'range 4': present(0) }),
      run(longGenBench, {}, ''),
    ];
    const summary = longGenBench.summarise(rows);
    // Entries: 4, 4 and none of 5 (the given first header has no text): CR = (80 + 80 + 0) / 3.
    expect(find(summary, 'CR')?.value).toBeCloseTo(160 / 3, 9);
    // Decided: 3 + 2 + 0, met: 3, written: 3 + 3 + 0, all: 4 + 4 + 4.
    expect(find(summary, 'STIC-1')).toMatchObject({ value: 60, samples: 2, unscored: 1 });
    expect(find(summary, 'STIC-2')?.value).toBe(30);
    expect(find(summary, 'wAvg')?.value).toBeCloseTo(16, 9);
    expect(find(summary, 'STIC-1 once')).toMatchObject({ value: 50, samples: 3, unscored: 0 });
    expect(find(summary, 'STIC-1 range')?.value).toBeCloseTo(200 / 3, 9);
    expect(find(summary, 'STIC-2 periodic')?.value).toBe(0);
  });

  it('gives words of answers with over 40 entries and over 2,000 words only', () => {
    const row = run(longGenBench, {});
    const counted = (entries: number, words: number): ScoredSample => ({
      ...row,
      counted: { ...row.counted, entries, words },
    });
    const rows = [counted(40, 9_000), counted(41, 2_000), counted(41, 5_000), counted(50, 7_000)];
    expect(find(longGenBench.summarise(rows), 'words')).toMatchObject({ value: 6_000, samples: 2 });
  });
});

describe('fresh instances', () => {
  it('need no file and ask for the length of the whole', async () => {
    const samples = await longGenBenchFresh.load(undefined);
    expect(samples).toHaveLength(80);
    const diary = samples.find(({ id }) => id === 'fresh0-en-short-diary-000');
    expect(diary).toMatchObject({
      length: { kind: 'atLeast', words: 52 * 200 },
      groups: { scenario: 'short diary' },
    });
  });

  it('score 100 for an answer with every entry, in both languages', async () => {
    const bench = createLongGenBench({ fresh: { perScenario: 1 } });
    for (const each of await bench.load(undefined)) {
      const { entries, label, leastWords, language, checks } = each.detail as LongGenInstance;
      const text = language === 'zh' ? '字'.repeat(leastWords) : 'word '.repeat(leastWords);
      const parts = Array.from({ length: entries }, (_entry, index) =>
        index === 0 ? text : `#*# ${label.replace('{n}', String(index + 1))}：\n${text}`,
      );
      const counted = bench.count(each, parts.join('\n'));
      expect(counted).toMatchObject({ CR: 100, 'long enough': 100, entries });
      const jobs = bench.listJobs(each, parts.join('\n'));
      expect(jobs).toHaveLength(checks.length);
      const verdicts = Object.fromEntries(jobs.map(({ key }) => [key, present(1)]));
      expect(bench.score(each, counted, verdicts)).toMatchObject({
        'STIC-1': 100,
        'STIC-2': 100,
        wAvg: 100,
      });
    }
  });
});

describe('published files', () => {
  it('say where they come from when no folder is named or they are missing', async () => {
    await expect(longGenBench.load(undefined)).rejects.toThrow('mozhu621/LongGenBench');
    await expect(longGenBench.load(tmpdir())).rejects.toThrow(/Dataset_(?:short|long)\.json/);
  });

  it.skipIf(!hasData)('hold 6,205 and 8,215 checks in 400 instances each', async () => {
    const samples = await longGenBench.load(dataFolder);
    const instances = samples.map(({ detail }) => detail as LongGenInstance);
    const count = (size: string, kind?: string): number =>
      instances
        .filter((each) => each.size === size)
        .flatMap(({ checks }) => checks)
        .filter((check) => kind === undefined || check.kind === kind).length;
    expect([count('short'), count('long')]).toEqual([6_205, 8_215]);
    expect(checkKinds.map((kind) => count('short', kind))).toEqual([1_953, 1_256, 2_996]);
    expect(checkKinds.map((kind) => count('long', kind))).toEqual([2_094, 2_252, 3_869]);
    const perScenario = Object.values(Object.groupBy(samples, ({ groups }) => groups.scenario ?? ''));
    expect(perScenario.map((some) => some?.length)).toEqual(Array(8).fill(100));
    expect(new Set(samples.map(({ id }) => id)).size).toBe(800);
    const least = new Set(
      instances.map(({ size, scenario, leastWords }) => `${size} ${scenario} ${leastWords}`),
    );
    expect([...least].toSorted()).toEqual(
      ['diary 100', 'menu 100', 'skyscraper 100', 'city 100']
        .map((each) => `long ${each}`)
        .concat(['diary 200', 'menu 200', 'skyscraper 150', 'city 150'].map((each) => `short ${each}`))
        .toSorted(),
    );
  });

  it.skipIf(!hasData)('give the ratios of the released table from its counts', () => {
    const lines = readFileSync(join(dataFolder, 'reference_results_static.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    expect(lines.length).toBeGreaterThan(15);
    for (const line of lines) {
      const [name = '', checks, written, yes, , perWritten, perCheck] = line
        .split(',')
        .map((cell, index) => (index === 0 ? cell : Number(cell))) as [string, ...number[]];
      const tally = { checks, written, judged: written, yes } as Parameters<typeof scoreAllChecks>[0];
      expect(scoreWrittenChecks(tally), name).toBeCloseTo((perWritten as number) * 100, 9);
      expect(scoreAllChecks(tally), name).toBeCloseTo((perCheck as number) * 100, 9);
    }
    // GPT-4o-mini at 16K: CR 96.957, 1,733 of 6,205 checks met: wAvg 27.1.
    const all = scoreAllChecks({ checks: 6_205, written: 5_967, judged: 5_967, yes: 1_733 });
    expect(scoreWeighted(96.95653846153847, all)).toBeCloseTo(27.1, 1);
  });
});
