/** Opens a study: its benchmark, its samples, and a manifest that says what makes its numbers. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Attempt } from '../../methods/answers/attempt.ts';
import { loadTokenizer } from '../../model/estimate-tokens.ts';
import { createRandom } from '../../model/simulated/random.ts';
import type { Benchmark, Sample } from '../benchmark.ts';
import { bestOfNative } from './best-of-native.ts';
import { keepManifest, type StudyManifest } from './manifest.ts';

export type StudyOptions = {
  /** Folder of the official data files. */
  data: string | undefined;
  models: readonly string[];
  methods: readonly string[];
  repeats: number;
  /** The first so many samples. */
  limit?: number | undefined;
  /** So many samples, drawn with a seed; evenly over their groups' order. */
  sample?: number | undefined;
  counting: string;
  /** Of the benchmark, where it has several. */
  mode?: string | undefined;
  version: string;
  /** ISO day. */
  date: string;
  /** Languages a model is known to answer in, by address; absent: not known, so all. */
  languagesOf?: (model: string) => readonly string[] | undefined;
};

export type OpenStudy = {
  manifest: StudyManifest;
  /** By id. */
  samples: ReadonlyMap<string, Sample>;
  /** Those of methods that stand by themselves; the best of several native ones comes after them. */
  attempts: Attempt[];
};

/** @throws {UsageError} A data file is missing, nothing is left to generate, or the folder holds another study. */
export async function openStudy(
  folder: string,
  benchmark: Benchmark,
  options: StudyOptions,
): Promise<OpenStudy> {
  const { data, models, methods, repeats, counting, mode, version, date, languagesOf } = options;
  if (methods.includes(bestOfNative) && !(methods.includes('native') && methods.length > 2))
    throw new UsageError(
      `Expected \`method\` to name native and another method beside ${bestOfNative}, which is held against both, got \`${methods.join(',')}\`.`,
    );
  // Readings are quoted by the tokens of what they are shown.
  if (benchmark.reads) await loadTokenizer();
  const all = await benchmark.load(data);
  const chosen = choose(all, options);
  if (chosen.length === 0)
    throw new UsageError(`Expected samples of ${benchmark.name}, got none. Raise --limit or --sample.`);
  const wanted = models.flatMap((model) =>
    methods
      .filter((method) => method !== bestOfNative)
      .flatMap((method) =>
        chosen.flatMap((sample) =>
          Array.from({ length: repeats }, (_each, index): Attempt & { sample: Sample } => ({
            model,
            method,
            sample,
            repeat: index + 1,
          })),
        ),
      ),
  );
  const attempts = wanted.filter(
    ({ model, sample }) => languagesOf?.(model)?.includes(sample.language) !== false,
  );
  await mkdir(folder, { recursive: true });
  const manifest = await keepManifest(folder, {
    benchmark: benchmark.name,
    data: await Promise.all(
      findFiles(benchmark.files, data).map(async (file) => ({
        file,
        sha256: await hashFile(join(data ?? '', file)),
      })),
    ),
    models,
    methods,
    repeats,
    samples: {
      limit: options.limit ?? null,
      sample: options.sample ?? null,
      count: chosen.length,
      sha256: hashText(chosen.map((sample) => JSON.stringify(sample)).join('\n')),
    },
    leftOut: wanted.length - attempts.length,
    counting,
    ...(mode !== undefined && { mode }),
    version,
    date,
  });
  return {
    manifest,
    samples: new Map(chosen.map((sample) => [sample.id, sample])),
    attempts,
  };
}

function choose(all: readonly Sample[], { limit, sample }: Pick<StudyOptions, 'limit' | 'sample'>): Sample[] {
  const drawn =
    sample === undefined || sample >= all.length
      ? [...all]
      : createRandom('samples', sample)
          .shuffle(all.map((_each, index) => index))
          .slice(0, sample)
          .sort((a, b) => a - b)
          .map((index) => all[index] as Sample);
  return drawn.slice(0, limit ?? drawn.length);
}

/** Some benchmarks read one of several files; what is there was read. */
const findFiles = (files: readonly string[], data = ''): string[] =>
  files.filter((file) => existsSync(join(data, file)));

const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
