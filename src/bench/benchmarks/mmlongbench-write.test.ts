import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPictures, namesShown, type Seen, visionModel } from '../../../test/vision-model.ts';
import { UsageError } from '../../errors.ts';
import type { AnswerRow } from '../../methods/answers/answer-row.ts';
import { quoteAttempts } from '../../methods/answers/attempt.ts';
import { generate } from '../../methods/answers/generate.ts';
import type { Sample } from '../benchmark.ts';
import { mmLongBenchWrite } from './mmlongbench-write.ts';

let folder: string;
let samples: Sample[];
let seen: Seen[];
const rows = [
  {
    question: 'Write a 2000-word lecture script for these slides.',
    images: ['images/0_0.png', 'images/0_1.png'],
    L: 2000,
  },
  { question: '看图写一篇1200字的游记。', images: ['images/1_0.png'], L: 1200 },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longhand-mmlb-'));
  await mkdir(join(folder, 'images'));
  await writeFile(join(folder, 'mmlongbench_write.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  await mkdir(join(folder, 'drawn'));
  seen = drawPictures(join(folder, 'drawn'), ['fresnel lens', 'oil clock', '雾号']);
  for (const [index, image] of rows.flatMap(({ images }) => images).entries())
    await copyFile(seen[index]?.path ?? '', join(folder, image));
  samples = await mmLongBenchWrite.load(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('MMLongBench-Write', () => {
  it('reads requests with their images', () => {
    const picked = samples.map(({ language, length, groups, images = [] }) => ({
      language,
      length,
      groups,
      images: images.map(({ path, sha256 }) => ({ path, sha256 })),
    }));
    const image = (file: string, index: number) => ({
      path: join(folder, file),
      sha256: seen[index]?.sha256,
    });
    expect(picked).toEqual([
      {
        language: 'en',
        length: { kind: 'about', words: 2000 },
        groups: { bucket: '[2k,3k)', language: 'en' },
        images: [image('images/0_0.png', 0), image('images/0_1.png', 1)],
      },
      {
        language: 'zh',
        length: { kind: 'about', words: 1200 },
        groups: { bucket: '[0,1.5k)', language: 'zh' },
        images: [image('images/1_0.png', 2)],
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

  it('shows the writer the images of a request, and takes the text alone', async () => {
    const model = visionModel(seen);
    const attempts = ['native', 'longhand'].flatMap((method) =>
      samples.map((sample) => ({ model: model.address, method, sample, repeat: 1 })),
    );
    const out = join(folder, 'study');
    await mkdir(out);
    const report = await generate(out, attempts, { resolveModel: async () => model });
    expect(report).toMatchObject({ done: 4, failed: 0 });
    const answers = (await readFile(join(out, 'answers.jsonl'), 'utf8')).trim().split('\n');
    for (const answer of answers.map((line) => JSON.parse(line) as AnswerRow)) {
      const names = answer.sample === 'mmlb-001' ? ['fresnel lens', 'oil clock'] : ['雾号'];
      for (const name of names) expect(answer.text).toContain(name);
      expect(answer.text).not.toContain('![');
      const sample = samples.find(({ id }) => id === answer.sample) as Sample;
      expect(mmLongBenchWrite.count(sample, answer.text).words).toBe(answer.words);
    }
    const native = model.calls.filter(({ messages }) => messages.at(-1)?.content === rows[0]?.question);
    expect(native).toHaveLength(1);
    expect(native[0] && namesShown(native[0], seen)).toEqual(['fresnel lens', 'oil clock']);
    // Word for word: no label is put between the images.
    const parts = native[0]?.options.prompt.at(-1)?.content as readonly { type: string }[];
    expect(parts.map(({ type }) => type)).toEqual(['text', 'file', 'file']);
  });

  it('is refused where nobody would see the images, and quotes them where they are seen', () => {
    const [sample] = samples;
    if (sample === undefined) throw new Error('no samples');
    const quote = (model: string, { images, ...rest }: Sample, method = 'native') =>
      quoteAttempts([{ model, method, sample: { ...rest, ...(images && { images }) }, repeat: 1 }], {});
    expect(() => quote('simulated:?seed=1', sample)).toThrow(/`model` to see images, got `simulated/);
    expect(() => quote('scripted:vision', sample, 'agentwrite')).toThrow(/`agentwrite`: it shows none/);
    const { images: _images, ...blank } = sample;
    expect(quote('scripted:vision', sample).inputTokens[0]).toBeGreaterThan(
      quote('scripted:vision', blank).inputTokens[0] + 100,
    );
  });

  it('says how many images are missing and which is the first', async () => {
    await rm(join(folder, 'images/0_1.png'));
    const loading = mmLongBenchWrite.load(join(folder, 'mmlongbench_write.jsonl'));
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(/Expected 3 images.*1 of them.*images\/0_1\.png/);
  });
});
