import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Benchmark } from '../benchmark.ts';
import { longBenchWrite } from '../benchmarks/longbench-write.ts';
import type { StudyManifest } from '../study/manifest.ts';
import { plantAnswer, plantSamples, plantStudy, plantText, plantVerdict } from '../study/plant-study.ts';
import { type StudyScores, scoreStudy } from '../study/score.ts';
import { renderMarkdownReport, renderOverall } from './render-markdown.ts';
import { writeReport } from './write-report.ts';

const manifest: StudyManifest = {
  benchmark: 'longbench-write',
  data: [],
  models: ['openai:gpt-x'],
  methods: ['native', 'longhand'],
  repeats: 1,
  samples: { limit: null, sample: null, count: 5, sha256: 'abc' },
  leftOut: 0,
  counting: 'longbench-write',
  version: '0.0.0',
  date: '2026-01-01',
};
const samples = plantSamples([300, 800, 1500, 3000, 5000]);
const lengthOf = (id: string): number => {
  const length = samples.get(id)?.length;
  return length?.kind === 'about' ? length.words : 0;
};
const answers = (['native', 'longhand'] as const).flatMap((method) =>
  [...samples.keys()].map((id) =>
    plantAnswer({
      method,
      sample: id,
      text: plantText(method === 'native' ? Math.min(2_400, lengthOf(id)) : lengthOf(id), `${method} ${id}`),
      usd: method === 'native' ? 0.004 : 0.03,
    }),
  ),
);
const verdicts = answers.flatMap(({ key, method, sample }, at) => [
  plantVerdict(key, 'openai:gpt-judge', method === 'native' ? 3 : 4),
  plantVerdict(key, 'mini', at === 2 ? null : 2 + (at % 3), { reason: 'refused' }),
  plantVerdict(key, 'openai:gpt-judge', sample === 's1' ? 5 : 4, { repeat: 2 }),
]);

let folder: string;
let scores: StudyScores;
let text: string;
const benchmark: Pick<Benchmark, 'name' | 'title' | 'source'> = longBenchWrite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-report-'));
  await plantStudy(folder, answers, verdicts);
  scores = await scoreStudy(folder, longBenchWrite, samples);
  await writeFile(join(folder, 'pairs.md'), '## In pairs\n\nBoth orders.\n');
  await writeReport(folder, { benchmark, manifest, scores }, { thresholds: [{ figure: 'S_l', least: 99 }] });
  text = await readFile(join(folder, 'report.md'), 'utf8');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const section = (title: string): string => text.split('\n## ').find((part) => part.startsWith(title)) ?? '';

