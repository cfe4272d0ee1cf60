/** Which pairs people are shown, in what order, and what stands where: kept in the study, away from the page. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { createRandom } from '../../model/simulated/random.ts';
import type { AnswerPair } from './list-pairs.ts';

export type AnnotationKey = {
  /** Names page, answers and key; of everything below. */
  set: string;
  pairs: readonly {
    /** As the page and the answers of people name it. */
    id: string;
    /** Keys of the answers. */
    a: string;
    b: string;
    /** Whether `b` stands first. */
    isSwapped: boolean;
  }[];
};

/**
 * Draws pairs, their order and their sides. As many different prompts as possible come first, because two pairs of one
 * prompt are no two witnesses.
 *
 * @param options.sample - Pairs at most; all by default.
 */
export function drawAnnotationKey(
  pairs: readonly AnswerPair[],
  { sample = pairs.length, seed = 1 }: { sample?: number | undefined; seed?: number } = {},
): AnnotationKey {
  const random = createRandom('annotation', seed);
  const rounds = [...Map.groupBy(random.shuffle(pairs), (pair) => pair.sample).values()].flatMap((own) =>
    own.map((pair, round) => ({ pair, round })),
  );
  const drawn = rounds.sort((one, other) => one.round - other.round).slice(0, sample);
  const listed = random.shuffle(drawn).map(({ pair: { a, b } }, at) => ({
    id: String(at + 1),
    a: a.key,
    b: b.key,
    isSwapped: random.next() < 0.5,
  }));
  const set = createHash('sha256').update(JSON.stringify(listed)).digest('hex').slice(0, 16);
  return { set, pairs: listed };
}

const pathOf = (folder: string, set: string): string => join(folder, 'annotation', set, 'key.json');

/** @returns Where it lies. */
export async function saveAnnotationKey(folder: string, key: AnnotationKey): Promise<string> {
  const path = pathOf(folder, key.set);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(key, null, 2)}\n`);
  return path;
}

/** @throws {UsageError} The study has no key of that name. */
export async function loadAnnotationKey(folder: string, set: string): Promise<AnnotationKey> {
  const path = pathOf(folder, set);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `Expected the key of these answers in ${path}, found none. Name the study that \`longhand bench annotate write\` was run on.`,
      { cause },
    );
  });
  return JSON.parse(text) as AnnotationKey;
}
