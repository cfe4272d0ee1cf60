import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.ts';
import type { Sample } from '../benchmark.ts';
import { mmLongBenchWrite } from './mmlongbench-write.ts';

let folder: string;
let samples: Sample[];
const rows = [
  {
    question: 'Write a 2000-word lecture script for these slides.',
    images: ['images/0_0.jpg', 'images/0_1.jpg'],
    L: 2000,
  },
  { question: '看图写一篇1200字的游记。', images: ['images/1_0.jpg'], L: 1200 },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-mmlb-'));
  await mkdir(join(folder, 'images'));
  await writeFile(join(folder, 'mmlongbench_write.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  for (const image of rows.flatMap(({ images }) => images)) await writeFile(join(folder, image), 'image');
  samples = await mmLongBenchWrite.load(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('MMLongBench-Write', () => {
  it('reads requests with the paths of their images', () => {
    expect(
      samples.map(({ language, length, groups, detail }) => ({ language, length, groups, detail })),
    ).toEqual([
      {
        language: 'en',
        length: { kind: 'about', words: 2000 },
        groups: { bucket: '[2k,3k)', language: 'en' },
        detail: { images: [join(folder, 'images/0_0.jpg'), join(folder, 'images/0_1.jpg')] },
      },
      {
        language: 'zh',
        length: { kind: 'about', words: 1200 },
        groups: { bucket: '[0,1.5k)', language: 'zh' },
        detail: { images: [join(folder, 'images/1_0.jpg')] },
      },
    ]);
  });

  it.each([
    // Delivered share of the asked words, S_l of the paper, S_l of the released script.
    [0.5, 50, 66.67],
    [0.75, 83.33, 88.89],
    [1, 100, 100],
    [1.5, 83.33, 75],
    [2, 66.67, 50],
    [2.5, 50, 25],
    [0, 0, 0],
  ])('scores %d times the asked words %d by the paper and %d as released', (share, paper, released) => {
    const [sample] = samples;
    if (sample === undefined) throw new Error('no samples');
    const counted = mmLongBenchWrite.count(sample, 'word '.repeat(2000 * share));
    expect(counted.S_l).toBeCloseTo(paper, 2);
    expect(counted['S_l as released']).toBeCloseTo(released, 2);
    expect(mmLongBenchWrite.score(sample, counted, {})).toMatchObject({
      S_l: counted.S_l,
      S_q: null,
      'S_l as released': counted['S_l as released'],
    });
  });

  it('says how many images are missing and which is the first', async () => {
    await rm(join(folder, 'images/0_1.jpg'));
    const loading = mmLongBenchWrite.load(join(folder, 'mmlongbench_write.jsonl'));
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(/Expected 3 images.*1 of them.*images\/0_1\.jpg/);
  });
});
