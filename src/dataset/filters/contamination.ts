/**
 * Leaves out records that hold text of a benchmark, so that what is trained on them can still be measured with it.
 *
 * Two tests: a run of 13 units (words; characters in scripts without spaces) that also stands in the benchmark, in the
 * instruction or in the answer; and an instruction that nearly repeats a prompt of the benchmark.
 *
 * Source of the first: the 13-gram overlap of Brown et al. 2020, "Language Models are Few-Shot Learners", arXiv:2005.14165.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../../errors.ts';
import { hashGrams, splitUnits } from '../../text/repetition.ts';
import { openDuplicateIndex } from '../duplicates/duplicate-index.ts';
import { sketchText } from '../duplicates/sketch.ts';
import { readRows } from '../read/read-rows.ts';
import type { DatasetRecord } from '../record.ts';
import { type Filter, quote } from './filter.ts';

export type ContaminationFilter = Filter & {
  /** Texts of the benchmarks that records are compared with. */
  readonly texts: number;
  [Symbol.dispose](): void;
};

const gramUnits = 13;
/** Texts with fewer units are names, keys and kinds. */
const leastUnits = 6;
/** Similarity from which an instruction is taken for a prompt: lower than for duplicates, as prompts are rephrased. */
const similarFrom = 0.5;

/**
 * @param files - Benchmark files: JSONL, JSON, CSV, Parquet. Every text in them counts, in whatever field it stands, if it
 *   has at least 6 units. Texts with 6 to 12 units only match a whole instruction.
 * @param options.folder - For scratch data on the disk.
 * @throws {UsageError} A file cannot be read or holds no such text.
 */
export async function openContaminationFilter(
  files: readonly string[],
  options: { folder: string },
): Promise<ContaminationFilter> {
  const similar = openDuplicateIndex({ ...options, from: similarFrom });
  /** Where a run of 13 units, or a shorter whole text, stands: number of the text. */
  const placeOf = new Map<number, number>();
  const places: { file: string; text: string }[] = [];
  for (const file of files) {
    const before = places.length;
    for await (const text of readTexts(file)) {
      const units = splitUnits(text);
      if (units.length < leastUnits) continue;
      for (const gram of hashGrams(units, Math.min(gramUnits, units.length)))
        if (!placeOf.has(gram)) placeOf.set(gram, places.length);
      similar.add(sketchText(text));
      places.push({ file: basename(file), text: text.slice(0, 200) });
    }
    if (places.length === before)
      throw new UsageError(
        `Expected ${file} to be a benchmark with texts of at least ${leastUnits} words, found none. Name another file.`,
      );
  }
  const describe = (id: number, what: string): string => {
    const place = places[id];
    return `${what} of ${place?.file}: ${quote(place?.text ?? '')}.`;
  };
  return {
    name: 'contamination',
    texts: places.length,
    check({ instruction, answer }: DatasetRecord) {
      for (const [name, text] of Object.entries({ instruction, answer })) {
        const units = splitUnits(text);
        const isWhole = name === 'instruction' && units.length >= leastUnits && units.length < gramUnits;
        const grams = hashGrams(units, isWhole ? units.length : gramUnits);
        const hit = grams.find((gram) => placeOf.has(gram));
        if (hit !== undefined) return describe(placeOf.get(hit) ?? 0, `The ${name} holds words`);
      }
      const [match] = similar.find(sketchText(instruction));
      if (match === undefined) return undefined;
      return describe(match.id, `The instruction is ${Math.round(match.similarity * 100)} % a text`);
    },
    [Symbol.dispose]: () => similar[Symbol.dispose](),
  };
}

async function* readTexts(file: string): AsyncGenerator<string> {
  if (!file.toLowerCase().endsWith('.json')) {
    for await (const { row } of readRows(file)) yield* findTexts(row);
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(
      `Expected ${file} to be a benchmark file that can be read: ${(cause as Error).message}.`,
      { cause },
    );
  }
  yield* findTexts(value);
}

function* findTexts(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* findTexts(each);
}
