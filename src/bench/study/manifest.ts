/** What a study is: everything that decides its numbers. Studies with different manifests are not mixed. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';

export type StudyManifest = {
  benchmark: string;
  /** Name and sha256 of every data file. */
  data: readonly { file: string; sha256: string }[];
  /** Addresses of the models that write. */
  models: readonly string[];
  methods: readonly string[];
  /** Answers for each sample. */
  repeats: number;
  /** How they were chosen, how many they are, and the hash of their ids. */
  samples: { limit: number | null; sample: number | null; count: number; sha256: string };
  counting: string;
  /** Options of the benchmark, such as a mode. */
  mode?: string;
  /** Judging, where there is any. */
  judging?: {
    judges: readonly string[];
    repeats: number;
    /** Name, version and sha256 of every rubric's wording. */
    rubrics: readonly { name: string; version: number; sha256: string }[];
  };
  /** Of Longhand. */
  version: string;
  /** Day on which it began; not compared. */
  date: string;
};

const file = 'manifest.json';
/** What may differ without making other numbers. */
const notCompared: ReadonlySet<string> = new Set(['date']);

/** The manifest of a study folder; undefined where there is none. */
export async function readManifest(folder: string): Promise<StudyManifest | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as StudyManifest);
}

/**
 * Keeps the manifest of a study that begins, and holds one that goes on to it. Judging may be added later, and changed:
 * its verdicts are kept apart by rubric and judge.
 *
 * @throws {UsageError} The folder holds another study; names the first difference.
 */
export async function keepManifest(folder: string, manifest: StudyManifest): Promise<StudyManifest> {
  const found = await readManifest(folder);
  if (found !== undefined) {
    const { judging: _old, ...before } = found;
    const { judging: _new, ...now } = manifest;
    const difference = findDifference(before, now);
    if (difference !== undefined)
      throw new UsageError(
        `Expected the study in ${folder} to go on as it began, but ${difference}. Name another folder with --out.`,
      );
  }
  const kept = { ...manifest, date: found?.date ?? manifest.date };
  await writeFile(join(folder, file), `${JSON.stringify(kept, null, 2)}\n`);
  return kept;
}

/** The first field that differs, as a clause; undefined where two manifests make the same numbers. */
export function findDifference(before: object, now: object): string | undefined {
  const [a, b] = [before as Record<string, unknown>, now as Record<string, unknown>];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (notCompared.has(key) || JSON.stringify(a[key]) === JSON.stringify(b[key])) continue;
    return `\`${key}\` was ${shorten(a[key])} and is ${shorten(b[key])}`;
  }
  return undefined;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
