/**
 * MMLongBench-Write: 120 requests to write a long text about one or more images, half English and half Chinese, of up
 * to 4,000 words. The model that writes is shown the images; the score is of the text alone: length as in
 * LongBench-Write, quality by a judge who sees request and text but no image, so that it cannot tell whether the text
 * is true to the images.
 *
 * An instance (made up; fields as published, images as files): `{"question": "Write a 2000-word lecture script for
 * these slides.", "images": ["images/12_0.jpg", "images/12_1.jpg"], "L": 2000}`
 *
 * Followed: "LongWriter-V", 2025, arXiv:2502.14834; THU-KEG/LongWriter-V at 7e5e414, `eval/`. The data set
 * is published as a table with the images inside: write its rows as JSON lines and the images as files beside them.
 * Differs: the released script swaps asked and delivered length in S_l; `S_l` is the formula of the paper, `S_l as
 * released` that of the script, for comparison with the published table. Buckets are the published ones.
 */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../errors.ts';
import { readImages } from '../../methods/images/image-request.ts';
import { detectLanguage } from '../../text/language.ts';
import { scoreLength } from '../../text/length-score.ts';
import type { Benchmark, Figures, Sample, ScoredSample, SummaryRow } from '../benchmark.ts';
import { folderOf, readDataLines } from '../read-data-file.ts';
import { averageFigure, groupRows } from '../summary-rows.ts';
import { countLength, listQualityJobs, scoreWriting, summariseWriting } from './longbench-write.ts';

const publishedRow = z.object({
  question: z.string().min(1),
  /** Paths below the folder of the file. */
  images: z.array(z.string().min(1)).min(1),
  L: z.int().positive(),
});

const name = 'mmlongbench-write';
const file = 'mmlongbench_write.jsonl';
const origin = 'the data set THU-KEG/MMLongBench-Write on the Hugging Face hub';

function nameBucket(words: number): string {
  if (words < 1_500) return '[0,1.5k)';
  if (words < 2_000) return '[1.5k,2k)';
  return words < 3_000 ? '[2k,3k)' : '[3k,4k)';
}

export const mmLongBenchWrite = {
  name,
  title: 'MMLongBench-Write, text judged without its images',
  source: 'arXiv:2502.14834; THU-KEG/LongWriter-V at 7e5e414',
  licence: 'MIT (code); the images belong to their owners',
  files: [file],
  /** @throws {UsageError} Also where images are missing (names the first one and their number) or damaged. */
  load: async (folder) => {
    const rows = await readDataLines(folder, { benchmark: name, file, origin }, publishedRow);
    const base = await folderOf(folder ?? '.');
    await requireImages(rows.flatMap(({ images }) => images.map((image) => join(base, image))));
    const samples: Sample[] = [];
    for (const [index, { question, images, L }] of rows.entries()) {
      const language = detectLanguage(question);
      samples.push({
        id: `mmlb-${String(index + 1).padStart(3, '0')}`,
        instruction: question,
        language,
        length: { kind: 'about', words: L },
        groups: { bucket: nameBucket(L), language },
        images: await readImages(images.map((image) => join(base, image))),
      });
    }
    return samples;
  },
  /** S_l of the script: asked and delivered words swapped, and no fewer than two delivered. */
  count: (sample, answer): Figures => {
    const counted = countLength(sample, answer);
    const asked = sample.length?.kind === 'about' ? sample.length.words : 0;
    return { ...counted, 'S_l as released': scoreLength(Math.max(2, counted.words ?? 0), asked) };
  },
  listJobs: listQualityJobs,
  score: (sample, counted, verdicts) => ({
    ...scoreWriting(sample, counted, verdicts),
    'S_l as released': counted['S_l as released'] ?? null,
  }),
  summarise: (rows: readonly ScoredSample[]): SummaryRow[] => [
    ...summariseWriting(rows),
    ...groupRows(rows).map((group) => averageFigure(group, 'S_l as released')),
  ],
} satisfies Benchmark;

async function requireImages(paths: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const path of paths) await access(path).catch(() => missing.push(path));
  const [first] = missing;
  if (first !== undefined)
    throw new UsageError(
      `Expected ${paths.length} images for \`${name}\` below ${dirname(first)}, but ${missing.length} of them cannot be read, the first being ${first}. Save them from ${origin} under the names that \`${file}\` gives.`,
    );
}
