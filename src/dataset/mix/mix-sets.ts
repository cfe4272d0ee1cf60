/** Mixes long records with general ones at a ratio, evens out lengths, shuffles by a seed and splits off a test set. */
import { createRandom } from '../../model/simulated/random.ts';
import { openClusters } from '../duplicates/clusters.ts';
import { openScratchFile } from '../scratch-file.ts';
import { bucketOf, bucketStarts, nameBucket } from '../statistics/length-buckets.ts';
import { spreadLengths } from './spread-lengths.ts';

/** A record or a pair, as far as mixing goes. */
export type MixItem = {
  /** What is written out. */
  row: unknown;
  /** Compared place by place to find near-duplicates: instruction, answer. */
  texts: readonly string[];
  /** Of the answer. */
  words: number;
};

export type MixSettings = {
  /** General records for each long one. */
  ratio: number;
  seed: string;
  /** So many long records, spread evenly over lengths from 2,000 to 128,000 words; absent: all, of any length. */
  longCount?: number;
  /** Share of the mixture that goes to the test set, from 0 to below 1. */
  testShare?: number;
  duplicateFrom?: number;
  /** Folder for scratch data: the rows of both sets. */
  folder: string;
};

export type MixReport = {
  long: { given: number; taken: number; outsideLengths: number };
  general: { given: number; wanted: number; taken: number };
  /** General records for each long one, as it came out. */
  ratio: number | null;
  train: number;
  test: number;
  /** Groups of near-duplicates; each went to one side as a whole. */
  clusters: number;
  seed: string;
  /** Long records that were taken, by length. */
  lengths: { bucket: string; given: number; taken: number }[];
};

/**
 * The same sets, settings and seed give the same files. Where there are fewer general records than the ratio wants, all are
 * taken and the report says so. No near-duplicate of a test record stands in the training set.
 *
 * @param write - Takes the rows of both sides in their shuffled order.
 */
export async function mixSets(
  { long, general }: { long: AsyncIterable<MixItem>; general: AsyncIterable<MixItem> },
  settings: MixSettings,
  write: (row: unknown, split: 'train' | 'test') => Promise<void>,
): Promise<MixReport> {
  const { ratio, seed, folder, longCount, testShare = 0, duplicateFrom } = settings;
  using rows = openScratchFile(folder);
  using clusters = openClusters({ folder, ...(duplicateFrom !== undefined && { from: duplicateFrom }) });
  const encoder = new TextEncoder();
  const buckets: number[][] = bucketStarts.map(() => []);
  const store = (item: MixItem): number => {
    // Clusters serve the split alone; without one they would only cost time.
    if (testShare > 0) clusters.add(item.texts);
    return rows.append(encoder.encode(JSON.stringify(item.row)));
  };
  for await (const item of long) buckets[bucketOf(item.words)]?.push(store(item));
  const longGiven = rows.count;
  for await (const item of general) store(item);
  const generalGiven = rows.count - longGiven;

  const given = buckets.map(({ length }) => length);
  const isSpread = longCount !== undefined;
  const inRange = given.map((count, bucket) => (isInRange(bucket) ? count : 0));
  const counts = isSpread ? spreadLengths(inRange, longCount) : given;
  const random = createRandom('dataset-mix', seed);
  const takenLong = buckets.flatMap((items, bucket) => draw(items, counts[bucket] ?? 0, random));
  const wanted = Math.round(takenLong.length * ratio);
  const all = Array.from({ length: generalGiven }, (_each, index) => longGiven + index);
  const takenGeneral = draw(all, wanted, random);
  const order = random.shuffle([...takenLong, ...takenGeneral]);

  const isTest = chooseTest(order, testShare, clusters.rootOf, random);
  let [train, test] = [0, 0];
  const decoder = new TextDecoder();
  for (const item of order) {
    const split = isTest(item) ? 'test' : 'train';
    if (split === 'test') test += 1;
    else train += 1;
    await write(JSON.parse(decoder.decode(rows.read(item))), split);
  }
  return {
    long: {
      given: longGiven,
      taken: takenLong.length,
      outsideLengths: isSpread ? longGiven - inRange.reduce((sum, count) => sum + count, 0) : 0,
    },
    general: { given: generalGiven, wanted, taken: takenGeneral.length },
    ratio: takenLong.length === 0 ? null : takenGeneral.length / takenLong.length,
    train,
    test,
    clusters: testShare > 0 ? new Set(order.map(clusters.rootOf)).size : 0,
    seed,
    lengths: given.map((count, bucket) => ({
      bucket: nameBucket(bucket),
      given: count,
      taken: counts[bucket] ?? 0,
    })),
  };
}

/** From 2,000 to 128,000 words. */
const isInRange = (bucket: number): boolean =>
  (bucketStarts[bucket] ?? 0) >= 2000 && bucket < bucketStarts.length - 1;

type Random = ReturnType<typeof createRandom>;

const draw = (items: readonly number[], count: number, random: Random): number[] =>
  count >= items.length ? [...items] : random.shuffle(items).slice(0, count);

/** Whole clusters in drawn order, as long as they fit the share. */
function chooseTest(
  order: readonly number[],
  share: number,
  rootOf: (item: number) => number,
  random: Random,
): (item: number) => boolean {
  if (share === 0) return () => false;
  const sizes = new Map<number, number>();
  for (const item of order) sizes.set(rootOf(item), (sizes.get(rootOf(item)) ?? 0) + 1);
  const chosen = new Set<number>();
  let left = Math.round(order.length * share);
  for (const root of random.shuffle([...sizes.keys()])) {
    const size = sizes.get(root) ?? 0;
    if (size > left) continue;
    chosen.add(root);
    left -= size;
  }
  return (item) => chosen.has(rootOf(item));
}