describe('the report', () => {
  it('has its sections in the order in which a reader asks', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'Results',
      'Differences against openai:gpt-x, native',
      'Judges',
      'In pairs',
      'How answers ended',
      'Along the text',
      'openai:gpt-x, native',
      'openai:gpt-x, longhand',
      'Published by others',
      'What was measured',
    ]);
  });

  it('compares by prompt, with interval, p and what could have been found', () => {
    const rows = section('Differences')
      .split('\n')
      .filter((line) => line.includes('| S_l |'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/\| \+\d+\.\d+ \| \[.+, .+\] \| 0?[.\d]+ \| 5 \| \d+\.\d+ \|$/);
  });

  it('says of judges how they agree, whom they may favour and which are for practice', () => {
    const judges = section('Judges');
    expect(judges).toContain(
      'mini: judged by a practice model: tests the process, says nothing about quality.',
    );
    expect(judges).toContain('**Same family:** openai:gpt-judge judges texts of openai:gpt-x');
    expect(judges).toContain('Why 1 of mini are unscored: refused (1).');
    expect(judges).toContain('kappa openai:gpt-judge / mini');
    expect(judges).toMatch(/\| mean grade \| 9 \| -?\d\.\d\d \| -?\d\.\d\d \|/);
  });

  it('tables classes by asked length and figures by position', () => {
    expect(section('How answers ended')).toMatch(
      /\| openai:gpt-x, native \| \[4000,20000\) \| 1 \| 0 \| 1 \|/,
    );
    const along = section('Along the text');
    expect(along).toMatch(/\| openai:gpt-x, longhand \| 4,000 \| 1 \| \d\.\d\d % \(n=1\) \|/);
    expect(along).toContain('Not judged by passage, so left out: quality, contradictions.');
  });

  it('keeps published numbers apart, with source, judge and evidence', () => {
    const published = section('Published by others');
    expect(published).toContain('| LongWriter-9B | 80.5 | 78.6 | 82.3 | S |');
    expect(published).toContain('Judge: gpt-4o-2024-05-13');
    expect(published).toContain('M, recalled, unconfirmed: check before citing');
    expect(published).not.toContain('openai:gpt-x');
  });

  it('draws what there is data for, and shows each where it belongs', async () => {
    const drawn = (await readdir(folder))
      .filter((file) => file.endsWith('.svg'))
      .map((file) => file.slice(0, -4));
    expect(drawn.sort()).toEqual(
      ['along-repetition', 'along-slop', 'asked-delivered', 'cost-score', 'dimensions', 'ruler'].sort(),
    );
    for (const name of drawn) expect(text).toContain(`(${name}.svg)`);
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    expect(html.match(/<figure><svg/g)).toHaveLength(drawn.length);
    // Of these, verdicts of the practice judge are in two.
    const marked: string[] = [];
    for (const name of drawn)
      if ((await readFile(join(folder, `${name}.svg`), 'utf8')).includes('judged by a practice model'))
        marked.push(name);
    expect(marked).toEqual(['cost-score', 'dimensions']);
  });

  it('is one page that fetches nothing', async () => {
    const html = await readFile(join(folder, 'report.html'), 'utf8');
    expect(html).toContain("default-src 'none'");
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(
      /(?:src|href)="(?!#)|url\(|@import|<script/,
    );
  });

  it('holds thresholds to the lower bound', async () => {
    const junit = await readFile(join(folder, 'junit.xml'), 'utf8');
    expect(junit).toContain('tests="2" failures="1"');
    expect(junit).toContain('lower bound of `S_l` is 57.55, expected at least 99');
  });
});

describe('renderOverall', () => {
  const [cell] = [
    { model: 'mini', method: 'native', practice: true, answers: 1, failures: 0, usd: 0, summary: [] },
  ];
  const estimate = { value: 50, low: null, high: null, clusters: 1, values: 1 };

  it('marks a single prompt, hides counts, and says what is unscored', () => {
    const table = renderOverall([
      { ...cell, estimates: { S_l: estimate, '#yes': estimate } },
      { ...cell, method: 'longhand', estimates: { S_l: { ...estimate, value: null, clusters: 0 } } },
    ]);
    expect(table).toContain('| mini (practice) | native | 1 | 0 | 50.0 (n=1) | 0.0000 |');
    expect(table).toContain('| unscored |');
    expect(table).not.toContain('#yes');
  });

  it('names the study where there are several', () => {
    const table = renderOverall([
      { ...cell, study: 'a', estimates: {} },
      { ...cell, study: 'b', estimates: {} },
    ]);
    expect(table.split('\n')[0]).toContain('| study | model |');
  });
});

describe('renderMarkdownReport', () => {
  it('shortens tables by group and says by how much', () => {
    const [cell] = scores.cells;
    if (cell === undefined) throw new Error('no cell');
    const row = { group: 'all', figure: 'S', value: 1, samples: 1, unscored: 0 };
    const many = { ...cell, summary: Array.from({ length: 450 }, () => row) };
    const report = renderMarkdownReport({ benchmark, manifest, scores: { ...scores, cells: [many] } });
    expect(report).toContain('50 more rows are left out here; all are in `scores.json`.');
  });

  it('says practice first and last, and names a controller test', () => {
    const cells = scores.cells.map((cell) => ({ ...cell, model: 'simulated:?seed=1', practice: true }));
    const lines = renderMarkdownReport({ benchmark, manifest, scores: { ...scores, cells } })
      .trim()
      .split('\n');
    expect(lines[2]).toContain('**Practice model:** simulated:?seed=1');
    expect(lines.at(-1)).toContain('**Practice model:**');
    expect(lines).toContain('## Results (controller test)');
  });
});
