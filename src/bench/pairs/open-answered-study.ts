/** A study that has answers, opened to be compared: nothing of it is generated, judged or written here. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../errors.ts';
import { type AnswerIndex, indexAnswers } from '../../methods/answers/answer-index.ts';
import { answersFile } from '../../methods/answers/answer-row.ts';
import type { Sample } from '../benchmark.ts';
import { benchmarks } from '../benchmarks/index.ts';
import { configureBenchmark } from '../configure-benchmark.ts';
import { folderOf } from '../read-data-file.ts';
import { readManifest, type StudyManifest } from '../study/manifest.ts';

export type AnsweredStudy = {
  manifest: StudyManifest;
  /** By id: all of the benchmark. */
  samples: ReadonlyMap<string, Sample>;
  index: AnswerIndex;
};

/**
 * @param data - Folder of the official data files, for benchmarks that read some.
 * @throws {UsageError} There is no study or no answer, a data file is missing or not the one of the study, or answers
 *   name samples that the benchmark has not.
 */
export async function openAnsweredStudy(folder: string, data: string | undefined): Promise<AnsweredStudy> {
  const manifest = await readManifest(folder);
  if (manifest === undefined)
    throw new UsageError(`Expected a study in ${folder}, found none. \`longhand bench run\` makes one.`);
  const found = Object.values(benchmarks).find(({ name }) => name === manifest.benchmark);
  if (found === undefined)
    throw new UsageError(
      `Expected \`benchmark\` in the manifest of ${folder} to be a known one, got \`${manifest.benchmark}\`. Use the version of Longhand that made the study (${manifest.version}).`,
    );
  const benchmark = configureBenchmark(found, { mode: manifest.mode });
  const loaded = await benchmark.load(data);
  for (const { file, sha256 } of manifest.data) await checkFile(file, sha256, data ?? '');
  const samples = new Map(loaded.map((sample) => [sample.id, sample]));
  const index = await indexAnswers(join(folder, answersFile));
  const unknown = [...index.answers.values()].find(({ sample }) => !samples.has(sample));
  if (unknown !== undefined)
    throw new UsageError(
      `Expected every answer in ${folder} to name a sample of ${benchmark.name}, got \`${unknown.sample}\`. Use the version of Longhand that made the study (${manifest.version}).`,
    );
  return { manifest, samples, index };
}

/** Another file has other instructions: answers would be compared by what they were never asked. */
async function checkFile(file: string, sha256: string, data: string): Promise<void> {
  const path = join(await folderOf(data), file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash).catch((cause: unknown) => {
    throw new UsageError(
      `Expected ${path} to be readable, got ${(cause as NodeJS.ErrnoException).code}. Name the folder with --data.`,
      { cause },
    );
  });
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new UsageError(
      `Expected ${path} to be the file that the study began with (sha256 ${sha256.slice(0, 16)}…), got ${found.slice(0, 16)}…. Name the folder with that file with --data.`,
    );
}
