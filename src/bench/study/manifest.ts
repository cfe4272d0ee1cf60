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
  /** How they were chosen, how many they are, and the hash of all that the benchmark read of them. */
  samples: { limit: number | null; sample: number | null; count: number; sha256: string };
  /** Answers not asked for, because the card of the model lacks the language of the prompt. */
  leftOut: number;
  counting: string;
  /** Options of the benchmark, such as a mode. */
  mode?: string;
  /** Judging, where there was any. */
  judging?: Judging;
  /** Of Longhand. */
  version: string;
  /** Days on which it began and was last judged; not compared. */
  date: string;
  judgedOn?: string;
};

/** What verdicts are made of: by whom, with which question. */
export type Judging = {
  /** Addresses. */
  judges: readonly string[];
  /** Ids that their endpoints answered with, by address. */
  returnedIds: Readonly<Record<string, readonly string[]>>;
  /** Verdicts of each on the same answer, at most. */
  repeats: number;
  /** Wording, scale and sampling of every rubric; several wordings under one name are hashed together. */
  rubrics: readonly {
    name: string;
    version: number;
    sha256: string;
    temperature: number | null;
    maxOutputTokens: number;
  }[];
  /** A user's own prompt in place of ours; its text lies beside the manifest. */
  prompt?: { name: string; sha256: string };
};

const file = 'manifest.json';
/** What may differ without making other numbers. */
const notCompared: ReadonlySet<string> = new Set(['date', 'judgedOn', 'leftOut']);

/** The manifest of a study folder; undefined where there is none. */
export async function readManifest(folder: string): Promise<StudyManifest | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as StudyManifest);
}

/**
 * Keeps the manifest of a study that begins, and holds one that goes on to it. How it was judged is added later, by
 * `keepJudging`, and may change: verdicts are kept apart by rubric and judge.
 *
 * @throws {UsageError} The folder holds another study; names the first difference.
 */
export async function keepManifest(folder: string, manifest: StudyManifest): Promise<StudyManifest> {
  const found = await readManifest(folder);
  if (found !== undefined) {
    const { judging: _judging, ...before } = found;
    const difference = findDifference(before, manifest);
    if (difference !== undefined)
      throw new UsageError(
        `Expected the study in ${folder} to go on as it began, but ${difference}. Name another folder with --out.`,
      );
  }
  const { date, judging, judgedOn } = found ?? manifest;
  const kept = { ...manifest, date, ...(judging && { judging }), ...(judgedOn && { judgedOn }) };
  await write(folder, kept);
  return kept;
}

/** Adds to the manifest how a study was judged. */
export async function keepJudging(
  folder: string,
  judging: Judging,
  judgedOn: string,
): Promise<StudyManifest> {
  const found = await readManifest(folder);
  if (found === undefined) throw new Error(`No study in ${folder}.`);
  const kept = { ...found, judging, judgedOn };
  await write(folder, kept);
  return kept;
}

const write = (folder: string, manifest: StudyManifest): Promise<void> =>
  writeFile(join(folder, file), `${JSON.stringify(manifest, null, 2)}\n`);

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
